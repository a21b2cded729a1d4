"""A district made by real commands through the unit of work; what is not said is valid."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, date, datetime, time
from decimal import Decimal
from uuid import UUID, uuid4

from domain.aggregate import Command
from domain.base_count import RecordBaseCount
from domain.consent import GiveConsent, WithdrawConsent
from domain.district import RegisterDistrict
from domain.enterprise import RegisterEnterprise
from domain.pair import (
    AnnulPair,
    ApprovePair,
    CompletePair,
    HoldMeeting,
    PausePair,
    ProposePair,
    ResumePair,
    SetPairEnterprise,
    StartPair,
)
from domain.participant import RecordResidence, RegisterParticipant
from domain.rules import AdoptRules, BaseKind, Indicator
from domain.school import RegisterSchool
from domain.target import SetTarget
from projections.query import Question
from service.bootstrap import Application
from service.reference_data import forms, rule_sets
from service.submission import Receipt, Submission

ACTOR = UUID("00000000-0000-4000-8000-00000000ac70")
FORM = "pupil_pupil"
REASON = "перенесено из бумажных журналов"
ADULT = 1980


class District:
    """A district, its catalogue and whatever its institutions record.

    Days are ISO texts. ``clock`` is the day whose noon (UTC) the log writes as the time of
    recording, ``None`` for the server's own time; facts cannot be recorded before their day.
    """

    def __init__(self, application: Application, *, clock: str | None = None) -> None:
        self.application = application
        self.id = uuid4()
        self.clock = clock
        self.schools: dict[str, UUID] = {}
        self.record(RegisterDistrict(name="Синтетический район", effective_on=date(2019, 1, 1)))
        self.record(next(form for form in forms() if form.code == FORM))
        for rules in rule_sets():
            self.record(AdoptRules(rules=rules, effective_on=date(2019, 1, 1)))

    def submission(
        self, command: Command, tenant: UUID | None = None, target: UUID | None = None
    ) -> Submission:
        """Put a command in its envelope; without a tenant it goes to the district's own log."""
        at = None
        if self.clock is not None:
            at = datetime.combine(date.fromisoformat(self.clock), time(12), UTC)
        return Submission(
            tenant_id=tenant or self.id,
            district_id=self.id,
            actor=ACTOR,
            command_id=uuid4(),
            command=command,
            target=target,
            recorded_at=at,
        )

    def execute(self, submissions: Sequence[Submission]) -> list[Receipt]:
        """Carry out submissions in one transaction; raise the first refusal."""
        receipts = []
        for outcome in self.application.work.execute(submissions):
            if not isinstance(outcome, Receipt):
                raise outcome
            receipts.append(outcome)
        return receipts

    def record(
        self, command: Command, tenant: UUID | None = None, target: UUID | None = None
    ) -> Receipt:
        """Carry out one command; raise its refusal."""
        return self.execute([self.submission(command, tenant, target)])[0]

    def school(self, code: str) -> UUID:
        """Register an institution and return its tenant."""
        name = f"Школа {code}"
        command = RegisterSchool(
            name=name, short_name=name, code=code, effective_on=date(2019, 1, 1)
        )
        self.schools[code] = UUID(self.record(command).id)
        return self.schools[code]

    def participant(
        self,
        school: UUID,
        name: str,
        *,
        born: int | None = ADULT,
        consent: str | None = "2019-09-01",
    ) -> UUID:
        """Register a person and, unless it is ``None``, their processing consent from a day on.

        Who bears the same name and is born in the same year is the same person.
        """
        command = RegisterParticipant(
            last_name=name,
            first_name="Участник",
            birth_date=date(born, 3, 1) if born else None,
            effective_on=date(2019, 9, 1),
            reason=REASON,
        )
        person = UUID(self.record(command, school).id)
        if consent is not None:
            self.consent(school, person, consent)
        return person

    def consent(self, school: UUID, person: UUID, first: str, last: str | None = None) -> Receipt:
        """Record a processing consent signed by both, which is valid at every age."""
        command = GiveConsent(
            purpose="processing",
            signed_by="both",
            relation="parent",
            representative="Представитель",
            wording="2019-1",
            effective_on=date.fromisoformat(first),
            valid_until=date.fromisoformat(last) if last else None,
            reason=REASON,
        )
        return self.record(command, school, person)

    def withdraw(self, school: UUID, person: UUID, day: str, *, number: int = 1) -> Receipt:
        """Withdraw a processing consent."""
        command = WithdrawConsent(
            purpose="processing",
            number=number,
            withdrawn_by="representative",
            effective_on=date.fromisoformat(day),
            reason=REASON,
        )
        return self.record(command, school, person)

    def residence(self, school: UUID, person: UUID, day: str, *, here: bool | None) -> Receipt:
        """Record from which day the person lives in the district or does not."""
        command = RecordResidence(
            lives_in_district=here, effective_on=date.fromisoformat(day), reason=REASON
        )
        return self.record(command, school, person)

    def pair(
        self,
        school: UUID,
        mentor: UUID,
        mentees: Sequence[UUID],
        first: str,
        last: str | None = None,
        *,
        met: bool = True,
    ) -> UUID:
        """Record a pair from its proposal to its start; with a meeting on its first day.

        With ``last`` it is complete too.
        """
        day = date.fromisoformat(first)
        propose = ProposePair(
            mentor=mentor, mentees=tuple(mentees), form=FORM, effective_on=day, reason=REASON
        )
        pair = UUID(self.record(propose, school).id)
        approve = ApprovePair(order_number="1", order_date=day, effective_on=day, reason=REASON)
        steps: list[Command] = [approve, StartPair(effective_on=day, reason=REASON)]
        if met:
            steps.append(HoldMeeting(effective_on=day, reason=REASON))
        if last is not None:
            steps.append(CompletePair(effective_on=date.fromisoformat(last), reason=REASON))
        self.execute([self.submission(step, school, pair) for step in steps])
        return pair

    def pause(self, school: UUID, pair: UUID, first: str, resumed: str | None = None) -> None:
        """Pause a pair from a day on and, if another is given, let it work again from that."""
        command = PausePair(effective_on=date.fromisoformat(first), reason=REASON)
        self.record(command, school, pair)
        if resumed is not None:
            self.resume(school, pair, resumed)

    def resume(self, school: UUID, pair: UUID, day: str) -> Receipt:
        """Let a paused pair work again from a day on."""
        command = ResumePair(effective_on=date.fromisoformat(day), reason=REASON)
        return self.record(command, school, pair)

    def complete(self, school: UUID, pair: UUID, day: str) -> Receipt:
        """Record the last day of a pair."""
        command = CompletePair(effective_on=date.fromisoformat(day), reason=REASON)
        return self.record(command, school, pair)

    def annul(self, school: UUID, pair: UUID, day: str) -> Receipt:
        """Say that a pair was entered by mistake."""
        command = AnnulPair(effective_on=date.fromisoformat(day), reason="внесена ошибочно")
        return self.record(command, school, pair)

    def enterprise(self, inn: str, operates_from: str | None = None) -> str:
        """Register an enterprise with a contact and return its code."""
        command = RegisterEnterprise(
            inn=inn,
            name=f"Предприятие {inn}",
            operates_from=date.fromisoformat(operates_from) if operates_from else None,
            contact_person="Секретарёва",
            contact="8 800",
            effective_on=date(2019, 9, 1),
        )
        return self.record(command).id

    def set_enterprise(self, school: UUID, pair: UUID, enterprise: str | None, day: str) -> Receipt:
        """Record who gives a pair its mentor from a day on."""
        command = SetPairEnterprise(
            enterprise=enterprise, effective_on=date.fromisoformat(day), reason=REASON
        )
        return self.record(command, school, pair)

    def base_count(
        self,
        kind: BaseKind,
        year: int,
        value: int,
        *,
        school: UUID | None = None,
        day: str | None = None,
    ) -> Receipt:
        """Record a denominator of a year, of its last day unless another is given."""
        command = RecordBaseCount(
            kind=kind,
            year=year,
            school=school,
            value=value,
            source="Рязаньстат",
            effective_on=date.fromisoformat(day) if day else date(year, 12, 31),
        )
        return self.record(command)

    def target(self, indicator: Indicator, year: int, value: str) -> Receipt:
        """Set a target in per cent."""
        return self.record(SetTarget(indicator=indicator, year=year, value=Decimal(value)))

    def question(
        self, *schools: UUID, as_of: datetime | None = None, asker: UUID | None = None
    ) -> Question:
        """Ask about some institutions, all of them if none is named.

        A school asks as its curator, who handles withdrawals.
        """
        return Question(
            asker=asker or self.id,
            district=self.id,
            tenants=schools or tuple(self.schools.values()),
            as_of=as_of,
            handles=asker is not None,
        )
