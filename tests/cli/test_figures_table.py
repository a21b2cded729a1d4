"""What the table of figures says beside a value."""

from rich.console import Console

from domain.figures import Figure
from service.figures_table import figures_table
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
