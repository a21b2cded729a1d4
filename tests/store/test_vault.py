"""What becomes of what was encrypted: readable, destroyed or damaged, never one for another."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from psycopg import sql

from adapters.tenant_keys import WrongMasterKeyError
from adapters.vault import (
    DamagedError,
    ErasedError,
    Subject,
    Vault,
    parse_master_key,
    read_master_key,
)
from domain.participant import ParticipantRegistered
from service.bootstrap import Application, build
from tests.plugins.postgres import MASTER, TestDatabase
from tests.store.logs import events_of, open_tenant, superuser
from tests.support.district import District

PLACE = b"place"
BIRTH_YEAR = 2010


@pytest.fixture
def vault(application: Application) -> Vault:
    return application.vault


@pytest.fixture
def district_id(application: Application) -> UUID:
    return open_tenant(application)


@pytest.fixture
def district(application: Application) -> District:
    return District(application)


@pytest.fixture
def subject(vault: Vault, district_id: UUID) -> Subject:
    subject = (district_id, uuid4())
    vault.ensure([subject])
    return subject


@pytest.fixture
def elsewhere(database: TestDatabase) -> Iterator[Application]:
    """Another process, which has no keys cached."""
    application = build(database.app_url, MASTER)
    yield application
    application.close()


def destroy(database: TestDatabase, subject: Subject) -> None:
    with superuser(database.admin_url) as connection:
        connection.execute(
            "UPDATE vault.subject_key SET wrapped = NULL, destroyed_at = now()"
            " WHERE tenant_id = %s AND subject = %s",
            subject,
        )


def test_readable(vault: Vault, elsewhere: Application, subject: Subject) -> None:
    sealed = vault.encrypt(subject, b"secret", PLACE)

    assert vault.decrypt(subject, sealed, PLACE) == b"secret"
    assert elsewhere.vault.decrypt(subject, sealed, PLACE) == b"secret"
    assert b"secret" not in sealed


def test_equal_texts_do_not_look_equal(vault: Vault, subject: Subject) -> None:
    assert vault.encrypt(subject, b"secret", PLACE) != vault.encrypt(subject, b"secret", PLACE)


def test_destroyed(
    vault: Vault, elsewhere: Application, subject: Subject, database: TestDatabase
) -> None:
    sealed = vault.encrypt(subject, b"secret", PLACE)
    destroy(database, subject)

    assert elsewhere.vault.decrypt(subject, sealed, PLACE) is None


def test_nothing_more_is_encrypted_under_a_destroyed_key(
    elsewhere: Application, subject: Subject, database: TestDatabase
) -> None:
    destroy(database, subject)
    elsewhere.vault.ensure([subject])

    with pytest.raises(ErasedError):
        elsewhere.vault.encrypt(subject, b"secret", PLACE)


def test_damaged_in_another_place(vault: Vault, subject: Subject) -> None:
    sealed = vault.encrypt(subject, b"secret", PLACE)

    with pytest.raises(DamagedError):
        vault.decrypt(subject, sealed, b"another place")


@pytest.mark.parametrize("at", [0, 12, -1], ids=["nonce", "ciphertext", "tag"])
def test_damaged_by_a_changed_byte(vault: Vault, subject: Subject, at: int) -> None:
    sealed = bytearray(vault.encrypt(subject, b"secret", PLACE))
    sealed[at] ^= 1

    with pytest.raises(DamagedError):
        vault.decrypt(subject, bytes(sealed), PLACE)


def test_damaged_by_losing_its_end(vault: Vault, subject: Subject) -> None:
    with pytest.raises(DamagedError):
        vault.decrypt(subject, vault.encrypt(subject, b"secret", PLACE)[:5], PLACE)


def test_damaged_for_another_subject(vault: Vault, subject: Subject) -> None:
    other = (subject[0], uuid4())
    vault.ensure([other])

    with pytest.raises(DamagedError):
        vault.decrypt(other, vault.encrypt(subject, b"secret", PLACE), PLACE)


def test_an_unknown_key_is_not_a_destroyed_one(vault: Vault, district_id: UUID) -> None:
    unknown = (district_id, uuid4())

    with pytest.raises(DamagedError):
        vault.decrypt(unknown, bytes(40), PLACE)
    with pytest.raises(DamagedError):
        vault.encrypt(unknown, b"secret", PLACE)


def test_the_service_does_not_start_with_another_master_key(
    database: TestDatabase, subject: Subject
) -> None:
    with pytest.raises(WrongMasterKeyError):
        build(database.app_url, bytes(32))


def test_keys_are_kept_wrapped(vault: Vault, subject: Subject, database: TestDatabase) -> None:
    # A wrapped key is a nonce, 32 encrypted bytes and a tag; it opens for its own tenant only.
    with superuser(database.admin_url) as connection:
        row = connection.execute(
            "SELECT octet_length(wrapped) FROM vault.subject_key WHERE subject = %s", (subject[1],)
        ).fetchone()
    assert row == (12 + 32 + 16,)


def test_an_event_of_a_destroyed_person_stays_without_what_was_personal(
    application: Application, elsewhere: Application, district: District, database: TestDatabase
) -> None:
    school = district.school("01")
    person = district.participant(school, "Ёлкина", born=BIRTH_YEAR, consent=None)
    destroy(database, (school, person))

    (recorded,) = events_of(elsewhere, school)

    assert recorded.destroyed == {person}
    assert isinstance(recorded.event, ParticipantRegistered)
    assert recorded.event.last_name is None
    assert recorded.event.birth_year == BIRTH_YEAR


def test_an_event_moved_to_another_place_is_an_alarm(
    elsewhere: Application, district: District, database: TestDatabase
) -> None:
    school = district.school("01")
    district.participant(school, "Ёлкина", born=BIRTH_YEAR, consent=None)
    with superuser(database.admin_url) as connection:
        connection.execute(
            "UPDATE es.event SET version = version + 1 WHERE tenant_id = %s", (school,)
        )

    with pytest.raises(DamagedError):
        events_of(elsewhere, school)


@pytest.mark.parametrize("damage", ["''::bytea", "substr(encrypted, 2)", "encrypted || '0'"])
def test_an_envelope_that_does_not_open_is_an_alarm(
    elsewhere: Application, district: District, database: TestDatabase, damage: str
) -> None:
    school = district.school("01")
    district.participant(school, "Ёлкина", born=BIRTH_YEAR, consent=None)
    with superuser(database.admin_url) as connection:
        connection.execute(
            sql.SQL("UPDATE es.event SET encrypted = {} WHERE tenant_id = %s").format(
                sql.SQL(damage)
            ),
            (school,),
        )

    with pytest.raises(DamagedError):
        events_of(elsewhere, school)


@pytest.mark.parametrize("text", ["", "00", "zz" * 32, "00" * 33])
def test_a_master_key_is_thirty_two_bytes(text: str) -> None:
    with pytest.raises(ValueError, match=r"32 bytes|hexadecimal"):
        parse_master_key(text)


def test_a_master_key_file_is_made_once_and_for_its_owner(tmp_path: Path) -> None:
    path = tmp_path / "keys" / "master.key"

    key = read_master_key(path)

    assert len(key) == 32
    assert read_master_key(path) == key
    assert path.stat().st_mode & 0o777 == 0o600
