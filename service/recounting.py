"""Frozen figures counted again: as a whole, or as far as a fact may have changed them.

A verdict on a person rests on what is told of that person alone. So a fact about persons is
looked for in the verdicts on them, and only where it is found the whole figure is counted.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

import msgspec

from domain.figures import Figure, Verdict
from domain.figures import Question as Asked
from domain.ports import Reader
from domain.publication import Frozen
from projections.figures import (
    basis_of,
    count,
    ever_in_a_pair,
    gives_a_mentor,
    verdicts_on,
)
from projections.published import Published, destroyed_since
from projections.query import Question

Counted = tuple[Figure, Sequence[Verdict]]
Line = tuple[str, str, str]
Outcome = tuple[str, str]
Logs = tuple[UUID, tuple[UUID, ...]]

COUNTED: Outcome = ("counted", "counted")


class Told(msgspec.Struct, frozen=True, kw_only=True):
    """What a fact told: of which ``people``, by the log of ``tenant``; nobody: of none of them.

    ``before`` and ``after`` are the moments just before it was recorded and with it.
    """

    tenant: UUID
    people: tuple[UUID, ...]
    before: datetime
    after: datetime


class Difference(msgspec.Struct, frozen=True, kw_only=True):
    """What a fact changed in a figure, which is ``counted`` with it.

    Who is counted now, who no longer is, and who is not for another reason, each in order of keys.
    """

    entered: tuple[str, ...]
    gone: tuple[str, ...]
    moved: tuple[str, ...]
    counted: Counted


class _Again(msgspec.Struct, frozen=True, kw_only=True):
    question: Question
    scope: UUID
    asked: Asked


_Twice = tuple[_Again, _Again]


def recount(
    reader: Reader, question: Question, scope: UUID, frozen: Frozen, as_of: datetime
) -> Counted | None:
    """Count a frozen figure again by what was known at ``as_of``, from the same logs.

    Its days end where they ended then: only facts change it, not the mere passing of time.
    ``None``: the rule set known then has no such figure.
    """
    (again,) = _asked_again(reader, question, [(scope, frozen)], as_of)
    return _count(reader, again) if again else None


def destroyed_in(reader: Reader, question: Question, scope: UUID, frozen: Frozen) -> int:
    """Return how many persons a frozen figure cannot be counted again for; 0: it can be.

    Where the rule set by which it was counted keeps nothing of who was erased since.
    """
    (again,) = _asked_again(reader, question, [(scope, frozen)], frozen.as_of)
    return _destroyed(reader, again, frozen) if again else 0


def differences(
    reader: Reader, question: Question, published: Sequence[Published], told: Told
) -> list[Difference | None]:
    """Return what a fact changed in each of some figures; ``None`` where it changed nothing.

    Nor is anything said of figures that stand because they cannot be counted again.
    """
    if told.people and not _in_a_pair(reader, question, published, told):
        return [None] * len(published)
    figures = [(one.scope, one.frozen) for one in published]
    before = _asked_again(reader, question, figures, told.before)
    after = _asked_again(reader, question, figures, told.after)
    found: list[Difference | None] = [None] * len(figures)
    of_people: dict[Logs, dict[int, _Twice]] = defaultdict(dict)
    whole: dict[int, _Twice] = {}
    for number, (was, now) in enumerate(zip(before, after, strict=True)):
        if was is None or now is None or _destroyed(reader, was, published[number].frozen):
            continue
        if told.people and now.asked.rule.counts == "persons":
            of_people[now.scope, now.question.tenants][number] = was, now
        else:
            whole[number] = was, now
    for together in of_people.values():
        for number, one in _of_people(reader, together, told.people).items():
            found[number] = one
    # Enterprises are judged by the mentors they give: by what is told of others they never change.
    if not told.people or gives_a_mentor(reader, told.tenant, told.people):
        for number, one in _of_everyone(reader, whole).items():
            found[number] = one
    return found


def lines_of(verdicts: Iterable[Verdict]) -> list[Line]:
    """Return what the digest says of verdicts: whose each is, the outcome and the reason.

    Who only comes after the figure's day is no candidate of it yet.
    """
    return [
        (str(one.person or one.enterprise), one.outcome, one.reason)
        for one in verdicts
        if one.reason != "after_as_of"
    ]


def numbers_of(figure: Figure) -> tuple[object, ...]:
    """Return what of a figure is restated."""
    return figure.numerator, figure.denominator, figure.target, figure.state


def _asked_again(
    reader: Reader,
    question: Question,
    figures: Iterable[tuple[UUID, Frozen]],
    as_of: datetime,
) -> list[_Again | None]:
    known = msgspec.structs.replace(question, as_of=as_of)
    basis = basis_of(reader, known, as_of.date())
    found: list[_Again | None] = []
    for scope, frozen in figures:
        figure = frozen.figure
        tenants = tuple(one.tenant for one in frozen.heads if one.tenant != question.district)
        asked = None
        if basis is not None:
            then = msgspec.structs.replace(basis, as_of_day=figure.as_of_day)
            asked = then.ask_one(figure.indicator, figure.year, figure.scope)
        known = msgspec.structs.replace(known, tenants=tenants)
        found.append(_Again(question=known, scope=scope, asked=asked) if asked else None)
    return found


def _destroyed(reader: Reader, again: _Again, frozen: Frozen) -> int:
    if again.asked.rules.erasure_keeps == "counting_facts":
        return 0
    return destroyed_since(reader, frozen, again.asked.rule.role)


def _in_a_pair(
    reader: Reader, question: Question, published: Iterable[Published], told: Told
) -> bool:
    """Say whether any of the people was ever in a pair, or is linked to whoever may have been."""
    tenants = {head.tenant for one in published for head in one.frozen.heads}
    known = msgspec.structs.replace(question, as_of=told.after, tenants=tuple(tenants))
    return ever_in_a_pair(reader, known, told.people)


def _of_people(
    reader: Reader, together: Mapping[int, _Twice], people: Sequence[UUID]
) -> dict[int, Difference]:
    """Judge ``people`` in figures counted from the same logs."""

    def judged(again: Sequence[_Again]) -> list[dict[str, Outcome]]:
        one = again[0]
        asked = [each.asked for each in again]
        found = verdicts_on(reader, one.question, one.scope, asked, people)
        return [_outcomes(verdicts) for verdicts in found]

    before = judged([was for was, _ in together.values()])
    after = judged([now for _, now in together.values()])
    return {
        number: _difference(was, now, _count(reader, again))
        for (number, (_, again)), was, now in zip(together.items(), before, after, strict=True)
        if was != now
    }


def _of_everyone(reader: Reader, figures: Mapping[int, _Twice]) -> dict[int, Difference]:
    found = {}
    for number, twice in figures.items():
        before, after = (_count(reader, one) for one in twice)
        was, now = _outcomes(before[1]), _outcomes(after[1])
        if was != now or numbers_of(before[0]) != numbers_of(after[0]):
            found[number] = _difference(was, now, after)
    return found


def _count(reader: Reader, again: _Again) -> Counted:
    return count(reader, again.question, again.scope, again.asked)


def _outcomes(verdicts: Iterable[Verdict]) -> dict[str, Outcome]:
    return {key: (outcome, reason) for key, outcome, reason in lines_of(verdicts)}


def _difference(
    was: Mapping[str, Outcome], now: Mapping[str, Outcome], counted: Counted
) -> Difference:
    changed = sorted(key for key in {*was, *now} if was.get(key) != now.get(key))
    entered = tuple(key for key in changed if now.get(key) == COUNTED)
    gone = tuple(key for key in changed if was.get(key) == COUNTED)
    moved = tuple(key for key in changed if key not in entered and key not in gone)
    return Difference(entered=entered, gone=gone, moved=moved, counted=counted)
