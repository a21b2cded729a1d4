"""``figures``, ``explain`` and ``history``."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime
from typing import get_args
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec
import rich_click as click
from click.exceptions import Exit
from rich.console import Console
from rich.table import Table

from adapters.postgres.read_log import Shown
from domain.figures import Outcome, Reason
from domain.rules import Indicator
from projections.catalogue_lists import NoFilter, list_base_counts, list_targets
from projections.figures import Candidate, Wanted
from projections.history import HistoryLine
from projections.query import Cut, Question
from projections.shown import people_shown
from projections.tree import Tree
from service.access import CONSOLE, CONSOLE_TITLE
from service.cli.installation import Installation, Refused, opened
from service.cli.output import Command, Day, Moment, as_json, figure_of, instant_of, print_json
from service.figures_table import figures_table, verified_table
from service.publishing import Publishing

LINES_MAX = 10_000

of_district = click.option("--district", type=click.UUID, help="Район, если их несколько.")
as_known_then = click.option("--as-of", type=Moment(), help="Что было известно на этот день.")
up_to_day = click.option("--on", type=Day(), help="Считать дни по этот включительно.")
true_by_day = click.option(
    "--on", type=Day(), help="Только то, что действует с этого дня или раньше."
)
in_tree = click.option(
    "--tree",
    type=click.Choice(get_args(Tree)),
    default="then",
    help="then – учреждения тех дней; now – присоединённые считать за преемником.",
)


@click.command(name="figures", cls=Command)
@click.option("--year", "years", type=int, multiple=True, help="Год; можно указать несколько.")
@click.option("--school", "code", help="Код учреждения; без него – весь район.")
@as_known_then
@up_to_day
@in_tree
@click.option("--verify", is_flag=True, help="Пересчитать всё опубликованное и сверить.")
@of_district
@as_json
def figures_command(  # noqa: PLR0913 - the options of the command
    *,
    years: tuple[int, ...],
    code: str | None,
    as_of: date | datetime | None,
    on: date | None,
    tree: Tree,
    verify: bool,
    district: UUID | None,
    json: bool,
) -> None:
    """Показать значения целевых показателей.

    Без --year берутся годы, для которых есть целевые значения или численность. С --verify каждое
    опубликованное значение пересчитывается из журналов по тому, что было известно тогда.
    """
    with opened() as installation:
        if verify:
            _verify(installation, district, json=json)
            return
        question = question_of_all(installation, district, as_of, on)
        school = None if code is None else installation.tenant(question.district, code)
        wanted = years or _years(installation, question)
        if not wanted:
            raise Refused("Нет ни целевых значений, ни численности: укажите год (--year).")
        reading = installation.application.reading
        figures = reading.figures(question, list(wanted), school=school, tree=tree)
    if json:
        print_json([figure_of(one) for one in figures])
    else:
        Console().print(figures_table(figures))


def _verify(installation: Installation, district: UUID | None, *, json: bool) -> None:
    """Count every published figure again; fail if one is not what was published."""
    application = installation.application
    publishing = Publishing(application.database)
    verified = publishing.verify(installation.district(district))
    if json:
        print_json(verified)
    else:
        Console().print(verified_table(verified))
    if not all(one.equal for one in verified):
        raise Exit(1)


@click.command(name="explain", cls=Command)
@click.option("--year", type=int, required=True, help="Год.")
@click.option("--indicator", type=click.Choice(get_args(Indicator)), required=True)
@click.option("--school", "code", help="Код учреждения, чей куратор спрашивает; без него – район.")
@click.option("--outcome", type=click.Choice(get_args(Outcome)), help="Только с этим исходом.")
@click.option("--reason", type=click.Choice(get_args(Reason)), help="Только с этой причиной.")
@as_known_then
@up_to_day
@of_district
@as_json
def explain_command(  # noqa: PLR0913 - each is an option of the command
    *,
    year: int,
    indicator: str,
    code: str | None,
    outcome: Outcome | None,
    reason: Reason | None,
    as_of: date | datetime | None,
    on: date | None,
    district: UUID | None,
    json: bool,
) -> None:
    """Показать, кого показатель учитывает, кого нет и почему.

    При каждом названы события, из которых это следует. Имена видны так же, как в history.
    """
    wanted = Wanted(outcome=outcome, reason=reason)
    with opened() as installation:
        question = asked_by(installation, question_of_all(installation, district, as_of, on), code)
        school = None if code is None else question.asker
        figure, page = installation.application.reading.explanation(
            question, indicator, year, wanted, Cut(limit=LINES_MAX), school=school
        )
        write_down(installation, question, "explain", page.items)
    if json:
        print_json({"figure": figure_of(figure), "items": page.items})
        return
    Console().print(figures_table([figure]))
    Console().print(_candidates(page.items))


@click.command(name="history", cls=Command)
@click.argument("person", type=click.UUID, metavar="УЧАСТНИК")
@click.option("--school", "code", help="Код учреждения, чей куратор спрашивает.")
@as_known_then
@true_by_day
@of_district
@as_json
def history_command(  # noqa: PLR0913 - each is an option of the command
    *,
    person: UUID,
    code: str | None,
    as_of: date | datetime | None,
    on: date | None,
    district: UUID | None,
    json: bool,
) -> None:
    """Показать всё, что записано об участнике.

    Район видит имена только тех, чьё согласие называет его получателем; учреждение (--school)
    видит свои записи целиком.
    """
    with opened() as installation:
        question = asked_by(installation, question_of_all(installation, district, as_of, on), code)
        zone = installation.application.reading.time_zone(question)
        lines = installation.application.reading.history(question, person)
        write_down(installation, question, "history", lines)
    if not lines:
        raise Refused("Об этом участнике ничего не записано.")
    if json:
        print_json(lines)
    else:
        Console().print(_table(lines, zone))


def question_of_all(
    installation: Installation,
    wanted: UUID | None,
    as_of: date | datetime | None,
    on: date | None,
) -> Question:
    """Return the question of the whole district, as of a moment."""
    district = installation.district(wanted)
    now = Question(asker=district, district=district, tenants=installation.institutions(district))
    zone = installation.application.reading.time_zone(now)
    return msgspec.structs.replace(now, as_of=instant_of(as_of, zone), on=on)


def asked_by(installation: Installation, question: Question, code: str | None) -> Question:
    """Return the question as the curator of the institution of that code asks it, if one is."""
    if code is None:
        return question
    school = installation.tenant(question.district, code)
    return msgspec.structs.replace(question, asker=school, tenants=(school,), handles=True)


def write_down(
    installation: Installation, question: Question, command: str, lines: Sequence[msgspec.Struct]
) -> None:
    """Write down whose data ``lines`` show, before they are shown."""
    installation.application.read_log.write(
        Shown(
            account_id=CONSOLE,
            title=CONSOLE_TITLE,
            asker=question.asker,
            operation=f"nastavnik {command}",
            whose=people_shown(lines, question.district),
            as_of=question.as_of,
            on_day=question.on,
        )
    )


def _years(installation: Installation, question: Question) -> list[int]:
    now = msgspec.structs.replace(question, as_of=None, on=None)
    with installation.application.reading.transaction(now) as reader:
        targets = list_targets(reader, now, NoFilter(), Cut(limit=LINES_MAX)).items
        counts = list_base_counts(reader, now, NoFilter(), Cut(limit=LINES_MAX)).items
    return sorted({one.year for one in targets} | {one.year for one in counts})


def _table(lines: list[HistoryLine], zone: ZoneInfo) -> Table:
    table = Table()
    for title in ("Внесено", "Действует с", "Кто внёс", "Что", "Событие"):
        table.add_column(title)
    for line in lines:
        table.add_row(
            f"{line.recorded_at.astimezone(zone):%d.%m.%Y %H:%M}",
            f"{line.effective_on:%d.%m.%Y}",
            line.who,
            line.text,
            f"№ {line.position}",
        )
    return table


def _candidates(candidates: list[Candidate]) -> Table:
    table = Table()
    for title in ("Кто", "Почему", "С какого дня", "События"):
        table.add_column(title)
    for one in candidates:
        logs: dict[UUID, list[str]] = {}
        for event in one.events:
            logs.setdefault(event.school, []).append(f"№ {event.position}")
        table.add_row(
            one.name or str(one.person or one.enterprise),
            one.in_words,
            f"{one.first_day:%d.%m.%Y}" if one.first_day else "–",
            "\n".join(f"{log}: {', '.join(places)}" for log, places in logs.items()),
        )
    return table
