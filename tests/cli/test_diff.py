"""``diff``: what a register was and became, as the district and as a school read it."""

from service.bootstrap import Application
from tests.cli.conftest import Run, read_json
from tests.support.district import District


def test_a_register_is_compared_between_two_days(nastavnik: Run, application: Application) -> None:
    district = District(application, clock="2020-01-09")
    district.school("01")
    district.clock = "2020-10-05"
    person = district.participant(district.schools["01"], "Скрытная", born=2008)
    asked = ("diff", "participant", "--from", "2020-10-04")

    own = nastavnik(*asked, "--school", "01", "--csv").stdout
    whole = nastavnik(*asked, "--csv").stdout
    found = read_json(nastavnik(*asked, "--to", "2020-10-05", "--json"))
    nothing = read_json(nastavnik("diff", "participant", "--from", "2020-10-05", "--json"))

    assert own.startswith("\ufeffЖурнал;")
    assert "Скрытная" in own
    assert "Скрытная" not in whole
    assert "скрыто" in whole
    assert [(one["kind"], one["key"]["person"]) for one in found] == [("added", str(person))]
    assert nothing == []
    assert nastavnik(*asked).exit_code == 0


def test_what_cannot_be_compared_is_refused(nastavnik: Run, application: Application) -> None:
    District(application).school("01")
    asked = ("diff", "school", "--from", "2020-10-04", "--to")

    assert nastavnik(*asked, "2020-10-03").exit_code == 1
    assert nastavnik(*asked, "2999-10-03").exit_code == 1
    assert nastavnik("diff", "nothing", "--from", "2020-10-04").exit_code == 2
