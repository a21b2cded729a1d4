"""The vault keeps so many keys in memory, those used last, whatever threads ask for."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from uuid import UUID, uuid4

import pytest

import adapters.vault
from adapters.vault import Subject, Vault
from service.bootstrap import Application
from tests.store.logs import open_tenant

PLACE = b"place"
KEPT = 3


@pytest.fixture
def vault(application: Application, monkeypatch: pytest.MonkeyPatch) -> Vault:
    monkeypatch.setattr(adapters.vault, "CACHED_KEYS_MAX", KEPT)
    return Vault(application.keys, bytes(range(32)))


@pytest.fixture
def tenant(application: Application) -> UUID:
    return open_tenant(application)


def subjects_of(tenant: UUID, count: int) -> list[Subject]:
    return [(tenant, uuid4()) for _ in range(count)]


def kept(vault: Vault, subjects: list[Subject]) -> list[bool]:
    return [vault.opens([subject]) for subject in subjects]


def test_the_key_used_longest_ago_goes_first(vault: Vault, tenant: UUID) -> None:
    subjects = subjects_of(tenant, KEPT)
    for subject in subjects:
        vault.ensure([subject])
    vault.encrypt(subjects[0], b"secret", PLACE)
    vault.load([subjects[1]])
    (more,) = subjects_of(tenant, 1)

    vault.ensure([more])

    assert kept(vault, [*subjects, more]) == [True, True, False, True]


def test_a_list_longer_than_the_cache_opens_all_the_same(vault: Vault, tenant: UUID) -> None:
    subjects = subjects_of(tenant, 4 * KEPT)
    vault.ensure(subjects)
    texts = [vault.encrypt(subject, subject[1].bytes, PLACE) for subject in subjects]

    vault.load(subjects)
    opened = [vault.decrypt(one, text, PLACE) for one, text in zip(subjects, texts, strict=True)]

    assert sum(kept(vault, subjects)) == KEPT
    assert opened == [subject[1].bytes for subject in subjects]


def test_threads_that_push_out_each_others_keys_raise_no_alarm(vault: Vault, tenant: UUID) -> None:
    subjects = subjects_of(tenant, 4 * KEPT)
    vault.ensure(subjects)
    texts = {subject: vault.encrypt(subject, subject[1].bytes, PLACE) for subject in subjects}

    def read(number: int) -> bool:
        turned = subjects[number:] + subjects[:number]
        return all(
            vault.decrypt(one, texts[one], PLACE) == one[1].bytes
            for _ in range(5)
            for one in turned
        )

    with ThreadPoolExecutor(8) as threads:
        assert all(threads.map(read, range(8)))
    assert sum(kept(vault, subjects)) == KEPT
