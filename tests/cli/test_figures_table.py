"""What the table of figures says beside a value."""

import msgspec
from rich.console import Console

from domain.figures import Figure
from service.figures_table import figures_table, verified_table
from service.publishing import Verified
from tests.figures.builders import (
    CHILDREN,
    MENTEES_SATISFIED,
    answer,
    figure_of,
    mentee,
    paper,
    together,
)

FACTS = together(
    mentee("a", met=False),
    mentee("b", consent=()),
    answer("a", 9, "2021-05-20"),
    answer(None, 9, "2021-05-20"),
    paper(20, 15),
)


def printed(*figures: Figure) -> list[str]:
    console = Console(width=200)
    with console.capture() as capture:
        console.print(figures_table(figures))
    return capture.get().splitlines()


def test_table_says_what_is_left_out_and_what_stands_beside() -> None:
    children = figure_of(FACTS, 2021, CHILDREN, d=20, target="5")
    satisfied = figure_of(FACTS, 2021, MENTEES_SATISFIED)
    lines = printed(children, satisfied)
    (of_children,) = [line for line in lines if "Наставляемые 10–19 лет" in line]
    (of_satisfied,) = [line for line in lines if "Довольны: наставляемые" in line]

    assert "Целевые показатели" in lines[0]
    assert "5,0 │ 1 из 20" in of_children
    assert "достигнуто; не учтено из-за согласия: 1; без единой встречи: 1" in of_children
    assert "100,0" in of_satisfied
    assert "1 из 1" in of_satisfied
    assert "целевое значение не установлено; " in of_satisfied
    assert "ответили: 1; анонимно: 1; на бумаге: 15 из 20" in of_satisfied


def test_table_of_a_school_says_by_whose_base_count_it_divides() -> None:
    own = figure_of(FACTS, 2021, CHILDREN, scope="school")
    lines = printed(own)

    assert "от его собственной численности" in lines[0]
    assert any("1 из – " in line and "нет данных" in line for line in lines)


def test_no_figures_make_an_empty_table() -> None:
    assert "Целевые показатели" in printed()[0]


def test_what_became_of_counting_again_is_said_of_each_version() -> None:
    same = Verified(
        indicator="children_mentored", year=2020, school=None, number=1, equal=True, differs=()
    )
    others = (
        msgspec.structs.replace(same, destroyed=7),
        msgspec.structs.replace(same, equal=False, differs=("numerator",)),
    )
    console = Console(width=200)
    with console.capture() as capture:
        console.print(verified_table((same, *others)))

    lines = [line for line in capture.get().splitlines() if "2020" in line]
    told = ("совпадает", "не пересчитывается: уничтожено 7", "расходится: numerator")
    assert len(lines) == len(told)
    assert all(words in line for words, line in zip(told, lines, strict=True))
