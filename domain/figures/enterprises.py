"""The verdicts on enterprises: indicator 4."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

import msgspec

from domain.figures.facts import CountingFacts, Question
from domain.figures.presence import Presence, attribution, days_under, presences, why_no_day
from domain.figures.verdicts import Reason, Verdict
from domain.time import NO_DAYS, DaySet


def judge_enterprises(facts: CountingFacts, question: Question) -> tuple[Verdict, ...]:
    """Return a verdict on every candidate, each enterprise once, sorted by code.

    A candidate is whichever a mentor's pair names on a day of its term in the year. Raises
    ``KeyError`` if the record of a mentor is missing.
    """
    year = DaySet.of_year(question.year)
    by_code: dict[str, list[Presence]] = defaultdict(list)
    for presence in presences(facts, question):
        for code, days in presence.place.enterprise_days:
            if presence.place.term & year & days:
                by_code[code].append(presence.within(days))
    operating = {one.code: one.operating_days for one in facts.enterprises}
    return tuple(
        _verdict(
            code,
            by_code[code],
            operating.get(code, NO_DAYS),
            own=code in facts.own_inns,
        )
        for code in sorted(by_code)
    )


def _verdict(code: str, named: Sequence[Presence], operating: DaySet, *, own: bool) -> Verdict:
    employed = [
        presence.within(days_under([code], presence.record.enterprise_days)) for presence in named
    ]
    here = [presence.within(operating) for presence in employed]
    reason: Reason | None = None
    if none := why_no_day(named):
        reason = none
    elif own:
        reason = "own_institution"
    elif not any(presence.in_force for presence in employed):
        reason = "not_employed"
    elif not any(presence.in_force for presence in here):
        reason = "not_operating"
    elif not any(presence.counted for presence in here):
        reason = "consent_not_in_force"
    if reason is not None:
        return Verdict(enterprise=code, outcome="not_counted", reason=reason)
    found = msgspec.structs.asdict(attribution(here))
    return Verdict(enterprise=code, outcome="counted", reason="counted", **found)
