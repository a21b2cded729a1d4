"""Pages over several institutions: one order, whatever the share of each in it."""

from __future__ import annotations

from typing import Any

import pytest

from projections.pair_lists import ConsentFilter, PairFilter, list_consents, list_pairs
from projections.query import Cut
from service.bootstrap import Application
from tests.support.district import District

EARLY, LATE = "2020-09-01", "2020-09-20"


@pytest.fixture
def uneven_district(application: Application) -> District:
    """Three schools; all early pairs are in one of them, a third has none at all."""
    district = District(application)
    for code, days in {"01": [EARLY] * 5, "02": [LATE], "03": []}.items():
        school = district.school(code)
        mentor = district.participant(school, f"Наставник{code}")
        for number, day in enumerate(days):
            mentee = district.participant(school, f"Наставляемый{code}{number}")
            district.pair(school, mentor, [mentee], day)
    return district


def walk(application: Application, district: District, fetch: Any, wanted: Any, limit: int) -> Any:
    question, after, lines = district.question(), None, []
    while True:
        with application.reading.transaction(question) as reader:
            page = fetch(reader, question, wanted, Cut(limit=limit, after=after))
        lines += page.items
        after = page.after
        if after is None:
            return lines


@pytest.mark.parametrize("limit", [1, 2, 3, 4, 5, 6, 7])
def test_pages_of_all_schools_keep_their_common_order(
    limit: int, uneven_district: District, application: Application
) -> None:
    pairs = walk(application, uneven_district, list_pairs, PairFilter(), limit)
    consents = walk(application, uneven_district, list_consents, ConsentFilter(), limit)

    assert [line.proposed_on.isoformat() for line in pairs] == [EARLY] * 5 + [LATE]
    assert len({line.pair for line in pairs}) == 6
    assert [line.person for line in consents] == sorted(line.person for line in consents)
    assert len({(line.school, line.person) for line in consents}) == 9
