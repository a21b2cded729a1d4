"""What the district's catalogue adds up to: its forms, rule sets, targets and base counts."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import UUID

from domain.base_count import BASE_COUNT, BaseCountRecorded
from domain.events import Recorded
from domain.form import FORM, FormAdded, FormChanged, PersonKind
from domain.rules import RULES, BaseKind, Indicator, RulesAdopted, RuleSet
from domain.target import TARGET, TargetRevised, TargetSet
from projections.course import Since, described_after
from projections.register import Key, Register, Row


class FormDescription(Since, frozen=True, kw_only=True):
    """What a form is from a day on."""

    title: str
    active: bool
    mentor_kinds: tuple[PersonKind, ...]
    mentee_kinds: tuple[PersonKind, ...]
    same_institution: bool
    enterprise_required: bool
    labour_agreement_required: bool
    clearance_required: bool


class FormRow(Row, frozen=True, kw_only=True):
    """A form of mentoring as it was last described; ``course`` are its descriptions by day."""

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
    course: tuple[FormDescription, ...]


def apply_to_form(
    row: FormRow | None, recorded: Recorded[FormAdded | FormChanged], _key: Key
) -> FormRow:
    """Return the form after an event."""
    event = recorded.event
    attributes: dict[str, Any] = {
        name: getattr(event, name) for name in FormDescription.__struct_fields__ if name != "since"
    }
    described = FormDescription(since=event.effective_on, **attributes)
    return FormRow(
        tenant_id=recorded.tenant_id,
        code=event.code,
        version=recorded.version,
        course=described_after(row.course if row else (), described),
        **attributes,
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


class TargetValue(Since, frozen=True, kw_only=True):
    """A target, in per cent, from a day on."""

    value: Decimal
    document: str | None


class TargetRow(Row, frozen=True, kw_only=True):
    """The target of an indicator for a year, in per cent, as it was last recorded.

    ``course`` are its values by the day from which each held.
    """

    indicator: Indicator
    year: int
    version: int
    value: Decimal
    document: str | None
    course: tuple[TargetValue, ...]


def apply_to_target(
    row: TargetRow | None, recorded: Recorded[TargetSet | TargetRevised], _key: Key
) -> TargetRow:
    """Return the target after an event."""
    event = recorded.event
    value = TargetValue(since=event.effective_on, value=event.value, document=event.document)
    return TargetRow(
        tenant_id=recorded.tenant_id,
        indicator=event.indicator,
        year=event.year,
        version=recorded.version,
        value=event.value,
        document=event.document,
        course=described_after(row.course if row else (), value),
    )


class BaseCountValue(Since, frozen=True, kw_only=True):
    """A base count by the statistic of the day ``since``."""

    value: int
    source: str


class BaseCountRow(Row, frozen=True, kw_only=True):
    """A denominator; ``scope`` is the school it is of, or the district's own id for all of it.

    As it was last recorded; ``course`` are its values by the day of their statistics.
    """

    kind: BaseKind
    year: int
    scope: UUID
    version: int
    value: int
    counted_on: date
    source: str
    course: tuple[BaseCountValue, ...]


def base_count_keys(recorded: Recorded[BaseCountRecorded]) -> Iterable[Key]:
    """Return the row an event touches."""
    event = recorded.event
    return ((event.kind, event.year, event.school or recorded.tenant_id),)


def apply_to_base_count(
    row: BaseCountRow | None, recorded: Recorded[BaseCountRecorded], _key: Key
) -> BaseCountRow:
    """Return the base count after an event."""
    event = recorded.event
    value = BaseCountValue(since=event.effective_on, value=event.value, source=event.source)
    return BaseCountRow(
        tenant_id=recorded.tenant_id,
        kind=event.kind,
        year=event.year,
        scope=event.school or recorded.tenant_id,
        version=recorded.version,
        value=event.value,
        counted_on=event.effective_on,
        source=event.source,
        course=described_after(row.course if row else (), value),
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
