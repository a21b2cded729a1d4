"""Both clocks of every read there is, asked of the table of reads: none can be forgotten."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta
from email.utils import format_datetime
from typing import Any
from uuid import uuid4

import msgspec
import pytest

from domain.erasure import RequestErasure
from domain.participant import EnterBase
from domain.work_calendar import AdoptCalendar
from projections.lists import LISTS
from projections.query import Cut, Question
from projections.register_list import One, RegisterList
from service.access import RIGHTS
from service.api.asking import Cursors
from service.api.read import Asked, Read
from service.api.read_handlers import NOT_OF_A_DAY
from service.api.reads import READS
from service.bootstrap import Application
from service.refusals import NotYetExisting
from tests.plugins.api import Api, Caller
from tests.support import surveys
from tests.support.awards import busy_awards
from tests.support.consents import live_consents
from tests.support.district import District
from tests.support.mentors import admit, teaches
from tests.support.publications import busy_publications
from tests.support.seminars import busy_seminars

BEFORE_ALL = datetime(2018, 1, 1, tzinfo=UTC)
BEFORE_EVERY_FACT = date(1900, 1, 1)
EMPTY_TODAY = {"young-teachers", "renewals", "person-links"}
"""Lists that the district of these tests has no lines for, or whose lines have ended since."""

ALL_READS = pytest.mark.parametrize("read", READS, ids=lambda read: read.operation)
WHOLE = Cut(limit=1000)


def of_a_day(read: Read) -> bool:
    return "on" in read.query.__struct_fields__


def caller_of(api: Api, read: Read) -> Caller:
    """Return the curator who may ask, of the district where either may."""
    may = read.action in RIGHTS["district_curator"].actions
    return api.district() if may else api.curator()


def address_of(read: Read) -> str:
    """Return an address of the read with its required parameters, where nothing stands."""
    path = read.path.replace("{year:int}", "2024").replace("{number:int}", "1")
    path = re.sub(r"{\w+:uuid}", lambda _: str(uuid4()), path)
    path = re.sub(r"{\w+:\w+}", "children_mentored", path)
    years = "year" in read.query.__struct_fields__ and read.operation == "getFigures"
    since = "since" in read.query.__struct_fields__
    return f"{path}?{'year=2024&' if years else ''}{'from=2019-01-01&' if since else ''}"


@ALL_READS
def test_the_future_is_refused_by_every_read(read: Read, shared_api: Api) -> None:
    tomorrow = datetime.now(UTC) + timedelta(days=2)
    caller, address = caller_of(shared_api, read), address_of(read)
    header = {"Accept_Datetime": format_datetime(tomorrow, usegmt=True)}

    for refused in (
        caller.get(f"{address}as_of={tomorrow.date()}"),
        caller.get(address, **header),
    ):
        assert (refused.status_code, refused.json()["code"]) == (422, "as_of_in_the_future")


@ALL_READS
def test_every_read_is_asked_of_the_end_of_a_day_in_the_district(
    read: Read, shared_api: Api
) -> None:
    caller, address = caller_of(shared_api, read), address_of(read)
    end = datetime(2020, 1, 1, 20, 59, 59, tzinfo=UTC)

    for answer in (
        caller.get(f"{address}as_of=2020-01-01"),
        caller.get(address, Accept_Datetime=format_datetime(end, usegmt=True)),
    ):
        if answer.status_code == 404:
            assert answer.json()["code"] in {"not_found", "not_yet_existing"}
        else:
            assert answer.status_code == 200
            assert answer.headers["memento-datetime"] == format_datetime(end, usegmt=True)
            assert "as_of=2020-01-01T20%3A59%3A59" in answer.headers["content-location"]
    missing = caller.get(f"{address}as_of=2020-01-01").status_code == 404
    assert missing == (read.single or "{" in read.path)


@ALL_READS
def test_no_read_ignores_the_day_it_is_asked_of(read: Read, shared_api: Api) -> None:
    caller = caller_of(shared_api, read)

    answer = caller.get(f"{address_of(read)}on=2024-09-02")

    if of_a_day(read):
        assert answer.status_code in {200, 404}
    else:
        faults = [(one["parameter"], one["code"]) for one in answer.json()["errors"]]
        assert (answer.status_code, faults) == (400, [("on", "no_day")])


@ALL_READS
def test_the_description_says_whether_a_day_is_asked_of(read: Read, shared_api: Api) -> None:
    paths = shared_api.anybody().get("/openapi.json").json()["paths"]
    (operation,) = (
        item["get"]
        for item in paths.values()
        if item.get("get", {}).get("operationId") == read.operation
    )
    names = {(one["in"], one["name"]) for one in operation["parameters"]}

    assert {("query", "as_of"), ("header", "Accept-Datetime")} <= names
    assert (("query", "on") in names) == of_a_day(read)
    assert (NOT_OF_A_DAY in operation["description"]) != of_a_day(read)


@pytest.fixture
def full(application: Application) -> District:
    """Two schools with something in every list."""
    district = District(application, clock="2020-10-01")
    surveys.adopt(district)
    enterprise = district.enterprise("7707083893", "2020-01-01")
    for code in ("01", "02"):
        school = district.school(code)
        mentor = district.participant(school, f"Наставников{code}")
        mentee = district.participant(school, "Ученикова", born=2010)
        other = district.participant(school, "Учеников", born=2011)
        undecided = district.participant(school, "Нерешённый", born=2011)
        district.record(EnterBase(role="mentee"), school, mentee)
        district.record(EnterBase(role="mentor"), school, mentor)
        admit(district, school, mentor, "2020-09-01")
        teaches(district, school, mentor, "2020-09-01")
        pair = district.pair(school, mentor, [mentee, other], "2020-09-10")
        district.set_enterprise(school, pair, enterprise, "2020-09-15")
        district.clock = "2020-11-01"
        surveys.busy_surveys(district, school, [mentee, other])
        district.clock = "2020-12-01"
        district.withdraw(school, mentee, "2020-11-15")
        district.withdraw(school, undecided, "2020-11-16")
        live_consents(district, school, mentee, other)
        district.clock = "2020-10-01"
    district.record(AdoptCalendar(year=2020, working=(date(2020, 2, 20),)))
    district.target("children_mentored", 2020, "10")
    district.base_count("children", 2020, 100, day="2020-09-01")
    busy_awards(district)
    busy_seminars(district)
    busy_publications(district)
    gone = district.participant(district.schools["01"], "Уничтожаев")
    district.record(RequestErasure(ground="left"), district.schools["01"], gone)
    return district


def lines_of(application: Application, register: RegisterList, question: Question) -> list[Any]:
    with application.reading.transaction(question) as reader:
        items: list[Any] = register.fetch(reader, question, register.filter(), WHOLE).items
    return items


def test_every_list_knows_nothing_before_the_district_and_is_true_of_no_day_before_its_facts(
    full: District, application: Application
) -> None:
    now = full.question()
    then, before = (
        msgspec.structs.replace(now, as_of=BEFORE_ALL),
        msgspec.structs.replace(now, on=BEFORE_EVERY_FACT),
    )
    reads = {read.path: read for read in READS}
    for register in LISTS:
        assert lines_of(application, register, now) or register.name in EMPTY_TODAY, register.name
        assert lines_of(application, register, then) == [], register.name
        if of_a_day(reads[f"/{register.name}"]):
            assert lines_of(application, register, before) == [], register.name


def test_every_record_is_not_yet_existing_before_it_was_recorded(
    full: District, application: Application
) -> None:
    question = full.question()
    reads = {read.operation: read for read in READS}
    reads |= {f"list:{read.path[1:]}": read for read in READS}
    for register in LISTS:
        lines = lines_of(application, register, question)
        for one in (register.one, register.all_of):
            if one is None or not lines:
                continue
            read = reads[one.operation]
            # A single line is asked of a day exactly if the list is.
            assert of_a_day(read) == of_a_day(reads[f"list:{register.name}"])
            _answers(application, read, asked_for(one, lines[0]), question)
            past = msgspec.structs.replace(question, as_of=BEFORE_ALL)
            with pytest.raises(NotYetExisting):
                _answers(application, read, asked_for(one, lines[0]), past)


def asked_for(one: One, line: msgspec.Struct) -> tuple[dict[str, Any], Any]:
    """Return the parameters of the address of ``line``, and its institution."""
    names = re.findall(r"{(\w+):", one.path)
    return {name: getattr(line, name) for name in names}, getattr(line, "school", None)


def _answers(
    application: Application, read: Read, asked_of: tuple[dict[str, Any], Any], question: Question
) -> None:
    path, school = asked_of
    if school is not None:
        question = msgspec.structs.replace(question, tenants=(school,))
    cursors = Cursors(application.vault.mac, question.asker, read.path)
    query = msgspec.convert({}, read.query)
    links, read_log = application.links, application.read_log
    asked = Asked(path, query, question, application.reading, cursors, links, read_log)
    assert read.fetch(asked).body is not None


def test_neither_an_explanation_nor_a_surveys_links_exist_before_they_were_recorded(
    full: District, application: Application
) -> None:
    school = full.schools["01"]
    question = full.question(school, asker=school)
    (survey, *_) = lines_of(application, _list("surveys"), question)
    paths: dict[str, dict[str, Any]] = {
        "getSurveyLinks": {"survey": survey.survey},
        "explainFigure": {"indicator": "children_mentored", "year": 2020},
        "getHistory": {"person": lines_of(application, _list("mentees"), question)[0].person},
        "getParticipant": {"person": lines_of(application, _list("mentors"), question)[0].person},
        "getDistrict": {},
        "getBaseCount": {"kind": "children", "year": 2020, "whose": "district"},
    }
    past = msgspec.structs.replace(question, as_of=BEFORE_ALL)
    for read in READS:
        if read.operation in paths:
            path = paths.pop(read.operation)
            _answers(application, read, (path, None), question)
            with pytest.raises(NotYetExisting):
                _answers(application, read, (path, None), past)
    assert not paths


def _list(name: str) -> RegisterList:
    return next(register for register in LISTS if register.name == name)
