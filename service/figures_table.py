"""The figures as a table for people."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from rich.table import Table

from domain.figures import Figure, Scope, in_words
from domain.rules import Indicator
from service.publishing import Verified

SHORT_TITLES: dict[Indicator, str] = {
    "children_mentored": "Наставляемые 10–19 лет",
    "teen_mentors": "Наставники 15–19 лет",
    "young_teachers_mentored": "Молодые специалисты",
    "enterprises_mentoring": "Предприятия",
    "mentee_satisfaction": "Довольны: наставляемые",
    "mentor_satisfaction": "Довольны: наставники",
}
TITLES: dict[Scope, str] = {
    "district": "Целевые показатели, %",
    "school": "Показатели учреждения, % (от его собственной численности)",
}


def figures_table(figures: Sequence[Figure]) -> Table:
    """Return the figures by indicator and year beside their targets."""
    title = TITLES[figures[0].scope] if figures else TITLES["district"]
    table = Table(title=title)
    table.add_column("Показатель", no_wrap=True)
    table.add_column("Год", no_wrap=True)
    for heading in ("Значение", "Учтено", "Цель"):
        table.add_column(heading, justify="right")
    table.add_column("Состояние", min_width=14)
    before: Indicator | None = None
    for one in figures:
        if before not in (None, one.indicator):
            table.add_section()
        table.add_row(
            "" if before == one.indicator else SHORT_TITLES[one.indicator],
            str(one.year),
            number_in_words(one.value),
            f"{one.numerator} из {number_in_words(one.denominator)}",
            number_in_words(one.target),
            "; ".join((in_words(one), *_remarks(one))),
        )
        before = one.indicator
    return table


def verified_table(verified: Sequence[Verified]) -> Table:
    """Return what became of counting every published version again."""
    table = Table(title="Опубликованные значения, пересчитанные заново")
    for heading in ("Показатель", "Год", "Чей", "Версия", "Итог"):
        table.add_column(heading)
    for one in verified:
        table.add_row(
            SHORT_TITLES[one.indicator],
            str(one.year),
            "район" if one.school is None else str(one.school),
            str(one.number),
            _outcome(one),
        )
    return table


def _outcome(one: Verified) -> str:
    if not one.equal:
        return f"расходится: {', '.join(one.differs)}"
    return f"не пересчитывается: уничтожено {one.destroyed}" if one.destroyed else "совпадает"


def _remarks(figure: Figure) -> Iterator[str]:
    """Find what is to be said beside the figure; of numbers that are 0 nothing is."""
    if figure.left_out_for_consent:
        yield f"не учтено из-за согласия: {figure.left_out_for_consent}"
    if figure.without_meeting:
        yield f"без единой встречи: {figure.without_meeting}"
    if figure.respondents is not None:
        yield f"ответили: {figure.respondents}"
    if figure.anonymous:
        yield f"анонимно: {figure.anonymous}"
    if figure.paper_respondents:
        yield f"на бумаге: {figure.paper_satisfied} из {figure.paper_respondents}"


def number_in_words(value: object) -> str:
    """Return a number as it is written in Russian, or a dash for none."""
    return "–" if value is None else str(value).replace(".", ",")
