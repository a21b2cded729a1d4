"""What can be asked to be recorded of an institution."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

import msgspec

from domain.aggregate import TEXT, Command, Line
from domain.school.events import SchoolKind

OfficialName = Annotated[str, msgspec.Meta(min_length=1, max_length=500, pattern=TEXT)]
"""A name as the charter has it; those of schools pass 200 characters."""

SchoolCode = Annotated[str, msgspec.Meta(pattern=r"^[0-9A-Za-z-]{1,20}$(?!\n)")]
SchoolInn = Annotated[str, msgspec.Meta(pattern=r"^[0-9]{10}$(?!\n)", examples=["7707083893"])]


class RegisterSchool(Command, frozen=True, kw_only=True):
    """Take an institution into the district."""

    name: Annotated[OfficialName, msgspec.Meta(title="Полное наименование")]
    short_name: Annotated[Line, msgspec.Meta(title="Краткое наименование")]
    kind: Annotated[SchoolKind, msgspec.Meta(title="Вид учреждения")] = "general"
    code: Annotated[SchoolCode | None, msgspec.Meta(title="Код учреждения", examples=["07"])] = None
    inn: Annotated[SchoolInn | None, msgspec.Meta(title="ИНН учреждения")] = None


class RenameSchool(Command, frozen=True, kw_only=True):
    """Record new names of an institution."""

    name: Annotated[OfficialName, msgspec.Meta(title="Полное наименование")]
    short_name: Annotated[Line, msgspec.Meta(title="Краткое наименование")]


class MergeSchool(Command, frozen=True, kw_only=True):
    """Join an institution to its legal successor."""

    successor: Annotated[UUID, msgspec.Meta(title="Правопреемник")]


class CloseSchool(Command, frozen=True, kw_only=True):
    """Record that an institution ended without a successor."""


class RecordSchoolInn(Command, frozen=True, kw_only=True):
    """Record the INN of an institution, or another than was recorded before."""

    inn: Annotated[SchoolInn, msgspec.Meta(title="ИНН учреждения")]
