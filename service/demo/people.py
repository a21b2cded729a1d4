"""People who do not exist: names by mimesis, no two with the same name and birth date."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Literal

import msgspec
from mimesis import Gender, Locale, Person

from adapters.identities import normalised_name

KnownOfBirth = Literal["date", "year", "nothing"]

YEAR_ONLY_SHARE = 0.006
NOTHING_SHARE = 0.003
SNILS_SHARE = 0.15
NAMESAKE_SHARE = 0.008
FIRST_SNILS = 900_000_000
DAYS_IN_YEAR = 365


class Persona(msgspec.Struct, frozen=True, kw_only=True):
    """A made-up person. ``known`` says what the first institution learns of the birth."""

    last_name: str
    first_name: str
    middle_name: str | None
    born: date
    representative: str
    known: KnownOfBirth = "date"
    snils: str | None = None

    @property
    def birth_date(self) -> date | None:
        """The birth date as institutions know it."""
        return self.born if self.known == "date" else None

    @property
    def birth_year(self) -> int | None:
        """The birth year as institutions know it."""
        return None if self.known == "nothing" else self.born.year

    def born_on(self, day: date) -> Persona:
        """Return the same person with another birth date."""
        return msgspec.structs.replace(self, born=day)

    def age_in(self, year: int) -> int:
        """Return the age on 31 December."""
        return year - self.born.year


class People:
    """Makes people; the same seed makes the same people in the same order."""

    def __init__(self, seed: str) -> None:
        self._dice = Random(seed)  # noqa: S311 - people who do not exist need no secrecy
        self._names = Person(Locale.RU, seed=seed)
        self._taken: set[tuple[str, date]] = set()
        self._children: list[Persona] = []
        self._snils = FIRST_SNILS

    def child(self, birth_year: int, known: KnownOfBirth | None = None) -> Persona:
        """Return a new child; now and then a namesake of another, or one whose birth is unknown."""
        if known is None and self._children and self._dice.random() < NAMESAKE_SHARE:
            return self.namesake(self._dice.choice(self._children), birth_year)
        gender = self._dice.choice(list(Gender))
        child = self._unique(birth_year, known or self._known(), gender)
        self._children.append(child)
        return child

    def namesake(self, other: Persona, birth_year: int) -> Persona:
        """Return a child with the name of another and a birth date of its own."""
        return self._with_own_birth(
            msgspec.structs.replace(other, snils=None, known="date"), birth_year
        )

    def teacher(self, birth_year: int) -> Persona:
        """Return a new adult, more often a woman."""
        gender = Gender.MALE if self._dice.random() < 0.2 else Gender.FEMALE
        return self._unique(birth_year, "date", gender)

    def _known(self) -> KnownOfBirth:
        drawn = self._dice.random()
        if drawn < NOTHING_SHARE:
            return "nothing"
        return "year" if drawn < NOTHING_SHARE + YEAR_ONLY_SHARE else "date"

    def _unique(self, birth_year: int, known: KnownOfBirth, gender: Gender) -> Persona:
        last_name = self._names.last_name(gender)
        parent = f"{last_name} {self._names.first_name(gender)} {self._names.patronymic(gender)}"
        persona = Persona(
            last_name=last_name,
            first_name=self._names.first_name(gender),
            middle_name=self._names.patronymic(gender),
            born=date(birth_year, 1, 1),
            representative=parent,
            known=known,
            snils=self._next_snils() if self._dice.random() < SNILS_SHARE else None,
        )
        return self._with_own_birth(persona, birth_year)

    def _with_own_birth(self, persona: Persona, birth_year: int) -> Persona:
        name = normalised_name(persona.last_name, persona.first_name, persona.middle_name)
        while True:
            day = timedelta(days=self._dice.randrange(DAYS_IN_YEAR))
            born = date(birth_year, 1, 1) + day
            if (name, born) not in self._taken:
                self._taken.add((name, born))
                return msgspec.structs.replace(persona, born=born)

    def _next_snils(self) -> str:
        self._snils += 1
        digits = str(self._snils)
        total = sum(int(digit) * (9 - place) for place, digit in enumerate(digits))
        return f"{digits[:3]}-{digits[3:6]}-{digits[6:]} {total % 101 % 100:02d}"
