"""What may be asked of a small district at random."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any, get_args
from uuid import UUID

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, rule

from domain.aggregate import Command
from domain.base_count import RecordBaseCount
from domain.consent import FindConsentInvalid, GiveConsent, WithdrawConsent
from domain.employment import EndEmployment, RecordExperience, StartEmployment
from domain.leaving import LeaveInstitution
from domain.pair import (
    AnnulPair,
    ApprovePair,
    CompletePair,
    DiscontinuePair,
    HoldMeeting,
    JoinPair,
    LeavePair,
    PausePair,
    ProposePair,
    ResumePair,
    SetPairEnterprise,
    StartPair,
)
from domain.participant import EnterBase, LeaveBase, RecordResidence, RegisterParticipant
from domain.rules import Indicator, Role
from domain.survey import Answer, RecordResponse
from domain.target import ReviseTarget, SetTarget
from service.bootstrap import Application
from tests.simulation.world import CODES, EMPLOYERS, INN, World
from tests.support.district import FORM, REASON

INDICATORS: tuple[Indicator, ...] = get_args(Indicator)

some = st.integers(0, 999)
schools = st.integers(0, len(CODES) - 1)
# Days near the turns of the year and those on which the first pairs began are where mistakes are.
days = st.sampled_from(
    [
        date(2020, 1, 1),
        date(2020, 9, 10),
        *(date(2020, month, 15) for month in (3, 6, 10, 11, 12)),
        date(2020, 12, 31),
        date(2021, 1, 1),
        date(2021, 1, 11),
        date(2021, 2, 15),
    ]
)
early = st.just(date(2020, 1, 1))
later = st.sampled_from(
    [
        date(2020, 10, 15),
        date(2020, 11, 15),
        date(2020, 12, 31),
        date(2021, 1, 1),
        date(2021, 1, 11),
    ]
)
moves = st.lists(st.integers(0, 10), min_size=1, max_size=3, unique=True)
years = st.sampled_from([2020, 2020, 2021])
indicators = st.sampled_from(INDICATORS)
roles: st.SearchStrategy[Role] = st.sampled_from(get_args(Role))


def _on(day: date) -> dict[str, Any]:
    return {"effective_on": day, "reason": REASON}


class Life(RuleBasedStateMachine):
    """What the institutions and the district ask for; some of it is refused."""

    def __init__(self, application: Application) -> None:
        super().__init__()
        self.world = World(application)

    def school(self, number: int) -> UUID:
        return list(self.world.people)[number]

    def person(self, school: UUID, number: int) -> UUID:
        people = self.world.people[school]
        return people[number % len(people)]

    @rule(school=schools, name=st.sampled_from(["Новая", "Общая", "Ученикова01"]), born=years)
    def register(self, school: int, name: str, born: int) -> None:
        tenant = self.school(school)
        command = RegisterParticipant(
            last_name=name,
            first_name="Участник",
            birth_date=date(born - 11, 3, 1),
            effective_on=date(2020, 9, 1),
            reason=REASON,
        )
        receipt = self.world.ask(command, tenant)
        if receipt is not None:
            self.world.people[tenant].append(UUID(receipt.id))

    @rule(school=schools, person=some, day=days, until=st.none() | days)
    def give_consent(self, school: int, person: int, day: date, until: date | None) -> None:
        tenant = self.school(school)
        command = GiveConsent(
            purpose="processing",
            signed_by="both",
            relation="parent",
            representative="Представитель",
            wording="2019-1",
            effective_on=day,
            valid_until=until,
            reason=REASON,
        )
        self.world.ask(command, tenant, self.person(tenant, person))

    @rule(
        school=schools,
        person=some,
        number=st.sampled_from([1, 1, 1, 2]),
        day=days,
        invalid=st.booleans(),
    )
    def end_consent(self, school: int, person: int, number: int, day: date, invalid: bool) -> None:
        tenant = self.school(school)
        command: Command = WithdrawConsent(
            purpose="processing",
            number=number,
            withdrawn_by="representative",
            effective_on=day,
            reason=REASON,
        )
        if invalid:
            command = FindConsentInvalid(
                purpose="processing", number=number, finding="подписано не тем", reason=REASON
            )
        self.world.ask(command, tenant, self.person(tenant, person))

    @rule(school=schools, person=some, day=early | days, here=st.sampled_from([False, True, None]))
    def reside(self, school: int, person: int, day: date, here: bool | None) -> None:
        tenant = self.school(school)
        command = RecordResidence(lives_in_district=here, effective_on=day, reason=REASON)
        self.world.ask(command, tenant, self.person(tenant, person))

    @rule(school=schools, person=some, day=days, what=st.integers(0, 5), role=roles)
    def work(self, school: int, person: int, day: date, what: int, role: Role) -> None:
        tenant = self.school(school)
        on = _on(day)
        commands: list[Command] = [
            StartEmployment(kind="school", position_group="teacher", **on),
            StartEmployment(kind="enterprise", enterprise=INN, **on),
            EndEmployment(number=1, **on),
            RecordExperience(experience_from=day.replace(year=day.year - 3), reason=REASON),
            EnterBase(role=role, **on),
            LeaveBase(role=role, **on),
        ]
        self.world.ask(commands[what], tenant, self.person(tenant, person))

    @rule(
        school=schools,
        people=st.lists(st.integers(0, 7), min_size=2, max_size=3, unique=True),
        day=days,
        employers=st.booleans(),
        goes_on=st.booleans(),
    )
    def propose(
        self, school: int, people: list[int], day: date, employers: bool, goes_on: bool
    ) -> None:
        tenant = self.school(school)
        mentor, *mentees = [self.person(tenant, one) for one in people]
        command = ProposePair(
            mentor=self.person(tenant, 0) if employers else mentor,
            mentees=tuple(mentees),
            form=EMPLOYERS if employers else FORM,
            enterprise=INN if employers else None,
            effective_on=day,
            reason=REASON,
        )
        receipt = self.world.ask(command, tenant)
        if receipt is None:
            return
        pair = UUID(receipt.id)
        self.world.pairs[tenant].append(pair)
        if goes_on:
            approve = ApprovePair(order_number="1", order_date=day, effective_on=day, reason=REASON)
            for step in (approve, StartPair(effective_on=day, imported=True, reason=REASON)):
                self.world.ask(step, tenant, pair)

    @rule(school=schools, pair=some, person=some, day=later, what=moves)
    def move(self, school: int, pair: int, person: int, day: date, what: list[int]) -> None:
        tenant = self.school(school)
        mentee, on = self.person(tenant, person), _on(day)
        commands: list[Command] = [
            ApprovePair(order_number="2", order_date=day, **on),
            StartPair(imported=True, **on),
            JoinPair(mentee=mentee, **on),
            LeavePair(mentee=mentee, **on),
            PausePair(**on),
            ResumePair(**on),
            CompletePair(**on),
            DiscontinuePair(**on),
            AnnulPair(**on),
            HoldMeeting(**on),
            SetPairEnterprise(enterprise=None if person % 2 else INN, **on),
        ]
        pairs = self.world.pairs[tenant]
        for one in what:
            self.world.ask(commands[one], tenant, pairs[pair % len(pairs)])

    @rule(school=schools, person=some, overall=st.integers(5, 9))
    def respond(self, school: int, person: int, overall: int) -> None:
        tenant = self.school(school)
        answers = (Answer(item="overall", value=overall),)
        command = RecordResponse(person=self.person(tenant, person), answers=answers)
        self.world.ask(command, tenant, self.world.surveys[tenant])

    @rule(school=schools, person=some, day=days, to=schools)
    def leave(self, school: int, person: int, day: date, to: int) -> None:
        tenant = self.school(school)
        command = LeaveInstitution(to_school=self.school(to), effective_on=day, reason=REASON)
        self.world.ask(command, tenant, self.person(tenant, person))

    @rule(indicator=indicators, year=years, value=st.integers(1, 12), what=st.integers(0, 2))
    def plan(self, indicator: Indicator, year: int, value: int, what: int) -> None:
        last = date(year, 12, 31) if year == 2020 else date(2021, 1, 1)
        aim: Any = {"indicator": indicator, "year": year, "value": Decimal(value * 10)}
        commands: list[Command] = [
            RecordBaseCount(
                kind="children_10_19",
                year=year,
                value=value,
                source="Рязаньстат",
                effective_on=last,
            ),
            SetTarget(**aim),
            ReviseTarget(**aim, reason="решение комиссии"),
        ]
        self.world.ask(commands[what])

    @rule(number=some, day=days | later)
    def correct(self, number: int, day: date) -> None:
        self.world.correct(number, day)

    @rule(number=some, person=st.integers(0, 7))
    def correct_mentee(self, number: int, person: int) -> None:
        self.world.correct_mentee(number, person)

    @rule(number=some)
    def strike(self, number: int) -> None:
        self.world.strike(number)

    @rule(number=st.integers(1, 40))
    def pass_time(self, number: int) -> None:
        self.world.now += timedelta(days=number / 4)
