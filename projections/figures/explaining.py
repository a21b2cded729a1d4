"""From the number to the people to the events: who is counted in a figure, who is not, and why."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.figures import REASON_WORDS, Figure, Outcome, Reason, Verdict
from domain.figures import Question as Asked
from domain.ports import Reader
from projections.figures.behind import EventBehind, events_behind
from projections.figures.catalogue import narrowed
from projections.figures.computing import count
from projections.figures.person_keys import keys_of, person_keys, whose
from projections.query import Cut, NameState, Page, Question, name_is_shown, name_state
from projections.shown import shows


class Wanted(msgspec.Struct, frozen=True, kw_only=True):
    """Which candidates; all of them where nothing is said."""

    outcome: Outcome | None = None
    reason: Reason | None = None

    def holds(self, verdict: Verdict) -> bool:
        """Say whether a verdict is among those wanted."""
        return self.outcome in (None, verdict.outcome) and self.reason in (None, verdict.reason)


class Candidate(msgspec.Struct, frozen=True, kw_only=True):
    """A person or an enterprise that a figure might count, with the verdict and what is behind it.

    Either ``person`` is set or ``enterprise``, by its code. ``name`` is null where the asker may
    not read it; ``state`` says why; ``named_by`` is the institution whose record it is read from,
    or the district for an enterprise. ``first_day``, ``school`` and ``met`` are set only of who
    counts or took part: the first counted day, the institution they are counted in and whether a
    meeting was held. ``recorded_as`` are the keys of a person's records, where the district found
    that they are not that person's own alone. ``events`` come in the order they were recorded.
    """

    person: UUID | None
    enterprise: str | None
    name: Annotated[str | None, shows("person", "enterprise", school="named_by")]
    named_by: UUID | None
    state: NameState
    outcome: Outcome
    reason: Reason
    in_words: str
    first_day: date | None
    school: UUID | None
    met: bool | None
    recorded_as: tuple[UUID, ...]
    events: tuple[EventBehind, ...]


class _Named(msgspec.Struct, frozen=True, kw_only=True):
    key: str
    name: str | None
    named_by: UUID | None
    state: NameState
    recorded_as: tuple[UUID, ...] = ()


def explain(  # noqa: PLR0913, PLR0917 - each is a part of the question
    reader: Reader, question: Question, scope: UUID, asked: Asked, wanted: Wanted, cut: Cut
) -> tuple[Figure, Page[Candidate]]:
    """Return a figure and a page of its candidates: persons by key, enterprises by code.

    ``scope`` is the district's id for all of ``question.tenants``, or one of these; of other
    institutions nothing is told then. Raises :class:`domain.errors.NotFound` for any other scope.
    """
    question = narrowed(question, scope)
    figure, judged = count(reader, question, scope, asked)
    page = cut.page_of_all(
        [one for one in judged if wanted.holds(one)], lambda verdict: (key_of(verdict),)
    )
    keys = [key_of(one) for one in page.items]
    if asked.rule.counts == "enterprises":
        named = _enterprises(reader, question, keys)
    else:
        named = _persons(reader, question, keys)
    names = {one.key: one for one in named}
    events = events_behind(reader, question, asked, keys)
    candidates = [
        _candidate(_standing(verdict, question), names.get(key), events.get(key, ()))
        for key, verdict in zip(keys, page.items, strict=True)
    ]
    return figure, Page(items=candidates, after=page.after)


def key_of(one: Verdict | Candidate) -> str:
    """Return the person's key or the enterprise's code."""
    return str(one.person) if one.person is not None else one.enterprise or ""


def _standing(verdict: Verdict, question: Question) -> Verdict:
    """Name the institution a merged one stands under, where the tree of now is asked about."""
    if verdict.school is None:
        return verdict
    school = question.merged.get(verdict.school, verdict.school)
    return msgspec.structs.replace(verdict, school=school)


def _candidate(
    verdict: Verdict, named: _Named | None, events: tuple[EventBehind, ...]
) -> Candidate:
    return Candidate(
        **msgspec.structs.asdict(verdict),
        name=named.name if named else None,
        named_by=named.named_by if named else None,
        state=named.state if named else "hidden",
        in_words=REASON_WORDS[verdict.reason],
        recorded_as=_other_keys(verdict, named),
        events=events,
    )


def _other_keys(verdict: Verdict, named: _Named | None) -> tuple[UUID, ...]:
    keys = set(named.recorded_as) if named else set()
    return () if keys <= {verdict.person} else tuple(sorted(keys))


def _persons(reader: Reader, question: Question, keys: Sequence[str]) -> list[_Named]:
    """Name each person by a record in which the asker may read the name, if there is one."""
    sql = f"""
        WITH {person_keys(question)}
        SELECT DISTINCT ON (r.who) r.who::text AS key, n.state,
               array_agg(r.person) OVER (PARTITION BY r.who) AS recorded_as,
               CASE WHEN n.named
                    THEN nullif(concat_ws(' ', r.last_name, r.first_name, r.middle_name), '')
               END AS name, CASE WHEN n.named THEN r.tenant_id END AS named_by
        FROM (
            SELECT r.*, {whose("r")} AS who FROM reg.participant r
            WHERE r.tenant_id = ANY (%(tenants)s) AND r.person = ANY (%(people)s::uuid[])
              AND {question.known("r")}
            OFFSET 0
        ) r
        CROSS JOIN LATERAL (
            SELECT {name_is_shown("r.person", "r.tenant_id")} AS named,
                   {name_state("r.person", "r.tenant_id")} AS state
        ) n
        WHERE r.who = ANY (%(keys)s::uuid[])
        ORDER BY r.who, n.named DESC,
                 array_position(ARRAY['readable', 'restricted', 'hidden', 'erased'], n.state),
                 r.tenant_id
    """
    params = {"keys": list(keys), "people": keys_of(reader, question, keys)}
    return reader.rows(sql, question.params() | params, _Named)


def _enterprises(reader: Reader, question: Question, keys: Sequence[str]) -> list[_Named]:
    """Name each enterprise; of a sole trader only the district's readers of people's data do."""
    sql = f"""
        SELECT e.enterprise AS key, CASE WHEN n.named THEN e.name END AS name,
               CASE WHEN n.named THEN e.tenant_id END AS named_by,
               CASE WHEN n.named THEN 'readable' ELSE 'hidden' END AS state
        FROM reg.enterprise e
        CROSS JOIN LATERAL (
            SELECT NOT e.sole_trader OR %(asker)s = %(district)s AND %(reads_people)s AS named
        ) n
        WHERE e.tenant_id = %(district)s AND e.enterprise = ANY (%(keys)s::text[])
          AND {question.known("e")}
    """
    return reader.rows(sql, question.params() | {"keys": list(keys)}, _Named)
