"""``seal`` and ``verify``."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import rich_click as click
from click.exceptions import Exit
from rich.console import Console
from rich.progress import BarColumn, Progress, TaskProgressColumn, TextColumn, TimeElapsedColumn

from adapters.chain import Fault, FaultKind
from adapters.postgres.inspection import events_by_tenant, tenants_by_district
from adapters.seals import (
    NotASealError,
    Seal,
    SealFault,
    SealFaultKind,
    from_file,
    read_seal_key,
    to_file,
)
from service.bootstrap import make_sealing
from service.cli.installation import Installation, Refused, chosen, opened
from service.cli.output import Command, as_json, print_json
from service.settings import Settings
from service.verifying import Found, MarkFault, verify

FAULTS: dict[FaultKind, str] = {
    "position": "здесь должна стоять эта запись, а стоит другая или никакой",
    "link": "запись изменена: цепочка не сходится",
    "version": "нарушен порядок событий одного дела",
    "time": "нарушен порядок времени записи",
    "command": "команда записана в двух местах",
    "causation": "причиной названа команда, которой не бывает",
    "unreadable": "запись повреждена и не читается",
    "cut": "конец журнала отрезан",
    "rewritten": "журнал переписан",
    "head": "голова журнала указывает не на последнюю запись",
    "missing": "у журнала нет головы",
}
SEAL_FAULTS: dict[SealFaultKind, str] = {
    "number": "печати с этим номером нет на её месте",
    "previous": "не продолжает предыдущую печать",
    "time": "поставлена не позже предыдущей",
    "root": "корень не соответствует журналам, которые она называет",
    "leaves": "журналы названы не по порядку или стали короче",
    "signature": "подпись неверна",
    "key": "подписана ключом, которому здесь не доверяют",
    "missing": "в базе такой печати нет",
    "different": "в базе под этим номером другая печать",
}


@click.command(name="seal", cls=Command)
@click.argument("file", required=False, type=click.Path(path_type=Path), metavar="[ФАЙЛ]")
@as_json
def seal_command(*, file: Path | None, json: bool) -> None:
    """Запечатать всё записанное и дать файл печати, чтобы хранить его в другом месте.

    Если с прошлой печати ничего не записано, новой не ставится, а в ФАЙЛ пишется прошлая.
    """
    settings = chosen().settings
    with opened() as installation:
        try:
            closed = make_sealing(settings, installation.place.owner_url).close_interval()
            if closed is not None and file is not None:
                file.write_bytes(to_file(closed.seal))
        except ValueError as error:
            raise Refused(_bad_key(settings)) from error
        except OSError as error:
            raise Refused(f"Файл не записан: {error.strerror}: {error.filename}") from error
    if closed is None:
        raise Refused("Запечатывать нечего: ни одного журнала ещё нет.")
    seal, written = closed.seal, file or closed.file
    if json:
        print_json(_seal_facts(seal) | {"new": closed.new, "file": str(written)})
        return
    if not closed.new:
        click.echo("С прошлой печати ничего не записано.")
    click.echo(f"Печать № {seal.number}, {seal.moment}, журналов: {len(seal.leaves)}.")
    click.echo(f"Корень: {seal.root.hex()}")
    click.echo(f"Открытый ключ: {seal.public_key.hex()}")
    click.echo(f"Файл печати: {written}. Храните его там, где базу данных изменить нельзя.")


@click.command(name="verify", cls=Command)
@click.option(
    "--seal",
    "file",
    type=click.Path(exists=True, dir_okay=False, path_type=Path),
    help="Печать, которая хранилась в другом месте.",
)
@click.option(
    "--public-key",
    "keys",
    multiple=True,
    metavar="КЛЮЧ",
    help="Ещё один открытый ключ, печатям которого верить; можно указать несколько.",
)
@as_json
def verify_command(*, file: Path | None, keys: tuple[str, ...], json: bool) -> None:
    """Прочитать заново все журналы и печати и найти, что в них изменено.

    Без сохранённой печати нельзя узнать, что владелец базы данных переписал её целиком.
    """
    kept = _kept(file)
    trusted = _trusted(chosen().settings, keys)
    began = time.monotonic()
    with opened() as installation, _progress(installation, hidden=json) as advance:
        found = verify(
            installation.application.database, installation.place.owner_url, kept, trusted, advance
        )
    seconds = time.monotonic() - began
    if json:
        print_json(_facts(found, seconds))
    else:
        for line in _lines(found):
            click.echo(line)
        click.echo(
            f"Журналов: {len(found.logs)}, событий: {found.events}, печатей: {found.seals},"
            f" {seconds:.1f} с. {'Изменений не найдено.' if found.sound else 'ИСТОРИЯ ИЗМЕНЕНА.'}"
        )
    if not found.sound:
        raise Exit(1)


def _kept(file: Path | None) -> Seal | None:
    if file is None:
        return None
    try:
        return from_file(file.read_bytes())
    except NotASealError as error:
        raise Refused(f"Это не файл печати: {error}") from error


def _trusted(settings: Settings, keys: tuple[str, ...]) -> frozenset[bytes]:
    """Return the public keys that are believed: the installation's, if it has one, and ``keys``."""
    try:
        trusted = {bytes.fromhex(key) for key in keys}
    except ValueError as error:
        raise click.UsageError("Открытый ключ – это 64 шестнадцатеричные цифры.") from error
    if settings.seal_key.exists():
        try:
            trusted.add(read_seal_key(settings.seal_key).public_key().public_bytes_raw())
        except ValueError as error:
            raise Refused(_bad_key(settings)) from error
    return frozenset(trusted)


def _bad_key(settings: Settings) -> str:
    return f"В файле {settings.seal_key} нет ключа: нужны 64 шестнадцатеричные цифры."


@contextmanager
def _progress(
    installation: Installation, *, hidden: bool
) -> Iterator[Callable[[int], object] | None]:
    console = Console(stderr=True)
    districts = tenants_by_district(installation.place.owner_url)
    tenants = [*districts, *(school for schools in districts.values() for school in schools)]
    columns = (TextColumn("{task.description}"), BarColumn(), TaskProgressColumn())
    hidden = hidden or not console.is_terminal
    with Progress(*columns, TimeElapsedColumn(), console=console, disable=hidden) as progress:
        total = sum(events_by_tenant(installation.application.database, tenants).values())
        task = progress.add_task("Проверка журналов", total=total)
        yield lambda count: progress.advance(task, count)


def _lines(found: Found) -> Iterator[str]:
    if found.seal_fault is not None:
        yield _seal_words(found.seal_fault)
    for one in found.logs:
        if one.checked.fault is not None:
            yield f"Журнал {one.tenant}, {_words(one.checked.fault)}"
    for mark in found.marks:
        yield _mark_words(mark)


def _words(fault: Fault) -> str:
    text = f"позиция {fault.position}: {FAULTS[fault.kind]}"
    if fault.witness is not None:
        text += f"; иначе свидетельствует {fault.witness}"
    return f"{text}; до позиции {fault.agreed} сверено с печатями" if fault.agreed else text


def _seal_words(fault: SealFault) -> str:
    which = "Сохранённая печать" if fault.kept else "Печать"
    return f"{which} № {fault.number}: {SEAL_FAULTS[fault.kind]}"


def _mark_words(mark: MarkFault) -> str:
    return (
        f"Журнал {mark.tenant}: таблица {mark.table} знает позицию {mark.position},"
        f" а последняя – {mark.head}"
    )


def _seal_facts(seal: Seal) -> dict[str, Any]:
    return {
        "number": seal.number,
        "sealed_at": seal.moment,
        "root": seal.root.hex(),
        "logs": len(seal.leaves),
        "public_key": seal.public_key.hex(),
    }


def _facts(found: Found, seconds: float) -> dict[str, Any]:
    return {
        "sound": found.sound,
        "events": found.events,
        "seals": found.seals,
        "seconds": round(seconds, 2),
        "seal_fault": found.seal_fault,
        "faults": [
            {"tenant": one.tenant, "fault": one.checked.fault}
            for one in found.logs
            if one.checked.fault is not None
        ],
        "marks": found.marks,
        "in_words": list(_lines(found)),
    }
