"""What ``history`` and ``explain`` show is written down like every other read."""

from __future__ import annotations

import psycopg

from adapters.postgres.read_log import ReadRow, ReadWanted, list_reads
from adapters.postgres.transaction import Transaction
from service.access import CONSOLE, CONSOLE_TITLE
from service.bootstrap import Application
from tests.cli.conftest import Run
from tests.plugins.postgres import TestDatabase
from tests.support.district import District


def _reads(district: District) -> list[ReadRow]:
    tenants = (district.id, *district.schools.values())
    with district.application.database.reading(tenants) as connection:
        return list_reads(Transaction(connection), ReadWanted(tenants=tenants), 100, None)


def test_the_command_line_leaves_a_line_of_whom_it_named(
    nastavnik: Run, application: Application, database: TestDatabase
) -> None:
    district = District(application, clock="2020-10-05")
    schools = [district.school(code) for code in ("01", "02")]
    people = []
    for school in schools:
        mentor = district.participant(school, "Наставник")
        mentee = district.participant(school, "Скрытная", born=2008)
        district.pair(school, mentor, [mentee], "2020-10-01")
        people.append(mentee)
    person, (one, _) = str(people[0]), schools
    explain = ("explain", "--year", "2020", "--indicator", "children_mentored")

    assert nastavnik("history", person).exit_code == 0
    assert nastavnik(*explain).exit_code == 0
    assert _reads(district) == []

    assert "Скрытная" in nastavnik("history", person, "--school", "01").stdout
    assert "Скрытная" in nastavnik(*explain, "--school", "01", "--as-of", "2020-10-06").stdout
    explained, told = _reads(district)
    assert (told.operation, explained.operation) == ("nastavnik history", "nastavnik explain")
    for row in (told, explained):
        assert (row.account_id, row.title) == (CONSOLE, CONSOLE_TITLE)
        assert (row.tenant_id, row.asker) == (one, one)
        assert people[0] in row.persons
    assert (told.as_of, explained.as_of is None) == (None, False)

    with psycopg.connect(database.owner_url, autocommit=True) as connection:
        connection.execute("ALTER TABLE audit.read ADD CHECK (title = '') NOT VALID")
    for command in (("history", person), explain):
        failed = nastavnik(*command, "--school", "01")
        assert failed.exit_code != 0
        assert "Скрытная" not in failed.output


def test_a_difference_leaves_a_line_of_whom_it_shows(
    nastavnik: Run, application: Application
) -> None:
    district = District(application, clock="2020-10-05")
    school = district.school("01")
    person = district.participant(school, "Скрытная", born=2008)
    diff = ("diff", "participant", "--from", "2020-10-01", "--csv")

    assert "Скрытная" not in nastavnik(*diff).stdout
    assert _reads(district) == []
    assert "Скрытная" in nastavnik(*diff, "--school", "01").stdout
    (row,) = _reads(district)
    assert (row.operation, row.tenant_id, row.persons) == ("nastavnik diff", school, (person,))


def test_what_was_kept_for_its_time_goes_with_the_next_round(
    nastavnik: Run, application: Application, database: TestDatabase
) -> None:
    district = District(application, clock="2020-10-05")
    school = district.school("01")
    person = str(district.participant(school, "Скрытная", born=2008))
    for days in (200, 400):
        assert nastavnik("history", person, "--school", "01").exit_code == 0
        with psycopg.connect(database.admin_url, autocommit=True) as connection:
            connection.execute(
                "UPDATE audit.read SET read_at = read_at - %s * interval '1 day'", (days,)
            )

    assert nastavnik("follow").exit_code == 0
    assert len(_reads(district)) == 2
    kept = nastavnik("follow", NASTAVNIK_READ_LOG_DAYS="500")
    assert kept.exit_code == 0
    assert len(_reads(district)) == 1
    assert nastavnik("follow", NASTAVNIK_READ_LOG_DAYS="365").exit_code == 2
