"""What is recorded around consents, as lists: requests, refusals, decisions, checks, reminders."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.consent import Asking, Finding, Purpose
from domain.consent_decision import Fate
from domain.ports import Reader
from domain.reminder import ReminderKind
from projections.query import Cut, NameState, Page, Question, name_is_shown, name_state
from projections.register_list import One, RegisterList
from projections.shown import shows


class PersonFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Whose records."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    purpose: Annotated[Purpose | None, msgspec.Meta(title="Цель")] = None


class RequestLine(msgspec.Struct, frozen=True, kw_only=True):
    """A person who was asked for a consent and has not answered yet.

    ``version`` is that of the person's consents for this purpose, of which the request is a part.
    """

    school: UUID
    person: UUID
    state: NameState
    purpose: Purpose
    version: int
    asked_on: date
    how: Asking


class RefusalFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which refusals."""

    purpose: Annotated[Purpose | None, msgspec.Meta(title="Цель")] = None


class RefusalLine(msgspec.Struct, frozen=True, kw_only=True):
    """How many refusals an institution recorded; who refused is not listed."""

    school: UUID
    purpose: Purpose
    refusals: int


class TakenDecisionLine(msgspec.Struct, frozen=True, kw_only=True):
    """What was decided of the data of a person; number 0: after no consent, but say a refusal."""

    school: UUID
    person: UUID
    state: NameState
    purpose: Purpose
    number: int
    version: int
    decision: Fate
    decided_on: date
    kept_until: date | None
    ground: Annotated[str | None, shows("person")]


class DistrictCheckLine(msgspec.Struct, frozen=True, kw_only=True):
    """The district's latest check of one consent of an institution."""

    school: UUID
    person: UUID
    state: NameState
    purpose: Purpose
    number: int
    version: int
    checked_on: date
    finding: Finding
    note: Annotated[str | None, shows("person")]


class ReminderFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which reminders."""

    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    kind: Annotated[ReminderKind | None, msgspec.Meta(title="О чём")] = None


class ReminderLine(msgspec.Struct, frozen=True, kw_only=True):
    """A reminder; ``cause`` is the position in the institution's log of what started it."""

    school: UUID
    person: UUID
    state: NameState
    kind: ReminderKind
    purpose: Purpose
    number: int
    cause: int
    version: int
    raised_on: date
    due_on: Annotated[date | None, shows("person", when=("kind", "signer"))]


def list_requests(
    reader: Reader, question: Question, wanted: PersonFilter, cut: Cut
) -> Page[RequestLine]:
    """Return who was asked and has not answered; ``question.on`` keeps who was by that day."""
    sql = f"""
        SELECT r.tenant_id AS school, r.person, {name_state("r.person", "r.tenant_id")} AS state,
               r.purpose, r.since AS asked_on, r.how,
               greatest(r.version, (
                   SELECT max(c.version) FROM reg.consent c
                   WHERE c.tenant_id = r.tenant_id AND c.person = r.person
                     AND c.purpose = r.purpose AND {question.heard("c")})) AS version
        FROM reg.consent_request r
        WHERE {_theirs("r", question)} AND r.status = 'asked'
          AND (%(on)s::date IS NULL OR r.since <= %(on)s)
    """
    lines = reader.rows(sql, _params(question, wanted), RequestLine)
    return cut.page_of_all(
        lines,
        lambda line: (
            line.asked_on.isoformat(),
            str(line.school),
            str(line.person),
            line.purpose,
        ),
    )


def list_refusals(
    reader: Reader, question: Question, wanted: RefusalFilter, cut: Cut
) -> Page[RefusalLine]:
    """Return how many refusals each institution had for each purpose."""
    sql = f"""
        SELECT r.tenant_id AS school, r.purpose, sum(r.refusals) AS refusals
        FROM reg.consent_request r
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
          AND (%(purpose)s::text IS NULL OR r.purpose = %(purpose)s)
        GROUP BY r.tenant_id, r.purpose HAVING sum(r.refusals) > 0
    """
    params = question.params() | {"purpose": wanted.purpose}
    lines = reader.rows(sql, params, RefusalLine)
    return cut.page_of_all(lines, lambda line: (str(line.school), line.purpose))


def list_taken_decisions(
    reader: Reader, question: Question, wanted: PersonFilter, cut: Cut
) -> Page[TakenDecisionLine]:
    """Return the decisions as last taken, by person."""
    sql = f"""
        SELECT d.tenant_id AS school, d.person, {name_state("d.person", "d.tenant_id")} AS state,
               d.purpose, d.number, d.version, d.decision, d.decided_on, d.kept_until,
               CASE WHEN {name_is_shown("d.person", "d.tenant_id")} THEN d.ground END AS ground
        FROM reg.consent_decision d WHERE {_theirs("d", question)}
    """
    lines = reader.rows(sql, _params(question, wanted), TakenDecisionLine)
    return cut.page_of_all(lines, _place)


def list_district_checks(
    reader: Reader, question: Question, wanted: PersonFilter, cut: Cut
) -> Page[DistrictCheckLine]:
    """Return the district's checks of the consents of the institutions asked about."""
    sql = f"""
        SELECT k.school, k.person, {name_state("k.person", "k.school")} AS state,
               k.purpose, k.number, k.version, k.checked_on, k.finding,
               CASE WHEN {name_is_shown("k.person", "k.school")} THEN k.note END AS note
        FROM reg.consent_check k
        WHERE k.tenant_id = %(district)s AND k.school = ANY (%(tenants)s)
          AND {question.known("k")}
          AND (%(person)s::uuid IS NULL OR k.person = %(person)s)
          AND (%(purpose)s::text IS NULL OR k.purpose = %(purpose)s)
    """
    lines = reader.rows(sql, _params(question, wanted), DistrictCheckLine)
    return cut.page_of_all(lines, _place)


def list_reminders(
    reader: Reader, question: Question, wanted: ReminderFilter, cut: Cut
) -> Page[ReminderLine]:
    """Return the reminders by day; ``question.on`` keeps those raised by that day.

    One of a change of signers tells a birthday, so it is told to nobody who may not read that.
    """
    sql = f"""
        SELECT r.tenant_id AS school, r.person, {name_state("r.person", "r.tenant_id")} AS state,
               r.kind, r.purpose, r.number, r.cause, r.version, r.raised_on, r.due_on
        FROM reg.reminder r
        WHERE r.tenant_id = ANY (%(tenants)s) AND {question.known("r")}
          AND (%(person)s::uuid IS NULL OR r.person = %(person)s)
          AND (%(kind)s::text IS NULL OR r.kind = %(kind)s)
          AND (%(on)s::date IS NULL OR r.raised_on <= %(on)s)
          AND (r.kind <> 'signer' OR {name_is_shown("r.person", "r.tenant_id")})
    """
    lines = reader.rows(sql, question.params() | msgspec.structs.asdict(wanted), ReminderLine)
    return cut.page_of_all(
        lines,
        lambda line: (line.raised_on.isoformat(), str(line.school), f"{line.cause:019}", line.kind),
    )


def _params(question: Question, wanted: PersonFilter) -> dict[str, object]:
    return question.params() | msgspec.structs.asdict(wanted)


def _theirs(alias: str, question: Question) -> str:
    return (
        f"{alias}.tenant_id = ANY (%(tenants)s) AND {question.known(alias)}"
        f" AND (%(person)s::uuid IS NULL OR {alias}.person = %(person)s)"
        f" AND (%(purpose)s::text IS NULL OR {alias}.purpose = %(purpose)s)"
    )


def _place(line: TakenDecisionLine | DistrictCheckLine) -> tuple[str, ...]:
    return str(line.school), str(line.person), line.purpose, f"{line.number:09}"


LISTS = (
    RegisterList(
        name="consent-requests",
        title="Запрошенные согласия",
        line=RequestLine,
        filter=PersonFilter,
        fetch=list_requests,
        holds="people",
        by_day=True,
        one=One(
            path="/participants/{person:uuid}/consent-requests/{purpose:str}",
            operation="getConsentRequest",
            title="Запрошенное согласие",
            scoped=True,
        ),
    ),
    RegisterList(
        name="consent-refusals",
        title="Отказы от согласия, число",
        line=RefusalLine,
        filter=RefusalFilter,
        fetch=list_refusals,
        holds="people",
    ),
    RegisterList(
        name="consent-decisions",
        title="Решения о данных после окончания согласия",
        line=TakenDecisionLine,
        filter=PersonFilter,
        fetch=list_taken_decisions,
        holds="people",
        one=One(
            path="/participants/{person:uuid}/consent-decisions/{purpose:str}/{number:int}",
            operation="getConsentDecision",
            title="Решение о данных после окончания согласия",
            scoped=True,
        ),
    ),
    RegisterList(
        name="district-checks",
        title="Проверки согласий районом",
        line=DistrictCheckLine,
        filter=PersonFilter,
        fetch=list_district_checks,
        holds="people",
        one=One(
            path="/district-checks/{school:uuid}/{person:uuid}/{purpose:str}/{number:int}",
            operation="getDistrictCheck",
            title="Проверка согласия районом",
        ),
    ),
    RegisterList(
        name="reminders",
        title="Напоминания",
        line=ReminderLine,
        filter=ReminderFilter,
        fetch=list_reminders,
        holds="people",
        by_day=True,
    ),
)
