"""How large the demonstration district is and how its programme grows."""

from __future__ import annotations

import msgspec

FIRST_YEAR = 2020
LAST_YEAR = 2024
SCHOOL_YEARS = range(FIRST_YEAR, LAST_YEAR + 1)
"""School years by the calendar year in which they begin."""

MENTEES_PER_CHILD = {2020: 0.111, 2021: 0.24, 2022: 0.35, 2023: 0.49, 2024: 0.602}
MENTORS_PER_TEEN = {2020: 0.021, 2021: 0.031, 2022: 0.042, 2023: 0.06, 2024: 0.077}
"""How many take part in a school year; a calendar year sees two of them."""

YOUNG_TEACHERS_MENTORED = {2020: 0.1, 2021: 0.15, 2022: 0.27, 2023: 0.3, 2024: 0.39}
ENTERPRISES_MENTORING = {2020: 0.02, 2021: 0.07, 2022: 0.14, 2023: 0.22, 2024: 0.31}
"""Of the district's young teachers those who get a mentor, of its enterprises those that send one,
in a school year."""

CENTRE_MENTEES_PER_CHILD = {2021: 0.015, 2022: 0.022, 2023: 0.03, 2024: 0.034}
TEENS_PER_CHILD = 0.38
PILOT_SCHOOLS_SHARE = 0.4
"""In the first school year only these begin, as the order's road map has it."""

WEIGHT_LOST_PER_SCHOOL = 0.16


class Size(msgspec.Struct, frozen=True, kw_only=True):
    """``schools`` besides the centre of supplementary education; ``children`` aged 10 to 19."""

    schools: int = 21
    children: int = 2500

    def __post_init__(self) -> None:
        if self.schools < 2 or self.children < 10 * self.schools:
            raise ValueError("a district has two schools at least, and ten children in each")

    @property
    def young_teachers(self) -> int:
        """How many young teachers the institutions have."""
        return max(5, self.children // 62)

    @property
    def enterprises(self) -> int:
        """How many enterprises operate in the district, a sole trader among them."""
        return max(8, self.children // 42)

    @property
    def merged(self) -> int:
        """The number of the school that is joined to the first one in 2022."""
        return self.schools - 1

    @property
    def closed(self) -> int | None:
        """The number of the school that closes in 2023, if there are enough of them."""
        return self.schools - 2 if self.schools > 3 else None

    @property
    def renamed(self) -> int:
        """The number of the school that bears another name since 2021."""
        return 1

    @property
    def behind(self) -> int:
        """The number of the school that enters the autumn of 2021 from paper in February."""
        return self.schools // 2


def quotas(total: int, open_schools: list[int]) -> dict[int, int]:
    """Divide ``total`` among the schools, more to those of a low number; the parts add up."""
    weights = [1 / (1 + WEIGHT_LOST_PER_SCHOOL * school) for school in open_schools]
    whole = sum(weights)
    given = 0
    reached = 0.0
    parts: dict[int, int] = {}
    for school, weight in zip(open_schools, weights, strict=True):
        reached += weight
        upto = round(total * reached / whole)
        parts[school] = upto - given
        given = upto
    return parts
