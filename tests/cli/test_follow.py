"""``nastavnik follow``: once, by hand."""

from __future__ import annotations

from uuid import UUID

import pytest

from service.bootstrap import Application
from tests.cli.conftest import Run, read_json
from tests.plugins.postgres import TestDatabase
from tests.store.logs import events_of, superuser
from tests.support.awards import add_award_kind, mentor, nominate
from tests.support.district import District

APPENDING = "EXECUTE ON FUNCTION es.append_one"


@pytest.fixture
def district(application: Application) -> UUID:
    """A district whose schools nominated a mentor each and which knows nothing of it yet."""
    district = District(application)
    add_award_kind(district)
    for code in ("01", "02"):
        school = district.school(code)
        person = mentor(district, school, f"Наставников{code}")
        nominate(district, school, person, day="2024-09-20")
    return district.id


def received(application: Application, district: UUID) -> int:
    topics = [one.event.TOPIC for one in events_of(application, district)]
    return topics.count("award.nomination_received")


def test_following_once_takes_over_what_waits(
    nastavnik: Run, application: Application, district: UUID
) -> None:
    first = read_json(nastavnik("follow", "--json"))
    again = nastavnik("follow")

    assert first == {"carried_out": 2, "known": 0, "refused": [], "failed": []}
    assert "Записано: 0" in again.stdout
    assert received(application, district) == 2


def test_what_could_not_be_recorded_is_told_and_waits(
    nastavnik: Run, application: Application, district: UUID, database: TestDatabase
) -> None:
    with superuser(database.admin_url) as connection:
        connection.execute(f"REVOKE {APPENDING} FROM nastavnik_app")
        failed = nastavnik("follow")
        connection.execute(f"GRANT {APPENDING} TO nastavnik_app")

    assert failed.exit_code == 1
    assert failed.stdout.count("Не удалось: журнал ") == 2
    assert "InsufficientPrivilege" in failed.stdout
    assert received(application, district) == 0
    assert read_json(nastavnik("follow", "--json"))["carried_out"] == 2
