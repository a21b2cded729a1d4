"""The institutions of the demonstration district: names that exist nowhere, and their years."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

import msgspec

from service.demo.enrolment import Member
from service.demo.enterprises import mentoring
from service.demo.honours import Honours
from service.demo.journal import Journal
from service.demo.people import People, Persona
from service.demo.size import (
    CENTRE_MENTEES_PER_CHILD,
    MENTEES_PER_CHILD,
    MENTORS_PER_TEEN,
    PILOT_SCHOOLS_SHARE,
    SCHOOL_YEARS,
    TEENS_PER_CHILD,
    YOUNG_TEACHERS_MENTORED,
    Size,
    quotas,
)
from service.demo.supervision import Supervision
from service.demo.years import InstitutionYears, Quota, Source, Ways

VILLAGES = (
    "Верхнеольховская", "Тихореченская", "Дальнеберёзовская", "Липовоярская", "Заозёрнинская",
    "Краснополянкинская", "Нижнеключевская", "Старобродовская", "Новолуговская", "Соснопольская",
    "Ветлинская", "Малоозёрская", "Белогорковская", "Рябинкинская", "Кленовоградская",
    "Песчанобродская", "Вишнёвогорковская", "Ясноборская", "Медвежьеборская", "Журавлихинская",
    "Глухобережная",
)  # fmt: skip
TRANSFERS_FROM = 1
CENTRE = "Центр дополнительного образования «Созвездие»"
MERGED_ON = date(2022, 8, 31)
CLOSED_ON = date(2023, 8, 31)
ENTRY_AGES = (range(9, 17), (3, 12, 16, 16, 16, 15, 12, 10))
BEHIND_FROM, BEHIND_UNTIL = date(2021, 9, 1), date(2022, 2, 28)
CAUGHT_UP_FROM = date(2022, 2, 14)
GOES_TO_SUCCESSOR_SHARE = 0.7
YEAR_OF_FAULTS = 2021
OTHER_BIRTH_YEAR_MAX = 2


def name_of(number: int) -> tuple[str, str]:
    """Return the full and the short name of the school of that number."""
    village = VILLAGES[number % len(VILLAGES)]
    return (
        f"Муниципальное бюджетное общеобразовательное учреждение «{village} средняя школа»",
        f"{village} СШ",
    )


def last_days(size: Size) -> dict[int, date]:
    """Return on which day schools ended, by number."""
    ends = {size.merged: MERGED_ON}
    if size.closed is not None:
        ends[size.closed] = CLOSED_ON
    return ends


def plan_years(
    size: Size, journals: list[Journal], honours: Honours, supervision: Supervision
) -> None:
    """Plan everything that ``journals`` hold: those of the schools in order, then the centre's.

    With it the seminars and awards that the district has for mentors, and the consents it checks.
    """
    people = People("nastavnik")
    ends = last_days(size)
    pool = _Pool(people, size)
    lives: list[InstitutionYears] = []
    for number, journal in enumerate(journals):
        source = pool.of_centre if number == size.schools else pool.of_school(number)
        ways = Ways(
            number=number,
            last_day=ends.get(number),
            ends_because="учреждение прекращает работу" if number in ends else None,
            transfers_to=journals[0].tenant if number == TRANSFERS_FROM else None,
            confidential=number == 2,
            eventful=number == 0,
        )
        dice = Random(f"nastavnik {number}")  # noqa: S311 - a made-up district
        lives.append(InstitutionYears(journal, dice, people, source, ways))
    pool.lives = lives
    for school_year in SCHOOL_YEARS:
        for number, quota in _quotas(size, school_year, ends).items():
            lives[number].plan(school_year, quota)
        in_time = [
            (journal, life)
            for number, (journal, life) in enumerate(zip(journals, lives, strict=True))
            if (number, school_year) != (size.behind, BEHIND_FROM.year)
        ]
        honours.plan(
            school_year,
            [(journal, life.teachers_in.get(school_year, [])) for journal, life in in_time],
        )
        supervision.plan(
            school_year,
            [(journal.tenant, life.settled_in.get(school_year, [])) for journal, life in in_time],
        )


def behind(day: date) -> date:
    """Return when a school that fell behind in autumn entered what others entered on ``day``."""
    if not BEHIND_FROM <= day <= BEHIND_UNTIL:
        return day
    share = (day - BEHIND_FROM) / (BEHIND_UNTIL - BEHIND_FROM)
    return CAUGHT_UP_FROM + timedelta(days=int((BEHIND_UNTIL - CAUGHT_UP_FROM).days * share))


def _quotas(size: Size, school_year: int, ends: dict[int, date]) -> dict[int, Quota]:
    """Return the quotas of the institutions that work then, those that end soon first."""
    works = [
        number
        for number in range(size.schools)
        if number not in ends or ends[number].year > school_year
    ]
    if school_year == SCHOOL_YEARS[0]:
        works = works[: max(2, round(len(works) * PILOT_SCHOOLS_SHARE))]
    mentees = quotas(round(size.children * MENTEES_PER_CHILD[school_year]), works)
    teens = quotas(round(size.children * TEENS_PER_CHILD * MENTORS_PER_TEEN[school_year]), works)
    young = quotas(round(size.young_teachers * YOUNG_TEACHERS_MENTORED[school_year]), works)
    senders: dict[int, list[str]] = {number: [] for number in works}
    for nth, code in enumerate(mentoring(size, school_year)):
        senders[works[nth % len(works)]].append(code)
    planned = {
        number: Quota(mentees[number], teens[number], young[number], tuple(senders[number]))
        for number in works
    }
    if school_year in CENTRE_MENTEES_PER_CHILD:
        wanted = round(size.children * CENTRE_MENTEES_PER_CHILD[school_year])
        planned[size.schools] = Quota(wanted)
    return planned


class _Pool:
    """Where the children of an autumn come from."""

    def __init__(self, people: People, size: Size) -> None:
        self.lives: list[InstitutionYears] = []
        self._people = people
        self._size = size
        self._dice = Random("nastavnik pool")  # noqa: S311 - a made-up district
        self._faulty = False
        self._transferred = False
        self._in_centre: set[int] = set()
        self._other_birth_years = 0

    def of_school(self, number: int) -> Source:
        """Return the source of a school: new children, at the successor also those it takes on."""

        def source(school_year: int, count: int) -> list[Persona]:
            children: list[Persona] = []
            if number == 0 and school_year == YEAR_OF_FAULTS and not self._faulty:
                children = self._hard_to_tell_apart(school_year)
            if number == 0 and school_year == MERGED_ON.year and not self._transferred:
                self._transferred = True
                children = self._of_merged(school_year)[:count]
            if number == 0:
                came = self.lives[TRANSFERS_FROM].transferred
                while came and len(children) < count:
                    children.append(came.pop())
            while len(children) < count:
                children.append(self._people.child(self._birth_year(school_year)))
            return children

        return source

    def of_centre(self, school_year: int, count: int) -> list[Persona]:
        """Return children of the schools who come to the centre too."""
        candidates = [
            one
            for life in self.lives[: self._size.schools]
            for one in life.pupils_in(school_year)
            if one.since < date(school_year, 10, 1)
            and one.persona.known == "date"
            and id(one.persona) not in self._in_centre
        ]
        self._dice.shuffle(candidates)
        if not self._other_birth_years:
            # Without a SNILS another birth date would make another person.
            known = next((one for one in candidates if one.persona.snils), None)
            if known is not None:
                candidates.remove(known)
                candidates.insert(0, known)
        chosen = candidates[:count]
        self._in_centre |= {id(one.persona) for one in chosen}
        return [self._as_told_there(one) for one in chosen]

    def _hard_to_tell_apart(self, school_year: int) -> list[Persona]:
        self._faulty = True
        year = self._birth_year(school_year)
        one = self._people.child(year, "date")
        return [
            one,
            self._people.namesake(one, year + 1),
            self._people.child(year, "year"),
            self._people.child(year, "nothing"),
        ]

    def _birth_year(self, school_year: int) -> int:
        return school_year - self._dice.choices(*ENTRY_AGES)[0]

    def _of_merged(self, school_year: int) -> list[Persona]:
        return [
            one.persona
            for one in self.lives[self._size.merged].pupils_in(school_year)
            if one.persona.known == "date" and self._dice.random() < GOES_TO_SUCCESSOR_SHARE
        ]

    def _as_told_there(self, member: Member) -> Persona:
        # A wrong birth date under the right SNILS: the years of birth conflict.
        persona = member.persona
        if persona.snils is None or self._other_birth_years == OTHER_BIRTH_YEAR_MAX:
            return persona
        self._other_birth_years += 1
        return msgspec.structs.replace(
            persona, born=persona.born.replace(year=persona.born.year - 1, day=1)
        )
