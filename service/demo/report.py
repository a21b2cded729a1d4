"""What the demonstration prints: figures, a history, a register on two days, sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from rich.console import Console
from rich.table import Table

from domain.figures import FLAG_WORDS, STATE_WORDS, Figure
from domain.rules import Indicator
from projections.history import HistoryLine
from service.demo.demonstration import LOOK_BACK, Base, Demonstration
from service.demo.journal import ZONE
from service.demo.sign_in import SignIn
from service.reference_data import indicators

SHORT_TITLES: dict[Indicator, str] = {
    "children_mentored": "Наставляемые 10–19 лет",
    "teen_mentors": "Наставники 15–19 лет",
}
HISTORY_LINES_MAX = 16


def show(console: Console, demonstration: Demonstration) -> None:
    """Print everything the demonstration shows."""
    console.print(figures_table(demonstration.figures()))
    person = demonstration.person()
    console.print(history_table(person, demonstration.history(person)))
    _show_base(console, demonstration.mentees(None), demonstration.mentees(LOOK_BACK))
    lines = sign_in_lines(demonstration.sign_in())
    console.print(lines, soft_wrap=True, highlight=False, markup=False)


def figures_table(figures: Sequence[Figure]) -> Table:
    """Return the figures by indicator and year beside their targets."""
    table = Table(title="Целевые показатели", caption=_remarks(figures), caption_justify="left")
    for title in ("Показатель", "Год"):
        table.add_column(title)
    for title in ("Значение, %", "Учтено", "Цель, %"):
        table.add_column(title, justify="right")
    table.add_column("Состояние")
    before: Indicator | None = None
    for one in figures:
        if before not in (None, one.indicator):
            table.add_section()
        table.add_row(
            "" if before == one.indicator else title_of(one.indicator),
            str(one.year),
            _number(one.value),
            f"{one.numerator} из {_number(one.denominator)}",
            _number(one.target),
            "; ".join((STATE_WORDS[one.state], *(FLAG_WORDS[flag] for flag in one.flags))),
        )
        before = one.indicator
    return table


def history_table(person: UUID, lines: Sequence[HistoryLine]) -> Table:
    """Return a participant's history in words; of a long one the first and the last lines."""
    table = Table(title=f"История участника {person}")
    for title in ("Внесено", "Действует с", "Кто внёс", "Что", "Событие"):
        table.add_column(title)
    half = HISTORY_LINES_MAX // 2
    left_out = len(lines) - 2 * half
    for number, line in enumerate(lines):
        if left_out > 0 and half <= number < len(lines) - half:
            if number == half:
                table.add_row("…", "", "", f"ещё записей: {left_out}", "")
            continue
        table.add_row(
            f"{line.recorded_at.astimezone(ZONE):%d.%m.%Y %H:%M}",
            f"{line.effective_on:%d.%m.%Y}",
            line.who,
            line.text,
            f"№ {line.position}",
        )
    return table


def sign_in_lines(accounts: Sequence[SignIn]) -> str:
    """Return who can sign in and with which token, for copying: a line is never broken."""
    lines = ["Вход в API: заголовок «Authorization: Bearer» и токен."]
    for one in accounts:
        lines.append(f"  {one.title} ({one.login}):")
        lines.append(f"    {one.token}")
    return "\n".join(lines)


def title_of(indicator: Indicator) -> str:
    """Return what a table calls an indicator: a short title, else the order's own."""
    if indicator in SHORT_TITLES:
        return SHORT_TITLES[indicator]
    return next(one.title_ru for one in indicators() if one.code == indicator)


def _show_base(console: Console, now: Base, then: Base) -> None:
    table = Table(title="База наставляемых первой школы: сегодня и как было известно 31.12.2021")
    table.add_column(f"сегодня: {now.count}")
    table.add_column(f"на 31.12.2021: {then.count}")
    for number in range(max(len(now.first), len(then.first))):
        table.add_row(_line(now, number), _line(then, number))
    console.print(table)


def _line(base: Base, number: int) -> str:
    if number >= len(base.first):
        return ""
    one = base.first[number]
    name = " ".join(part for part in (one.last_name, one.first_name, one.middle_name) if part)
    grade = f"{one.class_name} класс" if one.class_name else "класс не указан"
    return f"{name}, {grade}, в базе с {one.since:%d.%m.%Y}"


def _remarks(figures: Sequence[Figure]) -> str:
    left_out = sum(one.left_out_for_consent for one in figures)
    without = sum(one.without_meeting for one in figures)
    return f"Не учтено из-за согласия: {left_out}; учтено без единой встречи: {without}"


def _number(value: object) -> str:
    return "–" if value is None else str(value).replace(".", ",")
