"""Random facts as the events of one institution or of the district, in the order of recording.

Only what the counting rules see is random; nothing is decided.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any, TypeVar, get_args
from uuid import NAMESPACE_OID, UUID, uuid5

from hypothesis import strategies as st

from domain.consent import ConsentFoundInvalid, ConsentGiven, ConsentWithdrawn
from domain.employment import EmploymentEnded, EmploymentStarted, ExperienceRecorded
from domain.enterprise import EnterpriseOperating, EnterpriseRegistered, EnterpriseStopped
from domain.events import Event
from domain.pair import (
    MeetingHeld,
    MenteeJoined,
    MenteeLeft,
    PairAnnulled,
    PairApproved,
    PairCompleted,
    PairEnterpriseSet,
    PairPaused,
    PairProposed,
    PairResumed,
    PairStarted,
)
from domain.paper_total import PaperTotalRecorded
from domain.participant import ParticipantRegistered, ResidenceRecorded
from domain.rules import Role
from domain.survey import ResponseRecorded, SurveyOpened

YEARS = (2020, 2021)
PEOPLE = tuple(uuid5(NAMESPACE_OID, f"person {name}") for name in "abcd")
INNS = ("6226000001", "6226000002", "6226000003")
STEPS_MAX = 40
ANY_SCHOOL = uuid5(NAMESPACE_OID, "school")

# Days near the turns of the year are where mistakes are.
days = st.one_of(
    st.sampled_from([date(2019, 12, 31), date(2020, 1, 1), date(2020, 12, 31), date(2021, 1, 1)]),
    st.sampled_from([date(2020, month, 15) for month in range(1, 13)]),
    st.dates(date(2019, 12, 20), date(2021, 2, 10)),
)
early = st.just(date(2019, 9, 1))
nothing = st.none()
DrawnT = TypeVar("DrawnT")


def mostly(
    usual: st.SearchStrategy[DrawnT], other: st.SearchStrategy[DrawnT]
) -> st.SearchStrategy[DrawnT]:
    """Draw three times out of four what is usual; of equal alternatives ``|`` keeps only one."""
    return st.integers(0, 3).flatmap(lambda number: other if number == 3 else usual)


birth_years = st.sampled_from([2005] * 8 + [2003, 2001, 2010, 2000, 2011, None])
roles: st.SearchStrategy[Role] = st.sampled_from(get_args(Role))
inns = st.sampled_from([INNS[0]] * 6 + [INNS[1], INNS[2]])
jobs = st.sampled_from(["teacher"] * 4 + ["head"] + [INNS[0]] * 5 + [INNS[1], INNS[2]])
# About three years before the days that are asked about: where experience becomes too long.
three_years_ago = days.map(lambda day: day.replace(year=day.year - 3, day=min(day.day, 28)))

# Answers of one day are told apart by when they were recorded and by their scores.
answer_days = mostly(st.just(date(2020, 5, 20)), days)
Steps = list[tuple[int, tuple[Event, ...]]]
"""What one institution recorded: after how many steps of time, and the events of the command."""


@st.composite
def facts_of_person(draw: st.DrawFn, person: UUID) -> Steps:
    """Registration, residence, consents, jobs and experience of one person."""
    registered = ParticipantRegistered(
        effective_on=date(2019, 9, 1),
        person=person,
        birth_year=draw(birth_years),
        known_birth_year=draw(st.sampled_from([None] * 6 + [2005, 2000])),
    )
    steps: Steps = [(0, (registered,))]
    moves = [
        ResidenceRecorded(effective_on=day, person=person, lives_in_district=lives)
        for day, lives in draw(
            st.lists(st.tuples(early | days, st.sampled_from([True, False, None])), max_size=2)
        )
    ]
    steps += _in_time(draw, moves)
    papers: list[Event] = []
    for number in range(1, draw(st.sampled_from([1, 1, 1, 2, 2, 0])) + 1):
        papers += draw(_paper(person, number))
    work: list[Event] = [
        ExperienceRecorded(effective_on=day, person=person, experience_from=day)
        for day in draw(st.lists(three_years_ago | early, min_size=1, max_size=2))
        if draw(st.integers(0, 4))
    ]
    for number, where in enumerate(draw(st.lists(jobs, min_size=1, max_size=4)), 1):
        work += draw(_job(person, number, where))
    return steps + _in_time(draw, papers) + _in_time(draw, work)


@st.composite
def _paper(draw: st.DrawFn, person: UUID, number: int) -> list[Event]:
    first, until = draw(mostly(early, days)), draw(mostly(nothing, days))
    purpose = draw(st.sampled_from(["processing", "processing", "processing", "publication"]))
    same: dict[str, Any] = {"person": person, "purpose": purpose, "number": number}
    events: list[Event] = [
        ConsentGiven(
            effective_on=first,
            valid_until=max(first, until) if until else None,
            to_district=False,
            wording="1",
            signed_by="both",
            **same,
        )
    ]
    if draw(st.integers(0, 2)) == 0:
        day = max(first, draw(days))
        events.append(ConsentWithdrawn(effective_on=day, withdrawn_by="self", **same))
    if draw(st.integers(0, 5)) == 0:
        events.append(ConsentFoundInvalid(effective_on=first, **same))
    return events


@st.composite
def _job(draw: st.DrawFn, person: UUID, number: int, where: str) -> list[Event]:
    first, last = draw(mostly(early, days)), draw(mostly(nothing, days))
    at_enterprise = where in INNS
    events: list[Event] = [
        EmploymentStarted(
            effective_on=first,
            person=person,
            number=number,
            kind="enterprise" if at_enterprise else "school",
            enterprise=where if at_enterprise else None,
            position_group=None if at_enterprise else where,
        )
    ]
    if last is not None:
        ended = max(first, last)
        events.append(EmploymentEnded(effective_on=ended, person=person, number=number))
    return events


@st.composite
def facts_of_pair(draw: st.DrawFn, pair: UUID, people: Sequence[UUID]) -> Steps:
    """Everything of one pair; the first of ``people`` is its mentor."""
    mentor, *mentees = everyone = tuple(people)
    day = draw(early | days)
    same: dict[str, Any] = {"pair": pair, "people": everyone}
    events: list[Event] = [
        PairProposed(
            effective_on=day,
            pair=pair,
            mentor=mentor,
            mentees=tuple(mentees),
            form="pupil_pupil",
            enterprise=draw(mostly(inns, nothing)),
        ),
        PairApproved(effective_on=day, order_number="1", order_date=day, **same),
        PairStarted(effective_on=day, **same),
    ]
    away: UUID | None = None
    paused = False
    moves = st.sampled_from(["pause", "member", "meet", "enterprise"])
    for move in draw(st.lists(moves, max_size=4)):
        if move == "enterprise":
            # Late facts are accepted: its day may lie before the last one.
            named = draw(nothing | inns)
            events.append(PairEnterpriseSet(effective_on=draw(days), enterprise=named, **same))
            continue
        day = max(day, draw(days))
        if move == "meet":
            met = tuple(draw(st.lists(st.sampled_from(everyone), min_size=1, unique=True)))
            events.append(MeetingHeld(effective_on=day, pair=pair, people=met, kind="regular"))
        elif move == "pause":
            events.append((PairResumed if paused else PairPaused)(effective_on=day, **same))
            paused = not paused
        elif away is None:
            away = mentees[0]
            events.append(MenteeLeft(effective_on=day, pair=pair, mentor=mentor, mentee=away))
        else:
            day += timedelta(days=1)
            events.append(MenteeJoined(effective_on=day, pair=pair, mentor=mentor, mentee=away))
            away = None
    end = draw(st.sampled_from([None, None, PairCompleted, PairCompleted, PairAnnulled]))
    if end is not None:
        events.append(end(effective_on=max(day, draw(days)), **same))
    # A pair may stop at any of these; what one command does is recorded at one moment.
    known = events[: draw(st.integers(max(1, len(events) - 1), len(events)))]
    at_once = draw(st.integers(1, len(known)))
    return _in_time(draw, [tuple(known[:at_once]), *((event,) for event in known[at_once:])])


@st.composite
def facts_of_survey(draw: st.DrawFn, survey: UUID, people: Sequence[UUID]) -> Steps:
    """A survey and its answers; several answers of one day and of one moment occur."""
    same: dict[str, Any] = {
        "survey": survey,
        "role": draw(roles),
        "phase": draw(st.sampled_from(["interim", "interim", "after", "after", "before"])),
        "year": draw(st.sampled_from(YEARS)),
        "binding": draw(st.sampled_from(["named", "named", "confidential", "anonymous"])),
    }
    opened = SurveyOpened(
        effective_on=draw(days), form=None, questionnaire="q", questionnaire_number=1, **same
    )
    events: list[Event] = [opened]
    for number in range(1, draw(st.integers(2, 6)) + 1):
        answering = None if same["binding"] == "anonymous" else draw(st.sampled_from(people))
        events.append(
            ResponseRecorded(
                effective_on=draw(answer_days),
                number=number,
                link=None,
                person=answering,
                subject=answering or survey,
                overall=draw(st.integers(6, 7)),
                **same,
            )
        )
    at_once = draw(st.integers(1, len(events)))
    return _in_time(draw, [tuple(events[:at_once]), *((event,) for event in events[at_once:])])


@st.composite
def facts_on_paper(draw: st.DrawFn) -> Steps:
    """Totals counted on paper, some of them corrected by a later one."""
    counts = st.tuples(roles, st.sampled_from(YEARS), st.integers(0, 9), st.integers(0, 9))
    return _in_time(
        draw,
        [
            PaperTotalRecorded(
                effective_on=date(2021, 1, 1),
                # Whose log it lies in says whose it is; this is the key of its free text only.
                school=ANY_SCHOOL,
                role=role,
                year=year,
                respondents=respondents,
                satisfied=satisfied,
            )
            for role, year, respondents, satisfied in draw(st.lists(counts, max_size=3))
        ],
    )


@st.composite
def facts_of_enterprise(draw: st.DrawFn, inn: str) -> Steps:
    """When an enterprise operates in the district."""
    same: dict[str, Any] = {"enterprise": inn, "key": uuid5(NAMESPACE_OID, inn)}
    events: list[Event] = [
        EnterpriseRegistered(effective_on=date(2019, 9, 1), sole_trader=False, **same)
    ]
    periods = st.tuples(mostly(early, days), mostly(nothing, days))
    for first, until in draw(st.lists(periods, max_size=2)) or [(date(2019, 9, 1), None)]:
        last = max(first, until) if until else None
        events.append(EnterpriseOperating(effective_on=first, until=last, **same))
    if draw(st.integers(0, 2)) == 0:
        events.append(EnterpriseStopped(effective_on=draw(days), **same))
    return _in_time(draw, events)


def _in_time(draw: st.DrawFn, events: Sequence[Event | tuple[Event, ...]]) -> Steps:
    count = len(events)
    times = sorted(draw(st.lists(st.integers(0, STEPS_MAX), min_size=count, max_size=count)))
    return [
        (time, event if isinstance(event, tuple) else (event,))
        for time, event in zip(times, events, strict=True)
    ]
