"""Asking the vault, district by district, who the persons to be registered are."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from adapters.identities import PersonTraits, normalised_name
from adapters.vault import Vault
from domain.aggregate import Command, Identity
from domain.enterprise import RegisterEnterprise
from domain.participant import RegisterParticipant

Registration = tuple[UUID, PersonTraits]
"""The district, and what the institution that registers was told of the person."""


def identify(vault: Vault, registrations: Iterable[Registration]) -> list[Identity]:
    """Return the identity of each registration, in their order."""
    listed = list(registrations)
    found: dict[int, Identity] = {}
    for district in {district for district, _ in listed}:
        numbers = [number for number, one in enumerate(listed) if one[0] == district]
        people = [listed[number][1] for number in numbers]
        found.update(zip(numbers, vault.identify(district, people), strict=True))
    return [found[number] for number in range(len(listed))]


def traits_of(command: Command, institution: UUID) -> PersonTraits | None:
    """Return what the person whom a command registers is recognised by, ``None`` if it is nobody.

    A sole trader is recognised by the INN alone: it has one bearer, and no birth date beside it.
    """
    if command.corrects is not None:
        return None
    if isinstance(command, RegisterEnterprise) and command.sole_trader:
        return PersonTraits(
            institution=institution,
            snils=None,
            name_and_birth=f"inn {command.inn}",
            birth_year=None,
        )
    if not isinstance(command, RegisterParticipant):
        return None
    name = normalised_name(command.last_name, command.first_name, command.middle_name)
    born = command.birth_date
    return PersonTraits(
        institution=institution,
        snils=command.snils,
        name_and_birth=f"{name} {born.isoformat()}" if born else None,
        birth_year=born.year if born else command.birth_year,
    )
