"""The history of a participant: every event about them, in words, on both clocks."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime
from uuid import UUID

import msgspec

from domain.events import Event, Recorded, personal_fields
from domain.ports import Reader
from domain.rules import Indicator
from projections.query import Question, name_is_shown
from projections.shown import ShownPerson
from projections.words import describe

DESTROYED = "персональные данные уничтожены"


class RestatedFigure(msgspec.Struct, frozen=True, kw_only=True):
    """A published version that a fact changes; ``school`` is ``None`` for the whole district's."""

    indicator: Indicator
    year: int
    school: UUID | None
    version: int


class HistoryLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that was recorded of a person.

    ``who`` is the title of the account that recorded it, ``school`` the institution, or the
    district, in whose log it stands at ``position``. ``corrects`` is the position of the fact that
    this one corrects, or strikes where ``struck``. ``restates`` are the published figures that it
    changes. ``destroyed``: its personal data can no longer be read. ``shows`` are the persons whose
    personal data the text holds.
    """

    school: UUID
    position: int
    topic: str
    text: str
    who: str
    recorded_at: datetime
    effective_on: date
    version: int
    corrects: int | None = None
    struck: bool = False
    restates: tuple[RestatedFigure, ...] = ()
    destroyed: bool = False
    shows: tuple[ShownPerson, ...] = ()


Shown = frozenset[tuple[UUID, UUID]]
"""Whom the asker may read by name: institution and person."""


def schools_that_show(reader: Reader, question: Question, people: Iterable[UUID]) -> Shown:
    """Return the institutions whose records of each of ``people`` may be read with names."""
    sql = (
        "SELECT t.tenant_id AS school, p.person FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)"
        " CROSS JOIN unnest(%(people)s::uuid[]) AS p (person)"
        f" WHERE {name_is_shown('p.person', 't.tenant_id')}"
    )
    rows = reader.rows(sql, question.params() | {"people": list(people)}, ShownPerson)
    return frozenset((row.school, row.person) for row in rows)


class _Cause(RestatedFigure, frozen=True, kw_only=True):
    cause_tenant: UUID
    position: int


Restated = Mapping[tuple[UUID, int], Sequence[RestatedFigure]]
"""Log and position of a fact: the published figures it changes."""


def restated_by(
    reader: Reader, question: Question, recorded: Sequence[Recorded[Event]]
) -> Restated:
    """Return which published figures each of ``recorded`` changes, as known then.

    A school sees those of the district and its own.
    """
    sql = f"""
        SELECT r.cause_tenant, r.position, r.indicator, r.year,
               nullif(r.scope, r.tenant_id) AS school, r.number AS version
        FROM unnest(%(logs)s::uuid[], %(positions)s::int8[]) AS asked (cause_tenant, position)
        JOIN reg.restatement_cause r USING (cause_tenant, position)
        WHERE r.tenant_id = %(district)s AND {question.known("r")}
          AND (r.scope = r.tenant_id OR r.scope = ANY (%(tenants)s))
        ORDER BY r.indicator, r.year, school NULLS FIRST, r.number
    """
    params = question.params() | {
        "logs": [one.tenant_id for one in recorded],
        "positions": [one.position for one in recorded],
    }
    found: dict[tuple[UUID, int], list[RestatedFigure]] = {}
    for cause in reader.rows(sql, params, _Cause):
        figure = RestatedFigure(
            indicator=cause.indicator,
            year=cause.year,
            school=cause.school,
            version=cause.version,
        )
        found.setdefault((cause.cause_tenant, cause.position), []).append(figure)
    return found


def tell(  # noqa: PLR0913, PLR0917 - each is a part of what is told
    recorded: Sequence[Recorded[Event]],
    person: UUID,
    question: Question,
    shown: Shown,
    restated: Restated,
    title_of: Callable[[UUID], str],
) -> list[HistoryLine]:
    """Put events into words in the order they were recorded.

    Of the district's log only what is about an institution asked about.
    ``question.as_of`` leaves out what was recorded later, ``question.on`` what is true of a later
    day; personal data appears only where everyone an event is about is in ``shown``: a text about
    several people is hidden with any of them.
    """
    heard = [
        one
        for one in recorded
        if _school(one, question) in (*question.tenants, question.district)
        and (question.as_of is None or one.recorded_at <= question.as_of)
        and (question.on is None or one.effective_on <= question.on)
    ]
    positions = {(one.tenant_id, one.stream_id, one.version): one.position for one in recorded}
    lines = []
    for one in heard:
        text, shows = _words(one, person, _school(one, question), shown)
        line = HistoryLine(
            school=one.tenant_id,
            position=one.position,
            topic=one.event.TOPIC,
            text=text,
            who=title_of(one.actor),
            recorded_at=one.recorded_at,
            effective_on=one.effective_on,
            version=one.version,
            corrects=positions.get((one.tenant_id, one.stream_id, one.event.corrects or 0)),
            struck=one.event.struck,
            restates=tuple(restated.get((one.tenant_id, one.position), ())),
            destroyed=bool(one.destroyed),
            shows=shows,
        )
        lines.append(line)
    return sorted(lines, key=lambda line: (line.recorded_at, line.school, line.position))


def _words(
    recorded: Recorded[Event], person: UUID, school: UUID, shown: Shown
) -> tuple[str, tuple[ShownPerson, ...]]:
    """Return the text of an event and the persons whose personal data it holds."""
    event = recorded.event
    bare = describe(without_personal_data(event), person)
    concerned = [(school, other) for other in event.concerns()]
    text = describe(event, person) if shown.issuperset(concerned) else bare
    whose = () if text == bare else tuple(ShownPerson(*one) for one in concerned)
    return (f"{text} ({DESTROYED})" if recorded.destroyed else text), whose


def _school(recorded: Recorded[Event], question: Question) -> UUID:
    """Return the institution a record belongs to: in the district's log the event names it.

    What it tells there of a person and of no institution belongs to the district.
    """
    if recorded.tenant_id != question.district:
        return recorded.tenant_id
    school: UUID | None = getattr(recorded.event, "school", None)
    return school or question.district


def without_personal_data(event: Event) -> Event:
    """Return the event as it reads where its personal fields may not be shown."""
    return msgspec.structs.replace(event, **dict.fromkeys(personal_fields(type(event))))
