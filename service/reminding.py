"""Raising reminders: what is due in an institution, noticed once for each cause.

The command id of a reminder is derived from the institution, the kind and the event that caused
it, so that whoever runs this twice, or dies in the middle and begins again, raises nothing twice.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from threading import Event
from uuid import UUID, uuid5

import msgspec

from domain.consent import Purpose
from domain.deciding import InstitutionClosed
from domain.erasure import PersonErased
from domain.ports import Reader
from domain.reminder import RaiseReminder, ReminderAlreadyRaised, ReminderKind
from projections.checks_due import CheckFilter, list_checks
from projections.consent_records import ReminderFilter, list_reminders
from projections.decisions_due import DecisionFilter, list_decisions
from projections.query import Cut, Question
from projections.renewals import RenewalFilter, list_renewals
from projections.terms import terms_of
from service.access import SYSTEM
from service.bootstrap import Application
from service.following import Districts, Followed, Stop
from service.submission import CommandIdReused, Receipt, Submission

EVERYTHING = Cut(limit=1_000_000)
BATCH_COMMANDS = 200
_SETTLED = (ReminderAlreadyRaised, CommandIdReused, InstitutionClosed, PersonErased)
"""Refusals that leave nothing to do: another run was quicker, or the log takes nothing new."""


class Due(msgspec.Struct, frozen=True, kw_only=True):
    """One thing to remind of."""

    kind: ReminderKind
    person: UUID
    purpose: Purpose
    number: int
    due_on: date
    cause: int


class Reminding:
    """Raises the reminders of every institution, once on each day of its district."""

    def __init__(self, application: Application, districts: Districts) -> None:
        self._application = application
        self._districts = districts
        self._done: dict[UUID, date] = {}

    def run_once(self, stopped: Event | None = None) -> Followed:
        """Raise what is due today where that was not done yet; an institution that fails waits."""
        done = Followed()
        for district, schools in self._districts().items():
            question = Question(asker=district, district=district, tenants=())
            today = self._application.reading.today(question)
            for school in schools:
                if stopped is not None and stopped.is_set():
                    return done
                if self._done.get(school) != today:
                    self._remind(school, today, done)
        return done

    def _remind(self, school: UUID, today: date, done: Followed) -> None:
        try:
            done.carried_out += raise_due_reminders(self._application, school, today)
        except Exception as error:  # noqa: BLE001 - of one institution; the others go on
            done.failed.append(Stop(tenant=school, position=0, why=type(error).__name__))
        else:
            self._done[school] = today


def raise_due_reminders(
    application: Application, tenant: UUID, today: date, recorded_at: datetime | None = None
) -> int:
    """Raise what is due in the institution ``tenant`` on ``today``; return how many were new.

    ``recorded_at`` is for demonstrations. Raises whatever the unit of work fails with.
    """
    with application.database.reading((tenant,)) as connection:
        district = application.log.district_of(connection, tenant)
    if district is None:
        return 0
    question = Question(asker=tenant, district=district, tenants=(tenant,), on=today, handles=True)
    with application.reading.transaction(question) as reader:
        due = list(_not_yet_raised(reader, question))
    submissions = [_submission(one, tenant, district, recorded_at) for one in due]
    raised = 0
    for start in range(0, len(submissions), BATCH_COMMANDS):
        for outcome in application.work.execute(submissions[start : start + BATCH_COMMANDS]):
            if isinstance(outcome, Receipt):
                raised += not outcome.replayed
            elif not isinstance(outcome, _SETTLED):
                raise outcome
    return raised


def _not_yet_raised(reader: Reader, question: Question) -> Iterator[Due]:
    ever = msgspec.structs.replace(question, on=None)
    reminders = list_reminders(reader, ever, ReminderFilter(), EVERYTHING).items
    raised = {(one.kind, one.person, one.cause) for one in reminders}
    for one in _due(reader, question):
        if (one.kind, one.person, one.cause) not in raised:
            yield one


def _due(reader: Reader, question: Question) -> Iterator[Due]:
    terms = terms_of(reader, question)
    if terms is None:
        return
    for decision in list_decisions(reader, question, DecisionFilter(), EVERYTHING).items:
        yield _of("decision", decision)
    ahead = terms.day + timedelta(days=terms.rules.renewal_days)
    for check in list_checks(reader, question, CheckFilter(by="school"), EVERYTHING).items:
        if check.due_on <= ahead:
            yield _of("check", check)
    for renewal in list_renewals(reader, question, RenewalFilter(), EVERYTHING).items:
        yield _of(renewal.why, renewal)


def _of(kind: ReminderKind, line: msgspec.Struct) -> Due:
    fields = {name: getattr(line, name) for name in Due.__struct_fields__ if name != "kind"}
    return Due(kind=kind, **fields)


def _submission(due: Due, tenant: UUID, district: UUID, recorded_at: datetime | None) -> Submission:
    return Submission(
        tenant_id=tenant,
        district_id=district,
        actor=SYSTEM,
        command_id=uuid5(tenant, f"reminder/{due.kind}/{due.cause}"),
        command=RaiseReminder(
            kind=due.kind,
            purpose=due.purpose,
            number=due.number,
            cause=due.cause,
            due_on=due.due_on,
        ),
        target=due.person,
        recorded_at=recorded_at,
    )
