"""What is recorded when a seminar is announced, moved, held, called off and taken part in.

What may follow what is in :mod:`domain.seminar.rules`. Source: Приложение № 1 to the district's
order № 119-ОД: municipal training seminars for mentors every year, held by the head of the
monitoring centre.
"""

from __future__ import annotations

from domain.aggregate import Aggregate, Decision, Facts
from domain.correcting import strike
from domain.events import Event
from domain.seminar.commands import (
    AttachMaterial,
    CancelSeminar,
    HoldSeminar,
    IssueCertificate,
    ReceiveEnrolment,
    ReceiveEnrolmentWithdrawal,
    RecordAttendance,
    RescheduleSeminar,
    ScheduleSeminar,
    StrikeSeminarFact,
)
from domain.seminar.errors import SaidByInstitution, SeminarExists, SeminarReasonMissing
from domain.seminar.events import (
    CertificateIssued,
    EnrolmentReceived,
    EnrolmentWithdrawalReceived,
    MaterialAttached,
    SeminarAttended,
    SeminarCancelled,
    SeminarEvent,
    SeminarHeld,
    SeminarRescheduled,
    SeminarScheduled,
)
from domain.seminar.rules import check, follows
from domain.seminar.state import Seminar, evolve


def schedule(state: Seminar | None, command: ScheduleSeminar, facts: Facts) -> list[Event]:
    """Announce a seminar for a day that does not lie before the decision."""
    if state is not None:
        raise SeminarExists
    return _next(
        state,
        SeminarScheduled(
            effective_on=command.effective_on or facts.today,
            seminar=facts.target,
            title=command.title,
            held_on=command.held_on,
            begins_at=command.begins_at,
            place=command.place,
            programme=command.programme,
            hours=command.hours,
            capacity=command.capacity,
            reason=command.reason,
        ),
    )


def reschedule(state: Seminar, command: RescheduleSeminar, facts: Facts) -> list[Event]:
    """Move a seminar that was not held yet."""
    return _next(
        state,
        SeminarRescheduled(
            effective_on=command.effective_on or facts.today,
            seminar=state.seminar,
            held_on=command.held_on,
            begins_at=command.begins_at,
            place=command.place,
            reason=command.reason,
        ),
    )


def attach_material(state: Seminar, command: AttachMaterial, facts: Facts) -> list[Event]:
    """Attach a material before the seminar or after it."""
    return _next(
        state,
        MaterialAttached(
            effective_on=command.effective_on or facts.today,
            seminar=state.seminar,
            number=state.materials + 1,
            title=command.title,
            link=command.link,
            reason=command.reason,
        ),
    )


def receive_enrolment(state: Seminar, command: ReceiveEnrolment, facts: Facts) -> list[Event]:
    """Take in an enrolment once, whatever became of the seminar since it was made.

    The institution decided by what it knew; more enrolments than places make a waiting list.
    """
    return _next(
        state,
        EnrolmentReceived(
            effective_on=command.effective_on or facts.today,
            seminar=state.seminar,
            school=command.school,
            enrolment=command.enrolment,
            person=command.person,
            position=command.position,
        ),
    )


def receive_withdrawal(
    state: Seminar, command: ReceiveEnrolmentWithdrawal, facts: Facts
) -> list[Event]:
    """Take in the withdrawal of an enrolment once; attendance recorded meanwhile stays."""
    return _next(
        state,
        EnrolmentWithdrawalReceived(
            effective_on=command.effective_on or facts.today,
            seminar=state.seminar,
            school=command.school,
            enrolment=command.enrolment,
            person=command.person,
            position=command.position,
        ),
    )


def hold(state: Seminar, command: HoldSeminar, facts: Facts) -> list[Event]:
    """Record that a scheduled seminar took place, on its day or later."""
    return _next(
        state,
        SeminarHeld(
            effective_on=command.effective_on or facts.today,
            seminar=state.seminar,
            hours=command.hours,
            reason=command.reason,
        ),
    )


def record_attendance(state: Seminar, command: RecordAttendance, _facts: Facts) -> list[Event]:
    """Record who of the enrolled was there, each person once; also who had waited for a place."""
    return _next(
        state,
        SeminarAttended(
            effective_on=command.effective_on or state.held_on,
            seminar=state.seminar,
            school=command.school,
            attendees=command.attendees,
            reason=command.reason,
        ),
    )


def cancel(state: Seminar, command: CancelSeminar, facts: Facts) -> list[Event]:
    """Call off a seminar that was not held, saying why."""
    cancelled = SeminarCancelled(
        effective_on=command.effective_on or facts.today,
        seminar=state.seminar,
        reason=command.reason,
    )
    decided = _next(state, cancelled)
    if command.reason is None:
        raise SeminarReasonMissing("/reason")
    return decided


def issue_certificate(state: Seminar, command: IssueCertificate, facts: Facts) -> list[Event]:
    """Give who attended their one certificate of the seminar."""
    return _next(
        state,
        CertificateIssued(
            effective_on=command.effective_on or facts.today,
            seminar=state.seminar,
            school=command.school,
            person=command.person,
            certificate_number=command.certificate_number,
            reason=command.reason,
        ),
    )


def strike_own(state: Seminar, command: StrikeSeminarFact, facts: Facts) -> list[Event]:
    """Strike a fact that the district itself recorded."""
    event = facts.told()[command.corrects - 1].event
    if isinstance(event, EnrolmentReceived | EnrolmentWithdrawalReceived):
        raise SaidByInstitution("/corrects")
    return strike(state, command, facts)


def _next(state: Seminar | None, event: SeminarEvent) -> list[Event]:
    follows(state, event)
    return [event]


SEMINAR = Aggregate(
    name="seminar",
    events=(
        SeminarScheduled,
        SeminarRescheduled,
        MaterialAttached,
        EnrolmentReceived,
        EnrolmentWithdrawalReceived,
        SeminarHeld,
        SeminarAttended,
        SeminarCancelled,
        CertificateIssued,
    ),
    evolve=evolve,
    key_of=lambda event: (event.seminar,),
    key=lambda target, _command: (target,),
    decisions=(
        Decision(ScheduleSeminar, schedule, opens=True),
        Decision(RescheduleSeminar, reschedule),
        Decision(AttachMaterial, attach_material),
        Decision(ReceiveEnrolment, receive_enrolment),
        Decision(ReceiveEnrolmentWithdrawal, receive_withdrawal),
        Decision(HoldSeminar, hold),
        Decision(RecordAttendance, record_attendance),
        Decision(CancelSeminar, cancel),
        Decision(IssueCertificate, issue_certificate),
        Decision(StrikeSeminarFact, strike_own),
    ),
    check=check,
)
