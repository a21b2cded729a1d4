"""``school take-over``."""

from __future__ import annotations

from uuid import UUID

import rich_click as click
from click.exceptions import Exit

from service.cli.asking import of_district
from service.cli.installation import opened
from service.cli.output import Group, as_json, print_json
from service.succession import take_over


@click.group(name="school", cls=Group)
def school_group() -> None:
    """Учреждения."""


@school_group.command(name="take-over")
@click.argument("code", metavar="КОД")
@of_district
@as_json
def take_over_command(*, code: str, district: UUID | None, json: bool) -> None:
    """Передать правопреемнику то, что вело присоединённое учреждение.

    Переходят открытые пары, их участники и участники баз, их согласия, места работы, стаж, допуски
    и согласия работников. Запущенная служба делает это сама; повторный запуск ничего не повторяет.
    """
    with opened() as installation:
        whole = installation.district(district)
        school = installation.school(whole, code).school
        passed = take_over(installation.application, whole, school)
    if json:
        print_json(passed)
    else:
        click.echo(
            f"Участников: {passed.participants}, согласий: {passed.consents}, пар: {passed.pairs}."
        )
        for one in passed.refused:
            click.echo(f"Не принято: {one.kind} {one.id}, причина {one.code}", err=True)
    if passed.refused:
        raise Exit(1)
