"""Another tenant's ids: 404 at every route that takes one, whoever asks."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from service.access import RIGHTS, Action, Role
from service.api.commands import COMMANDS
from service.api.commands.route import CommandRoute
from service.api.reads import READS
from tests.plugins.api import PERSON, SEMINAR, Api, Caller, consent
from tests.support.award_requests import NOMINATION, make_mentor, make_nomination
from tests.support.survey_requests import QUESTIONNAIRE, SURVEY

Ids = dict[str, str]

BODIES: dict[str, dict[str, Any]] = {
    "correctRegistration": PERSON | {"corrects": 1},
    "strikeParticipantFact": {"corrects": 1},
    "strikeConsentFact": {"corrects": 1, "purpose": "processing"},
    "correctProposal": {
        "corrects": 1,
        "mentor": str(uuid4()),
        "mentees": [str(uuid4())],
        "form": "pupil_pupil",
    },
    "strikePairFact": {"corrects": 1},
    "startEmployment": {"kind": "school", "position_group": "teacher"},
    "endEmployment": {"number": 1},
    "recordExperience": {"experience_from": "2022-09-01"},
    "strikeEmploymentFact": {"corrects": 1},
    "recordClearance": {"document": "справка № 7"},
    "revokeClearance": {"number": 1},
    "strikeClearanceFact": {"corrects": 1},
    "recordLabourAgreement": {"document": "соглашение № 3"},
    "endLabourAgreement": {"number": 1, "ended_by": "worker"},
    "strikeLabourAgreementFact": {"corrects": 1},
    "recordSupervision": {"finding": "по плану"},
    "strikeSupervisionFact": {"corrects": 1},
    "recordResidence": {"lives_in_district": True},
    "enterBase": {"role": "mentee"},
    "changeBaseStatus": {"role": "mentee", "status": "trained"},
    "leaveBase": {"role": "mentee"},
    "giveConsent": consent(),
    "withdrawConsent": {"purpose": "processing", "number": 1, "withdrawn_by": "self"},
    "findConsentInvalid": {"purpose": "processing", "number": 1, "finding": "нет подписи"},
    "askConsent": {"purpose": "processing", "how": "personally"},
    "refuseConsent": {"purpose": "processing", "refused_by": "self"},
    "checkConsent": {"purpose": "processing", "number": 1, "finding": "valid"},
    "takeConsentDecision": {"purpose": "processing", "number": 1, "decision": "destroy"},
    "strikeConsentDecision": {"corrects": 1, "purpose": "publication", "number": 1},
    "demandStop": {"demanded_by": "self"},
    "extendStopTerm": {"number": 1, "why": "запрошен архив"},
    "strikeStopDemandFact": {"corrects": 1},
    "strikeConsentCheck": {"corrects": 1, "purpose": "processing", "number": 1},
    "strikeReminder": {"corrects": 1, "kind": "decision", "cause": 1},
    "requestErasure": {"ground": "left"},
    "approvePair": {"order_number": "1", "order_date": "2024-09-01"},
    "joinPair": {"mentee": str(uuid4())},
    "leavePair": {"mentee": str(uuid4())},
    "setPlan": {"plan": "план"},
    "recordInterimResult": {"result": "итог"},
    "discontinuePair": {"reason": "причина"},
    "annulPair": {"reason": "ошибка"},
    "issueLinks": {"people": [str(uuid4())]},
    "correctOpening": SURVEY | {"corrects": 1},
    "strikeSurveyFact": {"corrects": 1},
    "recordResponse": {"person": str(uuid4()), "answers": [{"item": "overall", "value": 9}]},
    "renameSchool": {"name": "Лицей", "short_name": "Лицей"},
    "mergeSchool": {"successor": str(uuid4())},
    "correctNomination": NOMINATION | {"person": str(uuid4()), "corrects": 1},
    "declineAward": {"reason": "причина"},
    "conferAward": {"order_number": "1", "order_date": "2024-09-01"},
    "revokeAward": {"reason": "причина"},
    "strikeAwardFact": {"corrects": 2},
    "correctAnnouncement": SEMINAR | {"corrects": 1},
    "strikeSeminarFact": {"corrects": 1},
    "rescheduleSeminar": {"held_on": "2024-10-10", "place": "Школа № 1"},
    "attachMaterial": {"title": "Памятка", "link": "https://example.ru/1"},
    "holdSeminar": {"hours": 4},
    "recordAttendance": {"school": str(uuid4()), "attendees": [str(uuid4())]},
    "issueCertificate": {
        "school": str(uuid4()),
        "person": str(uuid4()),
        "certificate_number": "17",
    },
    "cancelSeminar": {"reason": "карантин"},
    "recordSchoolInn": {"inn": "7707083893"},
    "setPairEnterprise": {"enterprise": None},
}
"""The least each command with an id in its address takes; the others take an empty body."""

PAPERS = {
    "employment": "startEmployment",
    "experience": "recordExperience",
    "clearances": "recordClearance",
    "labour-agreements": "recordLabourAgreement",
    "supervision": "recordSupervision",
    "stop-demands": "demandStop",
}
"""What a participant has one record of each, which is read under its own address."""

WRITERS: dict[Action, Role] = {
    "people.write": "school_curator",
    "schools.write": "district_curator",
    "catalogue.write": "district_curator",
    "consents.check": "district_curator",
    "awards.write": "district_curator",
    "seminars.write": "district_curator",
}


@pytest.fixture
def ids(api: Api) -> Ids:
    """What the curator of the first school keeps."""
    curator = api.curator()
    person = curator.make("/participants", PERSON)
    mentor = curator.make("/participants", PERSON | {"birth_date": "1980-05-04"})
    curator.post(f"/participants/{person}/consents", consent())
    for tail, operation in PAPERS.items():
        curator.make(f"/participants/{person}/{tail}", BODIES[operation])
    curator.make(f"/participants/{person}/consent-requests", BODIES["askConsent"])
    look = {"school": str(api.here.schools[0]), "person": person, "purpose": "processing"}
    api.district().make("/district-checks", look | {"number": 1, "finding": "valid"})
    curator.post(f"/participants/{person}/consents", consent(purpose="publication"))
    ended = {"purpose": "publication", "number": 1}
    withdrawal = ended | {"withdrawn_by": "self"}
    curator.post(f"/participants/{person}/consent-withdrawals", withdrawal, version="*")
    decision = ended | {"decision": "destroy"}
    curator.make(f"/participants/{person}/consent-decisions", decision)
    apart = {"school": str(api.here.schools[0])}
    api.district().make(f"/person-links/{person}/split-records", apart)
    pair = curator.make("/pairs", {"mentor": mentor, "mentees": [person], "form": "pupil_pupil"})
    api.district().make("/questionnaires", QUESTIONNAIRE)
    survey = curator.make("/surveys", SURVEY)
    erased = curator.make("/participants", PERSON | {"birth_date": "2012-05-04"})
    curator.make(f"/participants/{erased}/erasure", BODIES["requestErasure"])
    # Made last, so that the follower has not taken the enrolment in and its seminar is as it was.
    make_mentor(api, mentor)
    nomination, (seminar, enrolment) = make_nomination(api, mentor), _enrol(api, mentor)
    return {
        "person": person,
        "erased": erased,
        "pair": pair,
        "survey": survey,
        "school": str(api.here.schools[0]),
        "nomination": nomination,
        "seminar": seminar,
        "enrolment": enrolment,
    }


def _enrol(api: Api, mentor: str) -> tuple[str, str]:
    seminar = api.district().make("/seminars", SEMINAR)
    return seminar, api.curator().make("/enrolments", {"seminar": seminar, "person": mentor})


def _address(path: str, ids: Ids) -> str:
    if path.endswith("/erasure"):
        path = path.replace("{person:uuid}", ids["erased"])
    for name, value in ids.items():
        path = path.replace(f"{{{name}:uuid}}", value)
    path = path.replace("{records_of:str}", ids["school"])
    purpose = "publication" if "consent-decisions" in path else "processing"
    return path.replace("{purpose:str}", purpose).replace("{number:int}", "1")


def _body(route: CommandRoute, ids: Ids) -> dict[str, Any]:
    """Return the least the command takes; it has to agree with the address."""
    body = BODIES.get(route.operation, {})
    named = route.command.__struct_fields__
    return body | {name: ids[name] for name in ids if name in named and name not in body}


def _strangers(api: Api, role: Role) -> list[Caller]:
    """Return who works in another district, and who works in another school of this one."""
    strangers = [api.stranger(role)]
    return strangers if role == "district_curator" else [*strangers, api.role(role, _second(api))]


def _second(api: Api) -> UUID:
    return api.here.schools[1]


def test_a_strangers_command_finds_nothing_and_changes_nothing(api: Api, ids: Ids) -> None:
    routes = [route for route in COMMANDS if ":uuid" in route.path]
    assert len(routes) > 20
    for route in routes:
        for caller in _strangers(api, WRITERS[route.action]):
            path = _address(route.path, ids)
            answer = caller.send(route.method, path, _body(route, ids), version=1)
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), path
    assert api.curator().get(f"/participants/{ids['person']}").headers["etag"] == '"1"'
    assert api.curator().get(f"/pairs/{ids['pair']}").headers["etag"] == '"1"'
    assert api.curator().get(f"/surveys/{ids['survey']}").headers["etag"] == '"1"'
    assert api.district().get(f"/schools/{ids['school']}").headers["etag"] == '"1"'
    assert api.curator().get(f"/nominations/{ids['nomination']}").headers["etag"] == '"1"'
    award = f"/awards/{ids['school']}/{ids['nomination']}"
    assert api.district().get(award).headers["etag"] == '"1"'
    assert api.district().get(f"/seminars/{ids['seminar']}").headers["etag"] == '"1"'
    assert api.curator().get(f"/enrolments/{ids['enrolment']}").headers["etag"] == '"1"'


def test_the_same_addresses_answer_their_own(api: Api, ids: Ids) -> None:
    for read in READS:
        if ":uuid" in read.path:
            assert api.curator().get(_address(read.path, ids)).status_code == 200, read.path


def test_a_strangers_question_finds_nothing(api: Api, ids: Ids) -> None:
    reads = [read for read in READS if ":uuid" in read.path]
    for read in reads:
        callers = [api.stranger("school_curator")]
        if read.action in RIGHTS["district_curator"].actions:
            callers.append(api.stranger("district_curator"))
        if read.personal:
            callers.append(api.curator(1))
        for caller in callers:
            answer = caller.get(_address(read.path, ids))
            assert (answer.status_code, answer.json()["code"]) == (404, "not_found"), read.path


def test_a_strangers_list_is_empty(api: Api, ids: Ids) -> None:
    api.curator().post(f"/participants/{ids['person']}/bases", {"role": "mentee"}, version=1)
    lists = (
        "mentees",
        "pairs",
        "consents",
        "surveys",
        "nominations",
        "awards",
        "enrolments",
        *PAPERS,
    )
    for path in (f"/{name}" for name in lists):
        assert len(api.curator().get(path).json()["items"]) > 0
        for caller in (api.curator(1), api.stranger("district_curator")):
            assert caller.get(path).json()["items"] == []


def test_a_school_out_of_reach_is_not_found(api: Api) -> None:
    own, other = (str(school) for school in api.here.schools)
    far = str(api.elsewhere.schools[0])
    for path in (
        "/mentees",
        "/mentors",
        "/pairs",
        "/consents",
        "/awards",
        "/seminar-participants",
        "/base-counts",
    ):
        assert api.curator().get(f"{path}?school={own}").status_code == 200
        assert api.curator().get(f"{path}?school={other}").status_code == 404
        assert api.district().get(f"{path}?school={other}").status_code == 200
        for unknown in (far, str(uuid4()), str(api.here.district)):
            assert api.district().get(f"{path}?school={unknown}").status_code == 404


def test_a_cursor_of_another_tenant_is_no_cursor(api: Api) -> None:
    for n in range(3):
        person = api.curator().make("/participants", PERSON | {"birth_date": f"2011-05-0{n + 1}"})
        api.curator().post(f"/participants/{person}/bases", {"role": "mentee"}, version=1)
    cursor = api.curator().get("/mentees?limit=1").json()["next_cursor"]
    for caller, path in (
        (api.curator(1), "/mentees"),
        (api.district(), "/mentees"),
        (api.curator(), "/mentors"),
    ):
        refused = caller.get(f"{path}?cursor={cursor}")
        assert (refused.status_code, refused.json()["code"]) == (400, "bad_cursor")
