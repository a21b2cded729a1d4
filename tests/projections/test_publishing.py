"""Published figures are frozen with the place of every log, and can be verified."""

from __future__ import annotations

import psycopg
import pytest

from domain.confirmation import ConfirmData
from domain.publication import (
    ApproveFigure,
    DraftFigure,
    PublishFigure,
    ReturnFigure,
)
from projections.publication_lists import (
    list_publications,
)
from service.bootstrap import Application
from tests.plugins.postgres import TestDatabase
from tests.projections.published import WHICH, Published


@pytest.fixture
def published(application: Application, database: TestDatabase) -> Published:
    return Published(application, database)


def test_what_is_published_is_frozen_with_the_place_of_every_log(published: Published) -> None:
    (line,) = published.lines(list_publications)

    assert (line.numerator, line.denominator, str(line.value)) == (4, 10, "40.0")
    assert (line.state, line.restated, line.whose) == ("reached", False, "district")
    assert {head.tenant for head in line.frozen.heads} == {
        published.district.id,
        published.one,
        published.other,
    }
    assert set(line.frozen.unconfirmed) == {published.one, published.other}
    assert [one.equal for one in published.verify()] == [True]
    assert published.follow() == 0


def test_who_confirmed_is_not_among_the_unconfirmed(published: Published) -> None:
    published.district.clock = "2021-02-05"
    published.district.record(ConfirmData(year=2020), published.one)
    published.district.record(DraftFigure(**WHICH))
    published.district.record(ReturnFigure(**WHICH, draft=2, reason="ждём вторую школу"))
    published.publish("2021-02-06", draft=3)

    line = published.lines(list_publications)[-1]

    assert line.frozen.unconfirmed == (published.other,)


@pytest.mark.parametrize(
    ("sql", "told"),
    [
        ("UPDATE reg.consent SET days = '{}'", "numerator"),
        ("UPDATE es.event SET chain = sha256(chain)", "log of"),
        ("UPDATE reg.participant SET birth_year = 1990", "verdicts"),
    ],
)
def test_verification_finds_what_was_changed_behind_it(
    published: Published, sql: str, told: str
) -> None:
    with psycopg.connect(published.database.admin_url, autocommit=True) as connection:
        connection.execute(sql.encode())

    (verified,) = published.verify()

    assert not verified.equal
    assert any(one.startswith(told) for one in verified.differs)


def test_a_school_has_a_published_figure_of_its_own(published: Published) -> None:
    district, which = published.district, WHICH | {"school": published.one}
    district.clock = "2021-02-01"
    district.base_count("children_10_19", 2020, 8, school=published.one, day="2020-12-31")
    district.record(DraftFigure(**which))
    district.record(ApproveFigure(**which, draft=1))
    district.record(PublishFigure(**which, draft=1))
    published.withdrew("2021-02-05", "Зет")
    published.follow()

    lines = {one.whose: one for one in published.lines(list_publications)}

    assert (lines[str(published.one)].numerator, lines[str(published.one)].restated) == (2, False)
    assert lines["district"].restated
    assert {head.tenant for head in lines[str(published.one)].frozen.heads} == {
        district.id,
        published.one,
    }
