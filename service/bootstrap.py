"""Building the application from its parts: nothing else constructs or connects them."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import msgspec

from adapters.archive import Archive
from adapters.postgres.accounts import Accounts
from adapters.postgres.database import Database
from adapters.postgres.embedded import EmbeddedPostgres
from adapters.postgres.inspection import Findings, inspect, pretends, tenants_by_district
from adapters.postgres.log import Log
from adapters.postgres.mapper import EventMapper
from adapters.postgres.migrate import Purpose, migrate, role_of
from adapters.postgres.read_log import ReadLog
from adapters.tenant_keys import WrongMasterKeyError
from adapters.vault import Vault, parse_master_key, read_master_key
from domain.catalogue import EVENT_TYPES
from projections.registry import REGISTERS
from projections.tables import RegisterTables
from service.answering import Answering
from service.following import Follower
from service.gathering import Gathering
from service.link_tokens import LinkTokens
from service.reactions import REACTIONS, Reactions
from service.reading import Reading
from service.restating import Restating
from service.sealing import Sealing
from service.settings import Settings, SettingsError
from service.work import Work

DATABASE = "nastavnik"
OWNER_ROLE = "nastavnik_owner"
APP_ROLE = "nastavnik_app"
BACKUP_ROLE = "nastavnik_backup"
VAULT_CONNECTIONS_MAX = 4


class Application(msgspec.Struct, frozen=True):
    """The connected parts of one running installation."""

    database: Database
    keys: Database
    log: Log
    vault: Vault
    archive: Archive
    registers: RegisterTables
    work: Work
    gathering: Gathering
    reading: Reading
    accounts: Accounts
    read_log: ReadLog
    links: LinkTokens
    answering: Answering

    def close(self) -> None:
        """Close the connections."""
        self.database.close()
        self.keys.close()


class Place(msgspec.Struct, frozen=True):
    """Where an installation lives: its two database URLs and its master key.

    ``vault`` are the owner's and the service's URL of the database of keys, if that is another.
    """

    owner_url: str
    app_url: str
    master: bytes
    server: EmbeddedPostgres | None = None
    vault: tuple[str, str] | None = None

    @property
    def keys_owner_url(self) -> str:
        """The URL of who owns the keys' tables."""
        return self.vault[0] if self.vault else self.owner_url

    @property
    def keys_url(self) -> str:
        """The URL under which the service reads keys."""
        return self.vault[1] if self.vault else self.app_url

    def close(self) -> None:
        """Let go of the embedded server, if there is one."""
        if self.server is not None:
            self.server.stop()


def locate(settings: Settings, purpose: Purpose = "production") -> Place:
    """Find the installation that ``settings`` describe, making it where nothing is there yet.

    With URLs given, both databases roles must exist. Raises :class:`SettingsError`.
    """
    vault = _vault_urls(settings)
    master = _master_key(settings)
    if settings.database_url is not None:
        if settings.owner_url is None:
            raise SettingsError("NASTAVNIK_OWNER_URL is needed beside NASTAVNIK_DATABASE_URL")
        return Place(settings.owner_url, settings.database_url, master, vault=vault)
    server = EmbeddedPostgres(settings.directory / "postgres")
    name = DATABASE if purpose == "production" else f"{DATABASE}_{purpose}"
    server.create(name, owner=OWNER_ROLE, app=APP_ROLE, backup=BACKUP_ROLE)
    return Place(server.url(OWNER_ROLE, name), server.url(APP_ROLE, name), master, server)


def prepare(place: Place, purpose: Purpose = "production") -> int:
    """Bring the installation's databases to this code's schema; return the migrations applied.

    A database of keys has the whole schema too, of which it fills the tables of the vault alone.
    """
    applied = migrate(place.owner_url, role_of(place.app_url), purpose)
    if place.vault is not None:
        owner_url, url = place.vault
        applied += migrate(owner_url, role_of(url), purpose)
    return applied


def examine(place: Place) -> Findings:
    """Look at the installation's databases. Raises ``UnreachableError``."""
    return inspect(place.owner_url, place.app_url, place.vault)


def build(
    app_url: str, master: bytes, *, keys_url: str | None = None, connections_max: int = 12
) -> Application:
    """Connect the parts; ``keys_url`` is that of the database of keys, if that is another.

    Raises ``UnsafeRoleError`` for a role that row security does not bind, and
    :class:`adapters.tenant_keys.WrongMasterKeyError` for a master key that is not in force.
    """
    database = Database(app_url, connections_max=connections_max)
    database.open()
    keys = Database(keys_url or app_url, connections_max=VAULT_CONNECTIONS_MAX)
    keys.open()
    vault = Vault(keys, master)
    try:
        vault.check_master()
    except WrongMasterKeyError:
        database.close()
        keys.close()
        raise
    log = Log(EventMapper(EVENT_TYPES.values()), vault)
    registers = RegisterTables(REGISTERS)
    accounts = Accounts(database)
    work = Work(database, log, vault, registers)
    gathering = Gathering(work.execute)
    reading = Reading(database, log, accounts)
    links = LinkTokens(vault)
    return Application(
        database=database,
        keys=keys,
        log=log,
        vault=vault,
        archive=Archive(keys, vault),
        registers=registers,
        work=work,
        gathering=gathering,
        reading=reading,
        accounts=accounts,
        read_log=ReadLog(database, vault),
        links=links,
        answering=Answering(reading, gathering, links),
    )


def make_followers(application: Application, owner_url: str) -> tuple[Follower, ...]:
    """Make those who follow every log of the installation; only its owner can list them all.

    One records in a district's log what its institutions ask of it, the next which published
    figures a fact changes.
    """

    def follower(name: str, reactions: Reactions) -> Follower:
        return Follower(
            application.database,
            application.log,
            application.work.execute,
            lambda: tenants_by_district(owner_url),
            keeps_time=pretends(application.database),
            reactions=reactions,
            name=name,
        )

    restating = Restating(application.database, application.log)
    return follower("district", REACTIONS), follower("restatement", restating.reactions)


def make_sealing(settings: Settings, owner_url: str) -> Sealing:
    """Make what seals the logs of the installation; only its owner sees them all together."""
    return Sealing(
        owner_url,
        key_file=settings.seal_key,
        directory=Path(settings.seal_dir or settings.directory / "seals"),
        every=timedelta(minutes=settings.seal_every_minutes),
    )


def _vault_urls(settings: Settings) -> tuple[str, str] | None:
    if settings.vault_url is None:
        return None
    if settings.database_url is None:
        raise SettingsError("NASTAVNIK_DATABASE_URL is needed beside NASTAVNIK_VAULT_URL")
    if settings.vault_owner_url is None:
        raise SettingsError("NASTAVNIK_VAULT_OWNER_URL is needed beside NASTAVNIK_VAULT_URL")
    return settings.vault_owner_url, settings.vault_url


def _master_key(settings: Settings) -> bytes:
    try:
        if settings.master_key is not None:
            return parse_master_key(settings.master_key)
        path = settings.master_key_file or settings.directory / "master.key"
        return read_master_key(Path(path))
    except ValueError as error:
        raise SettingsError(f"NASTAVNIK_MASTER_KEY: {error}") from None
