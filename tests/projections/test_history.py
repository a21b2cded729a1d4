"""What a curator reads of a participant: what, who, when recorded, from which day, which event."""

from __future__ import annotations

from datetime import UTC, datetime
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.participant import RecordResidence
from projections.history import HistoryLine
from service.bootstrap import Application
from service.reading import UNKNOWN_ACCOUNT
from tests.support.district import District


@pytest.fixture
def history_district(application: Application) -> tuple[District, UUID, UUID]:
    """Two schools, one child in both of them, in a pair only in the first."""
    district = District(application, clock="2020-10-01")
    one, other = district.school("01"), district.school("02")
    mentor = district.participant(one, "Наставников")
    child = district.participant(one, "Ученикова", born=2010)
    assert child == district.participant(other, "Ученикова", born=2010, consent=None)
    district.pair(one, mentor, [child], "2020-09-10")
    district.clock = "2020-12-01"
    district.withdraw(one, child, "2020-11-15")
    return district, one, child


def texts(lines: list[HistoryLine]) -> list[str]:
    return [line.text for line in lines]


def test_history_tells_everything_in_the_order_it_was_recorded(
    history_district: tuple[District, UUID, UUID], application: Application
) -> None:
    district, school, child = history_district

    lines = application.reading.history(district.question(school, asker=school), child)

    assert [line.topic for line in lines] == [
        "participant.registered",
        "consent.given",
        "pair.proposed",
        "pair.approved",
        "pair.started",
        "pair.meeting_held",
        "consent.withdrawn",
    ]
    assert "Участник зарегистрирован: Ученикова Участник, дата рождения 01.03.2010" in lines[0].text
    assert lines[2].text.startswith("Предложена пара, участник – наставляемый, форма pupil_pupil")
    assert lines[-1].text.startswith("Согласие № 1 на обработку данных отозвано представителем")
    assert lines[-1].effective_on.isoformat() == "2020-11-15"
    assert datetime(2020, 12, 1, 12, tzinfo=UTC) <= lines[-1].recorded_at
    assert [line.position for line in lines] == sorted(line.position for line in lines)


def test_history_as_of_a_moment_ends_with_what_was_known_then(
    history_district: tuple[District, UUID, UUID], application: Application
) -> None:
    district, school, child = history_district
    question = district.question(school, asker=school, as_of=datetime(2020, 11, 30, tzinfo=UTC))

    lines = application.reading.history(question, child)

    assert lines[-1].topic == "pair.meeting_held"


def test_district_reads_both_schools_but_no_personal_data_without_consent(
    history_district: tuple[District, UUID, UUID], application: Application
) -> None:
    district, _, child = history_district

    lines = application.reading.history(district.question(), child)

    assert set(district.schools.values()) == {line.school for line in lines}
    assert not [text for text in texts(lines) if "Ученикова" in text or "2010 " in text]
    assert "Участник зарегистрирован, год рождения 2010" in lines[0].text


def test_one_school_reads_nothing_of_the_other(
    history_district: tuple[District, UUID, UUID], application: Application
) -> None:
    district, _, child = history_district
    other = district.schools["02"]

    lines = application.reading.history(district.question(other, asker=other), child)

    assert {other} == {line.school for line in lines}
    assert len(lines) == 1


def test_who_recorded_it_is_the_account_or_says_that_it_is_gone(
    history_district: tuple[District, UUID, UUID], application: Application
) -> None:
    district, school, child = history_district
    question = district.question(school, asker=school)
    assert {UNKNOWN_ACCOUNT} == {line.who for line in application.reading.history(question, child)}
    account = application.accounts.create(school, "curator", "Школьный куратор", "school_curator")
    command = RecordResidence(lives_in_district=True)
    submission = district.submission(command, school, child)
    district.execute([msgspec.structs.replace(submission, actor=account)])

    assert application.reading.history(question, child)[-1].who == "Школьный куратор"


def test_somebody_never_recorded_has_no_history(
    history_district: tuple[District, UUID, UUID], application: Application
) -> None:
    district, school, _ = history_district

    assert application.reading.history(district.question(school, asker=school), uuid4()) == []
