"""What machines read: one JSON value on standard output."""

from __future__ import annotations

from contextlib import suppress
from datetime import date, datetime, time, timedelta
from decimal import Decimal
from typing import Annotated, Any
from zoneinfo import ZoneInfo

import msgspec
import rich_click as click

from domain.figures import Figure, in_words
from domain.time import ONE_DAY

click.rich_click.OPTIONS_PANEL_TITLE = "Параметры"
click.rich_click.COMMANDS_PANEL_TITLE = "Команды"
click.rich_click.ARGUMENTS_PANEL_TITLE = "Что указать"
click.rich_click.ERRORS_PANEL_TITLE = "Ошибка"

as_json = click.option("--json", is_flag=True, help="Вывести JSON для программ.")


def print_json(value: object) -> None:
    """Print a value; decimals become numbers."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def figure_of(figure: Figure) -> dict[str, Any]:
    """Return what a machine is told of a figure."""
    return {
        "indicator": figure.indicator,
        "scope": figure.scope,
        "rule_set": figure.rule_set,
        "year": figure.year,
        "numerator": figure.numerator,
        "denominator": figure.denominator,
        "value": _number(figure.value),
        "target": _number(figure.target),
        "state": figure.state,
        "flags": figure.flags,
        "in_words": in_words(figure),
        "left_out_for_consent": figure.left_out_for_consent,
        "without_meeting": figure.without_meeting,
        "respondents": figure.respondents,
        "anonymous": figure.anonymous,
        "paper_respondents": figure.paper_respondents,
        "paper_satisfied": figure.paper_satisfied,
    }


class Command(click.RichCommand):
    """A command that says in Russian what ``--help`` does."""

    def get_help_option(self, ctx: Any) -> click.Option | None:
        """Return the option with its help text translated."""
        return _in_russian(super().get_help_option(ctx))


class Group(click.RichGroup):
    """A group of such commands."""

    command_class = Command

    def get_help_option(self, ctx: Any) -> click.Option | None:
        """Return the option with its help text translated."""
        return _in_russian(super().get_help_option(ctx))


class Moment(click.ParamType[date | datetime]):
    """A day, which means its end in the district, or an instant of RFC 3339."""

    name = "день или момент"

    def convert(self, value: Any, param: Any, ctx: Any) -> date | datetime:
        """Read a day or an instant."""
        if isinstance(value, date):
            return value
        for wanted in (date, Annotated[datetime, msgspec.Meta(tz=True)]):
            with suppress(msgspec.ValidationError):
                read: date | datetime = msgspec.convert(value, wanted)
                return read
        return self.fail("нужна дата (2021-12-31) или момент (2021-12-31T09:00:00Z)", param, ctx)


class Day(click.ParamType[date]):
    """A day."""

    name = "день"

    def convert(self, value: Any, param: Any, ctx: Any) -> date:
        """Read a day."""
        with suppress(msgspec.ValidationError):
            return msgspec.convert(value, date)
        return self.fail("нужна дата (2021-12-31)", param, ctx)


def instant_of(moment: date | datetime | None, zone: ZoneInfo) -> datetime | None:
    """Return the instant that is meant; a day means its last microsecond."""
    if moment is None or isinstance(moment, datetime):
        return moment
    midnight = datetime.combine(moment + ONE_DAY, time(), zone)
    return midnight - timedelta(microseconds=1)


def _in_russian(option: click.Option | None) -> click.Option | None:
    if option is not None:
        option.help = "Показать эту справку и завершиться."
    return option


def _number(value: Decimal | None) -> float | None:
    return None if value is None else float(value)
