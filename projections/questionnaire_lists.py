"""What surveys ask, and what was counted on paper instead, as lists."""

from __future__ import annotations

from datetime import date
from uuid import UUID

import msgspec

from domain.ports import Reader
from domain.questionnaire import Item
from domain.rules import Role
from projections.catalogue_lists import NoFilter
from projections.query import Cut, Page, Question
from projections.register_list import One, RegisterList


class QuestionnaireVersion(msgspec.Struct, frozen=True, kw_only=True):
    """One version of a questionnaire, ``number``."""

    number: int
    adopted_on: date
    role: Role
    form: str | None
    title: str
    items: tuple[Item, ...]


class QuestionnaireLine(msgspec.Struct, frozen=True, kw_only=True):
    """A questionnaire with all its versions, the latest last."""

    code: str
    version: int
    versions: tuple[QuestionnaireVersion, ...]


def list_questionnaires(
    reader: Reader, question: Question, _: NoFilter, cut: Cut
) -> Page[QuestionnaireLine]:
    """Return a page of the district's questionnaires."""
    after = "AND q.code > %(code)s" if cut.after else ""
    fields = ", ".join(f"'{name}', q.{name}" for name in QuestionnaireVersion.__struct_fields__)
    sql = f"""
        SELECT q.code, max(q.version) AS version,
               json_agg(json_build_object({fields}) ORDER BY q.number) AS versions
        FROM reg.questionnaire q
        WHERE q.tenant_id = %(district)s AND {question.known("q")} {after}
        GROUP BY q.code ORDER BY q.code LIMIT %(limit)s
    """
    params = question.params() | {"limit": cut.limit + 1}
    params |= {"code": cut.after[0] if cut.after else None}
    return cut.page(reader.rows(sql, params, QuestionnaireLine), lambda line: (line.code,))


class PaperTotalLine(msgspec.Struct, frozen=True, kw_only=True):
    """A total from paper; ``day`` is the total's."""

    school: UUID
    role: Role
    year: int
    version: int
    respondents: int
    satisfied: int
    source: str | None
    day: date


def list_paper_totals(
    reader: Reader, question: Question, _: NoFilter, cut: Cut
) -> Page[PaperTotalLine]:
    """Return a page of totals from paper by year, role and institution."""
    after = (
        "AND (p.year, p.role, p.tenant_id) > (%(year)s::int, %(role)s, %(after_school)s::uuid)"
        if cut.after
        else ""
    )
    sql = f"""
        SELECT p.tenant_id AS school, p.role, p.year, p.version, p.respondents, p.satisfied,
               p.source, p.day
        FROM reg.paper_total p
        WHERE p.tenant_id = ANY (%(tenants)s) AND {question.known("p")} {after}
        ORDER BY p.year, p.role, p.tenant_id LIMIT %(limit)s
    """
    year, role, school = cut.after or (None, None, None)
    params = question.params() | {"limit": cut.limit + 1}
    params |= {"year": year, "role": role, "after_school": school}
    lines = reader.rows(sql, params, PaperTotalLine)
    return cut.page(lines, lambda line: (str(line.year), line.role, str(line.school)))


LISTS = (
    RegisterList(
        name="questionnaires",
        title="Анкеты",
        line=QuestionnaireLine,
        filter=NoFilter,
        fetch=list_questionnaires,
        one=One(
            path="/questionnaires/{code:str}",
            operation="getQuestionnaire",
            title="Анкета",
        ),
    ),
    RegisterList(
        name="paper-totals",
        title="Сводные итоги анкетирования на бумаге",
        line=PaperTotalLine,
        filter=NoFilter,
        fetch=list_paper_totals,
        holds="people",
        one=One(
            path="/paper-totals/{role:str}/{year:int}",
            operation="getPaperTotal",
            title="Сводный итог анкетирования на бумаге",
            scoped=True,
        ),
    ),
)
