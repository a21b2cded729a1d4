"""Restoring: an empty installation becomes the one that was backed up, but for what was destroyed.

First the keys, without those that any list names as destroyed; then the logs, and with them a mark
that nothing opens the installation; then the registers are rebuilt and the mark goes. Whatever is
broken off is finished by the same command again.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import closing, contextmanager
from pathlib import Path
from uuid import UUID
from zipfile import BadZipFile, ZipFile

import msgspec

from adapters.destroyed import DestroyedKey, destroy_again
from adapters.postgres.database import Connection, Database
from adapters.postgres.dump import DamagedArchiveError, check_table, read_table
from adapters.postgres.inspection import migrations_of
from adapters.recipients import decrypt_with
from adapters.tenant_keys import WrongMasterKeyError, master_id_of
from service.backing_up import MANIFEST, Manifest
from service.bootstrap import Place, build, prepare
from service.rebuilding import rebuild
from service.verifying import Found, verify

Progress = Callable[[str, int, int], None]
"""Is told what is being done, how much of it is done, and of how much."""


class NotRestorableError(Exception):
    """The installation or a file is not fit for it; the message says so in Russian."""


class Restored(msgspec.Struct, frozen=True, kw_only=True):
    """What was done: tenants and events that are there again, keys destroyed once more."""

    tenants: int
    events: int
    destroyed: int


class Copies(msgspec.Struct, frozen=True, kw_only=True):
    """What is restored from: the file of the logs, that of the keys and what opens it.

    ``private`` is the recipient's half of the key pair; ``lists`` name what was destroyed since.
    """

    logs: Path
    keys: Path
    private: bytes
    lists: tuple[Path, ...]


def restore(place: Place, copies: Copies, progress: Progress) -> Restored:
    """Restore the installation of ``place``.

    Raises :class:`NotRestorableError` before anything is changed, ``NotForYouError`` for keys meant
    for another recipient, ``WrongMasterKeyError`` for keys that another master key wraps.
    """
    content = io.BytesIO(decrypt_with(copies.private, copies.keys.read_bytes()))
    with _opened(copies.logs) as logs, _opened(content) as vault:
        manifest, of_keys = _checked(logs, progress), _checked(vault, progress)
        destroyed = _merged((*manifest.destroyed, *of_keys.destroyed, *_read_lists(copies.lists)))
        prepare(place, manifest.purpose)
        _check_fit(place, manifest, of_keys)
        begun = _is_begun(place, manifest)
        with _owning(place.keys_owner_url, manifest) as connection:
            if not _has_keys(connection, manifest):
                _load(connection, vault, of_keys)
                _check_master(connection, place)
            destroy_again(connection, destroyed)
        if not begun:
            with _owning(place.owner_url, manifest) as connection:
                _load(connection, logs, manifest)
                connection.execute("UPDATE es.installation SET restoring_since = now()")
    events = _rebuild(place, [head.tenant for head in manifest.heads], progress)
    with _owning(place.owner_url, manifest) as connection:
        connection.execute("UPDATE es.installation SET restoring_since = NULL")
    return Restored(tenants=len(manifest.heads), events=events, destroyed=len(destroyed))


@contextmanager
def _opened(file: Path | io.BytesIO) -> Iterator[ZipFile]:
    try:
        archive = ZipFile(file)
    except (BadZipFile, OSError) as error:
        raise NotRestorableError("Файл не читается: это не копия или она повреждена.") from error
    with archive:
        yield archive


def _checked(archive: ZipFile, progress: Progress) -> Manifest:
    """Read the manifest and make sure that every member is as it says."""
    try:
        manifest = msgspec.json.decode(archive.read(MANIFEST), type=Manifest)
        for number, table in enumerate(manifest.tables):
            progress("Проверка копии", number, len(manifest.tables))
            check_table(archive, table)
    except (BadZipFile, KeyError, msgspec.DecodeError) as error:
        raise NotRestorableError("Копия повреждена: её описание не читается.") from error
    except DamagedArchiveError as error:
        raise NotRestorableError(f"Копия повреждена: {error}.") from error
    return manifest


def _read_lists(lists: Sequence[Path]) -> Iterator[DestroyedKey]:
    for path in lists:
        try:
            yield from msgspec.json.decode(path.read_bytes(), type=list[DestroyedKey])
        except (OSError, msgspec.DecodeError) as error:
            raise NotRestorableError(f"Список уничтоженных ключей не читается: {path}.") from error


def _merged(destroyed: Iterable[DestroyedKey]) -> list[DestroyedKey]:
    """Return each key once, however many lists name it."""
    return list({(one.tenant, one.subject): one for one in destroyed}.values())


def _check_fit(place: Place, manifest: Manifest, of_keys: Manifest) -> None:
    ours = migrations_of(place.owner_url)
    if manifest.migrations != ours or of_keys.migrations != ours:
        raise NotRestorableError(
            "Копия сделана другой версией программы: восстановите её той версией и обновите."
        )
    if manifest.purpose != of_keys.purpose:
        raise NotRestorableError("Копия журналов и копия ключей сделаны с разных баз данных.")


@contextmanager
def _owning(owner_url: str, manifest: Manifest) -> Iterator[Connection]:
    """Change what one of the databases holds of the tenants of a copy, as its owner."""
    database = Database(owner_url, connections_max=1)
    database.open()
    tenants = _tenants(manifest)
    with closing(database), database.writing(readable=(), writable=tenants) as connection:
        yield connection


def _is_begun(place: Place, manifest: Manifest) -> bool:
    """Say whether the logs of this copy were loaded by a restore that broke off.

    Raises :class:`NotRestorableError` unless that is so or there are none.
    """
    with _owning(place.owner_url, manifest) as connection:
        row = connection.execute("SELECT purpose, restoring_since FROM es.installation").fetchone()
        tenants = {tenant for (tenant,) in connection.execute("SELECT tenant_id FROM es.tenant")}
    purpose, since = row or (None, None)
    if purpose != manifest.purpose:
        raise NotRestorableError("Копия сделана с базы данных другого назначения.")
    if tenants and (since is None or tenants != _tenants(manifest)):
        raise NotRestorableError("Установка не пуста: восстановить можно только в пустую.")
    return bool(tenants)


def _has_keys(connection: Connection, manifest: Manifest) -> bool:
    rows = connection.execute("SELECT tenant_id FROM vault.tenant_key").fetchall()
    tenants = {tenant for (tenant,) in rows}
    if tenants and tenants != _tenants(manifest):
        raise NotRestorableError("В базе данных ключей есть ключи другой установки.")
    return bool(tenants)


def _check_master(connection: Connection, place: Place) -> None:
    row = connection.execute("SELECT master_id FROM vault.master").fetchone()
    if row is not None and row[0] != master_id_of(place.master):
        raise WrongMasterKeyError(row[0], master_id_of(place.master))


def _tenants(manifest: Manifest) -> set[UUID]:
    return {head.tenant for head in manifest.heads}


def _load(connection: Connection, archive: ZipFile, manifest: Manifest) -> None:
    for table in manifest.tables:
        read_table(connection, archive, table)


def _rebuild(place: Place, tenants: Sequence[UUID], progress: Progress) -> int:
    """Rebuild the registers and verify the logs; return the number of events.

    Raises :class:`NotRestorableError` for logs that were changed before they were copied.
    """
    events = 0
    with closing(build(place.app_url, place.master, keys_url=place.keys_url)) as application:
        for number, tenant in enumerate(tenants):
            progress("Сборка реестров", number, len(tenants))
            events += rebuild(application, tenant)
        found = verify(application.database, place.owner_url)
        if not found.sound:
            raise NotRestorableError(f"{_what_is_wrong(found)} Установка не открыта.")
    return events


def _what_is_wrong(found: Found) -> str:
    for log in found.logs:
        if log.checked.fault is not None:
            return f"Журнал {log.tenant} в копии изменён с позиции {log.checked.fault.position}."
    return "Печати в копии изменены."
