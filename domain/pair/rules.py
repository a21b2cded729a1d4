"""What must hold of a pair, one function per rule.

A rule that fails names the place in the command or in the pair (``/mentees/1``), never a person.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from uuid import UUID

from domain.aggregate import Command, Facts
from domain.clearance import CLEARANCE
from domain.consent import CONSENT
from domain.enterprise import ENTERPRISE
from domain.errors import Conflict
from domain.form import FORM, Form
from domain.inn import WrongInn, inn_is_valid
from domain.labour_agreement import LABOUR_AGREEMENT
from domain.pair.errors import (
    AfterPairEnd,
    BeforePairStart,
    ClearanceNotInForce,
    ConsentNotInForce,
    EnterpriseHasLeft,
    EnterpriseMissing,
    EnterpriseUnknown,
    FormNotActive,
    FormUnknown,
    LabourAgreementNotInForce,
    MenteeNamedTwice,
    MentorsThemself,
    NotOfThisInstitution,
    NotRegisteredHere,
    OnPausedDay,
    PairDatesContradict,
    PairIsAnnulled,
    PairIsApproved,
    PairIsOver,
    PairIsPaused,
    PairIsProposed,
    PairIsStarted,
    PairReasonMissing,
)
from domain.pair.events import (
    InterimResult,
    MeetingHeld,
    MenteeJoined,
    MenteeLeft,
    PairAnnulled,
    PairApproved,
    PairCompleted,
    PairDiscontinued,
    PairEnterpriseSet,
    PairEvent,
    PairPaused,
    PairResumed,
    PairStarted,
    PlanSet,
)
from domain.pair.state import Pair, Status
from domain.participant import PARTICIPANT, HasLeft
from domain.time import NO_DAYS, DaySet

Places = dict[str, UUID]
"""Who stands where: JSON pointer to person key."""

MENTOR = "/mentor"

WRONG_STATUS: dict[Status, type[Conflict]] = {
    "proposed": PairIsProposed,
    "approved": PairIsApproved,
    "started": PairIsStarted,
    "paused": PairIsPaused,
    "completed": PairIsOver,
    "discontinued": PairIsOver,
    "annulled": PairIsAnnulled,
}
"""What a command that the pair's status does not admit is answered."""


OPEN: tuple[Status, ...] = ("started", "paused")
SINCE_START: tuple[Status, ...] = (*OPEN, "completed", "discontinued")

ADMITTED: dict[type[PairEvent], tuple[Status, ...]] = {
    PairApproved: ("proposed",),
    PairStarted: ("approved",),
    MenteeJoined: OPEN,
    MenteeLeft: OPEN,
    PlanSet: ("proposed", "approved", *OPEN),
    PairEnterpriseSet: ("proposed", "approved", *OPEN),
    MeetingHeld: SINCE_START,
    InterimResult: SINCE_START,
    PairPaused: ("started",),
    PairResumed: ("paused",),
    PairCompleted: OPEN,
    PairDiscontinued: OPEN,
    PairAnnulled: ("proposed", "approved", *SINCE_START),
}
"""In which statuses of the pair what may be recorded."""


def only_when_admitted(pair: Pair, event_type: type[PairEvent]) -> None:
    """Refuse to record ``event_type`` in a status of the pair that does not admit it."""
    if pair.status not in ADMITTED[event_type]:
        raise WRONG_STATUS[pair.status]


def day_of(command: Command, facts: Facts) -> date:
    """Return the day the command is true of."""
    return command.effective_on or facts.today


def says_why(command: Command) -> str:
    """Return the reason of a command that needs one however recent its day is."""
    if command.reason is None or not command.reason.strip():
        raise PairReasonMissing("/reason")
    return command.reason


def places(mentor: UUID, mentees: Iterable[UUID]) -> Places:
    """Return where the mentor and the mentees of a pair stand."""
    numbered = {f"/mentees/{index}": mentee for index, mentee in enumerate(mentees)}
    return {MENTOR: mentor, **numbered}


def places_on(pair: Pair, day: date) -> Places:
    """Return where those who are members on ``day`` stand among all the pair ever had."""
    members = pair.people_on(day)
    mentees = (one.mentee for one in pair.memberships)
    return {at: person for at, person in places(pair.mentor, mentees).items() if person in members}


def nobody_mentors_themself(mentor: UUID, mentees: Sequence[UUID]) -> None:
    """Refuse a mentor among the mentees, and a mentee named twice."""
    for index, mentee in enumerate(mentees):
        if mentee == mentor:
            raise MentorsThemself(f"/mentees/{index}")
        if mentee in mentees[:index]:
            raise MenteeNamedTwice(f"/mentees/{index}")


def form_allows(form_code: str, enterprise: str | None, facts: Facts) -> None:
    """Refuse a form the district's catalogue does not offer, or whose demands the pair misses."""
    form = _form(form_code, facts)
    if not form.active:
        raise FormNotActive("/form")
    if form.enterprise_required and enterprise is None:
        raise EnterpriseMissing("/enterprise")


def form_is_satisfied(
    form_code: str, people: Places, day: date, facts: Facts, *, later_allowed: bool = False
) -> None:
    """Refuse ``people`` who do not have on ``day`` what their form asks of them.

    All are of this institution where the form says so; the mentor has the clearance (ТК РФ,
    ст. 351.1) and the agreement to the extra duty (ст. 351.8) that it asks for. ``later_allowed``
    accepts papers that are in force on a later day instead.
    """
    form = _form(form_code, facts)
    if form.same_institution:
        for place, person in people.items():
            participant = facts.find(PARTICIPANT, person)
            if participant is not None and participant.outside:
                raise NotOfThisInstitution(place)
    for asked, papers, refusal in (
        (form.clearance_required, CLEARANCE, ClearanceNotInForce),
        (form.labour_agreement_required, LABOUR_AGREEMENT, LabourAgreementNotInForce),
    ):
        found = facts.find(papers, people[MENTOR]) if asked else None
        days = found.days if found else NO_DAYS
        if asked and not _in_force(days, day, later_allowed=later_allowed):
            raise refusal(MENTOR)


def _form(code: str, facts: Facts) -> Form:
    form = facts.find_in_district(FORM, code)
    if form is None:
        raise FormUnknown("/form")
    return form


def enterprise_takes_part(enterprise: str | None, day: date, facts: Facts) -> None:
    """Refuse an enterprise that is none, or that has left the programme by ``day``.

    A legal entity may be entered in the district's base later; until then it counts nowhere,
    because it is not known to operate in the district.
    """
    if enterprise is None:
        return
    is_inn = enterprise.isdigit()
    if is_inn and not inn_is_valid(enterprise):
        raise WrongInn("/enterprise")
    known = facts.find_in_district(ENTERPRISE, enterprise)
    if known is None:
        if is_inn:
            return
        raise EnterpriseUnknown("/enterprise")
    if not known.takes_part_on(day):
        raise EnterpriseHasLeft("/enterprise", left_on=known.standing.left_on)


def everyone_is_registered(people: Places, facts: Facts) -> None:
    """Refuse a person of whom this institution keeps no records."""
    for place, person in people.items():
        if facts.find(PARTICIPANT, person) is None:
            raise NotRegisteredHere(place)


def everyone_is_here(people: Places, command: Command, facts: Facts) -> None:
    """Refuse a person of whom this institution keeps no records, or who has left it.

    A correction speaks of a day on which they had not.
    """
    everyone_is_registered(people, facts)
    for place, person in people.items():
        participant = facts.find(PARTICIPANT, person)
        if participant and participant.left_on is not None and command.corrects is None:
            raise HasLeft(place, left_on=participant.left_on)


def everyone_consents(
    people: Places, day: date, facts: Facts, *, later_allowed: bool = False
) -> bool:
    """Refuse anyone without a processing consent in force on ``day`` (152-ФЗ, ст. 9).

    ``later_allowed`` accepts a consent that is in force on a later day instead. Returns whether
    somebody's is such.
    """
    someone_later = False
    for place, person in people.items():
        consent = facts.find(CONSENT, person, "processing")
        days = consent.days if consent else NO_DAYS
        if not _in_force(days, day, later_allowed=later_allowed):
            raise ConsentNotInForce(place)
        someone_later = someone_later or day not in days
    return someone_later


def _in_force(days: DaySet, day: date, *, later_allowed: bool) -> bool:
    return day in days or (later_allowed and bool(days & DaySet.between(day)))


def works_in_an_open_pair(mentee: UUID, form_code: str, pairs: Iterable[Pair]) -> bool:
    """Say whether ``mentee`` is now in a started or paused pair of that form among ``pairs``."""
    for pair in pairs:
        membership = pair.membership(mentee)
        if pair.form == form_code and pair.is_open and membership and membership.present:
            return True
    return False


def within_the_period(pair: Pair, day: date) -> None:
    """Refuse a day before the first or after the last day of the pair."""
    if pair.started_on is not None and day < pair.started_on:
        raise BeforePairStart("/effective_on", started_on=pair.started_on)
    if pair.ended_on is not None and day > pair.ended_on:
        raise AfterPairEnd("/effective_on", ended_on=pair.ended_on)


def on_a_day_in_force(pair: Pair, day: date) -> None:
    """Refuse a day outside the pair's period or inside one of its pauses."""
    within_the_period(pair, day)
    if day not in pair.days:
        raise OnPausedDay("/effective_on")


def not_before(day: date, recorded_on: date | None) -> None:
    """Refuse a day that lies before one on which something it must follow is recorded."""
    if recorded_on is not None and day < recorded_on:
        raise PairDatesContradict("/effective_on", recorded_on=recorded_on)


def only_after(day: date, recorded_on: date | None) -> None:
    """Refuse a day that lies before or on one on which something it must follow is recorded."""
    if recorded_on is not None and day <= recorded_on:
        raise PairDatesContradict("/effective_on", recorded_on=recorded_on)
