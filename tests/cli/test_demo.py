from collections.abc import Iterator
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.migrate import migrate
from service.bootstrap import APP_ROLE, BACKUP_ROLE, OWNER_ROLE
from tests.cli.conftest import Run, read_json, runner
from tests.plugins.postgres import copy_of

SMALL = ("--no-serve", "--schools", "2", "--children", "30")


@pytest.fixture(scope="module")
def demo(server: EmbeddedPostgres, template: str) -> Iterator[Run]:
    """Run ``nastavnik`` over a database into which the demonstration is loaded."""
    with copy_of(server, template) as database:
        yield runner(database)


@pytest.fixture(scope="module")
def loaded(demo: Run) -> Any:
    return read_json(demo("demo", *SMALL, "--json"))


@pytest.fixture(scope="module")
def shown(demo: Run, loaded: Any) -> str:
    return demo("demo", *SMALL).stdout


def test_demo_tells_machines_what_it_loaded(loaded: Any) -> None:
    assert set(loaded) == {"events", "schools", "seconds", "figures"}
    assert loaded["schools"] == 3
    assert loaded["seconds"] > 0
    assert set(loaded["figures"][0]) == {
        "indicator",
        "scope",
        "rule_set",
        "year",
        "numerator",
        "denominator",
        "value",
        "target",
        "state",
        "flags",
        "in_words",
        "left_out_for_consent",
        "without_meeting",
        "respondents",
        "anonymous",
        "paper_respondents",
        "paper_satisfied",
    }
    assert [one["year"] for one in loaded["figures"]] == [2020, 2021, 2022, 2023, 2024] * 6
    assert loaded["figures"][0]["target"] == 10
    assert loaded["figures"][1]["target"] is None


def test_second_start_loads_nothing(demo: Run, loaded: Any) -> None:
    second = read_json(demo("demo", *SMALL, "--json"))

    assert second["events"] == loaded["events"] > 0
    assert second["figures"] == loaded["figures"]


@pytest.mark.parametrize(
    "words",
    [
        "Наставляемые 10–19",
        "цель 2024",
        "достигнуто",
        "Опубликовано значений: 32, версий: 33",
        "совпало: 33",
        "вышла исправленная версия",
        "История участника",
        "сегодня: ",
        "на 31.12.2021",
        "    nst_",
    ],
)
def test_demo_shows_figures_history_register_and_tokens(words: str, shown: str) -> None:
    assert words in shown


def test_figures_are_asked_by_year_school_and_moment(demo: Run, loaded: Any) -> None:
    asked = ("figures", "--year", "2020", "--json")
    now = read_json(demo(*asked))
    then = read_json(demo(*asked, "--as-of", "2020-09-30"))
    of_school = read_json(demo(*asked, "--school", "01"))

    assert now == [one for one in loaded["figures"] if one["year"] == 2020]
    assert then[0]["numerator"] == 0 < now[0]["numerator"]
    assert of_school[0]["denominator"] < now[0]["denominator"]
    assert [one["scope"] for one in now + of_school] == ["district"] * 6 + ["school"] * 5
    assert read_json(demo("figures", "--json")) == loaded["figures"]


def test_figures_are_a_table_for_people(demo: Run, loaded: Any) -> None:
    table = demo("figures").stdout

    assert all(str(one["year"]) in table for one in loaded["figures"])
    assert "знаменатель на другую дату" in table


def test_everything_published_verifies(demo: Run, loaded: Any) -> None:
    verified = read_json(demo("figures", "--verify", "--json"))

    assert len(verified) == 33
    assert all(one["equal"] for one in verified)
    assert {one["year"] for one in verified} < {one["year"] for one in loaded["figures"]}


def test_history_is_told_as_it_was_known(demo: Run, shown: str) -> None:
    person = str(UUID(shown.split("История участника ")[1].split(maxsplit=1)[0]))
    asked = ("history", person, "--school", "01")
    lines = read_json(demo(*asked, "--json"))
    earlier = read_json(demo(*asked, "--json", "--as-of", "2020-10-31T09:00:00+03:00"))

    assert set(lines[0]) == {
        "school",
        "position",
        "topic",
        "text",
        "who",
        "recorded_at",
        "effective_on",
        "version",
        "corrects",
        "struck",
        "restates",
        "shows",
        "destroyed",
    }
    assert earlier
    assert lines[: len(earlier)] == earlier
    assert len(earlier) < len(lines)
    assert "Участник зарегистрирован" in demo(*asked).stdout


def test_rebuild_changes_nothing_anyone_sees(demo: Run, loaded: Any) -> None:
    one = read_json(demo("rebuild", "--school", "01", "--json"))
    rebuilt = read_json(demo("rebuild", "--json"))

    assert set(rebuilt) == {"tenants", "events", "seconds"}
    assert (one["tenants"], rebuilt["tenants"]) == (1, 4)
    assert 0 < one["events"] < rebuilt["events"] == loaded["events"]
    assert "Журналов: 4" in demo("rebuild").stdout
    assert read_json(demo("figures", "--json")) == loaded["figures"]


def test_demo_is_not_loaded_into_a_production_database(
    nastavnik: Run, server: EmbeddedPostgres
) -> None:
    name = f"production_{uuid4().hex[:8]}"
    server.create(name, owner=OWNER_ROLE, app=APP_ROLE, backup=BACKUP_ROLE)
    migrate(server.url(OWNER_ROLE, name), APP_ROLE, "production")

    result = nastavnik(
        "demo",
        *SMALL,
        NASTAVNIK_DATABASE_URL=server.url(APP_ROLE, name),
        NASTAVNIK_OWNER_URL=server.url(OWNER_ROLE, name),
    )

    assert result.exit_code == 1
    assert "рабочая база данных" in result.stderr
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


def test_too_few_children_are_an_error_of_usage(nastavnik: Run) -> None:
    result = nastavnik("demo", "--schools", "5", "--children", "40")

    assert result.exit_code == 2
    assert "не меньше десяти" in result.stderr
