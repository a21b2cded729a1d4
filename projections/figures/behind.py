"""The events behind a verdict: what was recorded of a candidate that the rulings read.

Only their places are read, never what they say, so that nothing has to be decrypted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any
from uuid import UUID

import msgspec

from domain.consent import CONSENT, ConsentFoundInvalid, ConsentGiven, ConsentWithdrawn
from domain.employment import (
    EMPLOYMENT,
    EmploymentEnded,
    EmploymentStarted,
    ExperienceRecorded,
)
from domain.enterprise import (
    ENTERPRISE,
    EnterpriseOperating,
    EnterpriseRegistered,
    EnterpriseStopped,
)
from domain.events import Event
from domain.figures import Question as Asked
from domain.pair import (
    PAIR,
    MeetingHeld,
    MenteeJoined,
    MenteeLeft,
    PairAnnulled,
    PairCompleted,
    PairDiscontinued,
    PairEnterpriseSet,
    PairPaused,
    PairProposed,
    PairResumed,
    PairStarted,
)
from domain.participant import PARTICIPANT, ParticipantRegistered, ResidenceRecorded
from domain.person_link import EVERYWHERE, PERSON_LINK
from domain.ports import Reader
from domain.school import (
    SCHOOL,
    SchoolClosed,
    SchoolInnRecorded,
    SchoolMerged,
    SchoolRegistered,
)
from domain.survey import ResponseRecorded
from projections.query import Question

Types = tuple[type[Event], ...]

PERIODS: Types = (
    PairStarted,
    PairPaused,
    PairResumed,
    PairCompleted,
    PairDiscontinued,
    PairAnnulled,
    # The figures of an institution end with it.
    SchoolMerged,
    SchoolClosed,
)
"""On which days a pair is in force, whoever is in it."""

PLACES: Types = (PairProposed, MenteeJoined, MenteeLeft, MeetingHeld)
"""Who is in a pair, and met in it."""

NUMBERS: Types = (SchoolRegistered, SchoolInnRecorded)
"""Which institution of the district an enterprise is."""

CONSENTS: Types = (ConsentGiven, ConsentWithdrawn, ConsentFoundInvalid)
JOBS: Types = (EmploymentStarted, EmploymentEnded)


class EventBehind(msgspec.Struct, frozen=True, kw_only=True):
    """One recorded event; ``school`` is the institution or district in whose log it stands."""

    school: UUID
    position: int
    topic: str
    effective_on: date
    recorded_at: datetime


class _Behind(EventBehind, frozen=True, kw_only=True):
    candidate: str


class _Place(msgspec.Struct, frozen=True, kw_only=True):
    """A record of a person in a school that bears on a candidate, with a pair of theirs there."""

    candidate: str
    school: UUID
    person: UUID
    pair: UUID | None


class _Own(msgspec.Struct, frozen=True):
    inn: str
    school: UUID


def events_behind(
    reader: Reader, question: Question, asked: Asked, candidates: Sequence[str]
) -> dict[str, tuple[EventBehind, ...]]:
    """Return, by candidate, the events known then that the rule ``asked`` for reads of them.

    A candidate is a person's key or an enterprise's code. Corrections and the facts they replace
    are among the events; they come in the order they were recorded. Of an enterprise they are its
    own, those of every pair that named it and of the mentors' jobs and consents.
    """
    of_enterprises = asked.rule.counts == "enterprises"
    places = _places(reader, question, candidates, of_enterprises=of_enterprises)
    streams = list(_streams(question, places))
    if of_enterprises:
        district = question.district
        streams += [(one, district, ENTERPRISE.stream_id(district, one)) for one in candidates]
    people = [] if of_enterprises else sorted({(p.candidate, p.school, p.person) for p in places})
    own = list(_own_institutions(reader, question, candidates)) if of_enterprises else []
    watched = {"streams": streams, "own": own, "people": people}
    params = question.params()
    for name, rows in watched.items():
        params |= _columns(name, rows)
    params["of_streams"] = _topics(_of_streams(asked))
    params["of_own"] = _topics(NUMBERS)
    params["of_people"] = _topics((*PLACES, ResponseRecorded) if asked.rule.satisfied else PLACES)
    found: dict[str, list[EventBehind]] = defaultdict(list)
    for row in reader.rows(_EVENTS, params, _Behind):
        values = msgspec.structs.asdict(row)
        found[values.pop("candidate")].append(EventBehind(**values))
    return {candidate: tuple(events) for candidate, events in found.items()}


def _of_streams(asked: Asked) -> Types:
    """Return what is read from whole streams: of pairs, records, jobs, consents, enterprises."""
    rule = asked.rule
    types: list[type[Event]] = [*PERIODS]
    if asked.rules.consent_required:
        types += CONSENTS
    if rule.counts == "enterprises":
        named = (PairProposed, PairEnterpriseSet, MeetingHeld)
        own = (EnterpriseRegistered, EnterpriseOperating, EnterpriseStopped)
        return (*types, *named, *own, *JOBS)
    types += (ParticipantRegistered, *PERSON_LINK.events)
    if rule.resident:
        types.append(ResidenceRecorded)
    if rule.young is not None:
        types += (*JOBS, ExperienceRecorded)
    return tuple(types)


def _topics(types: Iterable[type[Event]]) -> list[str]:
    return [one.TOPIC for one in types]


def _places(
    reader: Reader, question: Question, candidates: Sequence[str], *, of_enterprises: bool
) -> list[_Place]:
    # Also what was known once and is no more: the correction that took it away is an event too.
    if of_enterprises:
        sql = f"""
            SELECT DISTINCT n.enterprise AS candidate, n.tenant_id AS school, n.mentor AS person,
                   n.pair
            FROM reg.pair_enterprise n
            WHERE n.tenant_id = ANY (%(tenants)s) AND n.enterprise = ANY (%(candidates)s::text[])
              AND {question.heard("n")}
        """
    else:
        sql = f"""
            SELECT DISTINCT w.candidate, r.tenant_id AS school, r.person, m.pair
            FROM (
                SELECT c.candidate, c.candidate::uuid AS person, %(district)s::uuid AS scope
                FROM unnest(%(candidates)s::text[]) AS c (candidate)
                UNION
                -- Also under keys that count as the candidate's, or once were said to.
                SELECT l.counts_as::text, l.person, l.scope FROM reg.person_link l
                WHERE l.tenant_id = %(district)s AND l.counts_as = ANY (%(candidates)s::uuid[])
                  AND {question.heard("l")}
            ) w
            JOIN reg.participant r ON r.person = w.person AND w.scope IN (%(district)s, r.tenant_id)
            LEFT JOIN reg.membership m ON m.tenant_id = r.tenant_id AND m.person = r.person
                AND m.tenant_id = ANY (%(tenants)s) AND {question.heard("m")}
            WHERE r.tenant_id = ANY (%(tenants)s) AND {question.heard("r")}
        """
    return reader.rows(sql, question.params() | {"candidates": list(candidates)}, _Place)


def _streams(question: Question, places: Iterable[_Place]) -> Iterator[tuple[str, UUID, UUID]]:
    for place in places:
        candidate, school, person = place.candidate, place.school, place.person
        yield candidate, question.district, SCHOOL.stream_id(question.district, school)
        yield candidate, school, PARTICIPANT.stream_id(school, person)
        yield candidate, school, EMPLOYMENT.stream_id(school, person)
        yield candidate, school, CONSENT.stream_id(school, person, "processing")
        for scope in (EVERYWHERE, school):
            link = PERSON_LINK.stream_id(question.district, person, scope)
            yield candidate, question.district, link
        if place.pair is not None:
            yield candidate, school, PAIR.stream_id(school, place.pair)


def _own_institutions(
    reader: Reader, question: Question, codes: Sequence[str]
) -> Iterator[tuple[str, UUID, UUID]]:
    """Yield the streams of the institutions that some of the enterprises are."""
    sql = f"""
        SELECT DISTINCT s.inn, s.school FROM reg.school s
        WHERE s.tenant_id = %(district)s AND s.inn = ANY (%(codes)s::text[])
          AND {question.heard("s")}
    """
    for own in reader.rows(sql, question.params() | {"codes": list(codes)}, _Own):
        yield own.inn, question.district, SCHOOL.stream_id(question.district, own.school)


def _columns(name: str, rows: Sequence[tuple[str, UUID, UUID]]) -> dict[str, Any]:
    columns = ("candidates", "tenants", "ids")
    return {
        f"{name}_{column}": [row[number] for row in rows] for number, column in enumerate(columns)
    }


def _in_streams(name: str) -> str:
    # To the planner a list may be long and each of its places many rows; it is the other way round.
    return f"""
        SELECT w.candidate, e.tenant_id, e.position, e.type, e.effective_on, e.recorded_at
        FROM unnest(
            %({name}_candidates)s::text[], %({name}_tenants)s::uuid[], %({name}_ids)s::uuid[]
        ) AS w (candidate, tenant_id, stream_id)
        CROSS JOIN LATERAL (
            SELECT e.* FROM es.event e
            WHERE e.tenant_id = w.tenant_id AND e.stream_id = w.stream_id OFFSET 0
        ) e
        WHERE e.type = ANY (%(of_{name})s::text[])
    """


_EVENTS = f"""
    SELECT b.candidate, b.tenant_id AS school, b.position, b.type AS topic, b.effective_on,
           b.recorded_at
    FROM (
        {_in_streams("streams")}
        UNION
        {_in_streams("own")}
        UNION
        SELECT w.candidate, e.tenant_id, e.position, e.type, e.effective_on, e.recorded_at
        FROM unnest(
            %(people_candidates)s::text[], %(people_tenants)s::uuid[], %(people_ids)s::uuid[]
        ) AS w (candidate, tenant_id, subject)
        CROSS JOIN LATERAL (
            SELECT s.* FROM es.subject_event s
            WHERE s.tenant_id = w.tenant_id AND s.subject = w.subject OFFSET 0
        ) s
        JOIN es.event e ON e.tenant_id = s.tenant_id AND e.position = s.position
        WHERE e.type = ANY (%(of_people)s::text[])
    ) b
    WHERE %(as_of)s::timestamptz IS NULL OR b.recorded_at <= %(as_of)s
    ORDER BY b.candidate, b.recorded_at, b.tenant_id, b.position
"""
