"""``nastavnik erase``."""

from __future__ import annotations

from uuid import uuid4

import pytest

from service import erasing
from service.bootstrap import Application
from tests.cli.conftest import Run, read_json
from tests.store.logs import events_of
from tests.support.district import District


def test_a_person_is_erased_at_once(nastavnik: Run, application: Application) -> None:
    district = District(application)
    school = district.school("01")
    person = district.participant(school, "Ёжикова", born=2010)
    erase = ("erase", "--school", "01", "--ground", "left", str(person))

    line = read_json(nastavnik(*erase, "--json"))
    again = nastavnik(*erase)

    assert (line["person"], line["ground"]) == (str(person), "left")
    assert line["completed_on"] is not None
    assert again.stdout.strip() == f"Персональные данные уничтожены, акт № {line['act']}."
    assert len([one for one in events_of(application, school) if "erasure" in one.event.TOPIC]) == 2


def test_an_erasure_that_died_is_finished(
    nastavnik: Run, application: Application, monkeypatch: pytest.MonkeyPatch
) -> None:
    district = District(application)
    school = district.school("01")
    person = district.participant(school, "Ёжикова", born=2010)
    erase = ("erase", "--school", "01", "--ground", "left", str(person))
    with monkeypatch.context() as patch:
        patch.setattr(erasing, "scrub", lambda *_: 1 / 0)
        assert nastavnik(*erase).exit_code == 1

    assert nastavnik(*erase).exit_code == 0


def test_who_cannot_be_erased_stays(nastavnik: Run, application: Application) -> None:
    district = District(application)
    school = district.school("01")
    mentor = district.participant(school, "Наставников")
    mentee = district.participant(school, "Ёжикова", born=2010)
    district.pair(school, mentor, [mentee], "2024-09-10")

    for person, told in ((mentee, "состоит в паре"), (uuid4(), "не найдена")):
        refused = nastavnik("erase", "--school", "01", "--ground", "left", str(person))
        assert refused.exit_code == 1
        assert told in refused.stderr
