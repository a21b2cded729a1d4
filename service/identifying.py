"""Asking the vault, district by district, who the persons to be registered are."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from adapters.identities import PersonTraits, normalised_name
from adapters.vault import Vault
from domain.aggregate import Identity
from domain.participant import RegisterParticipant

Registration = tuple[UUID, UUID, RegisterParticipant]
"""The district, the institution that registers, and what it was told of the person."""


def identify(vault: Vault, registrations: Iterable[Registration]) -> list[Identity]:
    """Return the identity of each registration, in their order."""
    listed = list(registrations)
    found: dict[int, Identity] = {}
    for district in {district for district, _, _ in listed}:
        numbers = [number for number, one in enumerate(listed) if one[0] == district]
        people = [_traits(listed[number][2], listed[number][1]) for number in numbers]
        found.update(zip(numbers, vault.identify(district, people), strict=True))
    return [found[number] for number in range(len(listed))]


def _traits(command: RegisterParticipant, institution: UUID) -> PersonTraits:
    name = normalised_name(command.last_name, command.first_name, command.middle_name)
    born = command.birth_date
    return PersonTraits(
        institution=institution,
        snils=command.snils,
        name_and_birth=f"{name} {born.isoformat()}" if born else None,
        birth_year=born.year if born else command.birth_year,
    )
