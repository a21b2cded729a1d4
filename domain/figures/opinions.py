"""What the answers of surveys and the totals counted on paper say for a figure."""

from __future__ import annotations

from collections.abc import Iterator
from uuid import UUID

from domain.figures.facts import CountingFacts, PaperTotal, Question, Response


def latest_scores(facts: CountingFacts, question: Question) -> dict[UUID, int]:
    """Return everybody's overall score that counts: that of the latest answer in the role.

    Of one day the answer recorded later is the latest; of one moment the lower score counts.
    """
    whose = facts.naming()
    latest: dict[UUID, Response] = {}
    for answer in _answers(facts, question):
        if answer.person is not None:
            person = whose(answer.school, answer.person)
            before = latest.get(person, answer)
            latest[person] = max(before, answer, key=_order)
    return {person: answer.overall for person, answer in latest.items()}


def anonymous_answers(facts: CountingFacts, question: Question) -> int:
    """Return how many answered without a name: they stand beside the figure."""
    return sum(answer.person is None for answer in _answers(facts, question))


def paper_totals(facts: CountingFacts, question: Question) -> list[PaperTotal]:
    """Return the totals of the role and year: they stand beside the figure."""
    return [
        total
        for total in facts.paper_totals
        if (total.role, total.year) == (question.rule.role, question.year)
    ]


def _answers(facts: CountingFacts, question: Question) -> Iterator[Response]:
    """Find the answers of the role and the rule's phases that speak for the year."""
    if question.rule.satisfied is None:
        return
    for answer in facts.responses:
        if (
            (answer.role, answer.year) == (question.rule.role, question.year)
            and answer.phase in question.rule.satisfied.phases
            and answer.answered_on <= question.as_of_day
        ):
            yield answer


def _order(answer: Response) -> tuple[object, ...]:
    return answer.answered_on, answer.recorded_at, -answer.overall
