"""What the district's own log adds up to: its schools, forms, rule sets, targets, base counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any, TypeVar, assert_never
from uuid import UUID

import msgspec

from domain.base_count import BASE_COUNT, BaseCountRecorded
from domain.district import DISTRICT, DistrictRegistered, DistrictRenamed
from domain.events import Recorded
from domain.form import FORM, FormAdded, FormChanged, PersonKind
from domain.rules import RULES, BaseKind, Indicator, RulesAdopted, RuleSet
from domain.school import (
    SCHOOL,
    SchoolClosed,
    SchoolEvent,
    SchoolInnRecorded,
    SchoolKind,
    SchoolMerged,
    SchoolRegistered,
    SchoolRenamed,
    SchoolStatus,
)
from domain.target import TARGET, TargetRevised, TargetSet
from projections.register import Key, Register, Row

RowT = TypeVar("RowT", bound=Row)


class DistrictRow(Row, frozen=True, kw_only=True):
    """The district itself."""

    district: UUID
    version: int
    name: str
    time_zone: str


def apply_to_district(
    row: DistrictRow | None, recorded: Recorded[DistrictRegistered | DistrictRenamed], _key: Key
) -> DistrictRow:
    """Return the district after an event."""
    event = recorded.event
    if isinstance(event, DistrictRegistered):
        return DistrictRow(
            tenant_id=recorded.tenant_id,
            district=recorded.tenant_id,
            version=recorded.version,
            name=event.name,
            time_zone=event.time_zone,
        )
    return msgspec.structs.replace(_there(row), version=recorded.version, name=event.name)


class SchoolRow(Row, frozen=True, kw_only=True):
    """An institution of the district; ``last_day`` is that of a merged or closed one.

    One without a code is ordered by its id.
    """

    school: UUID
    version: int
    code: str
    name: str
    short_name: str
    kind: SchoolKind
    status: SchoolStatus
    registered_on: date
    last_day: date | None = None
    successor: UUID | None = None
    inn: str | None = None


def apply_to_school(row: SchoolRow | None, recorded: Recorded[SchoolEvent], _key: Key) -> SchoolRow:
    """Return the institution after an event."""
    event = recorded.event
    changes: dict[str, Any]
    match event:
        case SchoolRegistered():
            return SchoolRow(
                tenant_id=recorded.tenant_id,
                school=event.school,
                version=recorded.version,
                code=event.code or str(event.school),
                name=event.name,
                short_name=event.short_name,
                kind=event.kind,
                status="open",
                registered_on=event.effective_on,
                inn=event.inn,
            )
        case SchoolRenamed():
            changes = {"name": event.name, "short_name": event.short_name}
        case SchoolMerged():
            changes = {
                "status": "merged",
                "last_day": event.effective_on,
                "successor": event.successor,
            }
        case SchoolClosed():
            changes = {"status": "closed", "last_day": event.effective_on}
        case SchoolInnRecorded():
            changes = {"inn": event.inn}
        case _:
            assert_never(event)
    return msgspec.structs.replace(_there(row), version=recorded.version, **changes)


class FormRow(Row, frozen=True, kw_only=True):
    """A form of mentoring as the catalogue describes it."""

    code: str
    version: int
    title: str
    active: bool
    mentor_kinds: tuple[PersonKind, ...]
    mentee_kinds: tuple[PersonKind, ...]
    same_institution: bool
    enterprise_required: bool
    labour_agreement_required: bool
    clearance_required: bool


def apply_to_form(
    _row: FormRow | None, recorded: Recorded[FormAdded | FormChanged], _key: Key
) -> FormRow:
    """Return the form after an event."""
    event = recorded.event
    return FormRow(
        tenant_id=recorded.tenant_id,
        code=event.code,
        version=recorded.version,
        title=event.title,
        active=event.active,
        mentor_kinds=event.mentor_kinds,
        mentee_kinds=event.mentee_kinds,
        same_institution=event.same_institution,
        enterprise_required=event.enterprise_required,
        labour_agreement_required=event.labour_agreement_required,
        clearance_required=event.clearance_required,
    )


class RuleSetRow(Row, frozen=True, kw_only=True):
    """A rule set that was adopted; the latest is in force."""

    code: str
    version: int
    adopted_on: date
    rules: RuleSet


def apply_to_rule_set(
    _row: RuleSetRow | None, recorded: Recorded[RulesAdopted], _key: Key
) -> RuleSetRow:
    """Return the rule set that was adopted."""
    return RuleSetRow(
        tenant_id=recorded.tenant_id,
        code=recorded.event.rules.code,
        version=recorded.version,
        adopted_on=recorded.effective_on,
        rules=recorded.event.rules,
    )


class TargetRow(Row, frozen=True, kw_only=True):
    """The target of an indicator for a year, in per cent."""

    indicator: Indicator
    year: int
    version: int
    value: Decimal
    document: str | None


def apply_to_target(
    _row: TargetRow | None, recorded: Recorded[TargetSet | TargetRevised], _key: Key
) -> TargetRow:
    """Return the target after an event."""
    event = recorded.event
    return TargetRow(
        tenant_id=recorded.tenant_id,
        indicator=event.indicator,
        year=event.year,
        version=recorded.version,
        value=event.value,
        document=event.document,
    )


class BaseCountRow(Row, frozen=True, kw_only=True):
    """A denominator; ``scope`` is the school it is of, or the district's own id for all of it."""

    kind: BaseKind
    year: int
    scope: UUID
    version: int
    value: int
    counted_on: date
    source: str


def base_count_keys(recorded: Recorded[BaseCountRecorded]) -> Iterable[Key]:
    """Return the row an event touches."""
    event = recorded.event
    return ((event.kind, event.year, event.school or recorded.tenant_id),)


def apply_to_base_count(
    _row: BaseCountRow | None, recorded: Recorded[BaseCountRecorded], _key: Key
) -> BaseCountRow:
    """Return the base count after an event."""
    event = recorded.event
    return BaseCountRow(
        tenant_id=recorded.tenant_id,
        kind=event.kind,
        year=event.year,
        scope=event.school or recorded.tenant_id,
        version=recorded.version,
        value=event.value,
        counted_on=event.effective_on,
        source=event.source,
    )


def _there(row: RowT | None) -> RowT:
    if row is None:
        raise LookupError("the log does not begin with the registration")
    return row


DISTRICTS = Register(
    name="district",
    row=DistrictRow,
    key=("district",),
    keys=lambda recorded: ((recorded.tenant_id,),),
    apply=apply_to_district,
    reads=frozenset(DISTRICT.events),
)
SCHOOLS = Register(
    name="school",
    row=SchoolRow,
    key=("school",),
    keys=lambda recorded: ((recorded.event.school,),),
    apply=apply_to_school,
    reads=frozenset(SCHOOL.events),
)
FORMS = Register(
    name="form",
    row=FormRow,
    key=("code",),
    keys=lambda recorded: ((recorded.event.code,),),
    apply=apply_to_form,
    reads=frozenset(FORM.events),
)
RULE_SETS = Register(
    name="rule_set",
    row=RuleSetRow,
    key=("code",),
    keys=lambda recorded: ((recorded.event.rules.code,),),
    apply=apply_to_rule_set,
    reads=frozenset(RULES.events),
)
TARGETS = Register(
    name="target",
    row=TargetRow,
    key=("indicator", "year"),
    keys=lambda recorded: ((recorded.event.indicator, recorded.event.year),),
    apply=apply_to_target,
    reads=frozenset(TARGET.events),
)
BASE_COUNTS = Register(
    name="base_count",
    row=BaseCountRow,
    key=("kind", "year", "scope"),
    keys=base_count_keys,
    apply=apply_to_base_count,
    reads=frozenset(BASE_COUNT.events),
)
