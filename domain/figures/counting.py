"""From facts to verdicts, from verdicts to the numbers behind a figure."""

from __future__ import annotations

from collections.abc import Sequence

import msgspec

from domain.figures.enterprises import judge_enterprises
from domain.figures.facts import CountingFacts, Question
from domain.figures.opinions import anonymous_answers, paper_totals
from domain.figures.persons import judge_persons
from domain.figures.verdicts import Verdict


class Opinions(msgspec.Struct, frozen=True, kw_only=True):
    """What stands behind and beside a figure about satisfaction.

    ``took_part``: everyone who took part in the role, by whom the figure is divided;
    ``respondents``: those of them who answered. Beside, never inside: ``anonymous`` answers, and
    of the surveys counted on paper how many answered and were satisfied.
    """

    took_part: int
    respondents: int
    anonymous: int
    paper_respondents: int
    paper_satisfied: int


class Tally(msgspec.Struct, frozen=True, kw_only=True):
    """The numbers behind a figure, of persons or of enterprises.

    Who is left out or without a meeting is said of the numerator, and where the figure is about
    satisfaction of everyone it is divided by: ``left_out_for_consent``: not in it for want of a
    consent only; ``without_meeting``: in it though no meeting of those pairs was held with them.
    ``opinions`` is ``None`` unless the figure is about satisfaction.
    """

    numerator: int
    left_out_for_consent: int
    without_meeting: int
    opinions: Opinions | None = None


def judge(facts: CountingFacts, question: Question) -> tuple[Verdict, ...]:
    """Return a verdict on every candidate, each once: persons sorted by key, enterprises by code.

    Raises ``KeyError`` if the record of a participating person is missing.
    """
    facts = facts.kept(question.rules)
    if question.rule.counts == "enterprises":
        return judge_enterprises(facts, question)
    return judge_persons(facts, question)


def tally(verdicts: Sequence[Verdict], facts: CountingFacts, question: Question) -> Tally:
    """Return the numbers of candidates in ``verdicts``, which answer ``question``."""
    return Tally(
        numerator=sum(verdict.outcome == "counted" for verdict in verdicts),
        left_out_for_consent=sum(verdict.reason == "consent_not_in_force" for verdict in verdicts),
        without_meeting=sum(verdict.met is False for verdict in verdicts),
        opinions=_opinions(verdicts, facts, question) if question.rule.satisfied else None,
    )


def _opinions(verdicts: Sequence[Verdict], facts: CountingFacts, question: Question) -> Opinions:
    on_paper = paper_totals(facts, question)
    return Opinions(
        took_part=sum(verdict.first_day is not None for verdict in verdicts),
        respondents=sum(verdict.reason in ("counted", "not_satisfied") for verdict in verdicts),
        anonymous=anonymous_answers(facts, question),
        paper_respondents=sum(total.respondents for total in on_paper),
        paper_satisfied=sum(total.satisfied for total in on_paper),
    )
