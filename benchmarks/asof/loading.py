"""Loading the district: its catalogue by commands, its schools' logs directly, then the fold."""

from __future__ import annotations

import os
from collections.abc import Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import closing
from datetime import UTC, date, datetime
from itertools import islice, repeat
from multiprocessing import get_context
from random import Random
from typing import Any
from uuid import UUID, uuid4

import msgspec
import psycopg

from benchmarks.asof.lives import YEARS, School, entries, lives
from benchmarks.asof.people import ENTERPRISES
from domain.aggregate import Command
from domain.base_count import RecordBaseCount
from domain.district import RegisterDistrict
from domain.enterprise import RegisterEnterprise
from domain.rules import AdoptRules, BaseKind
from domain.school import RegisterSchool
from service.bootstrap import Application, Place, build
from service.rebuilding import rebuild
from service.reference_data import forms, rule_sets, targets
from service.submission import Receipt, Submission

SCHOOLS = 21
CENTRE_SHARE = 0.005
PARALLEL_EVENTS_MIN = 100_000
WEIGHT_LOST_PER_SCHOOL = 0.16
FIRST_DAY = date(2019, 12, 1)
BATCH_COMMANDS = 1_000
BASE_KINDS: tuple[BaseKind, ...] = (
    "children",
    "children_10_19",
    "teens_15_19",
    "young_teachers",
    "enterprises",
)


class District(msgspec.Struct, frozen=True):
    """A loaded district; ``middle`` is the moment at which half of its events were recorded."""

    id: UUID
    schools: tuple[School, ...]
    events: int
    middle: datetime

    @property
    def tenants(self) -> tuple[UUID, ...]:
        """The institutions' tenants."""
        return tuple(school.tenant for school in self.schools)


def load(place: Place, events: int) -> District:
    """Load a district with about so many events into an empty database."""
    with closing(build(place.app_url, place.master)) as application:
        district = uuid4()
        schools = _found(application, district, events)
    workers = len(os.sched_getaffinity(0)) if events >= PARALLEL_EVENTS_MIN else 1
    parts = [schools[number::workers] for number in range(workers)]
    for step in (_record, _fold):
        if workers == 1:
            step(place.app_url, place.master, schools)
        else:
            with ProcessPoolExecutor(workers, mp_context=get_context("spawn")) as processes:
                urls, keys = repeat(place.app_url), repeat(place.master)
                list(processes.map(step, urls, keys, parts))
        analyse(place)
    return _measured(place, district, schools)


def analyse(place: Place) -> None:
    """Tell the planner what the tables hold, and which pages everyone may see."""
    with psycopg.connect(place.owner_url, autocommit=True) as connection:
        connection.execute("VACUUM ANALYZE")


def scoped(place: Place, tenants: Sequence[UUID]) -> psycopg.Connection[tuple[Any, ...]]:
    """Connect as the owner, whom row-level security binds too, to ``tenants``."""
    connection = psycopg.connect(place.owner_url, autocommit=True)
    connection.execute(
        "SELECT set_config('app.tenant', %s, false)", ("{" + ",".join(map(str, tenants)) + "}",)
    )
    return connection


def _found(application: Application, district: UUID, events: int) -> list[School]:
    commands: list[Command] = [
        RegisterDistrict(name="Синтетический район", effective_on=FIRST_DAY),
        *(msgspec.structs.replace(form, effective_on=FIRST_DAY) for form in forms()),
        *(AdoptRules(rules=rules, effective_on=FIRST_DAY) for rules in rule_sets()),
        *(msgspec.structs.replace(target, effective_on=FIRST_DAY) for target in targets()),
        *(
            RegisterEnterprise(
                inn=inn, name=f"ООО «Завод {inn}»", operates_from=FIRST_DAY, effective_on=FIRST_DAY
            )
            for inn in ENTERPRISES
        ),
        *(
            RecordBaseCount(
                kind=kind, year=year, value=events, source="Росстат", effective_on=FIRST_DAY
            )
            for kind in BASE_KINDS
            for year in YEARS
        ),
    ]
    _execute(application, district, commands)
    made = _execute(
        application,
        district,
        [
            RegisterSchool(
                name=f"Школа № {number}",
                short_name=f"№ {number}",
                code=f"{number:02}",
                effective_on=FIRST_DAY,
            )
            for number in range(1, SCHOOLS + 1)
        ]
        + [
            RegisterSchool(
                name="Центр дополнительного образования",
                short_name="Центр",
                kind="supplementary",
                code="80",
                effective_on=FIRST_DAY,
            )
        ],
    )
    weights = [1 / (1 + WEIGHT_LOST_PER_SCHOOL * number) for number in range(SCHOOLS)]
    weights.append(CENTRE_SHARE * sum(weights))
    return [
        School(UUID(receipt.id), number, round(events * weight / sum(weights)))
        for number, (receipt, weight) in enumerate(zip(made, weights, strict=True), 1)
    ]


def _execute(
    application: Application, district: UUID, commands: Sequence[Command]
) -> list[Receipt]:
    receipts: list[Receipt] = []
    for command in commands:
        submission = Submission(
            tenant_id=district,
            district_id=district,
            actor=district,
            command_id=uuid4(),
            command=command,
            recorded_at=datetime(2019, 12, 2, 9, tzinfo=UTC),
        )
        for outcome in application.work.execute([submission]):
            if not isinstance(outcome, Receipt):
                raise outcome
            receipts.append(outcome)
    return receipts


def _record(app_url: str, master: bytes, schools: Sequence[School]) -> None:
    with closing(build(app_url, master)) as application:
        for school in schools:
            coming = entries(school.tenant, lives(school), Random(school.number))  # noqa: S311
            while batch := list(islice(coming, BATCH_COMMANDS)):
                with application.database.writing(
                    readable=(), writable=(school.tenant,)
                ) as connection:
                    application.log.append(connection, batch)


def _fold(app_url: str, master: bytes, schools: Sequence[School]) -> None:
    with closing(build(app_url, master)) as application:
        for school in schools:
            rebuild(application, school.tenant)


def _measured(place: Place, district: UUID, schools: list[School]) -> District:
    with scoped(place, (district, *(school.tenant for school in schools))) as connection:
        counted = dict(
            connection.execute("SELECT tenant_id, position FROM es.tenant_head").fetchall()
        )
        (middle,) = connection.execute(
            "SELECT percentile_disc(0.5) WITHIN GROUP (ORDER BY recorded_at) FROM es.event"
        ).fetchone() or (None,)
    exact = tuple(
        School(school.tenant, school.number, counted[school.tenant]) for school in schools
    )
    return District(district, exact, sum(counted.values()), middle)
