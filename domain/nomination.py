"""A school nominates one of its mentors for an award of the district.

The nomination stands in the school's log; what the district makes of it in the district's own
(:mod:`domain.award`), in a stream about the same nomination.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Annotated, ClassVar
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Note
from domain.award import AWARD, AwardStatus
from domain.award_kind import AWARD_KIND, AwardKindCode
from domain.errors import Conflict, Invalid, RuleBroken
from domain.events import Event, personal
from domain.pair import PAIR
from domain.pair.rules import everyone_consents, everyone_is_registered
from domain.participant import PARTICIPANT
from domain.rules import CalendarYear


class NominationMade(Event, frozen=True, kw_only=True):
    """The school nominates a mentor for an award of ``kind`` for a calendar year."""

    TOPIC: ClassVar[str] = "nomination.made"
    CONCERNS: ClassVar = ("person",)

    nomination: UUID
    person: UUID
    kind: str
    year: int
    grounds: Annotated[str | None, personal("person")] = None
    reason: Annotated[str | None, personal("person")] = None


class NominationWithdrawn(Event, frozen=True, kw_only=True):
    """The school takes its nomination back."""

    TOPIC: ClassVar[str] = "nomination.withdrawn"
    CONCERNS: ClassVar = ("person",)

    nomination: UUID
    person: UUID
    reason: Annotated[str | None, personal("person")] = None


NominationEvent = NominationMade | NominationWithdrawn


class Nomination(msgspec.Struct, frozen=True, kw_only=True):
    """A nomination, made on ``made_on``; ``withdrawn``: the school took it back."""

    nomination: UUID
    person: UUID
    kind: str
    year: int
    made_on: date
    withdrawn: bool = False


def evolve(state: Nomination | None, event: NominationEvent) -> Nomination:
    """Return the state after ``event``."""
    if isinstance(event, NominationMade):
        return Nomination(
            nomination=event.nomination,
            person=event.person,
            kind=event.kind,
            year=event.year,
            made_on=event.effective_on,
            withdrawn=state is not None and state.withdrawn,
        )
    if state is None:
        raise ValueError("a nomination's stream starts with its making")
    return msgspec.structs.replace(state, withdrawn=True)


class Nominate(Command, frozen=True, kw_only=True):
    """Nominate a mentor of the institution for an award."""

    person: Annotated[UUID, msgspec.Meta(title="Наставник")]
    kind: Annotated[AwardKindCode, msgspec.Meta(title="Награда", examples=["best_mentor"])]
    year: Annotated[CalendarYear, msgspec.Meta(title="За какой год")]
    grounds: Annotated[Note, msgspec.Meta(title="За что представлен")]


class WithdrawNomination(Command, frozen=True, kw_only=True):
    """Take a nomination back that has not led to a final decision."""


class NominationExists(Conflict):
    """A nomination of that id was already made."""

    code = "nomination_exists"
    ru = "Такое представление уже внесено."
    en = "This nomination already exists."


class AwardKindUnknown(RuleBroken):
    """The district's catalogue has no such award."""

    code = "award_kind_unknown"
    ru = "Такой награды нет в перечне района."
    en = "The district's catalogue has no such award."


class AwardKindNotActive(RuleBroken):
    """The award is not conferred any more."""

    code = "award_kind_not_active"
    ru = "Эта награда больше не присуждается."
    en = "This award is not conferred any more."


class NominationYearNotCome(Invalid):
    """Nobody can be nominated for what a later year will show."""

    code = "nomination_year_not_come"
    ru = "Год награды ещё не наступил."
    en = "The year of the award has not come yet."


class NotAMentorHere(RuleBroken):
    """The person neither stands in the base of mentors nor mentors a pair here."""

    code = "not_a_mentor_here"
    ru = "Участник не состоит в базе наставников и не был наставником пары этого учреждения."
    en = "The person is not in the base of mentors and mentored no pair of this institution."


class AlreadyNominated(Conflict):
    """The institution already nominated the person for this award and year."""

    code = "already_nominated"
    ru = "Участник уже представлен к этой награде за этот год."
    en = "The person is already nominated for this award and year."


class NominationIsWithdrawn(Conflict):
    """The nomination was taken back before."""

    code = "nomination_is_withdrawn"
    ru = "Представление уже отозвано."
    en = "The nomination has already been withdrawn."


class NominationIsDecided(Conflict):
    """The district decided on the nomination; what it approved can still be withdrawn."""

    code = "nomination_is_decided"
    ru = "Район уже принял решение по этому представлению."
    en = "The district has already decided on this nomination."


class BeforeNomination(Invalid):
    """The day lies before that of the nomination."""

    code = "before_nomination"
    ru = "День раньше представления ({made_on})."
    en = "The day lies before the nomination ({made_on})."


class NominatedPersonFixed(RuleBroken):
    """Another person than the withdrawal of the nomination speaks of."""

    code = "nominated_person_fixed"
    ru = "Представление уже отозвано: другого участника в нём указать нельзя."
    en = "The nomination was withdrawn: it cannot name another person any more."


REFUSED: frozenset[AwardStatus] = frozenset({"declined", "revoked"})
"""What the district came to and what lets the mentor be nominated again."""

FINAL = REFUSED | {"conferred"}
DECIDED = FINAL | {"approved"}


def nominate(state: Nomination | None, command: Nominate, facts: Facts) -> list[Event]:
    """Nominate a mentor who consents to processing that day (152-ФЗ, ст. 9).

    The same of a correction, as long as no decision of the district is known here.
    """
    if state is not None:
        raise NominationExists
    if _status(facts.target, facts) in DECIDED:
        raise NominationIsDecided
    day = command.effective_on or facts.today
    kind = facts.find_in_district(AWARD_KIND, command.kind)
    if kind is None:
        raise AwardKindUnknown("/kind")
    if not kind.active:
        raise AwardKindNotActive("/kind")
    if command.year > day.year:
        raise NominationYearNotCome("/year")
    whom = {"/person": command.person}
    everyone_is_registered(whom, facts)
    if not _mentors_here(command.person, facts):
        raise NotAMentorHere("/person")
    everyone_consents(whom, day, facts)
    standing = facts.about(NOMINATION, command.person)
    if any(_stands_for_the_same(one, command, facts) for one in standing):
        raise AlreadyNominated("/person")
    return [
        NominationMade(
            effective_on=day,
            nomination=facts.target,
            person=command.person,
            kind=command.kind,
            year=command.year,
            grounds=command.grounds,
            reason=command.reason,
        )
    ]


def withdraw(state: Nomination, command: WithdrawNomination, facts: Facts) -> list[Event]:
    """Take back a nomination, unless the district's last word on it is known here.

    A word that the district says at the same moment is not: then both stand.
    """
    day = command.effective_on or facts.today
    if state.withdrawn:
        raise NominationIsWithdrawn
    if _status(state.nomination, facts) in FINAL:
        raise NominationIsDecided
    if day < state.made_on:
        raise BeforeNomination("/effective_on", made_on=state.made_on)
    return [
        NominationWithdrawn(
            effective_on=day,
            nomination=state.nomination,
            person=state.person,
            reason=command.reason,
        )
    ]


def check(events: Sequence[NominationEvent]) -> None:
    """Refuse a nomination that its withdrawal comes before, or is of somebody else.

    Raises :class:`BeforeNomination`, :class:`NominatedPersonFixed`.
    """
    made, *later = events
    for event in later:
        if event.effective_on < made.effective_on:
            raise BeforeNomination("/effective_on", made_on=made.effective_on)
        if event.person != made.person:
            raise NominatedPersonFixed("/person")


def _mentors_here(person: UUID, facts: Facts) -> bool:
    participant = facts.find(PARTICIPANT, person)
    if participant is not None and participant.in_base("mentor"):
        return True
    return any(
        pair.mentor == person and pair.started_on is not None and pair.status != "annulled"
        for pair in facts.about(PAIR, person)
    )


def _stands_for_the_same(one: Nomination, command: Nominate, facts: Facts) -> bool:
    same = (one.kind, one.year) == (command.kind, command.year)
    return same and not one.withdrawn and _status(one.nomination, facts) not in REFUSED


def _status(nomination: UUID, facts: Facts) -> AwardStatus | None:
    award = facts.find_in_district(AWARD, facts.tenant_id, nomination)
    return award.status if award else None


NOMINATION = Aggregate(
    name="nomination",
    events=(NominationMade, NominationWithdrawn),
    evolve=evolve,
    key_of=lambda event: (event.nomination,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(Nominate, nominate, opens=True, people=lambda _state, command: (command.person,)),
        Decision(WithdrawNomination, withdraw),
    ),
    check=check,
)
