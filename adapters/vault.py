"""Keys of tenants and persons, and who a person is across the institutions of a district.

master key (outside the database) wraps a key per tenant, which wraps a key per person or pair.
Personal fields are AES-256-GCM under the last, bound by associated data to the very place in the
log where they stand. Every call is a short transaction of its own on connections of the vault's
own, so that it may live in another database, an institution never waits for another's command, and
who holds a connection to the log can always reach the keys.
"""

from __future__ import annotations

import hmac
import os
import secrets
from collections import OrderedDict
from collections.abc import Collection, Iterable, Mapping
from pathlib import Path
from threading import Lock
from uuid import UUID

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.identities import IdentityBook, PersonTraits, link, unlink
from adapters.key_epochs import KeyEpochs, destroy_keys
from adapters.postgres.database import Connection, Database
from adapters.tenant_keys import TenantKeys
from adapters.wrapping import KEY_BYTES, DamagedError, unwrap, wrap
from domain.aggregate import Identity

__all__ = ["DamagedError", "ErasedError", "Subject", "Vault", "parse_master_key", "read_master_key"]

CACHED_KEYS_MAX = 50_000

Subject = tuple[UUID, UUID]
"""A tenant and a person or pair in it: what one data key belongs to."""


class ErasedError(Exception):
    """The key was destroyed; nothing may be recorded of that subject any more."""


class Vault:
    """The keys and identities of one installation."""

    def __init__(self, database: Database, master: bytes) -> None:
        self._database = database
        self._tenants = TenantKeys(database, master)
        self._keys: OrderedDict[Subject, AESGCM | None] = OrderedDict()
        self._lock = Lock()
        self._epochs = KeyEpochs(database)
        self.generation = 0
        """Grows each time the cache is emptied; what was read with older keys is stale."""

    def check_master(self) -> None:
        """Raise ``WrongMasterKeyError`` if another master key wraps the keys kept here."""
        self._tenants.check_master()

    def open_tenant(self, tenant: UUID) -> None:
        """Make the tenant's key unless it has one; raises ``WrongMasterKeyError``."""
        self._tenants.make(tenant)

    def mac(self, tenant: UUID, purpose: bytes, message: bytes) -> bytes:
        """Return the HMAC-SHA-256 of ``message`` under a key derived from the tenant's secret."""
        derived = hmac.digest(self._tenants.get(tenant).mac_secret, purpose, "sha256")
        return hmac.digest(derived, message, "sha256")

    def encrypt(self, subject: Subject, plaintext: bytes, place: bytes) -> bytes:
        """Encrypt under the subject's key; ``place`` says where the bytes will stand.

        Raises :class:`ErasedError`, and :class:`DamagedError` if the subject has no key.
        """
        key = self._key(subject)
        if key is None:
            raise ErasedError
        return wrap(key, plaintext, place + subject[1].bytes)

    def decrypt(self, subject: Subject, sealed: bytes, place: bytes) -> bytes | None:
        """Return the plaintext, ``None`` if the key was destroyed.

        Raises :class:`DamagedError` if the key was never there or the bytes were changed.
        """
        key = self._key(subject)
        if key is None:
            return None
        return unwrap(key, sealed, place + subject[1].bytes)

    def opens(self, subjects: Iterable[Subject]) -> bool:
        """Say whether the keys of all ``subjects`` are at hand."""
        return all(self._keys.get(subject) is not None for subject in subjects)

    def refresh(self, tenants: Collection[UUID]) -> None:
        """Forget every key if one of ``tenants`` was destroyed since this process last asked."""
        if tenants and self._epochs.moved(tenants):
            with self._lock:
                self._keys.clear()
                self.generation += 1

    def destroy(self, tenant: UUID, *subjects: UUID) -> None:
        """Destroy keys for good, in every process; to do it again changes nothing.

        Whoever does it holds the tenant's log, so that nothing is appended under them meanwhile.
        """
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            destroy_keys(connection, tenant, subjects)
        self.refresh((tenant,))

    def unlink(self, district: UUID, institution: UUID, person: UUID) -> bool:
        """Forget that ``institution`` keeps records of ``person``; say whether none does now.

        With the last of them goes all by which the person was recognised.
        """
        with self._database.writing(readable=(), writable=(district,)) as connection:
            # A registration of the same person waits, or is waited for.
            connection.execute(
                "SELECT FROM vault.tenant_key WHERE tenant_id = %s FOR UPDATE", (district,)
            )
            return unlink(connection, district, institution, person)

    def load(self, subjects: Iterable[Subject]) -> None:
        """Fetch the keys of ``subjects`` in one query per call; unknown ones stay unknown."""
        subjects = list(subjects)
        self.refresh({tenant for tenant, _ in subjects})
        missing = self._missing(subjects)
        if missing:
            self._read(missing)

    def ensure(self, subjects: Iterable[Subject]) -> None:
        """Fetch the keys of ``subjects`` and make those that are missing."""
        missing = self._missing(subjects)
        if not missing:
            return
        tenants = {tenant for tenant, _ in missing}
        with self._database.writing(readable=(), writable=tenants) as connection:
            held = self._tenants.hold(connection, tenants)
            wrappers = {tenant: key.wrapper for tenant, key in held.items()}
            new = [
                (tenant, one, wrap(wrappers[tenant], secrets.token_bytes(KEY_BYTES), one.bytes))
                for tenant, one in sorted(missing)
            ]
            connection.execute(
                "INSERT INTO vault.subject_key (tenant_id, subject, wrapped)"
                " SELECT * FROM unnest(%b::uuid[], %b::uuid[], %b::bytea[])"
                " ON CONFLICT DO NOTHING",
                [list(column) for column in zip(*new, strict=True)],
            )
            self._fetch(connection, missing, wrappers)

    def identify(self, district: UUID, people: list[PersonTraits]) -> list[Identity]:
        """Say who each of ``people`` is, making a new person key for whoever is not known.

        A SNILS decides; without one, normalised full name and birth date do. Namesakes with
        different birth dates or different SNILS stay apart; who has neither is a new person.
        """
        snils = [self._digest(district, b"snils", traits.snils) for traits in people]
        names = [self._digest(district, b"name", traits.name_and_birth) for traits in people]
        with self._database.writing(readable=(), writable=(district,)) as connection:
            # Two registrations of one child at the same moment must find the same person.
            connection.execute(
                "SELECT FROM vault.tenant_key WHERE tenant_id = %s FOR UPDATE", (district,)
            )
            book = IdentityBook(connection, district, [*filter(None, snils), *filter(None, names)])
            found = [
                book.person(snils_digest, name_digest, traits)
                for snils_digest, name_digest, traits in zip(snils, names, people, strict=True)
            ]
            book.save()
        return found

    def link(self, district: UUID, institution: UUID, people: Collection[UUID]) -> None:
        """Remember that ``institution`` too keeps records of ``people``, who are known."""
        if people:
            with self._database.writing(readable=(), writable=(district,)) as connection:
                link(connection, district, [(person, institution) for person in people])

    def _key(self, subject: Subject) -> AESGCM | None:
        with self._lock:
            if subject in self._keys:
                self._keys.move_to_end(subject)
                return self._keys[subject]
        try:
            # Not from the cache, out of which another thread may have pushed it already.
            return self._read({subject})[subject]
        except KeyError:
            raise DamagedError("unknown key") from None

    def _digest(self, district: UUID, kind: bytes, text: str | None) -> bytes | None:
        return None if text is None else self.mac(district, b"identity-" + kind, text.encode())

    def _missing(self, subjects: Iterable[Subject]) -> set[Subject]:
        """Return those of ``subjects`` whose keys are not at hand; the others were just used."""
        missing: set[Subject] = set()
        with self._lock:
            for subject in subjects:
                if subject in self._keys:
                    self._keys.move_to_end(subject)
                else:
                    missing.add(subject)
        return missing

    def _read(self, missing: Collection[Subject]) -> dict[Subject, AESGCM | None]:
        tenants = {tenant for tenant, _ in missing}
        try:
            return self._read_with(missing, tenants)
        except DamagedError:
            # Another process may have given these tenants new keys meanwhile.
            self._tenants.forget(tenants)
            return self._read_with(missing, tenants)

    def _read_with(
        self, missing: Collection[Subject], tenants: Collection[UUID]
    ) -> dict[Subject, AESGCM | None]:
        wrappers = {tenant: self._tenants.get(tenant).wrapper for tenant in tenants}
        with self._database.reading(tenants) as connection:
            return self._fetch(connection, missing, wrappers)

    def _fetch(
        self,
        connection: Connection,
        subjects: Collection[Subject],
        wrappers: Mapping[UUID, AESGCM],
    ) -> dict[Subject, AESGCM | None]:
        """Return the keys there are of ``subjects``, ``None`` for each that was destroyed."""
        generation = self.generation
        rows = connection.execute(
            "SELECT k.* FROM unnest(%b::uuid[], %b::uuid[]) AS asked (tenant_id, subject)"
            " CROSS JOIN LATERAL (SELECT k.tenant_id, k.subject, k.wrapped FROM vault.subject_key k"
            " WHERE k.tenant_id = asked.tenant_id AND k.subject = asked.subject OFFSET 0) AS k",
            [list(column) for column in zip(*subjects, strict=True)],
        ).fetchall()
        found = {
            (tenant, subject): (
                None
                if wrapped is None
                else AESGCM(unwrap(wrappers[tenant], wrapped, subject.bytes))
            )
            for tenant, subject, wrapped in rows
        }
        with self._lock:
            # A key read before its destruction must not come into the cache after it.
            if generation == self.generation:
                self._keys.update(found)
            while len(self._keys) > CACHED_KEYS_MAX:
                self._keys.popitem(last=False)
        return found


def read_master_key(path: Path) -> bytes:
    """Read the master key from a file, making the file (mode 0600) if it does not exist.

    Raises ``ValueError`` for a file that does not hold 32 bytes in hexadecimal.
    """
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_hex(KEY_BYTES) + "\n")
    return parse_master_key(path.read_text())


def parse_master_key(text: str) -> bytes:
    """Return the key written as 64 hexadecimal digits; raises ``ValueError`` otherwise."""
    key = bytes.fromhex(text.strip())
    if len(key) != KEY_BYTES:
        raise ValueError("the master key is 32 bytes, written as 64 hexadecimal digits")
    return key
