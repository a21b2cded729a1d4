from collections import defaultdict
from collections.abc import Iterator
from datetime import date
from itertools import pairwise
from operator import attrgetter
from uuid import UUID, uuid5

import msgspec
import pytest

from adapters.identities import normalised_name
from domain.aggregate import Command
from domain.award import ConferAward, DeclineAward
from domain.base_count import RecordBaseCount
from domain.clearance import RecordClearance
from domain.consent import (
    CheckConsent,
    FindConsentInvalid,
    GiveConsent,
    RefuseConsent,
    WithdrawConsent,
)
from domain.consent_decision import TakeConsentDecision
from domain.employment import RecordExperience, StartEmployment
from domain.enrolment import WithdrawEnrolment
from domain.enterprise import RecordAgreement, StopOperation
from domain.leaving import LeaveInstitution
from domain.nomination import WithdrawNomination
from domain.pair import AnnulPair, DiscontinuePair, HoldMeeting, JoinPair, PausePair, StartPair
from domain.paper_total import RecordPaperTotal
from domain.participant import RecordResidence, RegisterParticipant, StrikeParticipantFact
from domain.school import CloseSchool, MergeSchool, RegisterSchool, RenameSchool
from domain.seminar import IssueCertificate
from domain.survey import IssueLinks, OpenSurvey
from service.demo.institutions import behind
from service.demo.plan import Plan, plan
from service.demo.size import Size, quotas
from service.submission import Submission, target_of
from tests.demo.deciding import ZONE, Ledger

FAULTY = Size(schools=5, children=400)
SIZES = (Size(schools=2, children=20), FAULTY, Size(schools=21, children=700))


def planned(size: Size) -> Plan:
    return plan(size, lambda tenant, who: uuid5(tenant, f"{who}"))


@pytest.fixture(scope="module")
def faulty() -> Plan:
    return planned(FAULTY)


def parts(plan: Plan) -> Iterator[list[Submission]]:
    yield plan.foundation
    yield from plan.schools
    yield plan.centre
    yield plan.closing
    yield plan.evenings


def commands(plan: Plan) -> list[Command]:
    return [one.command for part in parts(plan) for one in part]


@pytest.mark.parametrize("size", SIZES, ids=str)
def test_rules_refuse_nothing_of_the_plan(size: Size) -> None:
    plan, ledger = planned(size), Ledger()

    assert ledger.carry_out_all(plan) > plan.commands - len(plan.evenings)


def test_same_size_is_planned_the_same() -> None:
    size = Size(schools=3, children=60)

    assert planned(size) == planned(size)


def test_clock_of_every_institution_runs_forward_through_five_years(faulty: Plan) -> None:
    district = sorted(
        (*faulty.foundation, *faulty.closing, *faulty.evenings), key=attrgetter("recorded_at")
    )
    for part in (*faulty.schools, faulty.centre, district):
        moments = [one.recorded_at for one in part if one.recorded_at]

        assert len(moments) == len(part)
        assert all(earlier < later for earlier, later in pairwise(moments))
        years = {moment.astimezone(ZONE).year for moment in (moments[0], moments[-1])}
        assert years <= set(range(2020, 2025))


def test_nothing_is_entered_before_its_day(faulty: Plan) -> None:
    for part in parts(faulty):
        for one in part:
            assert one.recorded_at is not None
            day = one.command.effective_on
            assert day is None or day <= one.recorded_at.astimezone(ZONE).date()


def test_everything_entered_late_in_a_school_has_a_reason(faulty: Plan) -> None:
    late = [
        one.command.reason
        for part in (*faulty.schools, faulty.centre)
        for one in part
        if one.recorded_at
        and one.command.effective_on
        and (one.recorded_at.astimezone(ZONE).date() - one.command.effective_on).days > 30
    ]

    assert late
    assert None not in late


def test_school_that_fell_behind_entered_its_autumn_in_february() -> None:
    days = [date(2021, 8, 31), date(2021, 9, 1), date(2021, 11, 10), date(2022, 2, 28)]
    moved = [behind(day) for day in days]

    assert moved == [date(2021, 8, 31), date(2022, 2, 14), date(2022, 2, 19), date(2022, 2, 28)]


@pytest.mark.parametrize(
    "kind",
    [
        WithdrawConsent,
        FindConsentInvalid,
        AnnulPair,
        DiscontinuePair,
        PausePair,
        JoinPair,
        HoldMeeting,
        RenameSchool,
        MergeSchool,
        CloseSchool,
        StartEmployment,
        RecordExperience,
        RecordClearance,
        StopOperation,
        RecordAgreement,
        IssueLinks,
        RecordPaperTotal,
        IssueCertificate,
        WithdrawEnrolment,
        WithdrawNomination,
        DeclineAward,
        ConferAward,
        RefuseConsent,
        CheckConsent,
        TakeConsentDecision,
        StrikeParticipantFact,
        LeaveInstitution,
    ],
)
def test_faults_and_turns_of_real_life_occur(kind: type[Command], faulty: Plan) -> None:
    assert any(isinstance(one, kind) for one in commands(faulty))


def test_commands_are_such_as_the_api_takes(faulty: Plan) -> None:
    for one in commands(faulty):
        assert msgspec.json.decode(msgspec.json.encode(one), type=type(one)) == one


@pytest.mark.parametrize("kind", [RegisterParticipant, StartPair, StrikeParticipantFact])
def test_mistakes_are_corrected_with_a_reason(kind: type[Command], faulty: Plan) -> None:
    reasons = [
        one.reason for one in commands(faulty) if isinstance(one, kind) and one.corrects is not None
    ]

    assert reasons
    assert None not in reasons


def test_surveys_are_named_confidential_and_anonymous(faulty: Plan) -> None:
    opened = [one for one in commands(faulty) if isinstance(one, OpenSurvey)]

    assert {one.binding for one in opened} == {"named", "confidential", "anonymous"}
    assert {one.phase for one in opened} == {"interim", "after"}


def test_pupil_who_transfers_is_registered_where_they_go(faulty: Plan) -> None:
    def people(part: list[Submission]) -> dict[UUID, str]:
        return {
            target_of(one): normalised_name(
                one.command.last_name, one.command.first_name, one.command.middle_name
            )
            for one in part
            if isinstance(one.command, RegisterParticipant)
        }

    left, came = people(faulty.schools[1]), people(faulty.schools[0])
    gone = [
        left[one.target]
        for one in faulty.schools[1]
        if isinstance(one.command, LeaveInstitution) and one.target
    ]

    assert set(gone) & set(came.values())


def test_residence_is_known_unknown_or_elsewhere(faulty: Plan) -> None:
    told = {one.lives_in_district for one in commands(faulty) if isinstance(one, RecordResidence)}

    assert told == {True, False, None}


def test_some_consents_do_not_name_the_district(faulty: Plan) -> None:
    named = [one.to_district for one in commands(faulty) if isinstance(one, GiveConsent)]

    assert 0.7 < sum(named) / len(named) < 1


def test_namesakes_and_unknown_births_occur(faulty: Plan) -> None:
    births = defaultdict(set)
    people = [one for one in commands(faulty) if isinstance(one, RegisterParticipant)]
    for one in people:
        name = normalised_name(one.last_name, one.first_name, one.middle_name)
        births[name].add(one.birth_date)

    assert any(len(dates) > 1 for dates in births.values())
    assert any(one.birth_date is None and one.birth_year is not None for one in people)
    assert any(one.birth_date is None and one.birth_year is None for one in people)


def test_one_snils_comes_with_two_years_of_birth(faulty: Plan) -> None:
    years = defaultdict(set)
    for one in commands(faulty):
        if isinstance(one, RegisterParticipant) and one.snils and one.birth_date:
            years[one.snils].add(one.birth_date.year)

    assert any(len(found) > 1 for found in years.values())


def test_every_pupil_of_the_centre_is_a_pupil_of_a_school(faulty: Plan) -> None:
    def children(part: list[Submission]) -> set[tuple[str, str, str | None]]:
        return {
            (one.command.last_name, one.command.first_name, one.command.middle_name)
            for one in part
            if isinstance(one.command, RegisterParticipant)
            and one.command.birth_date
            and one.command.birth_date.year > 2000
        }

    of_schools = set().union(*(children(part) for part in faulty.schools))
    of_centre = children(faulty.centre)

    assert of_centre
    assert of_centre <= of_schools


def test_counts_are_corrected_and_one_is_of_another_day(faulty: Plan) -> None:
    counts = defaultdict(list)
    for one in commands(faulty):
        if isinstance(one, RecordBaseCount) and one.school is None:
            counts[one.kind, one.year].append((one.effective_on, one.value))
    values = [value for _, value in counts["children_10_19", 2021]]
    last_days = {year: days[-1][0] for (kind, year), days in counts.items() if kind == "children"}

    assert len(set(values)) == 3
    assert last_days == {
        2020: date(2021, 1, 1),
        2021: date(2021, 12, 31),
        2022: date(2022, 10, 1),
        2023: date(2024, 1, 1),
        2024: date(2024, 12, 31),
    }


def test_every_institution_has_a_code_of_its_own(faulty: Plan) -> None:
    codes = [one.code for one in commands(faulty) if isinstance(one, RegisterSchool)]

    assert sorted(filter(None, codes)) == [f"{number:02d}" for number in range(1, 7)]


@pytest.mark.parametrize("total", [0, 1, 7, 250])
def test_quotas_add_up_and_fall(total: int) -> None:
    parts = quotas(total, [0, 1, 4, 9])

    assert sum(parts.values()) == total
    assert min(parts.values()) >= 0


def test_district_needs_two_schools_and_ten_children_in_each() -> None:
    for schools, children in ((1, 100), (3, 29)):
        with pytest.raises(ValueError, match="two schools"):
            Size(schools=schools, children=children)
