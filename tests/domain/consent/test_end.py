"""From which day a consent is over, and why."""

from __future__ import annotations

from datetime import date

from domain.consent import CONSENT, ConsentFoundInvalid
from domain.events import Event
from tests.domain.builders import LONG_AGO, MENTEE, consented, withdrew
from tests.support.given_when_then import state_of

UNTIL = date(2024, 6, 30)
AFTER = date(2024, 7, 1)
RECEIVED = date(2024, 3, 5)
FOUND = ConsentFoundInvalid(
    effective_on=date(2024, 9, 1), person=MENTEE, purpose="processing", number=1
)


def end(*events: Event) -> tuple[date, str] | None:
    paper = state_of(CONSENT, *events).paper(1)
    assert paper is not None
    return paper.end


def test_an_endless_consent_that_nobody_touches_is_not_over() -> None:
    assert end(consented(MENTEE)) is None
    assert end(consented(MENTEE, until=date.max)) is None


def test_a_term_ends_with_the_day_after_its_last() -> None:
    assert end(consented(MENTEE, until=UNTIL)) == (AFTER, "expiry")


def test_a_withdrawal_counts_from_its_receipt() -> None:
    assert end(consented(MENTEE, until=UNTIL), withdrew(MENTEE, RECEIVED)) == (
        RECEIVED,
        "withdrawal",
    )


def test_a_withdrawal_after_the_term_changes_nothing() -> None:
    late = withdrew(MENTEE, date(2024, 8, 1))

    assert end(consented(MENTEE, until=UNTIL), late) == (AFTER, "expiry")


def test_a_withdrawal_on_the_day_the_term_is_over_is_a_withdrawal() -> None:
    assert end(consented(MENTEE, until=UNTIL), withdrew(MENTEE, AFTER)) == (AFTER, "withdrawal")


def test_what_was_never_in_force_is_over_since_it_was_found() -> None:
    papers = consented(MENTEE, since=LONG_AGO), withdrew(MENTEE, RECEIVED)

    assert end(*papers, FOUND) == (date(2024, 9, 1), "unlawful")
