"""Запись на семинар: an institution sends one of its mentors to a seminar of the district.

One stream per enrolment in the institution's own log; the district's seminar takes in what was
written here. Source: Приложение № 1 to the district's order № 119-ОД.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar, assert_never
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.errors import Conflict, Invalid, RuleBroken
from domain.events import Event, personal
from domain.pair import PAIR
from domain.pair.rules import everyone_consents, everyone_is_here
from domain.participant import PARTICIPANT
from domain.seminar import SEMINAR, BeforeSeminarScheduled, Seminar, only_when


class EnrolmentMade(Event, frozen=True, kw_only=True):
    """The person is enrolled from this day; ``title`` is what the seminar was called then."""

    TOPIC: ClassVar[str] = "enrolment.made"
    CONCERNS: ClassVar = ("person",)

    enrolment: UUID
    seminar: UUID
    person: UUID
    title: str
    reason: Annotated[str | None, personal("person")] = None


class EnrolmentWithdrawn(Event, frozen=True, kw_only=True):
    """From this day the person is not enrolled any more."""

    TOPIC: ClassVar[str] = "enrolment.withdrawn"
    CONCERNS: ClassVar = ("person",)

    enrolment: UUID
    seminar: UUID
    person: UUID
    title: str
    reason: Annotated[str | None, personal("person")] = None


EnrolmentEvent = EnrolmentMade | EnrolmentWithdrawn


class Enrolment(msgspec.Struct, frozen=True, kw_only=True):
    """One enrolment of one person."""

    enrolment: UUID
    seminar: UUID
    person: UUID
    title: str
    made_on: date
    withdrawn: bool = False


def evolve(state: Enrolment | None, event: EnrolmentEvent) -> Enrolment:
    """Return the state after ``event``."""
    match event:
        case EnrolmentMade():
            return Enrolment(
                enrolment=event.enrolment,
                seminar=event.seminar,
                person=event.person,
                title=event.title,
                made_on=event.effective_on,
            )
        case EnrolmentWithdrawn():
            if state is None:
                raise ValueError("an enrolment's stream starts with its making")
            return msgspec.structs.replace(state, withdrawn=True)
        case _:
            assert_never(event)


class MakeEnrolment(Command, frozen=True, kw_only=True):
    """Enrol a mentor of the institution in a seminar."""

    seminar: Annotated[UUID, msgspec.Meta(title="Семинар")]
    person: Annotated[UUID, msgspec.Meta(title="Участник")]


class WithdrawEnrolment(Command, frozen=True, kw_only=True):
    """Take a person off a seminar's list before it is held."""


class EnrolmentExists(Conflict):
    """An enrolment of that id was already made."""

    code = "enrolment_exists"
    ru = "Эта запись на семинар уже сделана."
    en = "This enrolment was already made."


class SeminarUnknown(RuleBroken):
    """The district has no such seminar."""

    code = "seminar_unknown"
    ru = "Такого семинара в районе нет."
    en = "The district has no such seminar."


class NotAMentor(RuleBroken):
    """Seminars are for mentors: the person stands in no base of them and leads no pair here."""

    code = "not_a_mentor"
    ru = "Участник не состоит в базе наставников и не ведёт пару в учреждении."
    en = "The person is neither in the base of mentors nor the mentor of a pair here."


class AlreadyEnrolled(Conflict):
    """The institution has already enrolled the person in this seminar."""

    code = "already_enrolled"
    ru = "Участник уже записан на этот семинар."
    en = "The person is already enrolled in this seminar."


class EnrolmentIsWithdrawn(Conflict):
    """The enrolment was already withdrawn."""

    code = "enrolment_is_withdrawn"
    ru = "Эта запись на семинар уже отменена."
    en = "This enrolment was already withdrawn."


class EnrolmentIsTakenIn(RuleBroken):
    """The district has taken the enrolment in as it was; it can be withdrawn and made again."""

    code = "enrolment_is_taken_in"
    ru = "Район уже получил эту запись: её не исправляют, а отменяют и делают новую."
    en = "The district has received this: withdraw the enrolment and make another."


class AfterSeminarDay(Invalid):
    """The day lies after that of the seminar."""

    code = "after_seminar_day"
    ru = "День позже дня семинара ({held_on:%d.%m.%Y})."
    en = "The day lies after the seminar's ({held_on})."


class WithdrawnBeforeMade(Invalid):
    """The withdrawal is dated before the enrolment."""

    code = "withdrawn_before_made"
    ru = "День раньше записи на семинар ({made_on:%d.%m.%Y})."
    en = "The day lies before the enrolment ({made_on})."


def make(state: Enrolment | None, command: MakeEnrolment, facts: Facts) -> list[Event]:
    """Enrol a consenting mentor once, until the day of a seminar that is to be held.

    How many places there are is the district's to say: who comes too late waits for one.
    """
    if state is not None:
        raise EnrolmentExists
    day = command.effective_on or facts.today
    seminar = _still_to_be_held(command.seminar, day, facts)
    who = {"/person": command.person}
    everyone_is_here(who, command, facts)
    if not _is_a_mentor_here(command.person, facts):
        raise NotAMentor("/person")
    everyone_consents(who, day, facts)
    if any(
        one.seminar == command.seminar and not one.withdrawn
        for one in facts.about(ENROLMENT, command.person)
    ):
        raise AlreadyEnrolled("/person")
    return [
        EnrolmentMade(
            effective_on=day,
            enrolment=facts.target,
            seminar=seminar.seminar,
            person=command.person,
            title=seminar.title,
            reason=command.reason,
        )
    ]


def withdraw(state: Enrolment, command: WithdrawEnrolment, facts: Facts) -> list[Event]:
    """Take the person off the list while the seminar is to be held."""
    if state.withdrawn:
        raise EnrolmentIsWithdrawn
    day = command.effective_on or facts.today
    _still_to_be_held(state.seminar, day, facts)
    if day < state.made_on:
        raise WithdrawnBeforeMade("/effective_on", made_on=state.made_on)
    return [
        EnrolmentWithdrawn(
            effective_on=day,
            enrolment=state.enrolment,
            seminar=state.seminar,
            person=state.person,
            title=state.title,
            reason=command.reason,
        )
    ]


def check(_events: Sequence[EnrolmentEvent]) -> None:
    """Refuse every correction: the district has taken in what was written first."""
    raise EnrolmentIsTakenIn("/corrects")


def _still_to_be_held(seminar_id: UUID, day: date, facts: Facts) -> Seminar:
    seminar = facts.find_in_district(SEMINAR, seminar_id)
    if seminar is None:
        raise SeminarUnknown("/seminar")
    only_when(seminar, "scheduled")
    if day < seminar.scheduled_on:
        raise BeforeSeminarScheduled("/effective_on", scheduled_on=seminar.scheduled_on)
    if day > seminar.held_on:
        raise AfterSeminarDay("/effective_on", held_on=seminar.held_on)
    return seminar


def _is_a_mentor_here(person: UUID, facts: Facts) -> bool:
    participant = facts.find(PARTICIPANT, person)
    if participant is not None and participant.in_base("mentor"):
        return True
    return any(pair.mentor == person and pair.is_open for pair in facts.about(PAIR, person))


ENROLMENT = Aggregate(
    name="enrolment",
    events=(EnrolmentMade, EnrolmentWithdrawn),
    evolve=evolve,
    key_of=lambda event: (event.enrolment,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(
            MakeEnrolment,
            make,
            opens=True,
            people=lambda _state, command: (command.person,),
        ),
        Decision(WithdrawEnrolment, withdraw),
    ),
    check=check,
)
