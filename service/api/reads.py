"""Every question of the API, one entry each: its address, what it may be asked, who may ask."""

from __future__ import annotations

from projections.catalogue_lists import (
    BaseCountLine,
    FormLine,
    RuleSetLine,
    SchoolLine,
    TargetLine,
)
from projections.district_view import DistrictView
from projections.lists import LISTS
from projections.pair_lists import PairLine
from projections.participant_view import ParticipantView
from service.api.asking import OnQuery, Query, ScopedQuery
from service.api.lists import read_of_list
from service.api.questions import (
    Figures,
    FiguresQuery,
    HistoryPage,
    HistoryQuery,
    fetch_figures,
    fetch_history,
)
from service.api.read import Read
from service.api.singles import (
    ConsentsOfPurpose,
    fetch_base_count,
    fetch_consents,
    fetch_district,
    fetch_form,
    fetch_pair,
    fetch_participant,
    fetch_rule_set,
    fetch_school,
    fetch_target,
)

READS: tuple[Read, ...] = (
    *(read_of_list(register) for register in LISTS),
    Read(
        path="/participants/{person:uuid}",
        operation="getParticipant",
        summary="Участник",
        action="people.read",
        query=ScopedQuery,
        answer=ParticipantView,
        fetch=fetch_participant,
        single=True,
    ),
    Read(
        path="/participants/{person:uuid}/history",
        operation="getHistory",
        summary="История участника",
        action="people.read",
        query=HistoryQuery,
        answer=HistoryPage,
        fetch=fetch_history,
    ),
    Read(
        path="/figures",
        operation="getFigures",
        summary="Значения показателей",
        action="figures.read",
        query=FiguresQuery,
        answer=Figures,
        fetch=fetch_figures,
    ),
    Read(
        path="/participants/{person:uuid}/consents/{purpose:str}",
        operation="getConsentsOfPurpose",
        summary="Согласия участника для одной цели",
        action="people.read",
        query=ScopedQuery,
        answer=ConsentsOfPurpose,
        fetch=fetch_consents,
        single=True,
    ),
    Read(
        path="/pairs/{pair:uuid}",
        operation="getPair",
        summary="Пара или группа",
        action="people.read",
        query=OnQuery,
        answer=PairLine,
        fetch=fetch_pair,
        single=True,
    ),
    Read(
        path="/district",
        operation="getDistrict",
        summary="Район",
        action="catalogue.read",
        query=Query,
        answer=DistrictView,
        fetch=fetch_district,
        single=True,
    ),
    Read(
        path="/schools/{school:uuid}",
        operation="getSchool",
        summary="Учреждение",
        action="catalogue.read",
        query=OnQuery,
        answer=SchoolLine,
        fetch=fetch_school,
        single=True,
    ),
    Read(
        path="/forms/{code:str}",
        operation="getForm",
        summary="Форма наставничества",
        action="catalogue.read",
        query=Query,
        answer=FormLine,
        fetch=fetch_form,
        single=True,
    ),
    Read(
        path="/rule-sets/{code:path}",
        operation="getRuleSet",
        summary="Набор правил",
        action="catalogue.read",
        query=Query,
        answer=RuleSetLine,
        fetch=fetch_rule_set,
        single=True,
    ),
    Read(
        path="/targets/{indicator:str}/{year:int}",
        operation="getTarget",
        summary="Целевое значение",
        action="catalogue.read",
        query=Query,
        answer=TargetLine,
        fetch=fetch_target,
        single=True,
    ),
    Read(
        path="/base-counts/{kind:str}/{year:int}/{whose:str}",
        operation="getBaseCount",
        summary="Базовая численность: district – всего района, иначе учреждения",
        action="catalogue.read",
        query=Query,
        answer=BaseCountLine,
        fetch=fetch_base_count,
        single=True,
    ),
)
"""Everything that can be read over HTTP."""
