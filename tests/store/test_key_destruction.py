"""A destroyed key is gone in every process, whatever it had cached."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID, uuid4

import pytest

from adapters.vault import ErasedError, Subject, Vault
from domain.participant import ParticipantRegistered
from service.bootstrap import Application, build
from service.stream_cache import StreamCache
from tests.plugins.postgres import MASTER, TestDatabase
from tests.store.logs import events_of, open_tenant, superuser
from tests.support.district import District

PLACE = b"place"


@pytest.fixture
def subject(application: Application) -> Subject:
    subject = (open_tenant(application), uuid4())
    application.vault.ensure([subject])
    return subject


@pytest.fixture
def elsewhere(database: TestDatabase) -> Iterator[Application]:
    """Another process with caches of its own."""
    application = build(database.app_url, MASTER)
    yield application
    application.close()


def test_a_destroyed_key_opens_nothing_in_any_process(
    application: Application, elsewhere: Application, subject: Subject
) -> None:
    sealed = application.vault.encrypt(subject, b"secret", PLACE)
    assert elsewhere.vault.decrypt(subject, sealed, PLACE) == b"secret"

    application.vault.destroy(*subject)

    assert application.vault.decrypt(subject, sealed, PLACE) is None
    elsewhere.vault.load([subject])
    assert elsewhere.vault.decrypt(subject, sealed, PLACE) is None
    with pytest.raises(ErasedError):
        elsewhere.vault.encrypt(subject, b"secret", PLACE)


def test_other_keys_stay(application: Application, subject: Subject) -> None:
    other = (subject[0], uuid4())
    application.vault.ensure([other])
    sealed = application.vault.encrypt(other, b"secret", PLACE)

    application.vault.destroy(*subject)

    assert application.vault.decrypt(other, sealed, PLACE) == b"secret"


def test_what_never_had_a_key_gets_none_once_destroyed(
    application: Application, subject: Subject
) -> None:
    never = (subject[0], uuid4())

    application.vault.destroy(*never)
    application.vault.ensure([never])

    with pytest.raises(ErasedError):
        application.vault.encrypt(never, b"secret", PLACE)


def test_to_destroy_twice_changes_nothing(
    application: Application, subject: Subject, database: TestDatabase
) -> None:
    def tombstone() -> list[tuple[object, ...]]:
        with superuser(database.admin_url) as connection:
            return connection.execute(
                "SELECT wrapped, destroyed_at FROM vault.subject_key WHERE subject = %s",
                (subject[1],),
            ).fetchall()

    application.vault.destroy(*subject)
    first = tombstone()
    application.vault.destroy(*subject)

    assert first == tombstone()
    assert first[0][0] is None
    assert first[0][1] is not None


def test_a_key_read_before_its_destruction_is_not_cached_after_it(
    application: Application, subject: Subject, monkeypatch: pytest.MonkeyPatch
) -> None:
    vault = application.vault
    sealed = vault.encrypt(subject, b"secret", PLACE)
    reader = Vault(application.keys, MASTER)
    fetch = reader._fetch  # noqa: SLF001 - the moment between reading a key and caching it

    def fetch_and_lose(*asked: object) -> object:
        with monkeypatch.context() as patch:
            patch.setattr(reader, "_lock", _Interrupted(reader, vault, subject))
            return fetch(*asked)  # type: ignore[arg-type]

    monkeypatch.setattr(reader, "_fetch", fetch_and_lose)

    reader.load([subject])

    monkeypatch.undo()
    assert reader.decrypt(subject, sealed, PLACE) is None


class _Interrupted:
    """A lock before which, the first time it is taken, another thread destroys the key."""

    def __init__(self, reader: Vault, vault: Vault, subject: Subject) -> None:
        self._reader, self._vault, self._subject = reader, vault, subject
        self._done = False

    def __enter__(self) -> None:
        if not self._done:
            self._done = True
            self._vault.destroy(*self._subject)
            self._reader.refresh((self._subject[0],))

    def __exit__(self, *_: object) -> None:
        return None


def test_streams_read_with_a_key_are_forgotten_with_it(application: Application) -> None:
    district = District(application)
    school = district.school("01")
    person = district.participant(school, "Ёлкина", born=2010)
    cache: StreamCache = application.work._cache  # noqa: SLF001 - what lies in memory
    assert _names(cache)

    application.vault.destroy(school, person)
    cache.get((school, person))

    assert not _names(cache)
    (registered, *_) = events_of(application, school)
    assert isinstance(registered.event, ParticipantRegistered)
    assert registered.event.last_name is None


def _names(cache: StreamCache) -> list[UUID]:
    return [
        subject
        for stream in cache._streams.values()  # noqa: SLF001 - what lies in memory
        for subject in stream.subjects
    ]


def test_the_identity_goes_with_the_last_link(application: Application) -> None:
    district = District(application)
    one, other = district.school("01"), district.school("02")
    person = district.participant(one, "Ёлкина", born=2010)
    assert district.participant(other, "Ёлкина", born=2010) == person

    assert not application.vault.unlink(district.id, one, person)
    assert application.vault.unlink(district.id, other, person)

    third = district.school("03")
    assert district.participant(third, "Ёлкина", born=2010) != person
