"""A merger in the middle of a year: everybody counts once, first there, then here."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec
import pytest

from domain.consent import WithdrawConsent
from domain.errors import NotFound
from domain.figures import Verdict, judge
from domain.leaving import LeaveInstitution
from domain.pair import CompletePair, HoldMeeting
from domain.school import MergeSchool
from projections.figures import Wanted, basis_of, counting_facts, verdicts
from projections.pair_lists import ConsentFilter, PairFilter, list_consents, list_pairs
from projections.participant_view import view_participant
from projections.query import Cut
from projections.tree import Tree
from service.bootstrap import Application
from service.succession import Succession, take_over
from tests.support.district import REASON, District

TODAY = date(2026, 1, 1)
LAST_DAY = date(2021, 2, 10)
FIRST_DAY = date(2021, 2, 11)
WHOLE = Cut(limit=100)
CONSENT = "Дано согласие № 1 на обработку данных, подписано участником и представителем, "
CONSENT += "редакция 2019-1, без срока"
MEMBER = "участник – наставляемый, форма pupil_pupil, наставляемых: 2"


class TwoSchools(District):
    """Two schools with a pair of two children each, working since the autumn of 2020."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.old, self.new = self.school("01"), self.school("02")
        self.children: dict[str, UUID] = {}
        self.mentors: dict[UUID, UUID] = {}
        self.pairs: dict[UUID, UUID] = {}
        for school, names in ((self.old, "аб"), (self.new, "вг")):
            self.mentors[school] = self.participant(school, f"Наставник {names}")
            for name in names:
                self.children[name] = self.participant(school, name, born=2008)
            members = [self.children[name] for name in names]
            self.pairs[school] = self.pair(school, self.mentors[school], members, "2020-10-01")

    def merge(self) -> Succession:
        merge = MergeSchool(successor=self.new, effective_on=LAST_DAY)
        self.record(merge, target=self.old)
        return take_over(self.application, self.id, self.old)

    def counted(self, year: int, scope: UUID | None = None) -> dict[UUID, Verdict]:
        """Who counts as a mentored child, the same by the database and by the pure rulings."""
        question = self.question()
        with self.application.reading.transaction(question) as reader:
            basis = basis_of(reader, question, TODAY)
            assert basis is not None
            asked = basis.ask(basis.rules.indicators[0], year)
            found = verdicts(reader, question, scope or self.id, asked)
            assert found == judge(counting_facts(reader, question, scope or self.id), asked)
        return {one.person: one for one in found if one.person and one.outcome == "counted"}


@pytest.fixture
def district(application: Application) -> TwoSchools:
    return TwoSchools(application)


def test_everybody_counts_once_before_in_and_after_the_year(district: TwoSchools) -> None:
    everyone = set(district.children.values())
    ours = {district.children[name] for name in "аб"}

    district.merge()

    for year in (2020, 2021, 2022):
        assert set(district.counted(year)) == everyone
    assert {who: district.counted(2021)[who].school for who in ours} == dict.fromkeys(
        ours, district.old
    )
    assert {who: district.counted(2022)[who].school for who in ours} == dict.fromkeys(
        ours, district.new
    )


def test_each_schools_days_meet_at_the_merger(district: TwoSchools) -> None:
    ours = {district.children[name] for name in "аб"}
    everyone = set(district.children.values())

    district.merge()

    assert set(district.counted(2020, district.old)) == ours
    assert set(district.counted(2021, district.old)) == ours
    assert set(district.counted(2022, district.old)) == set()
    assert set(district.counted(2020, district.new)) == everyone - ours
    assert set(district.counted(2021, district.new)) == everyone
    assert set(district.counted(2022, district.new)) == everyone
    assert {district.counted(2021, district.new)[who].first_day for who in ours} == {FIRST_DAY}


def test_without_the_handover_nobody_would_count_in_the_year_after(district: TwoSchools) -> None:
    district.record(MergeSchool(successor=district.new, effective_on=LAST_DAY), target=district.old)

    assert set(district.counted(2022)) == {district.children[name] for name in "вг"}


def test_residence_and_withdrawals_go_on_to_decide(district: TwoSchools) -> None:
    away, withdrawn = district.children["а"], district.children["б"]
    district.residence(district.old, away, "2021-01-01", here=False)
    district.consent(district.old, withdrawn, "2020-09-01", "2021-01-31")
    district.withdraw(district.old, withdrawn, "2021-02-01")
    district.merge()

    assert away in district.counted(2020)
    assert withdrawn in district.counted(2021)
    for year in (2021, 2022):
        assert away not in district.counted(year)
    assert withdrawn not in district.counted(2022)


def test_what_was_recorded_late_in_the_merged_school_counts_in_the_successor(
    district: TwoSchools,
) -> None:
    late = date(2022, 3, 1)
    pair = district.pairs[district.old]
    left = district.children["а"]
    leave = LeaveInstitution(effective_on=date(2021, 12, 1), reason=REASON)
    district.record(HoldMeeting(effective_on=FIRST_DAY, reason=REASON), district.old, pair)
    district.record(leave, district.old, left)
    district.record(CompletePair(effective_on=late, reason=REASON), district.old, pair)
    withdrawal = WithdrawConsent(
        purpose="processing", number=1, withdrawn_by="self", effective_on=late, reason=REASON
    )
    district.record(withdrawal, district.old, district.children["б"])

    passed = district.merge()

    assert (passed.participants, passed.consents, passed.pairs, passed.refused) == (3, 3, 1, ())
    assert left in district.counted(2021, district.new)
    assert left not in district.counted(2022)
    assert district.children["б"] in district.counted(2022, district.new)
    assert district.children["б"] not in district.counted(2023)


def test_lists_say_from_where_it_passed(district: TwoSchools) -> None:
    district.merge()
    question = district.question(district.new, asker=district.new)
    child = district.children["а"]
    with district.application.reading.transaction(question) as reader:
        pairs = list_pairs(reader, question, PairFilter(), WHOLE).items
        consents = list_consents(reader, question, ConsentFilter(), WHOLE).items
        (record,) = view_participant(reader, question, child)
        history = district.application.reading.history(question, child)

    by_origin = {one.received_from: one for one in pairs}
    assert set(by_origin) == {None, district.old}
    received = by_origin[district.old]
    assert (received.status, received.started_on, received.order_number) == (
        "started",
        FIRST_DAY,
        "1",
    )
    assert received.mentor == district.mentors[district.old]
    assert set(received.mentees) == {district.children[name] for name in "аб"}
    assert received.pair not in district.pairs.values()
    assert {one.person for one in consents if one.received_from} == {
        *received.mentees,
        received.mentor,
    }
    assert {one.valid_from for one in consents if one.received_from} == {FIRST_DAY}
    assert (record.received_from, record.registered_on) == (district.old, FIRST_DAY)
    assert record.last_name == "а"
    why = f". Основание: {REASON}"
    assert [line.text.removesuffix(why) for line in history] == [
        "Участник зарегистрирован: а Участник, дата рождения 01.03.2008",
        "Перешёл из присоединённого учреждения",
        f"{CONSENT}, перешло от присоединённого учреждения",
        f"Пара перешла из присоединённого учреждения, {MEMBER}",
        "Пара закреплена приказом № 1 от 01.10.2020",
        "Пара начала работу",
    ]


def test_the_tree_of_now_counts_the_merged_under_their_successor(district: TwoSchools) -> None:
    ours = {district.children[name] for name in "аб"}
    reading, question = district.application.reading, district.question()
    for school, value in ((district.old, 40), (district.new, 60)):
        district.base_count("children_10_19", 2020, value, school=school)
    district.base_count("children_10_19", 2021, 90, school=district.new)
    district.merge()

    def figure(year: int, school: UUID, tree: Tree) -> tuple[int, int | None]:
        found = reading.figures(question, (year,), school=school, tree=tree)[0]
        assert found.indicator == "children_mentored"
        return found.numerator, found.denominator

    assert figure(2020, district.new, "then") == (2, 60)
    assert figure(2020, district.new, "now") == (4, 100)
    assert figure(2020, district.old, "then") == (2, 40)
    # On the last day of 2021 the merged school was none.
    assert figure(2021, district.new, "now") == (4, 90)
    with pytest.raises(NotFound):
        figure(2020, district.old, "now")

    def schools(tree: Tree, school: UUID | None = None) -> dict[UUID, UUID | None]:
        _, page = reading.explanation(
            question, "children_mentored", 2020, Wanted(), WHOLE, school=school, tree=tree
        )
        return {one.person: one.school for one in page.items if one.person in ours}

    assert schools("then") == dict.fromkeys(ours, district.old)
    assert schools("now") == schools("now", district.new) == dict.fromkeys(ours, district.new)
    whole = {tree: reading.figures(question, (2020,), tree=tree) for tree in ("then", "now")}
    assert whole["then"] == whole["now"]


def test_a_part_without_a_count_of_that_day_leaves_the_whole_without_one(
    district: TwoSchools,
) -> None:
    district.base_count("children_10_19", 2020, 60, school=district.new)
    district.base_count("children_10_19", 2020, 40, school=district.old, day="2020-09-01")
    district.merge()

    found = district.application.reading.figures(
        district.question(), (2020,), school=district.new, tree="now"
    )

    assert (found[0].numerator, found[0].denominator, found[0].state) == (4, None, "no_data")


def test_figures_of_a_day_count_up_to_it_in_the_schools_registered_by_it(
    district: TwoSchools,
) -> None:
    reading = district.application.reading

    def counted(on: date, school: UUID | None = None) -> int:
        question = msgspec.structs.replace(district.question(), on=on)
        return reading.figures(question, (2020,), school=school)[0].numerator

    assert [counted(date(2020, 9, 30)), counted(date(2020, 10, 1))] == [0, 4]
    assert counted(date(2020, 10, 1), district.old) == 2
    with pytest.raises(NotFound):
        counted(date(2018, 12, 31), district.old)
    assert counted(date(2018, 12, 31)) == 0
