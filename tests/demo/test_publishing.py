"""What the demonstration publishes verifies, and later facts restate some of it."""

from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import timedelta

import msgspec
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from domain.consent import ConsentWithdrawn
from domain.publication import FigureApproved, FigureDrafted, FigurePublished, FigureRestated
from projections.publication_lists import (
    FigureFilter,
    PublicationLine,
    RestatementLine,
    list_publications,
    list_restatements,
)
from projections.query import Cut, Question
from service.bootstrap import Application, build
from service.demo.demonstration import Demonstration
from service.demo.journal import ZONE
from service.demo.late import TOLD
from service.demo.publications import EVENINGS, LEFT_BECAUSE
from service.demo.report import published_lines
from service.demo.size import Size
from tests.plugins.postgres import MASTER, copy_of
from tests.store.logs import events_of

SIZE = Size(schools=4, children=120)
EVERYTHING = Cut(limit=1_000)
LEARNT_WITHIN = timedelta(milliseconds=1)


class Loaded(msgspec.Struct, frozen=True):
    """A demonstration that was loaded from nothing."""

    application: Application
    demonstration: Demonstration

    @property
    def question(self) -> Question:
        plan = self.demonstration.plan
        return Question(asker=plan.district, district=plan.district, tenants=plan.institutions)

    def publications(self) -> list[PublicationLine]:
        with self.application.reading.transaction(self.question) as reader:
            return list(list_publications(reader, self.question, FigureFilter(), EVERYTHING).items)

    def restatements(self) -> list[RestatementLine]:
        with self.application.reading.transaction(self.question) as reader:
            return list(list_restatements(reader, self.question, FigureFilter(), EVERYTHING).items)


@pytest.fixture(scope="module")
def loaded(server: EmbeddedPostgres, template: str) -> Iterator[Loaded]:
    with copy_of(server, template) as database:
        application = build(database.app_url, MASTER)
        demonstration = Demonstration(application, database.owner_url, SIZE)
        demonstration.load(lambda _count: None)
        yield Loaded(application, demonstration)
        application.close()


def test_six_figures_of_four_years_and_some_of_schools_are_published(loaded: Loaded) -> None:
    versions = Counter((one.year, one.whose == "district") for one in loaded.publications())

    assert versions == {
        (2020, True): 6,
        (2021, True): 7,
        (2022, True): 6,
        (2023, True): 6,
        (2021, False): 4,
        (2022, False): 4,
    }


def test_figures_are_published_in_the_evening_by_what_was_known_then(loaded: Loaded) -> None:
    events = events_of(loaded.application, loaded.demonstration.plan.district)
    drafted = [one for one in events if isinstance(one.event, FigureDrafted)]
    published = [one for one in events if isinstance(one.event, FigurePublished)]

    assert {one.recorded_at.astimezone(ZONE).date() for one in published} <= set(EVENINGS)
    assert len(drafted) == len(published) == 33
    for one in drafted:
        assert isinstance(one.event, FigureDrafted)
        assert one.recorded_at - one.event.frozen.as_of <= timedelta(0)
        assert one.event.frozen.as_of.astimezone(ZONE).date() == one.event.effective_on


def test_head_approves_what_the_curator_drafts(loaded: Loaded) -> None:
    district = loaded.demonstration.plan.district
    titles = loaded.application.accounts.titles((district,))
    who = defaultdict(set)
    for one in events_of(loaded.application, district):
        who[type(one.event)].add(titles.get(one.actor))

    assert who[FigureDrafted] == who[FigurePublished] == {"Муниципальный куратор"}
    assert who[FigureApproved] == {"Начальник управления образования"}


def test_everything_published_verifies_and_the_report_says_so(loaded: Loaded) -> None:
    verified = loaded.demonstration.verified()
    first, revised, last = published_lines(verified, loaded.demonstration.restatement())

    assert len(verified) == 33
    assert [one for one in verified if not one.equal] == []
    assert "значений: 32, версий: 33" in first
    assert "совпало: 33." in first
    assert "«Наставляемые 10–19 лет», 2021 год" in revised
    assert last.startswith("Последнее из событий, 12.04.2022: Базовая численность children_10_19")


def test_figures_name_the_institutions_that_had_not_confirmed(loaded: Loaded) -> None:
    *schools, centre = loaded.demonstration.plan.institutions
    unconfirmed = {
        one.year: set(one.frozen.unconfirmed)
        for one in loaded.publications()
        if one.frozen and one.whose == "district" and one.number == 1
    }

    late = schools[SIZE.behind]
    assert unconfirmed == {2020: {centre}, 2021: {centre, late}, 2022: {centre}, 2023: set()}


def test_restatements_end_in_each_of_three_ways(loaded: Loaded) -> None:
    lines = {
        (one.indicator, one.year): one for one in loaded.restatements() if one.whose == "district"
    }
    corrected = lines["children_mentored", 2021]
    left = lines["enterprises_mentoring", 2022]
    open_one = lines["children_mentored", 2023]

    assert (corrected.outcome, corrected.kind) == ("corrected", "value")
    assert corrected.published_value != corrected.value
    assert (left.outcome, left.reason, left.causes) == ("stands", LEFT_BECAUSE, 1)
    assert (open_one.outcome, open_one.kind) == (None, "value")
    assert open_one.published_numerator is not None
    assert open_one.numerator < open_one.published_numerator


def test_corrected_version_is_what_the_facts_make_of_the_first(loaded: Loaded) -> None:
    first, second = (
        one
        for one in loaded.publications()
        if (one.indicator, one.year, one.whose) == ("children_mentored", 2021, "district")
    )
    (restated,) = (
        one
        for one in loaded.restatements()
        if (one.indicator, one.year, one.whose) == ("children_mentored", 2021, "district")
    )

    assert (first.number, second.number) == (1, 2)
    assert (second.numerator, second.denominator) == (restated.numerator, restated.denominator)
    assert first.value == restated.published_value != second.value


def test_withdrawal_told_late_is_named_as_it_is_told(loaded: Loaded) -> None:
    plan = loaded.demonstration.plan
    ((position, told_at, child),) = (
        (one.position, one.recorded_at, str(one.event.person))
        for one in events_of(loaded.application, plan.institutions[0])
        if isinstance(one.event, ConsentWithdrawn)
        and one.recorded_at.astimezone(ZONE).date() == TOLD
    )
    named = [
        (one.recorded_at, one.event)
        for one in events_of(loaded.application, plan.district)
        if isinstance(one.event, FigureRestated)
        and (one.event.tenant, one.event.position) == (plan.institutions[0], position)
    ]

    assert {event.indicator: (event.gone, event.moved) for _, event in named} == {
        "children_mentored": ((child,), ()),
        "mentee_satisfaction": ((), (child,)),
    }
    assert {event.year for _, event in named} == {TOLD.year - 1}
    assert all(timedelta(0) < moment - told_at <= LEARNT_WITHIN for moment, _ in named)
