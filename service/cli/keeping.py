"""``rebuild``, ``follow`` and ``doctor``."""

from __future__ import annotations

import time
from random import SystemRandom
from typing import Any
from uuid import UUID

import rich_click as click
from click.exceptions import Exit
from rich.console import Console
from rich.progress import track

from adapters.postgres.inspection import Findings, events_by_tenant, tenants_by_district
from adapters.postgres.migrate import Purpose
from projections.drift import Drift
from service.background import background
from service.bootstrap import Place, examine
from service.cli.asking import of_district
from service.cli.installation import chosen, connected, located, opened
from service.cli.output import Command, as_json, print_json
from service.following import together
from service.rebuilding import drift, rebuild

PURPOSES: dict[Purpose | None, str] = {
    "production": "рабочая",
    "demonstration": "демонстрационная: часы журнала можно переводить",
    "test": "для проверок: часы журнала можно переводить",
    None: "схемы ещё нет",
}
DRIFTS = {
    "missing": "нет в реестре",
    "surplus": "нет в журнале",
    "different": "расходится",
}


@click.command(name="rebuild", cls=Command)
@click.option("--school", "code", help="Код учреждения; без него – весь район.")
@of_district
@as_json
def rebuild_command(*, code: str | None, district: UUID | None, json: bool) -> None:
    """Заново собрать реестры из журнала, учреждение за учреждением.

    Пока собирается одно, остальные работают.
    """
    began = time.monotonic()
    events = 0
    with opened() as installation:
        whole = installation.district(district)
        tenants = (whole, *installation.institutions(whole))
        if code is not None:
            tenants = (installation.tenant(whole, code),)
        console = Console(stderr=True)
        hidden = json or not console.is_terminal
        for tenant in track(tenants, "Сборка реестров", console=console, disable=hidden):
            events += rebuild(installation.application, tenant)
    seconds = round(time.monotonic() - began, 1)
    if json:
        print_json({"tenants": len(tenants), "events": events, "seconds": seconds})
    else:
        click.echo(f"Журналов: {len(tenants)}, событий: {events}, {seconds} с.")


@click.command(name="follow", cls=Command)
@as_json
def follow_command(*, json: bool) -> None:
    """Передать записанное для района и правопреемников, назвать пересмотры, напомнить.

    Заодно удаляются записи о чтении личных данных, срок хранения которых прошёл.

    Запущенная служба делает это сама; повторный запуск ничего не записывает второй раз.
    """
    with opened() as installation:
        rounds = background(
            installation.application,
            installation.place.owner_url,
            chosen().settings.read_log_days,
        )
        done = together([one.run_once() for one in rounds])
    if json:
        print_json(done)
    else:
        click.echo(f"Записано: {done.carried_out}, было записано раньше: {done.known}.")
        for word, stops in (("Отказано", done.refused), ("Не удалось", done.failed)):
            for stop in stops:
                click.echo(f"{word}: журнал {stop.tenant}, позиция {stop.position}: {stop.why}")
    if done.failed:
        raise Exit(1)


@click.command(name="doctor", cls=Command)
@click.option("--drift", "compare", is_flag=True, help="Сверить реестры с журналами.")
@click.option(
    "--sample",
    type=click.IntRange(min=1),
    help="Сверить столько журналов, выбранных наугад; без этого – все.",
)
@as_json
def doctor_command(*, compare: bool, sample: int | None, json: bool) -> None:
    """Проверить, может ли служба работать с базой данных, и сосчитать записи.

    С --drift каждый журнал сворачивается заново и сверяется с тем, что хранят реестры.
    """
    drifted: list[Drift] = []
    with located() as place:
        findings = examine(place)
        counts = _counts(place) if findings.sound else {}
        if compare and findings.sound:
            drifted = _compare(place, sample, hidden=json)
    facts: dict[str, Any] = {"sound": findings.sound, **_facts(findings), **counts}
    if json:
        print_json(facts | ({"drift": drifted} if compare else {}))
    else:
        for title, fine in _checks(findings):
            click.echo(f"{'да ' if fine else 'НЕТ'}  {title}")
        click.echo(f"База данных: {PURPOSES[findings.purpose]}")
        if counts:
            click.echo(
                f"Районов: {counts['districts']}, учреждений: {counts['schools']},"
                f" событий: {counts['events']}"
            )
        for one in drifted:
            click.echo(f"{DRIFTS[one.kind]}: {one.register} {'/'.join(one.key)} {one.known_from}")
        if compare and not drifted:
            click.echo("Реестры соответствуют журналам.")
    if drifted or findings.rebuilds_due or not findings.sound:
        raise Exit(1)


def _compare(place: Place, sample: int | None, *, hidden: bool) -> list[Drift]:
    found = tenants_by_district(place.owner_url)
    tenants = [*found, *(school for schools in found.values() for school in schools)]
    if sample is not None and sample < len(tenants):
        tenants = SystemRandom().sample(tenants, sample)
    console = Console(stderr=True)
    hidden = hidden or not console.is_terminal
    with connected(place) as installation:
        return [
            one
            for tenant in track(tenants, "Сверка реестров", console=console, disable=hidden)
            for one in drift(installation.application, tenant)
        ]


def _counts(place: Place) -> dict[str, int]:
    found = tenants_by_district(place.owner_url)
    tenants = [*found, *(school for schools in found.values() for school in schools)]
    with connected(place) as installation:
        events = events_by_tenant(installation.application.database, tenants)
    return {
        "districts": len(found),
        "schools": len(tenants) - len(found),
        "events": sum(events.values()),
    }


def _facts(findings: Findings) -> dict[str, Any]:
    vault = findings.vault
    return _facts_of_database(findings) | {
        "rebuilds_due": findings.rebuilds_due,
        "keys_missing": findings.keys_missing,
        "vault": None if vault is None else _facts_of_database(vault),
    }


def _facts_of_database(findings: Findings) -> dict[str, Any]:
    return {
        "purpose": findings.purpose,
        "missing_migrations": findings.missing_migrations,
        "knows_russian": findings.knows_russian,
        "role_bound": findings.role_bound,
        "restoring": findings.restoring,
    }


def _checks(findings: Findings) -> list[tuple[str, bool]]:
    checks = _checks_of_database(findings)
    if findings.vault is not None:
        of_keys = _checks_of_database(findings.vault)
        of_keys.append(("назначение то же", findings.vault.purpose == findings.purpose))
        checks += [(f"база ключей: {title}", fine) for title, fine in of_keys]
    return [
        *checks,
        ("у каждого журнала есть ключ", not findings.keys_missing),
        (
            "реестры собраны этой версией программы (если нет: nastavnik rebuild)",
            not findings.rebuilds_due,
        ),
    ]


def _checks_of_database(findings: Findings) -> list[tuple[str, bool]]:
    return [
        ("база данных доступна обеим ролям", True),
        ("схема соответствует программе", not findings.missing_migrations),
        ("роль службы ограничена построчной защитой", findings.role_bound),
        ("база данных знает русские буквы", findings.knows_russian),
        ("восстановление из копии не начато или закончено", not findings.restoring),
    ]
