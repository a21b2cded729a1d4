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
from uuid import UUID, uuid4

import msgspec
from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from adapters.postgres.database import Connection, Database
from domain.aggregate import Identity

KEY_BYTES = 32
NONCE_BYTES = 12
CACHED_KEYS_MAX = 50_000

Subject = tuple[UUID, UUID]
"""A tenant and a person or pair in it: what one data key belongs to."""


class DamagedError(Exception):
    """Stored bytes do not decrypt, or their key was never there: an alarm, not an erasure."""


class ErasedError(Exception):
    """The key was destroyed; nothing may be recorded of that subject any more."""


class PersonTraits(msgspec.Struct, frozen=True):
    """What a person is recognised by. ``name_and_birth`` is normalised, ``None`` if incomplete."""

    institution: UUID
    snils: str | None
    name_and_birth: str | None
    birth_year: int | None


class Vault:
    """The keys and identities of one installation."""

    def __init__(self, database: Database, master: bytes) -> None:
        self._database = database
        self._master_id = hmac.digest(master, b"master-id", "sha256")[:8].hex()
        self._master = AESGCM(master)
        self._tenants: dict[UUID, bytes] = {}
        self._keys: OrderedDict[Subject, AESGCM | None] = OrderedDict()
        self._lock = Lock()

    def open_tenant(self, tenant: UUID) -> None:
        """Make the tenant's key unless it has one."""
        wrapped = _wrap(self._master, secrets.token_bytes(KEY_BYTES), tenant.bytes)
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            connection.execute(
                "INSERT INTO vault.tenant_key (tenant_id, master_id, wrapped)"
                " VALUES (%s, %s, %s) ON CONFLICT DO NOTHING",
                (tenant, self._master_id, wrapped),
            )

    def mac(self, tenant: UUID, purpose: bytes, message: bytes) -> bytes:
        """Return the HMAC-SHA-256 of ``message`` under a key derived from the tenant's."""
        derived = hmac.digest(self._tenant_key(tenant), purpose, "sha256")
        return hmac.digest(derived, message, "sha256")

    def encrypt(self, subject: Subject, plaintext: bytes, place: bytes) -> bytes:
        """Encrypt under the subject's key; ``place`` says where the bytes will stand.

        Raises :class:`ErasedError`, and :class:`DamagedError` if the subject has no key.
        """
        key = self._key(subject)
        if key is None:
            raise ErasedError
        nonce = os.urandom(NONCE_BYTES)
        return nonce + key.encrypt(nonce, plaintext, place + subject[1].bytes)

    def decrypt(self, subject: Subject, sealed: bytes, place: bytes) -> bytes | None:
        """Return the plaintext, ``None`` if the key was destroyed.

        Raises :class:`DamagedError` if the key was never there or the bytes were changed.
        """
        key = self._key(subject)
        if key is None:
            return None
        try:
            return key.decrypt(sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], place + subject[1].bytes)
        except InvalidTag:
            raise DamagedError("bytes do not fit their place") from None

    def load(self, subjects: Iterable[Subject]) -> None:
        """Fetch the keys of ``subjects`` in one query per call; unknown ones stay unknown."""
        missing = {subject for subject in subjects if subject not in self._keys}
        if missing:
            tenants = {tenant for tenant, _ in missing}
            wrappers = {tenant: AESGCM(self._tenant_key(tenant)) for tenant in tenants}
            with self._database.reading(tenants) as connection:
                self._fetch(connection, missing, wrappers)

    def ensure(self, subjects: Iterable[Subject]) -> None:
        """Fetch the keys of ``subjects`` and make those that are missing."""
        missing = {subject for subject in subjects if subject not in self._keys}
        if not missing:
            return
        tenants = {tenant for tenant, _ in missing}
        wrappers = {tenant: AESGCM(self._tenant_key(tenant)) for tenant in tenants}
        new = [
            (
                tenant,
                subject,
                _wrap(wrappers[tenant], secrets.token_bytes(KEY_BYTES), subject.bytes),
            )
            for tenant, subject in sorted(missing)
        ]
        with self._database.writing(readable=(), writable=tenants) as connection:
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
            book = _IdentityBook(connection, district, [*filter(None, snils), *filter(None, names)])
            found = [
                book.person(snils_digest, name_digest, traits)
                for snils_digest, name_digest, traits in zip(snils, names, people, strict=True)
            ]
            book.save()
        return found

    def _key(self, subject: Subject) -> AESGCM | None:
        if subject not in self._keys:
            self.load((subject,))
        try:
            return self._keys[subject]
        except KeyError:
            raise DamagedError("unknown key") from None

    def _digest(self, district: UUID, kind: bytes, text: str | None) -> bytes | None:
        return None if text is None else self.mac(district, b"identity-" + kind, text.encode())

    def _tenant_key(self, tenant: UUID) -> bytes:
        key = self._tenants.get(tenant)
        if key is None:
            with self._database.reading((tenant,)) as connection:
                row = connection.execute(
                    "SELECT wrapped FROM vault.tenant_key WHERE tenant_id = %s", (tenant,)
                ).fetchone()
            if row is None:
                raise DamagedError("the tenant has no key")
            key = self._tenants[tenant] = _unwrap(self._master, row[0], tenant.bytes)
        return key

    def _fetch(
        self,
        connection: Connection,
        subjects: Collection[Subject],
        wrappers: Mapping[UUID, AESGCM],
    ) -> None:
        rows = connection.execute(
            "SELECT tenant_id, subject, wrapped FROM vault.subject_key WHERE (tenant_id, subject)"
            " IN (SELECT * FROM unnest(%b::uuid[], %b::uuid[]))",
            [list(column) for column in zip(*subjects, strict=True)],
        ).fetchall()
        with self._lock:
            for tenant, subject, wrapped in rows:
                self._keys[tenant, subject] = (
                    None
                    if wrapped is None
                    else AESGCM(_unwrap(wrappers[tenant], wrapped, subject.bytes))
                )
            while len(self._keys) > CACHED_KEYS_MAX:
                self._keys.popitem(last=False)


class _IdentityBook:
    """The identity rows that a batch of registrations touches, read once and written once."""

    def __init__(self, connection: Connection, district: UUID, digests: list[bytes]) -> None:
        self._connection = connection
        self._district = district
        known = connection.execute(
            "SELECT i.digest, i.person, p.birth_year FROM vault.identity i"
            " JOIN vault.person p USING (tenant_id, person)"
            " WHERE i.tenant_id = %b AND i.digest = ANY (%b)",
            (district, digests),
        ).fetchall()
        self._by_digest: dict[bytes, UUID] = {digest: person for digest, person, _ in known}
        self._years: dict[UUID, int | None] = {person: year for _, person, year in known}
        self._with_snils: set[UUID] = {
            row[0]
            for row in connection.execute(
                "SELECT person FROM vault.identity WHERE tenant_id = %b AND person = ANY (%b)"
                " AND kind = 'snils'",
                (district, list(self._years)),
            )
        }
        self._new: list[tuple[bytes, str, UUID]] = []
        self._links: set[tuple[UUID, UUID]] = set()

    def person(self, snils: bytes | None, name: bytes | None, traits: PersonTraits) -> Identity:
        person = self._by_digest.get(snils) if snils else None
        if person is None and name is not None:
            person = self._by_digest.get(name)
            if person in self._with_snils and snils is not None:
                person = None
        if person is None:
            person = uuid4()
        if self._years.get(person) is None:
            self._years[person] = traits.birth_year
        for digest, kind in ((snils, "snils"), (name, "name")):
            if digest is not None and digest not in self._by_digest:
                self._by_digest[digest] = person
                self._new.append((digest, kind, person))
                if kind == "snils":
                    self._with_snils.add(person)
        self._links.add((person, traits.institution))
        return Identity(person=person, birth_year=self._years[person])

    def save(self) -> None:
        district = self._district
        execute = self._connection.execute
        execute(
            "INSERT INTO vault.person (tenant_id, person, birth_year)"
            " SELECT %b, * FROM unnest(%b::uuid[], %b::int2[])"
            " ON CONFLICT (tenant_id, person) DO UPDATE SET birth_year = excluded.birth_year"
            " WHERE vault.person.birth_year IS NULL",
            (district, list(self._years), list(self._years.values())),
        )
        if self._new:
            digests, kinds, people = (list(column) for column in zip(*self._new, strict=True))
            execute(
                "INSERT INTO vault.identity (tenant_id, digest, kind, person)"
                " SELECT %b, * FROM unnest(%b::bytea[], %b::text[], %b::uuid[])",
                (district, digests, kinds, people),
            )
        people, institutions = (list(column) for column in zip(*self._links, strict=True))
        execute(
            "INSERT INTO vault.identity_link (tenant_id, person, institution)"
            " SELECT %b, * FROM unnest(%b::uuid[], %b::uuid[]) ON CONFLICT DO NOTHING",
            (district, people, institutions),
        )


def normalised_name(last: str, first: str, middle: str | None) -> str:
    """Return a full name in the form in which two spellings of it are equal (ё=е, case, spaces)."""
    words = " ".join(part for part in (last, first, middle) if part).casefold().replace("ё", "е")
    return " ".join(words.split())


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


def _wrap(wrapper: AESGCM, key: bytes, owner: bytes) -> bytes:
    nonce = os.urandom(NONCE_BYTES)
    return nonce + wrapper.encrypt(nonce, key, owner)


def _unwrap(wrapper: AESGCM, wrapped: bytes, owner: bytes) -> bytes:
    try:
        return wrapper.decrypt(wrapped[:NONCE_BYTES], wrapped[NONCE_BYTES:], owner)
    except InvalidTag:
        raise DamagedError("a key does not unwrap: another master key, or changed bytes") from None
