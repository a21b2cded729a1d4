"""Seminars, their participants and the enrolments of an institution as lists."""

from __future__ import annotations

from datetime import date
from typing import Annotated
from uuid import UUID

import msgspec

from domain.ports import Reader
from domain.seminar import SeminarStatus
from projections.query import Cut, Page, Question, name_is_shown
from projections.register_list import One, RegisterList
from projections.seminars import AttendanceStatus, Material
from projections.shown import shows


class SeminarFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which seminars."""

    status: Annotated[SeminarStatus | None, msgspec.Meta(title="Состояние")] = None
    seminar: Annotated[UUID | None, msgspec.Meta(title="Семинар")] = None


class SeminarLine(msgspec.Struct, frozen=True, kw_only=True):
    """A seminar; ``held_on`` and ``hours`` are planned, once it was held the real ones.

    ``enrolled`` counts the enrolments in force from all institutions, those over ``capacity``
    too; ``attended`` those who were there. Why it was cancelled is ``null`` outside the district.
    """

    seminar: UUID
    version: int
    title: str
    scheduled_on: date
    held_on: date
    begins_at: str | None
    place: str
    programme: str
    hours: int
    capacity: int | None
    status: SeminarStatus
    cancelled_why: str | None
    materials: tuple[Material, ...]
    enrolled: int
    attended: int


_SEMINAR = (
    "seminar",
    "title",
    "scheduled_on",
    "held_on",
    "begins_at",
    "place",
    "programme",
    "hours",
    "capacity",
    "status",
    "materials",
)


def list_seminars(
    reader: Reader, question: Question, wanted: SeminarFilter, cut: Cut
) -> Page[SeminarLine]:
    """Return a page of seminars by their day."""
    after = (
        "AND (s.held_on, s.seminar) > (%(after_day)s::date, %(after_seminar)s::uuid)"
        if cut.after
        else ""
    )
    sql = f"""
        SELECT {", ".join(f"s.{name}" for name in _SEMINAR)}, n.enrolled, n.attended,
               greatest(s.version, n.version) AS version,
               CASE WHEN s.tenant_id = %(asker)s THEN s.cancelled_why END AS cancelled_why
        FROM reg.seminar s
        CROSS JOIN LATERAL (
            SELECT count(*) FILTER (WHERE a.status <> 'withdrawn') AS enrolled,
                   count(*) FILTER (WHERE a.status = 'attended') AS attended,
                   max(a.version) AS version
            FROM reg.seminar_attendance a
            WHERE a.tenant_id = s.tenant_id AND a.seminar = s.seminar AND {question.known("a")}
        ) n
        WHERE s.tenant_id = %(district)s AND {question.known("s")}
          AND (%(status)s::text IS NULL OR s.status = %(status)s)
          AND (%(seminar)s::uuid IS NULL OR s.seminar = %(seminar)s)
          {after}
        ORDER BY s.held_on, s.seminar
        LIMIT %(limit)s
    """
    day, seminar = cut.after or (None, None)
    params = question.params() | msgspec.structs.asdict(wanted)
    params |= {"limit": cut.limit + 1, "after_day": day, "after_seminar": seminar}
    lines = reader.rows(sql, params, SeminarLine)
    return cut.page(lines, lambda line: (line.held_on.isoformat(), str(line.seminar)))


class SeminarParticipantFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which participants of seminars."""

    seminar: Annotated[UUID | None, msgspec.Meta(title="Семинар")] = None
    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    status: Annotated[AttendanceStatus | None, msgspec.Meta(title="Состояние")] = None


class SeminarParticipantLine(msgspec.Struct, frozen=True, kw_only=True):
    """A person whom an institution enrolled in a seminar, as the district took it in.

    The name is ``null`` where the asker may not read it; ``named`` says so. ``waiting``: all
    places went to those who were enrolled earlier.
    """

    school: UUID
    seminar: UUID
    person: UUID
    named: bool
    last_name: Annotated[str | None, shows("person")]
    first_name: Annotated[str | None, shows("person")]
    middle_name: Annotated[str | None, shows("person")]
    status: AttendanceStatus
    waiting: bool
    enrolled_on: date
    withdrawn_on: date | None
    attended_on: date | None
    certificate_number: Annotated[str | None, shows("person")]
    certificate_on: date | None
    received: int


_ATTENDANCE = (
    "school",
    "seminar",
    "person",
    "status",
    "enrolled_on",
    "withdrawn_on",
    "attended_on",
    "certificate_number",
    "certificate_on",
    "received",
)


def list_participants(
    reader: Reader, question: Question, wanted: SeminarParticipantFilter, cut: Cut
) -> Page[SeminarParticipantLine]:
    """Return a page of the people of the institutions asked about, in the order of enrolment."""
    names = ("last_name", "first_name", "middle_name")
    shown = ", ".join(f"CASE WHEN n.named THEN p.{name} END AS {name}" for name in names)
    after = (
        "AND (a.seminar, a.received) > (%(after_seminar)s::uuid, %(after_received)s::int)"
        if cut.after
        else ""
    )
    sql = f"""
        SELECT {", ".join(f"a.{name}" for name in _ATTENDANCE)}, n.named, {shown},
               a.status = 'enrolled' AND coalesce((
                   SELECT count(*) FROM reg.seminar_attendance b
                   WHERE b.tenant_id = a.tenant_id AND b.seminar = a.seminar
                     AND b.received < a.received AND b.status <> 'withdrawn'
                     AND {question.known("b")}) >= s.capacity, false) AS waiting
        FROM reg.seminar_attendance a
        JOIN reg.seminar s ON s.tenant_id = a.tenant_id AND s.seminar = a.seminar
            AND {question.known("s")}
        CROSS JOIN LATERAL (SELECT {name_is_shown("a.person", "a.school")} AS named) n
        LEFT JOIN reg.participant p ON p.tenant_id = a.school AND p.person = a.person
            AND {question.known("p")}
        WHERE a.tenant_id = %(district)s AND a.school = ANY (%(tenants)s)
          AND {question.known("a")}
          AND (%(seminar)s::uuid IS NULL OR a.seminar = %(seminar)s)
          AND (%(person)s::uuid IS NULL OR a.person = %(person)s)
          AND (%(status)s::text IS NULL OR a.status = %(status)s)
          {after}
        ORDER BY a.seminar, a.received
        LIMIT %(limit)s
    """
    seminar, received = cut.after or (None, None)
    params = question.params() | msgspec.structs.asdict(wanted)
    params |= {"limit": cut.limit + 1, "after_seminar": seminar, "after_received": received}
    lines = reader.rows(sql, params, SeminarParticipantLine)
    return cut.page(lines, lambda line: (str(line.seminar), str(line.received)))


class EnrolmentFilter(msgspec.Struct, frozen=True, kw_only=True):
    """Which enrolments."""

    seminar: Annotated[UUID | None, msgspec.Meta(title="Семинар")] = None
    person: Annotated[UUID | None, msgspec.Meta(title="Участник")] = None
    enrolment: Annotated[UUID | None, msgspec.Meta(title="Запись на семинар")] = None


class EnrolmentLine(msgspec.Struct, frozen=True, kw_only=True):
    """An enrolment; ``title`` is what the seminar was called when it was made."""

    school: UUID
    enrolment: UUID
    version: int
    seminar: UUID
    title: str
    person: UUID
    enrolled_on: date
    withdrawn_on: date | None


def list_enrolments(
    reader: Reader, question: Question, wanted: EnrolmentFilter, cut: Cut
) -> Page[EnrolmentLine]:
    """Return a page of enrolments by their day; ``question.on`` keeps those in force that day."""
    after = (
        "AND (e.enrolled_on, e.enrolment) > (%(after_day)s::date, %(after_enrolment)s::uuid)"
        if cut.after
        else ""
    )
    sql = f"""
        SELECT e.tenant_id AS school, e.enrolment, e.version, e.seminar, e.title, e.person,
               e.enrolled_on, e.withdrawn_on
        FROM unnest(%(tenants)s::uuid[]) AS t (tenant_id)
        CROSS JOIN LATERAL (
            SELECT e.* FROM reg.enrolment e
            WHERE e.tenant_id = t.tenant_id AND {question.known("e")}
              AND (%(seminar)s::uuid IS NULL OR e.seminar = %(seminar)s)
              AND (%(person)s::uuid IS NULL OR e.person = %(person)s)
              AND (%(enrolment)s::uuid IS NULL OR e.enrolment = %(enrolment)s)
              AND (%(on)s::date IS NULL OR e.enrolled_on <= %(on)s
                   AND coalesce(%(on)s < e.withdrawn_on, true))
              {after}
            ORDER BY e.enrolled_on, e.enrolment
            LIMIT %(limit)s
        ) e
        ORDER BY e.enrolled_on, e.enrolment
        LIMIT %(limit)s
    """
    day, enrolment = cut.after or (None, None)
    params = question.params() | msgspec.structs.asdict(wanted)
    params |= {"limit": cut.limit + 1, "after_day": day, "after_enrolment": enrolment}
    lines = reader.rows(sql, params, EnrolmentLine)
    return cut.page(lines, lambda line: (line.enrolled_on.isoformat(), str(line.enrolment)))


LISTS = (
    RegisterList(
        name="seminars",
        title="Семинары для наставников",
        line=SeminarLine,
        filter=SeminarFilter,
        fetch=list_seminars,
        one=One(path="/seminars/{seminar:uuid}", operation="getSeminar", title="Семинар"),
    ),
    RegisterList(
        name="seminar-participants",
        title="Участники семинаров",
        line=SeminarParticipantLine,
        filter=SeminarParticipantFilter,
        fetch=list_participants,
        holds="seminars",
    ),
    RegisterList(
        name="enrolments",
        title="Записи на семинары",
        line=EnrolmentLine,
        filter=EnrolmentFilter,
        fetch=list_enrolments,
        holds="people",
        by_day=True,
        one=One(
            path="/enrolments/{enrolment:uuid}",
            operation="getEnrolment",
            title="Запись на семинар",
        ),
    ),
)
