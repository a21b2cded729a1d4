"""What the demonstration prints: figures, a history, a register on two days, sign-in."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from rich.console import Console
from rich.table import Table

from domain.figures import STATE_WORDS, Figure
from projections.history import HistoryLine
from service.demo.demonstration import LOOK_BACK, Base, Demonstration
from service.demo.journal import ZONE
from service.demo.restated import Restated
from service.demo.sign_in import SignIn
from service.figures_table import SHORT_TITLES, number_in_words
from service.publishing import Verified

HISTORY_LINES_MAX = 16


def show(console: Console, demonstration: Demonstration) -> None:
    """Print everything the demonstration shows."""
    console.print(years_table(demonstration.figures()))
    console.print("Чего не хватает и почему: nastavnik --demo figures", highlight=False)
    for line in published_lines(demonstration.verified(), demonstration.restatement()):
        console.print(line, highlight=False)
    person = demonstration.person()
    console.print(history_table(person, demonstration.history(person)))
    _show_base(console, demonstration.mentees(None), demonstration.mentees(LOOK_BACK))
    lines = sign_in_lines(demonstration.sign_in())
    console.print(lines, soft_wrap=True, highlight=False, markup=False)


def years_table(figures: Sequence[Figure]) -> Table:
    """Return the figures of all years side by side, a target beside each year that has one."""
    table = Table(title="Целевые показатели района, %")
    table.add_column("Показатель", no_wrap=True)
    found = {(one.indicator, one.year): one for one in figures}
    years = sorted({year for _, year in found})
    aimed_at = {one.year for one in figures if one.target is not None}
    for year in years:
        table.add_column(str(year), justify="right")
        if year in aimed_at:
            table.add_column(f"цель {year}")
    for indicator in dict.fromkeys(one.indicator for one in figures):
        cells = []
        for year in years:
            figure = found[indicator, year]
            cells.append(number_in_words(figure.value))
            if year in aimed_at:
                target = number_in_words(figure.target)
                cells.append(f"{target}: {STATE_WORDS[figure.state]}")
        table.add_row(SHORT_TITLES[indicator], *cells)
    return table


def published_lines(verified: Sequence[Verified], restated: Restated) -> list[str]:
    """Return how many versions are published, whether they verify, and one restatement."""
    equal = sum(one.equal for one in verified)
    figures = len({(one.indicator, one.year, one.school) for one in verified})
    was, would_be = (number_in_words(one) for one in (restated.published, restated.restated))
    published = (
        f"Опубликовано значений: {figures}, версий: {len(verified)}; пересчитано из журналов и"
        f" совпало: {equal}. Проверить: nastavnik --demo figures --verify"
    )
    title = SHORT_TITLES[restated.which.indicator]
    revised = (
        f"Пересмотр: «{title}», {restated.which.year} год: опубликовано {was} %, с учётом"
        f" записанного позже – {would_be} % (событий: {restated.facts}); вышла исправленная версия."
    )
    return [
        published,
        revised,
        f"Последнее из событий, {restated.recorded_at.astimezone(ZONE):%d.%m.%Y}: {restated.fact}",
    ]


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
