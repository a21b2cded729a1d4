"""How long it takes to erase one person: from the command that decides it to the record of its end.

A school year of a district is over: everybody was in a base and in a pair, with texts of both.
Each erased person is a mentee, so the texts of their pair go with them.
"""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import closing
from datetime import date, timedelta
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID, uuid4

import psycopg

from benchmarks.trust.effort import Effort
from domain.aggregate import Command
from domain.consent import GiveConsent
from domain.district import RegisterDistrict
from domain.erasure import RequestErasure
from domain.pair import ApprovePair, CompletePair, HoldMeeting, ProposePair, SetPlan, StartPair
from domain.participant import (
    EnterBase,
    LeaveBase,
    RecordResidence,
    RegisterParticipant,
    ReviseProfile,
)
from domain.rules import AdoptRules, Role
from domain.school import RegisterSchool
from service.bootstrap import Application, Place, build
from service.erasing import Erasing
from service.reference_data import forms, rule_sets
from service.submission import Receipt, Submission

SCHOOLS = 20
MEETINGS = 8
FOUNDED, FIRST, LAST = date(2019, 9, 1), date(2024, 9, 10), date(2025, 5, 20)
REASON = "перенесено из бумажных журналов"
FORM = "pupil_pupil"
TARGETS: dict[str, float] = {}


class Recorder:
    """Gives commands in a district of its own, through the unit of work, as everybody does."""

    def __init__(self, application: Application) -> None:
        self._work = application.work
        self.district = uuid4()

    def record(
        self, asked: Sequence[tuple[Command, UUID | None]], tenant: UUID | None = None
    ) -> list[str]:
        """Carry out commands with their targets; return the id of each. Raises a refusal."""
        outcomes = self._work.execute(
            [
                Submission(
                    tenant_id=tenant or self.district,
                    district_id=self.district,
                    actor=self.district,
                    command_id=uuid4(),
                    command=command,
                    target=target,
                )
                for command, target in asked
            ]
        )
        made = []
        for outcome in outcomes:
            if not isinstance(outcome, Receipt):
                raise outcome
            made.append(outcome.id)
        return made


def found(recorder: Recorder) -> list[UUID]:
    """Record the district, its rules and its institutions; return these."""
    recorder.record([(RegisterDistrict(name="Район", effective_on=FOUNDED), None)])
    rules = [AdoptRules(rules=one, effective_on=FOUNDED) for one in rule_sets()]
    recorder.record([(one, None) for one in (*forms(), *rules)])
    schools = [
        RegisterSchool(
            name=f"Школа № {number}",
            short_name=f"№ {number}",
            code=f"{number:02}",
            effective_on=FOUNDED,
        )
        for number in range(1, SCHOOLS + 1)
    ]
    return [UUID(one) for one in recorder.record([(one, None) for one in schools])]


def live(recorder: Recorder, school: UUID, people: int) -> list[UUID]:
    """Record a school year of so many people in pairs of two; return the mentees."""
    new = [(_registration(school, number), None) for number in range(people)]
    persons = [UUID(one) for one in recorder.record(new, school)]
    mentors, mentees = persons[::2], persons[1::2]
    roles: tuple[tuple[Role, list[UUID]], ...] = (("mentor", mentors), ("mentee", mentees))
    for role, who in roles:
        recorder.record([(one, person) for person in who for one in _year_of(role)], school)
    proposed = [
        ProposePair(mentor=mentor, mentees=(mentee,), form=FORM, effective_on=FIRST, reason=REASON)
        for mentor, mentee in zip(mentors, mentees, strict=True)
    ]
    pairs = [UUID(one) for one in recorder.record([(one, None) for one in proposed], school)]
    recorder.record([(one, pair) for pair in pairs for one in _year_of_pair()], school)
    return mentees


def _registration(school: UUID, number: int) -> Command:
    return RegisterParticipant(
        last_name=f"Участников-{school.hex[:8]}",
        first_name=f"Номер {number}",
        birth_date=date(2008, 3, 1),
        effective_on=FOUNDED,
        reason=REASON,
    )


def _year_of(role: Role) -> list[Command]:
    return [
        RecordResidence(lives_in_district=True, effective_on=FOUNDED, reason=REASON),
        GiveConsent(
            purpose="processing",
            signed_by="both",
            relation="parent",
            representative="Представитель",
            wording="2019-1",
            effective_on=FOUNDED,
            reason=REASON,
        ),
        EnterBase(role=role, effective_on=FIRST, reason=REASON),
        ReviseProfile(
            school_year="2024/2025",
            class_name="9 А",
            contact="8 900",
            contact_person="Представитель",
            interests="математика, шахматы",
            effective_on=FIRST,
            reason=REASON,
        ),
        LeaveBase(role=role, effective_on=LAST, reason=REASON),
    ]


def _year_of_pair() -> list[Command]:
    return [
        ApprovePair(order_number="1", order_date=FIRST, effective_on=FIRST, reason=REASON),
        StartPair(effective_on=FIRST, reason=REASON),
        SetPlan(plan="Подготовка к олимпиаде", effective_on=FIRST, reason=REASON),
        *(
            HoldMeeting(
                note="Встреча по плану",
                effective_on=FIRST + timedelta(weeks=number),
                reason=REASON,
            )
            for number in range(MEETINGS)
        ),
        CompletePair(effective_on=LAST, reason=REASON),
    ]


def measure(place: Place, effort: Effort) -> dict[str, Any]:
    """Erase some persons, one after another, in a district of ``effort.people``."""
    with closing(build(place.app_url, place.master)) as application:
        recorder = Recorder(application)
        schools = found(recorder)
        mentees = [live(recorder, school, effort.people // SCHOOLS) for school in schools]
        events = _size(place, (recorder.district, *schools))
        erasing = Erasing(application, lambda: {recorder.district: schools})
        # The first round of a day also looks for archived acts to destroy.
        erasing.run_once()
        taken = []
        for number in range(effort.erased):
            school = number % SCHOOLS
            person = mentees[school][number // SCHOOLS]
            before = perf_counter()
            recorder.record([(RequestErasure(ground="left"), person)], schools[school])
            done = erasing.run_once()
            taken.append((perf_counter() - before) * 1000)
            if done.carried_out != 1:
                raise AssertionError("a person was not erased")
    return {
        "erase_ms": round(median(taken), 1),
        "erased_persons": len(taken),
        "erasing_people": effort.people,
        "erasing_events": events,
    }


def _size(place: Place, tenants: Sequence[UUID]) -> int:
    """Tell the planner what the tables hold; return the number of events of ``tenants``."""
    scope = "{" + ",".join(map(str, tenants)) + "}"
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")
        connection.execute("SELECT set_config('app.tenant', %s, false)", (scope,))
        row = connection.execute("SELECT sum(position)::int FROM es.tenant_head").fetchone()
    return row[0] if row else 0
