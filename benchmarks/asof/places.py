"""Where the measured district is kept: one server, a database for each side, loaded once."""

from __future__ import annotations

import hashlib
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import msgspec
import psycopg

from benchmarks.asof.loading import District
from service.bootstrap import APP_ROLE, OWNER_ROLE, Place, locate, prepare
from service.settings import Settings

ROOT = Path(__file__).parents[2]
DATA = ROOT / "benchmarks" / ".data"
CONTENT = ("domain", "projections", "adapters/postgres", "benchmarks/asof")
"""What decides the content of the databases; a change of it makes a new data set."""


class Databases(msgspec.Struct, frozen=True):
    """The district in full and in small, and the service's schema left to the library."""

    full: Place
    small: Place
    stock: Place


class Loaded(msgspec.Struct, frozen=True):
    """The districts that the first two databases hold."""

    full: District
    small: District
    seconds: float


@contextmanager
def directory(events: int, *, keep: bool) -> Iterator[Path]:
    """Find the directory in which this data set is kept, or make one and throw it away."""
    if not keep:
        with tempfile.TemporaryDirectory(prefix="benchmark-") as temporary:
            yield Path(temporary)
        return
    kept = DATA / f"{events}-{_digest()}"
    # A set that other code made, and one whose making broke off, are of no use to anyone.
    for other in DATA.glob("*"):
        if other != kept or not _manifest(other).exists():
            shutil.rmtree(other)
    yield kept


@contextmanager
def opened(path: Path) -> Iterator[Databases]:
    """Start the server in ``path``, with three migrated databases that may pretend to be old."""
    full = locate(Settings(data_dir=str(path)), "test")
    try:
        prepare(full, "test")
        yield Databases(full, _beside(full, "small"), _beside(full, "stock"))
    finally:
        full.close()


def remembered(path: Path) -> Loaded | None:
    """Return what a former run loaded here, ``None`` if this is the first."""
    manifest = _manifest(path)
    if not manifest.exists():
        return None
    return msgspec.json.decode(manifest.read_bytes(), type=Loaded)


def remember(path: Path, loaded: Loaded) -> None:
    """Write down that everything is loaded; nothing may follow it."""
    _manifest(path).write_bytes(msgspec.json.encode(loaded))


def _manifest(path: Path) -> Path:
    return path / "loaded.json"


def _digest() -> str:
    sources = sorted(
        source
        for part in CONTENT
        for source in (ROOT / part).rglob("*")
        if source.suffix in {".py", ".sql", ".json"}
    )
    content = b"\0".join(source.read_bytes() for source in sources)
    return hashlib.sha256(content).hexdigest()[:12]


def _beside(full: Place, name: str) -> Place:
    """Return a database of its own on the same server, made as a copy where it is missing."""
    server = full.server
    if server is None:
        raise ValueError("the benchmark runs on a server of its own")
    with psycopg.connect(server.admin_url(), autocommit=True) as connection:
        exists = connection.execute(
            "SELECT FROM pg_database WHERE datname = %s", (name,)
        ).fetchone()
        if exists is None:
            template = psycopg.conninfo.conninfo_to_dict(full.owner_url)["dbname"]
            connection.execute(
                f"CREATE DATABASE {name} TEMPLATE {template} OWNER {OWNER_ROLE}".encode()
            )
    return Place(server.url(OWNER_ROLE, name), server.url(APP_ROLE, name), full.master)
