"""Who a person is: one across the institutions of a district, apart from namesakes."""

from __future__ import annotations

import unicodedata
from concurrent.futures import ThreadPoolExecutor
from datetime import date
from threading import Barrier
from uuid import UUID

import pytest

from adapters.identities import PersonTraits, normalised_name
from adapters.postgres.database import Database
from adapters.vault import Vault
from domain.enterprise import EnterpriseAlreadyRegistered, RegisterEnterprise
from domain.errors import DomainError
from domain.participant import ParticipantRegistered, RegisterParticipant
from service.bootstrap import Application
from service.submission import Outcome, Receipt
from tests.plugins.postgres import MASTER, TestDatabase
from tests.store.logs import events_of, open_tenant, superuser
from tests.support.district import REASON, District

SNILS = "112-233-445 95"
OTHER_SNILS = "087-654-303 00"
WRONG_SNILS = "112-233-445 96"
BORN = date(2010, 3, 1)
SCHOOL = UUID(int=1)
THREADS = 8
MOMENTS = 10
WAIT_SECONDS = 10


@pytest.fixture
def vault(application: Application) -> Vault:
    return application.vault


@pytest.fixture
def district_id(application: Application) -> UUID:
    return open_tenant(application)


@pytest.fixture
def district(application: Application) -> District:
    return District(application)


def traits(
    name: str = "Ёлкина Анна",
    born: date | None = BORN,
    snils: str | None = None,
    institution: UUID = SCHOOL,
) -> PersonTraits:
    last, _, first = name.partition(" ")
    return PersonTraits(
        institution=institution,
        snils=snils,
        name_and_birth=f"{normalised_name(last, first, None)} {born}" if born else None,
        birth_year=born.year if born else None,
    )


def who(vault: Vault, district_id: UUID, person: PersonTraits) -> UUID:
    return vault.identify(district_id, [person])[0].person


SAME = {
    "again": (traits(), traits()),
    "one number, other names": (traits(snils=SNILS), traits("Сосна Анна", snils=SNILS)),
    "one number, no birth date": (traits(snils=SNILS), traits(born=None, snils=SNILS)),
    "the number came later": (traits(), traits(snils=SNILS)),
    "the number was left out": (traits(snils=SNILS), traits()),
    "two institutions": (traits(), traits(institution=UUID(int=2))),
    "ё and е": (traits("Ёлкина Алёна"), traits("Елкина Алена")),
    "capitals": (traits("ёлкина АННА"), traits("Ёлкина Анна")),
    "spaces": (traits("  Ёлкина\u00a0 Анна "), traits("Ёлкина Анна")),
    "letters and marks": (
        traits(unicodedata.normalize("NFD", "Ёлкина Майя")),
        traits("Ёлкина Майя"),
    ),
}
APART = {
    "other birth date": (traits(), traits(born=date(2010, 3, 2))),
    "other number": (traits(snils=SNILS), traits(snils=OTHER_SNILS)),
    "other name": (traits(), traits("Сосна Анна")),
    "no birth date": (traits(born=None), traits(born=None)),
    "й is not и": (traits("Ёлкин Сергей"), traits("Ёлкин Сергеи")),
}


@pytest.mark.parametrize("case", SAME)
def test_one_person(vault: Vault, district_id: UUID, case: str) -> None:
    first, second = SAME[case]

    assert who(vault, district_id, first) == who(vault, district_id, second)


@pytest.mark.parametrize("case", APART)
def test_two_people(vault: Vault, district_id: UUID, case: str) -> None:
    first, second = APART[case]

    assert who(vault, district_id, first) != who(vault, district_id, second)


@pytest.mark.parametrize("cases", [SAME, APART], ids=["same", "apart"])
def test_people_of_one_list_are_told_apart_as_those_of_several(
    vault: Vault, application: Application, cases: dict[str, tuple[PersonTraits, PersonTraits]]
) -> None:
    for pair in cases.values():
        first, second = vault.identify(open_tenant(application), list(pair))

        assert (first.person == second.person) is (cases is SAME)


def test_the_number_decides_against_the_name(vault: Vault, district_id: UUID) -> None:
    by_number = who(vault, district_id, traits("Сосна Анна", snils=SNILS))
    by_name = who(vault, district_id, traits("Ёлкина Анна"))

    both = who(vault, district_id, traits("Ёлкина Анна", snils=SNILS))

    assert both == by_number != by_name


def test_districts_share_nobody(vault: Vault, application: Application) -> None:
    one, other = open_tenant(application), open_tenant(application)

    assert who(vault, one, traits(snils=SNILS)) != who(vault, other, traits(snils=SNILS))


def test_the_birth_year_is_the_one_heard_first(vault: Vault, district_id: UUID) -> None:
    vault.identify(district_id, [traits(born=None, snils=SNILS)])
    vault.identify(district_id, [traits(born=date(2010, 1, 1), snils=SNILS)])

    (known,) = vault.identify(district_id, [traits(born=date(2011, 1, 1), snils=SNILS)])

    assert known.birth_year == 2010


def test_registrations_at_one_moment_find_one_person(
    database: TestDatabase, district_id: UUID
) -> None:
    keys = Database(database.app_url, connections_max=THREADS)
    keys.open()
    vault = Vault(keys, MASTER)
    barrier = Barrier(THREADS)

    def register(number: int) -> list[UUID]:
        found = []
        for moment in range(MOMENTS):
            child = traits(f"Ёлкина Анна{moment}", institution=UUID(int=number))
            barrier.wait(WAIT_SECONDS)
            found.append(who(vault, district_id, child))
        return found

    try:
        with ThreadPoolExecutor(THREADS) as pool:
            by_thread = list(pool.map(register, range(THREADS)))
    finally:
        keys.close()

    assert [len(set(people)) for people in zip(*by_thread, strict=True)] == [1] * MOMENTS


def test_the_vault_keeps_no_name_and_no_number(
    vault: Vault, district_id: UUID, database: TestDatabase
) -> None:
    who(vault, district_id, traits("Ёлкина Анна", snils=SNILS))

    with superuser(database.admin_url) as connection:
        rows = connection.execute("SELECT i::text FROM vault.identity i").fetchall()
    kept = " ".join(row[0] for row in rows).lower()
    assert len(rows) > 1
    for secret in (SNILS, "елкина", "ёлкина", "112233445"):
        assert secret.encode().hex() not in kept
        assert secret not in kept


def register(
    district: District, school: UUID, *, snils: str | None = None, born: date | None = BORN
) -> Outcome:
    command = RegisterParticipant(
        last_name="Ёлкина",
        first_name="Анна",
        birth_date=born,
        snils=snils,
        effective_on=date(2020, 9, 1),
        reason=REASON,
    )
    return district.application.work.execute([district.submission(command, school)])[0]


def registered(district: District, school: UUID, **told: object) -> UUID:
    outcome = register(district, school, **told)  # type: ignore[arg-type]
    assert isinstance(outcome, Receipt)
    return UUID(outcome.id)


def test_a_child_of_two_schools_is_one_person(district: District) -> None:
    one, other = district.school("01"), district.school("02")

    assert registered(district, one) == registered(district, other)


def test_a_refused_registration_with_a_wrong_number_tells_the_vault_nothing(
    district: District,
) -> None:
    one, other = district.school("01"), district.school("02")
    assert isinstance(register(district, one, snils=WRONG_SNILS), DomainError)

    with_number = registered(district, one, snils=SNILS)

    assert registered(district, other) == with_number


def test_a_refused_registration_with_a_wrong_birth_date_tells_the_vault_nothing(
    application: Application, district: District
) -> None:
    school = district.school("01")
    assert isinstance(register(district, school, snils=SNILS, born=date(2031, 3, 1)), DomainError)

    registered(district, school, snils=SNILS)

    (recorded,) = events_of(application, school)
    assert isinstance(recorded.event, ParticipantRegistered)
    assert recorded.event.known_birth_year is None


def test_a_registration_repeated_in_one_list_makes_one_person(
    district: District, database: TestDatabase
) -> None:
    school = district.school("01")
    submission = district.submission(RegisterParticipant(last_name="Я", first_name="Я"), school)

    first, second = district.execute([submission, submission])

    assert first.id == second.id
    with superuser(database.admin_url) as connection:
        people = connection.execute(
            "SELECT person FROM vault.person WHERE tenant_id = %s", (district.id,)
        ).fetchall()
    assert people == [(UUID(first.id),)]


TRADERS_INN, OTHER_TRADERS_INN = "500100732259", "623400000176"


def trade(district: District, inn: str, operates_from: date | None = None) -> Outcome:
    command = RegisterEnterprise(inn=inn, name="Ёлкина Анна", operates_from=operates_from)
    return district.application.work.execute([district.submission(command)])[0]


def test_a_sole_trader_is_known_by_the_inn_alone(district: District) -> None:
    first, again = trade(district, TRADERS_INN), trade(district, TRADERS_INN)
    other = trade(district, OTHER_TRADERS_INN)

    assert isinstance(first, Receipt)
    assert isinstance(again, EnterpriseAlreadyRegistered)
    assert isinstance(other, Receipt)
    assert UUID(first.id) != UUID(other.id)


def test_one_inn_twice_in_one_list_is_one_sole_trader(district: District) -> None:
    command = RegisterEnterprise(inn=TRADERS_INN, name="Ёлкина Анна")
    submissions = [district.submission(command), district.submission(command)]

    first, again = district.application.work.execute(submissions)

    assert isinstance(first, Receipt)
    assert isinstance(again, EnterpriseAlreadyRegistered)


def test_a_refused_sole_trader_is_not_told_to_the_vault(
    district: District, database: TestDatabase
) -> None:
    assert isinstance(trade(district, TRADERS_INN, operates_from=date(2999, 1, 1)), DomainError)

    with superuser(database.admin_url) as connection:
        known = connection.execute(
            "SELECT count(*) FROM vault.identity WHERE tenant_id = %s", (district.id,)
        ).fetchone()
    assert known == (0,)


def test_the_vault_keeps_no_inn(district: District, database: TestDatabase) -> None:
    trade(district, TRADERS_INN)

    with superuser(database.admin_url) as connection:
        rows = connection.execute(
            "SELECT i::text FROM vault.identity i WHERE tenant_id = %s", (district.id,)
        ).fetchall()
    (kept,) = (row[0] for row in rows)
    assert TRADERS_INN not in kept
    assert TRADERS_INN.encode().hex() not in kept
