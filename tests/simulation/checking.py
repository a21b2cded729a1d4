"""What must hold of a district at any time, whatever was asked of it."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from datetime import UTC, datetime
from typing import Any, Generic, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from adapters.postgres.transaction import Transaction
from domain.rules import Indicator
from projections.changes import changes_of
from projections.difference import is_of_the_district
from projections.figures import Wanted, count, explain
from projections.published import published_versions
from projections.query import Cut, Question
from projections.register import Register, Row
from projections.registry import REGISTERS
from service.publishing import Publishing
from tests.simulation.reckoning import Reckoning, names_in, numbers_of
from tests.simulation.world import World
from tests.store.logs import events_of
from tests.support.differing import assert_leads, differences, state_of

RowT = TypeVar("RowT", bound=Row)
EVERYONE = Cut(limit=1_000)
ZONE = ZoneInfo("Europe/Moscow")


class _Known(msgspec.Struct, Generic[RowT], frozen=True):
    number: int
    row: RowT


def registers_are_folds(world: World, tenant: UUID, moments: Sequence[datetime]) -> None:
    """Read every register as of each moment; it is a fold of what was recorded until then."""
    log = events_of(world.application, tenant)
    heard = [changes_of([one for one in log if one.recorded_at <= moment]) for moment in moments]
    question = world.question(as_of=moments[0])
    with world.application.reading.transaction(question) as reader:
        for register in REGISTERS:
            read = _as_of(reader, register, tenant, moments)
            for number, changes in enumerate(heard):
                made = [row for row in register.fold(changes, {}) if row.known_to is None]
                assert _facts(read[number]) == _facts(made), (register.name, moments[number])


def differences_lead_on(
    world: World, tenant: UUID, span: Sequence[datetime], registers: Sequence[Register[Any]]
) -> None:
    """Compare registers at two moments; the difference makes the later state of the earlier."""
    since, until = sorted(span)
    log = events_of(world.application, tenant)
    question = msgspec.structs.replace(world.question(as_of=until), asker=tenant)
    if tenant != world.id:
        question = msgspec.structs.replace(question, tenants=(tenant,))
    for register in registers:
        if is_of_the_district(register) == (tenant == world.id):
            found = differences(world.application, question, register, since)
            before, now = (state_of(register, log, moment) for moment in (since, until))
            assert_leads(register, before, now, found)


def _as_of(
    reader: Transaction, register: Register[RowT], tenant: UUID, moments: Sequence[datetime]
) -> dict[int, list[RowT]]:
    """Read the rows known at each of some moments by the condition of every question."""
    question = Question(asker=tenant, district=tenant, tenants=(), as_of=moments[0])
    known = question.known("r").replace("%(as_of)s", "asked.moment")
    sql = f"""
        SELECT asked.number - 1 AS number, row_to_json(r) AS row
        FROM unnest(%(moments)s::timestamptz[]) WITH ORDINALITY AS asked (moment, number)
        JOIN reg.{register.name} r ON r.tenant_id = %(tenant)s AND {known}
    """
    params = {"moments": list(moments), "tenant": tenant}
    found: dict[int, list[RowT]] = defaultdict(list)
    for one in reader.rows(sql, params, _Known[register.row]):  # type: ignore[name-defined]
        found[one.number].append(one.row)
    return found


def _facts(rows: Sequence[Row]) -> list[str]:
    """Return rows without the end that only later events gave them, in an order of their own."""
    return sorted(
        repr(
            [
                value.astimezone(UTC) if isinstance(value, datetime) else value
                for name, value in msgspec.structs.asdict(row).items()
                if name != "known_to"
            ]
        )
        for row in rows
    )


def figure_is_the_pure_one(
    world: World, reckoning: Reckoning, which: tuple[Indicator, int, UUID], as_of: datetime
) -> None:
    """Count a figure as of a moment; it is what the pure rulings make of the log.

    The explanation counts whom the number counts.
    """
    indicator, year, scope = which
    asked = reckoning.ask(indicator, year, as_of, as_of.astimezone(ZONE).date())
    question = world.question(as_of=as_of)
    with world.application.reading.transaction(question) as reader:
        counted = count(reader, question, scope, asked)
        figure, page = explain(reader, question, scope, asked, Wanted(), EVERYONE)

    assert counted == reckoning.count(scope, asked, as_of)
    assert figure == counted[0]
    assert sum(one.outcome == "counted" for one in page.items) == figure.numerator
    explained = [(one.person, one.enterprise, one.reason) for one in page.items]
    assert explained == [(one.person, one.enterprise, one.reason) for one in counted[1]]


def published_is_unchanged(world: World, published: dict[tuple[object, ...], bytes]) -> None:
    """Read what was published, and count it again: both are as on the day of publication."""
    question = world.question()
    with world.application.reading.transaction(question) as reader:
        found = {
            (one.indicator, one.year, one.scope, one.number): msgspec.json.encode(one.frozen)
            for one in published_versions(reader, question)
        }
    assert found == published
    verified = Publishing(world.application.database).verify(world.id)
    assert [(one.equal, one.differs) for one in verified] == [(True, ())] * len(published)


def restatements_are_the_causes(world: World) -> int:
    """Compare the restatements told with those reckoned; return how many there are.

    They name every command by which a published figure would be another, and no other. Of several
    events of one command those are named that are about somebody it judges otherwise.
    """
    reckoning, found = Reckoning(world), 0
    for publication in reckoning.published():
        causes, told = reckoning.causes(publication), reckoning.told(publication)
        assert told.keys() == causes.keys()
        for atom, cause in causes.items():
            assert names_in(told[atom]) == cause.names
            assert {numbers_of(one) for one in told[atom]} == {cause.numbers}
            found += len(told[atom])
            for one in told[atom]:
                named = reckoning.logs[one.tenant][one.position - 1]
                assert named.recorded_at == one.recorded_at
                assert names_in([one]) or not named.event.concerns()
    return found
