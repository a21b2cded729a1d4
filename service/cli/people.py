"""``district register``, ``user add`` and ``token``."""

from __future__ import annotations

from datetime import timedelta
from typing import get_args
from uuid import UUID, uuid4

import msgspec
import rich_click as click

from domain import aggregate
from domain.district import RegisterDistrict
from domain.rules import AdoptRules
from service.access import RIGHTS, Role
from service.bootstrap import Application
from service.cli.asking import of_district
from service.cli.installation import Refused, opened
from service.cli.output import Command, Group, as_json, print_json
from service.reference_data import calendars, forms, rule_sets, targets
from service.submission import Submission

TOKEN_DAYS = 90
TOKEN_DAYS_MAX = 3650

token_days = click.option(
    "--days",
    type=click.IntRange(1, TOKEN_DAYS_MAX),
    default=TOKEN_DAYS,
    show_default=True,
    help="Сколько дней действует токен.",
)
FIRST_ACCOUNTS: tuple[tuple[str, str, Role], ...] = (
    ("curator", "Муниципальный куратор", "district_curator"),
    ("administrator", "Администратор системы", "administrator"),
)


class MadeToken(msgspec.Struct, frozen=True):
    """A token, shown this once."""

    login: str
    role: str
    token: str


@click.group(name="district", cls=Group)
def district_group() -> None:
    """Районы."""


@district_group.command(name="register")
@click.option("--name", required=True, help="Наименование района.")
@click.option("--time-zone", default="Europe/Moscow", show_default=True, help="Часовой пояс.")
@click.option("--bare", is_flag=True, help="Без форм, правил и целевых значений приказа-образца.")
@token_days
@as_json
def register_command(*, name: str, time_zone: str, bare: bool, days: int, json: bool) -> None:
    """Зарегистрировать район и его первые учётные записи.

    Формы наставничества, правила расчёта и целевые значения приказа № 119-ОД, производственные
    календари принимаются сразу; каждое из них можно потом изменить.
    """
    try:
        registration = msgspec.convert({"name": name, "time_zone": time_zone}, RegisterDistrict)
    except msgspec.ValidationError as error:
        raise click.UsageError("Наименование – одна строка не длиннее 200 знаков.") from error
    with opened() as installation:
        application = installation.application
        district, actor = uuid4(), uuid4()
        wanted: list[aggregate.Command] = [registration]
        if not bare:
            # The one adopted last is in force.
            wanted += [AdoptRules(rules=one) for one in rule_sets()]
            wanted += [*forms(), *targets(), *calendars()]
        accounts = application.accounts
        _carry_out(application, district, actor, wanted[:1])
        made = []
        for login, title, role in FIRST_ACCOUNTS:
            account = accounts.create(district, login, title, role)
            token = accounts.issue(district, account, timedelta(days=days))
            made.append(MadeToken(login, role, token))
        _carry_out(application, district, actor, wanted[1:])
    if json:
        print_json({"district": district, "tokens": made})
        return
    click.echo(f"Район зарегистрирован: {district}")
    for one in made:
        click.echo(f"{one.login} ({one.role}): {one.token}")
    click.echo("Токены показаны один раз.")


@click.group(name="user", cls=Group)
def user_group() -> None:
    """Учётные записи."""


@user_group.command(name="add")
@click.argument("login", metavar="ИМЯ")
@click.option("--title", required=True, help="Как называть в истории записей.")
@click.option("--role", type=click.Choice(get_args(Role)), required=True, help="Роль.")
@click.option("--school", "code", help="Код учреждения; без него – сам район.")
@of_district
@as_json
def add_command(  # noqa: PLR0913 - the options of the command
    *, login: str, title: str, role: Role, code: str | None, district: UUID | None, json: bool
) -> None:
    """Создать учётную запись района или учреждения."""
    works_in = RIGHTS[role].works_in
    if works_in not in ("either", "district" if code is None else "school"):
        where = "учреждении" if works_in == "school" else "районе"
        raise Refused(f"Роль {role} бывает только в {where}.")
    with opened() as installation:
        tenant = installation.tenant(installation.district(district), code)
        account = installation.application.accounts.create(tenant, login, title, role)
    if json:
        print_json({"account": account, "tenant": tenant, "login": login, "role": role})
    else:
        click.echo(f"Учётная запись создана: {login}.")


@click.command(name="token", cls=Command)
@click.argument("login", metavar="ИМЯ")
@click.option("--school", "code", help="Код учреждения; без него – сам район.")
@of_district
@token_days
@as_json
def token_command(
    *, login: str, code: str | None, district: UUID | None, days: int, json: bool
) -> None:
    """Выдать токен учётной записи; он показывается один раз."""
    with opened() as installation:
        tenant = installation.tenant(installation.district(district), code)
        accounts = installation.application.accounts
        account = accounts.find(tenant, login)
        if account is None:
            raise Refused("Такой учётной записи нет.")
        token = accounts.issue(tenant, account, timedelta(days=days))
    if json:
        print_json({"login": login, "token": token})
    else:
        click.echo(token)


def _carry_out(
    application: Application, district: UUID, actor: UUID, commands: list[aggregate.Command]
) -> None:
    submissions = [
        Submission(
            tenant_id=district,
            district_id=district,
            actor=actor,
            command_id=uuid4(),
            command=command,
        )
        for command in commands
    ]
    for outcome in application.work.execute(submissions):
        if isinstance(outcome, Exception):
            raise outcome
