"""A decision of the district sees a school's stream, whatever this process knew of it before."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from uuid import UUID

import pytest

from domain.consent_check import RecordConsentCheck
from domain.errors import NotFound
from service.bootstrap import Application, build
from tests.plugins.postgres import MASTER, TestDatabase
from tests.support.district import District


@pytest.fixture
def other_process(database: TestDatabase) -> Iterator[Application]:
    """An application over the same database that knows none of its streams yet."""
    with closing(build(database.app_url, MASTER)) as application:
        yield application


def check(district: District, person: UUID, number: int = 1) -> RecordConsentCheck:
    return RecordConsentCheck(
        school=district.schools["01"],
        person=person,
        purpose="processing",
        number=number,
        finding="valid",
    )


def test_a_process_that_never_read_the_school_finds_its_consent(
    application: Application, other_process: Application
) -> None:
    district = District(application)
    person = district.participant(district.school("01"), "Проверяемов")
    district.application = other_process

    assert district.record(check(district, person)).version == 1


def test_what_another_process_recorded_since_is_seen(
    application: Application, other_process: Application
) -> None:
    district = District(application)
    school = district.school("01")
    person = district.participant(school, "Проверяемов")
    with pytest.raises(NotFound):
        district.record(check(district, person, number=2))
    district.application = other_process
    district.consent(school, person, "2020-01-01")
    district.application = application

    assert district.record(check(district, person, number=2)).version == 1


def test_a_school_of_another_district_is_not_looked_into(application: Application) -> None:
    district, stranger = District(application), District(application)
    person = district.participant(district.school("01"), "Проверяемов")
    command = check(district, person)

    with pytest.raises(NotFound):
        stranger.record(command)
    # Only the district's own decisions look into its schools.
    with pytest.raises(NotFound):
        district.record(command, district.school("02"))
