"""``nastavnik school take-over``."""

from __future__ import annotations

from datetime import date

from domain.school import MergeSchool
from service.bootstrap import Application
from tests.cli.conftest import Run, read_json
from tests.support.district import District


def test_a_merged_school_is_handed_over_once(nastavnik: Run, application: Application) -> None:
    district = District(application)
    old, new = district.school("01"), district.school("02")
    mentor, mentee = district.participant(old, "Н"), district.participant(old, "У", born=2010)
    district.pair(old, mentor, [mentee], "2020-10-01")
    take_over = ("school", "take-over", "01")

    too_early = nastavnik(*take_over)
    district.record(MergeSchool(successor=new, effective_on=date(2021, 1, 31)), target=old)
    first = read_json(nastavnik(*take_over, "--json"))
    again = nastavnik(*take_over)

    assert too_early.exit_code == 1
    assert "не присоединено" in too_early.stderr
    assert first == {
        "school": str(old),
        "successor": str(new),
        "participants": 2,
        "consents": 2,
        "pairs": 1,
        "refused": [],
    }
    assert again.exit_code == 0
    assert again.stdout.strip() == "Участников: 2, согласий: 2, пар: 1."
    assert nastavnik("school", "take-over", "99").exit_code == 1


def test_what_the_successor_does_not_take_is_told(nastavnik: Run, application: Application) -> None:
    district = District(application)
    old, new, third = (district.school(code) for code in ("01", "02", "03"))
    mentor, mentee = district.participant(old, "Н"), district.participant(old, "У", born=2010)
    district.pair(old, mentor, [mentee], "2020-10-01")
    day = date(2021, 1, 31)
    district.record(MergeSchool(successor=new, effective_on=day), target=old)
    district.record(MergeSchool(successor=third, effective_on=day), target=new)

    result = nastavnik("school", "take-over", "01")

    assert result.stdout.strip() == "Участников: 0, согласий: 0, пар: 0."
    assert f"Не принято: participant {mentee}, причина institution_closed" in result.stderr
    assert result.exit_code == 1
