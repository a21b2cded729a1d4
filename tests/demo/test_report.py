from decimal import Decimal

from rich.console import Console

from service.demo.report import years_table
from tests.figures.builders import CHILDREN, figure_of, mentee, together


def test_years_stand_side_by_side_with_targets_in_words() -> None:
    facts = together(mentee("a"), mentee("b"))
    figures = [
        figure_of(facts, 2020, CHILDREN, d=20, target="10"),
        figure_of(facts, 2021, CHILDREN, d=16),
        figure_of(facts, 2024, CHILDREN, d=20, target="70"),
    ]
    console = Console(width=160)
    with console.capture() as capture:
        console.print(years_table(figures))
    lines = capture.get().splitlines()
    (heads,) = [line for line in lines if "Показатель" in line and "2021" in line]
    (row,) = [line for line in lines if "Наставляемые 10–19 лет" in line]
    cells = [cell.strip() for cell in row.strip("│").split("│")]

    assert [head.strip(" ┃") for head in heads.split("┃")[1:-1]] == [
        "Показатель",
        "2020",
        "цель 2020",
        "2021",
        "2024",
        "цель 2024",
    ]
    assert [one.year for one in figures if one.target == Decimal(10)] == [2020]
    assert cells[2].startswith("10: ")
    assert cells[5].startswith("70: ")
    assert cells[5].endswith("не достигнуто")
