"""What every command needs: the installation it works on, and refusals in words."""

from __future__ import annotations

import os
from collections.abc import Iterator
from contextlib import contextmanager
from uuid import UUID

import msgspec
import rich_click as click
from click import get_current_context

from adapters.postgres.accounts import LoginTakenError
from adapters.postgres.database import UnsafeRoleError
from adapters.postgres.inspection import Findings, UnreachableError, tenants_by_district
from adapters.postgres.migrate import Purpose
from adapters.tenant_keys import WrongMasterKeyError
from domain.errors import DomainError
from projections.catalogue_lists import SchoolFilter, SchoolLine, list_schools
from projections.query import Cut, Question
from service.bootstrap import Application, Place, build, examine, locate, prepare
from service.settings import Settings, SettingsError, read_settings

SCHOOLS_MAX = 1000


class Refused(click.ClickException):
    """The command was understood and not carried out; the exit code is 1."""

    exit_code = 1


class Chosen(msgspec.Struct, frozen=True):
    """What the options before the command say: the settings, and which database is meant."""

    settings: Settings
    demo: bool

    @property
    def purpose(self) -> Purpose:
        """What the database is for."""
        return "demonstration" if self.demo else "production"


class Installation(msgspec.Struct, frozen=True):
    """An installation with its connected parts."""

    place: Place
    application: Application

    def district(self, wanted: UUID | None = None) -> UUID:
        """Return the district asked for, or the only one. Raises :class:`Refused`."""
        districts = list(tenants_by_district(self.place.owner_url))
        if wanted is not None and wanted in districts:
            return wanted
        if wanted is not None or not districts:
            raise Refused("Такого района нет." if wanted else "Ни один район не зарегистрирован.")
        if len(districts) > 1:
            listed = "\n".join(map(str, districts))
            raise Refused(f"Районов несколько, укажите один из них (--district):\n{listed}")
        return districts[0]

    def institutions(self, district: UUID) -> tuple[UUID, ...]:
        """Return the institutions that ever belonged to a district."""
        return tenants_by_district(self.place.owner_url)[district]

    def school(self, district: UUID, code: str) -> SchoolLine:
        """Return the institution of that code. Raises :class:`Refused`."""
        question = Question(asker=district, district=district, tenants=())
        with self.application.reading.transaction(question) as reader:
            lines = list_schools(reader, question, SchoolFilter(), Cut(limit=SCHOOLS_MAX)).items
        for line in lines:
            if line.code == code:
                return line
        raise Refused(f"Учреждения с кодом {code} нет.")

    def tenant(self, district: UUID, code: str | None) -> UUID:
        """Return the institution of that code, the district itself without one."""
        return district if code is None else self.school(district, code).school


def chosen() -> Chosen:
    """Return what the options before the command say."""
    found: Chosen = get_current_context().find_root().obj
    return found


def settings() -> Settings:
    """Read the settings from the environment; what they cannot mean is an error of usage."""
    try:
        return read_settings(os.environ)
    except SettingsError as error:
        raise click.UsageError(f"Настройки: {error}") from error


@contextmanager
def located() -> Iterator[Place]:
    """Find the installation, whatever state it is in; refusals come out in words."""
    one = chosen()
    try:
        place = locate(one.settings, one.purpose)
    except SettingsError as error:
        raise click.UsageError(f"Настройки: {error}") from error
    try:
        with refusals():
            yield place
    finally:
        place.close()


@contextmanager
def opened(*, prepare_embedded: bool = False) -> Iterator[Installation]:
    """Open an installation that is ready to work. Raises :class:`Refused` for any other.

    ``prepare_embedded`` brings the schema up to date first where the server is our own.
    """
    with located() as place:
        if prepare_embedded and place.server is not None:
            prepare(place, chosen().purpose)
        findings = examine(place)
        if not findings.sound:
            raise Refused(_what_is_wrong(findings, demo=chosen().demo))
        with connected(place) as installation:
            yield installation


@contextmanager
def connected(place: Place) -> Iterator[Installation]:
    """Connect the parts over a prepared database."""
    application = build(place.app_url, place.master, keys_url=place.keys_url)
    try:
        yield Installation(place, application)
    finally:
        application.close()


@contextmanager
def refusals() -> Iterator[None]:
    """Turn what the parts raise into refusals in Russian."""
    try:
        yield
    except DomainError as refusal:
        raise Refused(refusal.text("ru")) from refusal
    except UnreachableError as error:
        raise Refused("База данных недоступна: проверьте адрес и роль.") from error
    except UnsafeRoleError as error:
        raise Refused("Роль службы не ограничена построчной защитой: работать нельзя.") from error
    except WrongMasterKeyError as error:
        raise Refused(
            "Ключ установки не тот: ключи учреждений зашифрованы другим"
            f" (отпечаток {error.wanted}, у заданного {error.at_hand})."
        ) from error
    except LoginTakenError as error:
        raise Refused("Такое имя для входа уже есть.") from error


def _what_is_wrong(findings: Findings, *, demo: bool) -> str:
    if findings.purpose is None and demo:
        return "Демонстрация ещё не загружена: выполните nastavnik demo."
    if not findings.migrated:
        return "Схема базы данных не создана или устарела: выполните nastavnik migrate."
    if findings.restoring:
        return "Восстановление не закончено: выполните nastavnik restore ещё раз."
    return "База данных не подходит: выполните nastavnik doctor."
