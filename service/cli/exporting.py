"""``export log``."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO
from uuid import UUID

import rich_click as click
from rich.console import Console
from rich.progress import track

from adapters.chain import UnreadableRowError
from adapters.postgres.inspection import tenants_by_district
from service.cli.asking import of_district
from service.cli.installation import Refused, opened
from service.cli.output import Group, as_json, print_json
from service.log_export import export_log


@click.group(name="export", cls=Group)
def export_group() -> None:
    """Вынести записанное в файлы."""


@export_group.command(name="log")
@click.argument("target", type=click.Path(path_type=Path), metavar="КАТАЛОГ|ФАЙЛ")
@click.option("--school", "code", help="Код учреждения; без него – все журналы.")
@of_district
@as_json
def export_log_command(
    *, target: Path, code: str | None, district: UUID | None, json: bool
) -> None:
    """Вынести журналы байт в байт, чтобы проверить их без этой программы.

    В КАТАЛОГ пишется по файлу на журнал, в ФАЙЛ (с расширением, например .jsonl) – все журналы
    подряд. Личные данные остаются зашифрованными.
    """
    events = 0
    with opened() as installation:
        if code is not None:
            tenants = [installation.tenant(installation.district(district), code)]
        else:
            found = tenants_by_district(installation.place.owner_url)
            asked = [installation.district(district)] if district else list(found)
            tenants = [tenant for one in asked for tenant in (one, *found[one])]
        console = Console(stderr=True)
        hidden = json or not console.is_terminal
        database = installation.application.database
        try:
            for tenant in track(tenants, "Вынос журналов", console=console, disable=hidden):
                with _file_of(target, tenant, first=tenant == tenants[0]) as file:
                    events += export_log(database, tenant, file)
        except OSError as error:
            raise Refused(f"Файл не записан: {error.strerror}: {error.filename}") from error
        except UnreadableRowError as error:
            raise Refused(f"Журнал {tenant} повреждён: выполните verify.") from error
    if json:
        print_json({"logs": len(tenants), "events": events, "target": str(target)})
    else:
        click.echo(f"Журналов: {len(tenants)}, событий: {events}, записаны в {target}.")


@contextmanager
def _file_of(target: Path, tenant: UUID, *, first: bool) -> Iterator[BinaryIO]:
    """Open the file that a log is written to: one of its own in a directory, else the one file."""
    if target.is_dir() or not target.suffix:
        target.mkdir(parents=True, exist_ok=True)
        target, first = target / f"{tenant}.jsonl", True
    with target.open("wb" if first else "ab") as file:
        yield file
