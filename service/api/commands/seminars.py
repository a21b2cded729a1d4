"""Commands about seminars and the enrolments of institutions in them."""

from __future__ import annotations

from domain.aggregate import Command
from domain.enrolment import MakeEnrolment, WithdrawEnrolment
from domain.seminar import (
    AttachMaterial,
    CancelSeminar,
    HoldSeminar,
    IssueCertificate,
    RecordAttendance,
    RescheduleSeminar,
    ScheduleSeminar,
    StrikeSeminarFact,
)
from service.api.commands.route import CommandRoute, about, correction, made


def _seminar(tail: str, command: type[Command], operation: str) -> CommandRoute:
    return about("seminar", tail, command, "seminars.write", operation)


COMMANDS: tuple[CommandRoute, ...] = (
    made("/seminars", ScheduleSeminar, "seminars.write", "scheduleSeminar", "/seminars/{0}"),
    correction(
        "/seminars/{seminar:uuid}/announcement",
        ScheduleSeminar,
        "correctAnnouncement",
        "seminar",
        "seminars.write",
    ),
    CommandRoute(
        "PUT",
        "/seminars/{seminar:uuid}/schedule",
        RescheduleSeminar,
        "seminars.write",
        "rescheduleSeminar",
        "seminar",
    ),
    _seminar("materials", AttachMaterial, "attachMaterial"),
    _seminar("holding", HoldSeminar, "holdSeminar"),
    _seminar("attendance", RecordAttendance, "recordAttendance"),
    _seminar("certificates", IssueCertificate, "issueCertificate"),
    _seminar("cancellation", CancelSeminar, "cancelSeminar"),
    _seminar("struck-facts", StrikeSeminarFact, "strikeSeminarFact"),
    made("/enrolments", MakeEnrolment, "people.write", "makeEnrolment", "/enrolments/{0}"),
    about("enrolment", "withdrawal", WithdrawEnrolment, "people.write", "withdrawEnrolment"),
)
