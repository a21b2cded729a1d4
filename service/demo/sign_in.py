"""The accounts of the demonstration: who enters, and who may sign in to look around."""

from __future__ import annotations

from datetime import timedelta
from typing import Literal
from uuid import UUID

import msgspec

from adapters.postgres.accounts import Accounts
from service.access import Role
from service.demo.institutions import CENTRE, name_of
from service.demo.size import Size

TOKENS_LAST = timedelta(days=30)
DISTRICT_ACCOUNTS: tuple[tuple[str, str, Role], ...] = (
    ("curator", "Муниципальный куратор", "district_curator"),
    ("head", "Начальник управления образования", "district_head"),
    ("monitoring", "Заведующая центром мониторинга", "monitoring_head"),
    ("methodologist", "Методист", "methodologist"),
    ("auditor", "Проверяющий", "auditor"),
    ("administrator", "Администратор системы", "administrator"),
)


class SignIn(msgspec.Struct, frozen=True):
    """An account with a token that was made for it just now."""

    role: Role
    title: str
    login: str
    token: str


class DemoAccounts:
    """Finds the accounts of the demonstration, making those that are missing."""

    def __init__(self, accounts: Accounts, size: Size) -> None:
        self._accounts = accounts
        self._size = size

    def who_enters(self, tenant: UUID, who: int | Literal["curator", "head"]) -> UUID:
        """Return who enters: the curator of the institution of a number, or one of the district."""
        if isinstance(who, int):
            return self._account(tenant, *self._school_curator(who))
        return self._account(tenant, *next(one for one in DISTRICT_ACCOUNTS if one[0] == who))

    def tokens(self, district: UUID, school: UUID) -> list[SignIn]:
        """Make a token for an account of each role: those of the first school, then the others.

        Tokens of earlier starts stay valid until their time is over.
        """
        _, short_name = name_of(0)
        head: tuple[str, str, Role] = ("head-01", f"Директор, {short_name}", "school_head")
        wanted = [(school, self._school_curator(0)), (school, head)]
        wanted += [(district, one) for one in DISTRICT_ACCOUNTS]
        made = []
        for tenant, (login, title, role) in wanted:
            account = self._account(tenant, login, title, role)
            token = self._accounts.issue(tenant, account, TOKENS_LAST)
            made.append(SignIn(role, title, login, token))
        return made

    def _school_curator(self, number: int) -> tuple[str, str, Role]:
        short_name = CENTRE if number == self._size.schools else name_of(number)[1]
        return f"curator-{number + 1:02d}", f"Школьный куратор, {short_name}", "school_curator"

    def _account(self, tenant: UUID, login: str, title: str, role: Role) -> UUID:
        found = self._accounts.find(tenant, login)
        return found or self._accounts.create(tenant, login, title, role)
