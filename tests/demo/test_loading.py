from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID

import msgspec
import psycopg
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from domain.figures import Figure
from service.bootstrap import Application, build
from service.demo.demonstration import LOOK_BACK, Demonstration
from service.demo.load import LoadError, load
from service.demo.size import SCHOOL_YEARS, Size
from service.following import AN_INSTANT, Followed
from tests.demo.deciding import Ledger
from tests.plugins.postgres import MASTER, TestDatabase, copy_of

SMALL = Size(schools=2, children=30)
DISTRICT = Size(schools=4, children=120)
LEARNT_WITHIN = timedelta(milliseconds=1)


class Loaded(msgspec.Struct, frozen=True):
    """A district that was loaded from nothing, and how."""

    database: TestDatabase
    application: Application
    demonstration: Demonstration
    advanced: int


class Stopped(Exception):
    """Somebody pressed Ctrl-C."""


def nothing(_count: int) -> None:
    """Pay no attention to progress."""


def _stopping(after: int) -> Callable[[int], None]:
    answered: list[int] = []

    def advance(count: int) -> None:
        answered.append(count)
        if sum(answered) > after:
            raise Stopped

    return advance


@pytest.fixture(scope="module")
def loaded(server: EmbeddedPostgres, template: str) -> Iterator[Loaded]:
    with copy_of(server, template) as database:
        application = build(database.app_url, MASTER)
        demonstration = Demonstration(application, database.owner_url, DISTRICT)
        counts: list[int] = []
        demonstration.load(counts.append)
        yield Loaded(database, application, demonstration, sum(counts))
        application.close()


def by_year(figures: list[Figure], indicator: str) -> dict[int, Figure]:
    return {one.year: one for one in figures if one.indicator == indicator}


def clocks(database: TestDatabase) -> list[tuple[UUID, int, datetime]]:
    with psycopg.connect(database.admin_url) as connection:
        return connection.execute(
            "SELECT tenant_id, position, recorded_at FROM es.event ORDER BY tenant_id, position"
        ).fetchall()


def published(database: TestDatabase) -> int:
    with psycopg.connect(database.admin_url) as connection:
        (count,) = connection.execute(
            "SELECT count(*) FROM es.event WHERE type LIKE 'figure.%'"
        ).fetchone() or (0,)
    return int(count)


def test_every_command_is_answered_and_told_of(loaded: Loaded) -> None:
    plan = loaded.demonstration.plan

    assert loaded.advanced == plan.commands
    decided = Ledger().carry_out_all(plan)
    assert loaded.demonstration.events == decided + published(loaded.database)


def test_second_load_adds_nothing(loaded: Loaded) -> None:
    before = loaded.demonstration.events

    assert loaded.demonstration.is_loaded
    loaded.demonstration.load(nothing)
    load(loaded.application, loaded.demonstration.plan, nothing, Followed, Followed)

    assert loaded.demonstration.events == before


def test_log_tells_the_planned_time(loaded: Loaded) -> None:
    plan = loaded.demonstration.plan
    planned = sorted(
        (one.tenant_id, one.recorded_at)
        for part in (plan.foundation, *plan.schools, plan.centre, plan.closing, plan.evenings)
        for one in part
    )
    recorded = clocks(loaded.database)
    times = {(tenant, moment) for tenant, _, moment in recorded}
    learnt = {moment for tenant, moment in times - set(planned) if tenant == plan.district}

    assert times >= set(planned)
    assert times - set(planned) == {(plan.district, moment) for moment in learnt}
    moments = [moment for _, moment in planned if moment]
    assert all(
        any(AN_INSTANT <= one - moment <= LEARNT_WITHIN for moment in moments) for one in learnt
    )
    assert {moment.year for moment in learnt} == set(SCHOOL_YEARS)
    assert datetime(2020, 1, 1, tzinfo=UTC) < min(moment for _, _, moment in recorded)
    assert max(moment for _, _, moment in recorded) < datetime(2025, 1, 1, tzinfo=UTC)


def test_figures_grow_from_the_first_target_towards_the_last(loaded: Loaded) -> None:
    figures = loaded.demonstration.figures()
    children = by_year(figures, "children_mentored")
    teens = by_year(figures, "teen_mentors")

    assert list(children) == list(teens) == list(SCHOOL_YEARS)
    numerators = [one.numerator for one in children.values()]
    assert numerators == sorted(numerators)
    assert 7 <= (children[2020].value or 0) <= 14
    assert 58 <= (children[2024].value or 0) <= 80
    assert 0 < teens[2020].numerator < teens[2024].numerator
    assert [bool(one.target) for one in children.values()] == [True, False, False, False, True]


@pytest.mark.parametrize(
    "indicator",
    [
        "young_teachers_mentored",
        "enterprises_mentoring",
        "mentee_satisfaction",
        "mentor_satisfaction",
    ],
)
def test_figure_has_a_value_each_year_and_grows(indicator: str, loaded: Loaded) -> None:
    found = by_year(loaded.demonstration.figures(), indicator)

    assert list(found) == list(SCHOOL_YEARS)
    assert None not in [one.value for one in found.values()]
    assert found[2020].numerator < found[2024].numerator
    assert (found[2024].value or 0) > 20


def test_figures_are_the_same_when_asked_again(loaded: Loaded) -> None:
    assert loaded.demonstration.figures() == loaded.demonstration.figures()


def test_register_is_shorter_as_of_the_past(loaded: Loaded) -> None:
    now, then = loaded.demonstration.mentees(None), loaded.demonstration.mentees(LOOK_BACK)

    assert 0 < then.count < now.count
    assert all(line.named for line in now.first)


def test_child_of_school_and_centre_is_one_person(loaded: Loaded) -> None:
    *_, centre = loaded.demonstration.plan.institutions
    with psycopg.connect(loaded.database.admin_url) as connection:
        people, known, conflicting = connection.execute(
            "SELECT count(*), count(*) FILTER (WHERE EXISTS (SELECT FROM reg.participant o"
            " WHERE o.person = p.person AND o.tenant_id <> p.tenant_id AND o.known_to IS NULL)),"
            " count(*) FILTER (WHERE p.known_birth_year IS NOT NULL)"
            " FROM reg.participant p"
            " WHERE p.tenant_id = %s AND p.known_to IS NULL AND p.birth_year > 2000",
            (centre,),
        ).fetchone() or (0, 0, 0)

    assert people == known > 0
    assert 0 < conflicting < people


def test_history_speaks_of_the_example(loaded: Loaded) -> None:
    person = loaded.demonstration.person()
    lines = loaded.demonstration.history(person)

    assert lines[0].topic == "participant.registered"
    assert len(lines) > 10
    who = {line.who for line in lines}
    assert who == {"Школьный куратор, Верхнеольховская СШ", "Муниципальный куратор"}


def test_accounts_stay_and_tokens_are_good_on_every_start(loaded: Loaded) -> None:
    accounts = loaded.application.accounts
    first = [accounts.resolve(one.token) for one in loaded.demonstration.sign_in()]
    again = Demonstration(loaded.application, loaded.database.owner_url, DISTRICT)
    second = [accounts.resolve(one.token) for one in again.sign_in()]

    assert None not in first
    assert first == second
    assert len({holder.role for holder in first if holder}) == len(first)


def test_interrupted_load_continues_to_the_same_end(
    server: EmbeddedPostgres, template: str
) -> None:
    seen = []
    for breaks_off in (False, True):
        with copy_of(server, template) as database:
            application = build(database.app_url, MASTER)
            demonstration = Demonstration(application, database.owner_url, SMALL)
            for tenth in (3, 5, 8) if breaks_off else ():
                with pytest.raises(Stopped):
                    demonstration.load(_stopping(demonstration.plan.commands * tenth // 10))
                assert 0 < demonstration.events < demonstration.plan.commands
                assert not demonstration.is_loaded
            demonstration.load(nothing)
            seen.append((clocks(database), demonstration.figures()))
            application.close()

    assert seen[0] == seen[1]


def test_plan_that_breaks_a_rule_is_reported(
    application: Application, database: TestDatabase
) -> None:
    demonstration = Demonstration(application, database.owner_url, SMALL)
    plan = demonstration.plan
    broken = msgspec.structs.replace(
        plan, schools=[plan.schools[0][::-1][:1]], centre=[], closing=[], evenings=[]
    )

    with pytest.raises(LoadError, match="Запись не найдена"):
        load(application, broken, nothing, Followed, Followed)
