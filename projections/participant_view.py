"""A participant as one institution knows them: everything on one screen."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.participant import BaseStatus
from domain.ports import Reader
from domain.rules import Role
from domain.time import ONE_DAY, DaySet
from projections.bases import status_in_base
from projections.query import NameState, Question, name_is_shown, name_state
from projections.shown import shows


class Residence(msgspec.Struct, frozen=True, kw_only=True):
    """Days on which it is known where the person lives; both ends included, no end: still so."""

    lives_in_district: bool
    first_day: date
    last_day: date | None


class ParticipantView(msgspec.Struct, frozen=True, kw_only=True):
    """A participant of one institution.

    The personal fields are ``null`` where the asker may not read them; ``named`` says so
    and ``state`` why.
    ``outside``: from another organisation. ``…_status`` is what they are in the base of that role,
    ``…_since`` the day they entered it for the last time, ``left_on`` the last day here of who has
    left, ``to_school`` the institution of the district they went to: all of the day asked about.
    ``received_from`` is the institution merged into this one from which they passed.
    """

    school: UUID
    person: UUID
    version: int
    named: bool
    state: NameState
    registered_on: date
    outside: bool
    last_name: Annotated[str | None, shows("person")]
    first_name: Annotated[str | None, shows("person")]
    middle_name: Annotated[str | None, shows("person")]
    birth_date: Annotated[date | None, shows("person")]
    birth_year: int | None
    residence: list[Residence]
    school_year: str | None
    class_name: Annotated[str | None, shows("person")]
    contact: Annotated[str | None, shows("person")]
    contact_person: Annotated[str | None, shows("person")]
    request: Annotated[str | None, shows("person")]
    competencies: Annotated[str | None, shows("person")]
    achievements: Annotated[str | None, shows("person")]
    interests: Annotated[str | None, shows("person")]
    preferred_age: Annotated[str | None, shows("person")]
    time_resource: Annotated[str | None, shows("person")]
    mentee_status: BaseStatus | None
    mentee_since: date | None
    mentor_status: BaseStatus | None
    mentor_since: date | None
    left_on: date | None
    to_school: UUID | None
    received_from: UUID | None


class _Record(ParticipantView, frozen=True, kw_only=True):
    residence: list[Residence] = []
    home_days: DaySet
    away_days: DaySet


_PERSONAL = (
    "last_name",
    "first_name",
    "middle_name",
    "birth_date",
    "class_name",
    "contact",
    "contact_person",
    "request",
    "competencies",
    "achievements",
    "interests",
    "preferred_age",
    "time_resource",
)
_OPEN = (
    "person",
    "version",
    "registered_on",
    "outside",
    "home_days",
    "away_days",
    "school_year",
    "received_from",
)
_ROLES: tuple[Role, ...] = ("mentee", "mentor")


def view_participant(reader: Reader, question: Question, person: UUID) -> list[ParticipantView]:
    """Return what each institution asked about knows of ``person``, in order of their ids.

    ``question.on`` leaves out institutions that began to keep records of the person later.
    """
    shown = ", ".join(f"CASE WHEN n.named THEN p.{name} END AS {name}" for name in _PERSONAL)
    bases = "".join(
        f", {role}.status AS {role}_status, {role}.since AS {role}_since" for role in _ROLES
    )
    standing = "".join(
        f" LEFT JOIN LATERAL ({status_in_base(question, role)}) {role} ON true" for role in _ROLES
    )
    gone = "CASE WHEN %(on)s::date IS NULL OR p.left_on < %(on)s THEN p.{0} END AS {0}"
    sql = f"""
        SELECT p.tenant_id AS school, n.named, n.state, {", ".join(f"p.{name}" for name in _OPEN)},
               coalesce(p.known_birth_year, p.birth_year) AS birth_year, {shown}
               {bases}, {gone.format("left_on")}, {gone.format("to_school")}
        FROM reg.participant p
        CROSS JOIN LATERAL (
            SELECT {name_is_shown("p.person", "p.tenant_id")} AS named,
                   {name_state("p.person", "p.tenant_id")} AS state
        ) n
        {standing}
        WHERE p.tenant_id = ANY (%(tenants)s) AND p.person = %(person)s
          AND {question.known("p")} AND (%(on)s::date IS NULL OR p.registered_on <= %(on)s)
        ORDER BY p.tenant_id
    """
    records = reader.rows(sql, question.params() | {"person": person}, _Record)
    return [_view(record) for record in records]


def _view(record: _Record) -> ParticipantView:
    fields = {name: getattr(record, name) for name in ParticipantView.__struct_fields__}
    fields["residence"] = sorted(
        [
            Residence(
                lives_in_district=lives,
                first_day=first,
                last_day=None if after is None else after - ONE_DAY,
            )
            for lives, days in ((True, record.home_days), (False, record.away_days))
            for first, after in days.spans
        ],
        key=lambda stay: stay.first_day,
    )
    return ParticipantView(**fields)
