"""Nominations and awards of a district made by real commands."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from uuid import UUID

from domain.aggregate import Command
from domain.award import ApproveAward, ConferAward, DeclineAward, RevokeAward
from domain.award_kind import AddAwardKind
from domain.consent import GiveConsent
from domain.nomination import Nominate, WithdrawNomination
from domain.participant import EnterBase
from service.bootstrap import Application
from service.following import Followed, Follower
from service.submission import Receipt
from tests.support.district import REASON, District

KIND = "best_mentor"
GROUNDS = "довёл группу до олимпиады"


def add_award_kind(district: District, code: str = KIND) -> Receipt:
    """Put an award into the district's catalogue."""
    command = AddAwardKind(code=code, title=f"Награда {code}", effective_on=date(2019, 1, 1))
    return district.record(command)


def mentor(district: District, school: UUID, name: str) -> UUID:
    """Register a person and take them into the base of mentors."""
    person = district.participant(school, name)
    district.record(EnterBase(role="mentor"), school, person)
    return person


def to_district(district: District, school: UUID, person: UUID) -> None:
    """Record a processing consent that names the district as a recipient."""
    district.record(
        GiveConsent(
            purpose="processing",
            signed_by="self",
            wording="2020-2",
            to_district=True,
            reason=REASON,
        ),
        school,
        person,
    )


def nominate(district: District, school: UUID, person: UUID, *, day: str, kind: str = KIND) -> UUID:
    """Nominate a mentor for the year of the day."""
    on = date.fromisoformat(day)
    command = Nominate(
        person=person, kind=kind, year=on.year, grounds=GROUNDS, effective_on=on, reason=REASON
    )
    return UUID(district.record(command, school).id)


def withdraw_nomination(district: District, school: UUID, nomination: UUID, *, day: str) -> Receipt:
    """Take a nomination back."""
    command = WithdrawNomination(effective_on=date.fromisoformat(day), reason=REASON)
    return district.record(command, school, nomination)


def follow(district: District) -> Followed:
    """Let the district's log learn what it has to from its institutions'."""
    return follow_in(district.application, district.id, tuple(district.schools.values()))


def follow_in(application: Application, district: UUID, schools: Sequence[UUID]) -> Followed:
    """Let the log of ``district`` learn what it has to from those of its ``schools``."""
    return Follower(
        application.database,
        application.log,
        application.work.execute,
        lambda: {district: schools},
        keeps_time=True,
    ).run_once()


def approve(school: UUID, nomination: UUID, day: str) -> Command:
    """Return the command that approves an award."""
    return ApproveAward(school=school, nomination=nomination, effective_on=date.fromisoformat(day))


def decline(school: UUID, nomination: UUID, day: str) -> Command:
    """Return the command that declines a nomination."""
    on = date.fromisoformat(day)
    return DeclineAward(school=school, nomination=nomination, effective_on=on, reason="стаж мал")


def confer(school: UUID, nomination: UUID, day: str) -> Command:
    """Return the command that records a ceremony."""
    on = date.fromisoformat(day)
    return ConferAward(
        school=school,
        nomination=nomination,
        effective_on=on,
        order_number="77-од",
        order_date=on,
        ceremony="День учителя",
    )


def revoke(school: UUID, nomination: UUID, day: str) -> Command:
    """Return the command that makes an award void."""
    on = date.fromisoformat(day)
    return RevokeAward(school=school, nomination=nomination, effective_on=on, reason="ошибка")


def busy_awards(district: District) -> dict[str, UUID]:
    """Let every school nominate two mentors; of the first ones' awards one comes to each end.

    Called when the district's clock may go on to 2020-12-10. Returns the first nomination of each
    school by its code: conferred and revoked in the first school, withdrawn in the others.
    """
    clock, district.clock = district.clock, "2020-12-10"
    add_award_kind(district)
    add_award_kind(district, "debut")
    firsts: dict[str, UUID] = {}
    for code, school in district.schools.items():
        firsts[code], second = [
            nominate(district, school, mentor(district, school, name), day="2020-12-01")
            for name in (f"Наградов{code}", f"Отказов{code}")
        ]
        follow(district)
        district.record(decline(school, second, "2020-12-02"))
        district.record(approve(school, firsts[code], "2020-12-02"))
        if code == "01":
            district.record(confer(school, firsts[code], "2020-12-05"))
            district.record(revoke(school, firsts[code], "2020-12-08"))
        else:
            withdraw_nomination(district, school, firsts[code], day="2020-12-03")
    follow(district)
    district.clock = clock
    return firsts
