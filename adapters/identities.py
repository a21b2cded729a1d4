"""How a person is recognised across the institutions of a district, without keeping the name.

The rows hold keyed hashes only; the vault computes them and owns the tables.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Collection
from uuid import UUID, uuid4

import msgspec

from adapters.postgres.database import Connection
from domain.aggregate import Identity


class PersonTraits(msgspec.Struct, frozen=True):
    """What a person is recognised by.

    ``name_and_birth`` is normalised, ``None`` if incomplete; a sole trader's INN may stand there.
    """

    institution: UUID
    snils: str | None
    name_and_birth: str | None
    birth_year: int | None


def normalised_name(last: str, first: str, middle: str | None) -> str:
    """Return a full name in the form in which two spellings of it are equal (ё=е, case, spaces)."""
    typed = " ".join(part for part in (last, first, middle) if part)
    # Some keyboards write "ё" and "й" as a letter and a mark.
    words = unicodedata.normalize("NFC", typed).casefold().replace("ё", "е")
    return " ".join(words.split())


class IdentityBook:
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
        """Return who it is: by number, else by name and birth date, else somebody new."""
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
        """Write what was learned."""
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
        link(self._connection, district, self._links)


def link(connection: Connection, district: UUID, links: Collection[tuple[UUID, UUID]]) -> None:
    """Remember ``(person, institution)``: which institutions keep records of whom."""
    people, institutions = (list(column) for column in zip(*links, strict=True))
    connection.execute(
        "INSERT INTO vault.identity_link (tenant_id, person, institution)"
        " SELECT %b, * FROM unnest(%b::uuid[], %b::uuid[]) ON CONFLICT DO NOTHING",
        (district, people, institutions),
    )


def unlink(connection: Connection, district: UUID, institution: UUID, person: UUID) -> bool:
    """End a link, and with a person's last one who they were; say whether it was the last."""
    connection.execute(
        "UPDATE vault.identity_link SET erased = true"
        " WHERE tenant_id = %b AND person = %b AND institution = %b",
        (district, person, institution),
    )
    left = connection.execute(
        "SELECT FROM vault.identity_link"
        " WHERE tenant_id = %b AND person = %b AND NOT erased LIMIT 1",
        (district, person),
    ).fetchone()
    if left is not None:
        return False
    for statement in (
        "DELETE FROM vault.identity WHERE tenant_id = %b AND person = %b",
        "DELETE FROM vault.identity_link WHERE tenant_id = %b AND person = %b",
        "DELETE FROM vault.person WHERE tenant_id = %b AND person = %b",
    ):
        connection.execute(statement, (district, person))
    return True
