"""``figures --verify``: every published figure counted again."""

from __future__ import annotations

import psycopg

from service.bootstrap import Application
from tests.cli.conftest import read_json, runner
from tests.plugins.postgres import TestDatabase
from tests.support.district import District
from tests.support.publications import CHILDREN, publish


def test_published_figures_are_verified_from_the_command_line(
    application: Application, database: TestDatabase
) -> None:
    district = District(application)
    school = district.school("01")
    mentor = district.participant(school, "Наставников")
    mentee = district.participant(school, "Ученикова", born=2010)
    district.pair(school, mentor, [mentee], "2020-10-01")
    publish(district, 1, **CHILDREN)
    nastavnik = runner(database)

    (verified,) = read_json(nastavnik("figures", "--verify", "--json"))
    assert (verified["equal"], verified["differs"]) == (True, [])
    assert "совпадает" in nastavnik("figures", "--verify").stdout
    with psycopg.connect(database.admin_url, autocommit=True) as connection:
        connection.execute("UPDATE reg.pair SET days = '{}'")
    changed = nastavnik("figures", "--verify")

    assert changed.exit_code == 1
    assert "расходится: numerator" in changed.stdout
