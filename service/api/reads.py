"""Every question of the API, one entry each: its address, what it may be asked, who may ask."""

from __future__ import annotations

from projections.catalogue_lists import BaseCountLine
from projections.district_view import DistrictView
from projections.lists import LISTS
from projections.participant_view import ParticipantView
from service.api.asking import OnQuery, ScopedQuery
from service.api.audit import ReadsPage, ReadsQuery, fetch_reads
from service.api.comparing import COMPARISONS
from service.api.explaining import Explanation, ExplanationQuery, fetch_explanation
from service.api.lists import read_of_list
from service.api.questions import (
    Figures,
    FiguresQuery,
    HistoryPage,
    HistoryQuery,
    LinksQuery,
    SurveyLinks,
    fetch_figures,
    fetch_history,
    fetch_survey_links,
)
from service.api.read import Read
from service.api.singles import (
    fetch_base_count,
    fetch_district,
    fetch_participant,
    read_of_all,
    read_of_one,
)

READS: tuple[Read, ...] = (
    *(read_of_list(register) for register in LISTS),
    *(read_of_one(register, register.one) for register in LISTS if register.one),
    *(read_of_all(register, register.all_of) for register in LISTS if register.all_of),
    *COMPARISONS,
    Read(
        path="/participants/{person:uuid}",
        operation="getParticipant",
        summary="Участник",
        action="people.read",
        query=ScopedQuery,
        answer=ParticipantView,
        fetch=fetch_participant,
        single=True,
        erasable=True,
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
        path="/surveys/{survey:uuid}/links",
        operation="getSurveyLinks",
        summary="Одноразовые ссылки анкетирования",
        action="people.write",
        query=LinksQuery,
        answer=SurveyLinks,
        fetch=fetch_survey_links,
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
        path="/figures/{indicator:str}/{year:int}/explanation",
        operation="explainFigure",
        summary="Кого учитывает показатель, кого нет и почему",
        action="people.read",
        query=ExplanationQuery,
        answer=Explanation,
        fetch=fetch_explanation,
    ),
    Read(
        path="/reads",
        operation="listReads",
        summary="Кто чьи данные смотрел",
        action="reads.read",
        query=ReadsQuery,
        answer=ReadsPage,
        fetch=fetch_reads,
    ),
    Read(
        path="/district",
        operation="getDistrict",
        summary="Район",
        action="catalogue.read",
        query=OnQuery,
        answer=DistrictView,
        fetch=fetch_district,
        single=True,
    ),
    Read(
        path="/base-counts/{kind:str}/{year:int}/{whose:str}",
        operation="getBaseCount",
        summary="Базовая численность: district – всего района, иначе учреждения",
        action="catalogue.read",
        query=OnQuery,
        answer=BaseCountLine,
        fetch=fetch_base_count,
        single=True,
    ),
)
"""Everything that can be read over HTTP."""
