"""``diff``."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

import msgspec
import rich_click as click
from rich.console import Console
from rich.table import Table

from projections.query import Cut, Question
from projections.registry import REGISTERS
from projections.row_difference import RowDifference
from service.cli.asking import asked_by, of_district, question_of_all, write_down
from service.cli.installation import Refused, opened
from service.cli.output import Command, Moment, as_json, instant_of, print_json
from service.difference_table import HEADER, difference_table, lines_of
from service.reading import Reading

PAGE = 1_000


@click.command(name="diff", cls=Command)
@click.argument("register", type=click.Choice([one.name for one in REGISTERS]), metavar="РЕЕСТР")
@click.option("--from", "since", type=Moment(), required=True, help="Первый момент.")
@click.option("--to", "until", type=Moment(), help="Второй момент; без него – сейчас.")
@click.option("--school", "code", help="Код учреждения, чей куратор спрашивает.")
@click.option("--csv", "as_csv", is_flag=True, help="Вывести CSV для таблиц.")
@of_district
@as_json
def diff_command(  # noqa: PLR0913 - the options of the command
    *,
    register: str,
    since: date | datetime,
    until: date | datetime | None,
    code: str | None,
    as_csv: bool,
    district: UUID | None,
    json: bool,
) -> None:
    """Показать, чем реестр отличается на два момента записи и какие события это сделали.

    День означает его конец. Имена видны так же, как в history.
    """
    with opened() as installation:
        question = asked_by(
            installation, question_of_all(installation, district, until, None), code
        )
        reading = installation.application.reading
        first = instant_of(since, reading.time_zone(question))
        now = reading.clock(question)
        last = question.as_of or now
        if first is None or first > last:
            raise Refused("Первый момент позже второго.")
        if last > now:
            raise Refused("Второй момент ещё не наступил.")
        asked = msgspec.structs.replace(question, as_of=last)
        found = _every_page(reading, asked, register, first)
        write_down(installation, asked, "diff", found)
    if json:
        print_json(found)
    elif as_csv:
        click.echo(difference_table(found), nl=False)
    else:
        table = Table(*HEADER)
        for one in found:
            for line in lines_of(one):
                table.add_row(*line)
        Console().print(table)


def _every_page(
    reading: Reading, question: Question, name: str, since: datetime
) -> list[RowDifference]:
    register = next(one for one in REGISTERS if one.name == name)
    found: list[RowDifference] = []
    cut = Cut(limit=PAGE)
    while True:
        page = reading.difference(question, register, since, cut)
        found += page.items
        if page.after is None:
            return found
        cut = Cut(limit=PAGE, after=page.after)
