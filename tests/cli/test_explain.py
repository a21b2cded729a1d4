"""``explain``: who is counted and who is not, as the district and as a school read it."""

from datetime import date
from typing import Any

from domain.school import MergeSchool
from service.bootstrap import Application
from tests.cli.conftest import Run, read_json
from tests.support.district import REASON, District

ASKED = ("explain", "--year", "2020", "--indicator", "children_mentored")


def test_figure_is_explained_with_names_to_the_school_only(
    nastavnik: Run, application: Application
) -> None:
    district = District(application, clock="2020-01-09")
    district.clock = "2020-10-05"
    for code, born in (("01", 2008), ("02", 2015)):
        school = district.school(code)
        mentor = district.participant(school, f"Наставник{code}")
        mentee = district.participant(school, f"Скрытная{code}", born=born)
        district.pair(school, mentor, [mentee], "2020-10-01")

    whole = nastavnik(*ASKED)
    own = nastavnik(*ASKED, "--school", "01").stdout
    found = read_json(nastavnik(*ASKED, "--outcome", "not_counted", "--json"))
    before = read_json(nastavnik(*ASKED, "--as-of", "2020-10-04", "--json"))

    assert whole.exit_code == 0
    assert "Скрытная" not in whole.stdout
    assert "1 из" in whole.stdout
    assert "Скрытная01" in own
    assert "Скрытная02" not in own
    assert "01.10.2020" in own
    assert "№ " in own
    assert found["figure"]["numerator"] == 1
    assert [one["reason"] for one in found["items"]] == ["outside_age"]
    assert (before["figure"]["numerator"], before["items"]) == (0, [])


def test_what_is_no_figure_is_refused(nastavnik: Run, application: Application) -> None:
    District(application).school("01")
    enterprises = ("explain", "--year", "2020", "--indicator", "enterprises_mentoring")

    assert nastavnik(*enterprises).exit_code == 0
    assert nastavnik(*enterprises, "--school", "01").exit_code == 1
    assert nastavnik("explain", "--year", "2020", "--indicator", "unknown").exit_code == 2


def test_a_day_and_a_tree_are_asked_of(nastavnik: Run, application: Application) -> None:
    district = District(application)
    people = {}
    for code in ("01", "02"):
        school = district.school(code)
        mentor = district.participant(school, f"Наставник{code}")
        people[code] = district.participant(school, f"Ученик{code}", born=2008)
        district.pair(school, mentor, [people[code]], "2020-10-01")
    merge = MergeSchool(
        successor=district.schools["02"], effective_on=date(2020, 12, 31), reason=REASON
    )
    district.record(merge, target=district.schools["01"])

    def counted(*more: str) -> int:
        figures: Any = read_json(nastavnik("figures", "--year", "2020", "--json", *more))
        number: int = figures[0]["numerator"]
        return number

    assert (counted("--on", "2020-09-30"), counted("--on", "2020-10-01")) == (0, 2)
    assert (counted("--school", "02"), counted("--school", "02", "--tree", "now")) == (1, 2)
    explained: Any = read_json(nastavnik(*ASKED, "--on", "2020-09-30", "--json"))
    assert explained["figure"]["numerator"] == 0
    history = ("history", str(people["01"]), "--school", "01", "--json")
    told: Any = read_json(nastavnik(*history))
    before: Any = read_json(nastavnik(*history, "--on", "2020-09-30"))
    topics = [line["topic"] for line in told]
    assert [line["topic"] for line in before] == topics[:2]
    assert len(topics) > 2
    assert nastavnik("figures", "--on", "вчера").exit_code == 2
