"""``serve``, ``demo`` and ``migrate``."""

from __future__ import annotations

import logging
import signal
from types import FrameType

import rich_click as click
from click import get_current_context
from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn

from service.background import background
from service.bootstrap import Place, examine, make_sealing, prepare
from service.cli.installation import (
    Chosen,
    Installation,
    Refused,
    chosen,
    connected,
    located,
    opened,
)
from service.cli.output import Command, as_json, figure_of, print_json
from service.demo.demonstration import Demonstration
from service.demo.load import LoadError
from service.demo.report import show
from service.demo.size import Size
from service.following import following
from service.settings import Settings


@click.command(name="serve", cls=Command)
def serve_command() -> None:
    """Запустить службу.

    База данных, которая запускается в каталоге данных, при этом обновляется сама; для другой
    сначала выполните migrate.
    """
    with opened(prepare_embedded=True) as installation:
        serve(installation, chosen().settings)


@click.command(name="demo", cls=Command)
@click.option("--no-serve", is_flag=True, help="Загрузить, показать и завершиться.")
@click.option("--schools", type=click.IntRange(2, 21), default=21, help="Сколько школ.")
@click.option("--children", type=click.IntRange(20, 20_000), default=2500, help="Сколько детей.")
@as_json
def demo_command(*, no_serve: bool, schools: int, children: int, json: bool) -> None:
    """Загрузить вымышленный район за 2020–2024 годы, показать его и запустить службу.

    Повторный запуск ничего не загружает второй раз, прерванный продолжается.
    """
    try:
        size = Size(schools=schools, children=children)
    except ValueError as error:
        raise click.UsageError("На каждую школу нужно не меньше десяти детей.") from error
    get_current_context().find_root().obj = Chosen(chosen().settings, demo=True)
    with located() as place:
        _prepare_demonstration(place)
        with connected(place) as installation:
            _demonstrate(Demonstration(installation.application, place.owner_url, size), json=json)
            if not no_serve:
                serve(installation, chosen().settings, quiet=json)


@click.command(name="migrate", cls=Command)
@as_json
def migrate_command(*, json: bool) -> None:
    """Привести базу данных к схеме этой версии программы."""
    with located() as place:
        examine(place)
        applied = prepare(place, chosen().purpose)
        due = examine(place).rebuilds_due
    if json:
        print_json({"applied": applied, "rebuilds_due": due})
    else:
        click.echo(f"Применено миграций: {applied}.")
        if due:
            click.echo(f"Теперь соберите реестры заново ({due}): nastavnik rebuild.")


def serve(installation: Installation, settings: Settings, *, quiet: bool = False) -> None:
    """Serve, follow and seal the logs meanwhile, until Ctrl-C or a request to end."""
    # The web framework takes a second to import, which the other commands need not wait for.
    import uvicorn  # noqa: PLC0415

    from service.app import create_app, make_logger  # noqa: PLC0415

    level = logging.getLevelNamesMapping().get(settings.log_level.upper(), logging.INFO)
    # uvicorn passes the signal on when it has stopped; what was opened has to be closed then.
    signal.signal(signal.SIGTERM, _end)
    log = make_logger(level=level)
    app = create_app(installation.application, log)
    owner_url = installation.place.owner_url
    sealing = make_sealing(settings, owner_url)
    rounds = background(installation.application, owner_url, settings.read_log_days, sealing)
    if not quiet:
        address = f"http://{settings.host}:{settings.port}"
        click.echo(f"Служба: {address}, документация: {address}/api/v1/docs. Остановить: Ctrl-C.")
    with following(rounds, log):
        uvicorn.run(app, host=settings.host, port=settings.port, log_config=None, access_log=False)


def _end(_signal: int, _frame: FrameType | None) -> None:
    raise SystemExit(0)


def _prepare_demonstration(place: Place) -> None:
    """Create the schema of a demonstration, and refuse a database with real data."""
    findings = examine(place)
    if findings.purpose == "production":
        raise Refused("Это рабочая база данных: вымышленные данные в неё не загружаются.")
    prepare(place, "demonstration")


def _demonstrate(demonstration: Demonstration, *, json: bool) -> None:
    console = Console(stderr=True)
    plan = demonstration.plan
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn())
    hidden = json or not console.is_terminal or demonstration.is_loaded
    try:
        with Progress(*columns, TimeElapsedColumn(), console=console, disable=hidden) as progress:
            task = progress.add_task("Загрузка района", total=plan.commands)
            seconds = demonstration.load(lambda count: progress.advance(task, count))
    except LoadError as error:
        raise Refused(f"Загрузка прервана: {error}") from error
    except KeyboardInterrupt as error:
        raise Refused("Загрузка остановлена; следующий запуск её продолжит.") from error
    if json:
        print_json(
            {
                "events": demonstration.events,
                "schools": len(plan.institutions),
                "seconds": round(seconds, 1),
                "figures": [figure_of(one) for one in demonstration.figures()],
            }
        )
        return
    click.echo(
        f"Демонстрационный район: учреждений {len(plan.institutions)}, событий"
        f" {demonstration.events}, загрузка {seconds:.1f} с."
    )
    show(Console(), demonstration)
