"""The pair in every status, each history built on the one before."""

from __future__ import annotations

import pytest

from domain.pair import PairAnnulled, PairDiscontinued
from tests.domain.builders import (
    CATALOGUE,
    MENTEE,
    MENTOR,
    NEWCOMER,
    OTHER_MENTOR,
    SECOND_MENTEE,
    History,
    enrolled,
)
from tests.domain.pair.builders import (
    ALL,
    ENDED_ON,
    PAIR_ID,
    approved,
    completed,
    paused,
    proposed,
    started,
)


@pytest.fixture
def enrolled_people() -> History:
    return (*CATALOGUE, *enrolled(MENTOR, OTHER_MENTOR, MENTEE, SECOND_MENTEE, NEWCOMER))


@pytest.fixture
def proposed_pair(enrolled_people: History) -> History:
    return (*enrolled_people, proposed())


@pytest.fixture
def approved_pair(proposed_pair: History) -> History:
    return (*proposed_pair, approved())


@pytest.fixture
def started_pair(approved_pair: History) -> History:
    return (*approved_pair, started())


@pytest.fixture
def paused_pair(started_pair: History) -> History:
    return (*started_pair, paused())


@pytest.fixture
def completed_pair(started_pair: History) -> History:
    return (*started_pair, completed())


@pytest.fixture
def discontinued_pair(started_pair: History) -> History:
    return (
        *started_pair,
        PairDiscontinued(effective_on=ENDED_ON, pair=PAIR_ID, people=ALL, reason="переезд"),
    )


@pytest.fixture
def annulled_pair(started_pair: History) -> History:
    return (
        *started_pair,
        PairAnnulled(effective_on=ENDED_ON, pair=PAIR_ID, people=ALL, reason="двойная запись"),
    )
