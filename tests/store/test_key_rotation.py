"""Keys are replaced under the feet of running processes, and nothing stored changes."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from pathlib import Path
from uuid import UUID, uuid4

import msgspec
import psycopg
import pytest

import adapters.postgres
from adapters import key_rotation
from adapters.identities import PersonTraits
from adapters.key_rotation import rotate_master, rotate_tenant
from adapters.postgres.embedded import EmbeddedPostgres
from adapters.tenant_keys import WrongMasterKeyError
from adapters.vault import DamagedError, Subject, Vault
from domain.participant import RegisterParticipant
from service.bootstrap import APP_ROLE, Application, build
from service.submission import Receipt
from tests.plugins.postgres import MASTER, TestDatabase, copy_of
from tests.store.logs import open_tenant, superuser
from tests.support.district import District

MIGRATIONS = Path(adapters.postgres.__file__).parent / "migrations"
NEW_MASTER = bytes(range(32, 64))
PLACE = b"place"
BIRTH_YEAR = 2010
PERSON = PersonTraits(
    institution=UUID(int=1), snils="00000000001", name_and_birth=None, birth_year=2010
)


@pytest.fixture
def database(server: EmbeddedPostgres, template: str) -> Iterator[TestDatabase]:
    with copy_of(server, template) as database:
        yield database


@pytest.fixture
def application(database: TestDatabase) -> Iterator[Application]:
    with closing(build(database.app_url, MASTER, connections_max=4)) as application:
        yield application


@pytest.fixture
def vault(application: Application) -> Vault:
    return application.vault


def keyed(vault: Vault, tenant: UUID) -> tuple[Subject, bytes]:
    subject = (tenant, uuid4())
    vault.ensure([subject])
    return subject, vault.encrypt(subject, b"secret", PLACE)


def kept(database: TestDatabase) -> list[tuple[object, ...]]:
    with superuser(database.admin_url) as connection:
        return connection.execute(
            "SELECT tenant_id, master_id, wrapped, mac_secret FROM vault.tenant_key ORDER BY 1"
        ).fetchall()


def everything_but_keys(database: TestDatabase) -> list[tuple[object, ...]]:
    with superuser(database.admin_url) as connection:
        return connection.execute(
            "SELECT e::text FROM es.event e UNION ALL SELECT c::text FROM es.command c"
            " UNION ALL SELECT i::text FROM vault.identity i ORDER BY 1"
        ).fetchall()


def test_after_a_new_master_key_everything_opens_under_it_and_nothing_under_the_old(
    application: Application, database: TestDatabase
) -> None:
    tenants = [open_tenant(application) for _ in range(2)]
    sealed = [keyed(application.vault, tenant) for tenant in tenants]
    digest = application.vault.mac(tenants[0], b"purpose", b"message")

    assert rotate_master(database.owner_url, MASTER, NEW_MASTER) == 2

    with closing(build(database.app_url, NEW_MASTER)) as renewed:
        for subject, text in sealed:
            assert renewed.vault.decrypt(subject, text, PLACE) == b"secret"
        assert renewed.vault.mac(tenants[0], b"purpose", b"message") == digest
    with pytest.raises(WrongMasterKeyError):
        build(database.app_url, MASTER)


def test_a_process_with_the_old_master_key_makes_no_keys(
    application: Application, database: TestDatabase
) -> None:
    open_tenant(application)
    rotate_master(database.owner_url, MASTER, NEW_MASTER)
    before = kept(database)

    with pytest.raises(WrongMasterKeyError):
        application.vault.open_tenant(uuid4())
    assert kept(database) == before


def test_a_process_with_the_old_master_key_goes_on_with_the_tenants_it_knows(
    application: Application, database: TestDatabase
) -> None:
    known, unknown = open_tenant(application), open_tenant(application)
    subject, sealed = keyed(application.vault, known)
    rotate_master(database.owner_url, MASTER, NEW_MASTER)

    assert application.vault.decrypt(subject, sealed, PLACE) == b"secret"
    with pytest.raises(WrongMasterKeyError):
        application.vault.mac(unknown, b"purpose", b"message")


def test_the_master_key_is_replaced_only_by_who_has_it(
    application: Application, database: TestDatabase
) -> None:
    open_tenant(application)
    before = kept(database)

    with pytest.raises(WrongMasterKeyError):
        rotate_master(database.owner_url, NEW_MASTER, MASTER)
    assert kept(database) == before


def test_without_a_tenant_there_is_nothing_to_wrap(database: TestDatabase) -> None:
    assert rotate_master(database.owner_url, MASTER, NEW_MASTER) == 0

    with closing(build(database.app_url, NEW_MASTER)) as renewed:
        keyed(renewed.vault, open_tenant(renewed))


def test_one_damaged_key_stops_the_whole_rotation(
    application: Application, database: TestDatabase
) -> None:
    tenants = sorted(open_tenant(application) for _ in range(2))
    with superuser(database.admin_url) as connection:
        connection.execute(
            "UPDATE vault.tenant_key SET wrapped = substr(wrapped, 2) WHERE tenant_id = %s",
            (tenants[1],),
        )
    before = kept(database)

    with pytest.raises(DamagedError):
        rotate_master(database.owner_url, MASTER, NEW_MASTER)
    assert kept(database) == before


def test_dying_in_the_middle_leaves_the_old_keys(
    application: Application, database: TestDatabase, monkeypatch: pytest.MonkeyPatch
) -> None:
    tenant = open_tenant(application)
    subject, sealed = keyed(application.vault, tenant)
    before = kept(database)

    def die(_tenant: UUID) -> bytes:
        raise SystemExit

    # The last thing before the tenant's own row is written; its data keys are wrapped anew by then.
    monkeypatch.setattr(key_rotation, "mac_place", die)
    with pytest.raises(SystemExit):
        rotate_tenant(application.keys, MASTER, tenant)

    assert kept(database) == before
    with closing(build(database.app_url, MASTER)) as restarted:
        assert restarted.vault.decrypt(subject, sealed, PLACE) == b"secret"


def test_a_new_tenant_key_changes_no_event_digest_or_data_key(
    application: Application, database: TestDatabase
) -> None:
    district = District(application)
    school = district.school("01")
    child = district.participant(school, "Ёлкина", born=BIRTH_YEAR)
    before, keys = everything_but_keys(database), kept(database)

    wrapped_anew = rotate_tenant(application.keys, MASTER, school)
    rotate_tenant(application.keys, MASTER, district.id)

    assert wrapped_anew > 0
    assert everything_but_keys(database) == before
    assert not set(kept(database)) & set(keys)
    with closing(build(database.app_url, MASTER)) as restarted:
        district.application = restarted
        other = district.school("02")
        # The same traits are the same person still: digests are made under the same secret.
        assert district.participant(other, "Ёлкина", born=BIRTH_YEAR) == child


def test_a_process_that_runs_meanwhile_notices_a_new_tenant_key(
    application: Application, database: TestDatabase
) -> None:
    tenant = open_tenant(application)
    with closing(build(database.app_url, MASTER)) as elsewhere:
        keyed(elsewhere.vault, tenant)
        unread, sealed = keyed(application.vault, tenant)
        for _ in range(2):
            rotate_tenant(application.keys, MASTER, tenant)
            made, made_text = keyed(application.vault, tenant)

            assert elsewhere.vault.decrypt(made, made_text, PLACE) == b"secret"

        assert elsewhere.vault.decrypt(unread, sealed, PLACE) == b"secret"
        # What a process made that still held the old key opens for everybody else.
        rotate_tenant(application.keys, MASTER, tenant)
        late, late_text = keyed(elsewhere.vault, tenant)
    with closing(build(database.app_url, MASTER)) as restarted:
        assert restarted.vault.decrypt(late, late_text, PLACE) == b"secret"


def test_keys_made_while_the_tenant_key_changes_all_open(
    application: Application, database: TestDatabase
) -> None:
    tenant = open_tenant(application)
    with ThreadPoolExecutor(2) as threads:
        making = threads.submit(lambda: [keyed(application.vault, tenant) for _ in range(40)])
        for _ in range(10):
            rotate_tenant(application.keys, MASTER, tenant)
        made = making.result()

    with closing(build(database.app_url, MASTER)) as restarted:
        texts = [restarted.vault.decrypt(one, text, PLACE) for one, text in made]
    assert texts == [b"secret"] * 40


def test_a_destroyed_key_stays_destroyed(application: Application, database: TestDatabase) -> None:
    tenant = open_tenant(application)
    subject, sealed = keyed(application.vault, tenant)
    with superuser(database.admin_url) as connection:
        connection.execute("UPDATE vault.subject_key SET wrapped = NULL, destroyed_at = now()")

    assert rotate_tenant(application.keys, MASTER, tenant) == 0

    with closing(build(database.app_url, MASTER)) as restarted:
        assert restarted.vault.decrypt(subject, sealed, PLACE) is None


def test_the_migration_learns_the_master_key_of_the_keys_there_are(
    application: Application, database: TestDatabase
) -> None:
    open_tenant(application)
    with psycopg.connect(database.owner_url) as connection:
        connection.execute((MIGRATIONS / "0022.persons.rollback.sql").read_bytes())
        connection.execute((MIGRATIONS / "0022.persons.sql").read_bytes())
        connection.execute(f"GRANT SELECT ON vault.master TO {APP_ROLE}")

    with pytest.raises(WrongMasterKeyError):
        build(database.app_url, NEW_MASTER)


def test_the_service_cannot_list_the_keys_of_all_tenants(
    application: Application, database: TestDatabase
) -> None:
    open_tenant(application)
    with psycopg.connect(database.app_url) as connection:
        assert connection.execute("SELECT * FROM vault.tenant_key").fetchall() == []


def test_a_command_repeated_after_a_new_tenant_key_gets_its_old_answer(
    application: Application, database: TestDatabase
) -> None:
    district = District(application)
    school = district.school("01")
    command = RegisterParticipant(last_name="Ёлкина", first_name="Анна", birth_year=BIRTH_YEAR)
    submission = district.submission(command, school)
    (first,) = application.work.execute([submission])
    rotate_tenant(application.keys, MASTER, school)

    with closing(build(database.app_url, MASTER)) as restarted:
        (again,) = restarted.work.execute([submission])

    assert isinstance(first, Receipt)
    assert again == msgspec.structs.replace(first, replayed=True)


def test_identities_survive(application: Application) -> None:
    district = open_tenant(application)
    (before,) = application.vault.identify(district, [PERSON])
    rotate_tenant(application.keys, MASTER, district)

    (after,) = application.vault.identify(district, [PERSON])

    assert after == before
