"""When a fact may be corrected or struck: one mechanism for every fact there is.

A correction is the command as it should have been given, naming the version of the fact in force.
So it is bounded and decided like any other, in the place of the fact it corrects.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.errors import Conflict, NotFound, RuleBroken
from domain.events import Event, Recorded
from domain.standing import places, standing_records


class StrikeFact(Command, frozen=True, kw_only=True):
    """Say that a fact never was; ``corrects`` names the version of it in force."""

    corrects: Annotated[int, msgspec.Meta(title="Версия аннулируемой записи", ge=1)]


def strike(_state: msgspec.Struct | None, command: StrikeFact, facts: Facts) -> list[Event]:
    """Strike the fact that ``command`` names: it is told once more, as one that never was.

    That it may be struck is asked of every correction.
    """
    event = facts.told()[command.corrects - 1].event
    changes: dict[str, object] = {"struck": True}
    if "reason" in event.__struct_fields__:
        changes["reason"] = command.reason
    return [msgspec.structs.replace(event, **changes)]


class FactSuperseded(Conflict):
    """The fact was corrected before: another version of it is in force."""

    code = "fact_superseded"
    ru = "Эта запись уже исправлена: действует версия {version}."
    en = "This fact was corrected already: its version {version} is in force."


class FactIsStruck(Conflict):
    """The fact was struck: there is nothing left to correct."""

    code = "fact_is_struck"
    ru = "Эта запись уже аннулирована."
    en = "This fact was already struck."


class NotTheSameFact(RuleBroken):
    """A correction is of another kind than the fact it names, or says more than it did."""

    code = "not_the_same_fact"
    ru = "Исправление должно быть той же записью: другого вида записи здесь нет."
    en = "A correction has to be the same kind of fact as the one it names."


class CorrectionReasonMissing(RuleBroken):
    """Only one's own entry of the same day is corrected without saying why."""

    code = "correction_reason_missing"
    ru = "Укажите основание исправления: без него исправляется только своя запись этого же дня."
    en = "Give a reason: only an entry of one's own of the same day is corrected without one."


class FactIsNeeded(RuleBroken):
    """Other facts in force build on this one."""

    code = "fact_is_needed"
    ru = "На этой записи основаны другие: сначала исправьте или аннулируйте их."
    en = "Other facts build on this one: correct or strike those first."


def correct(
    aggregate: Aggregate[msgspec.Struct],
    decision: Decision,
    command: Command,
    corrects: int,
    facts: Facts,
) -> list[Event]:
    """Return the correction that ``command`` makes of the fact whose version is ``corrects``.

    The command is decided as it would have been in the fact's own place, so the same rules hold;
    what was recorded since has to fit it still.
    """
    told = facts.told()
    fact = _in_force(told, corrects)
    if command.reason is None and not _is_own_of_today(fact, facts):
        raise CorrectionReasonMissing("/reason")
    stands = standing_records(told)
    place = stands.index(fact)
    before = aggregate.fold_facts(one.event for one in stands[:place])
    event = _the_same_fact(decision.decide(before, command, facts.where(before)), fact)
    event = msgspec.structs.replace(event, **_received(fact.event))
    after = [one.event for one in stands]
    if event.struck:
        del after[place]
        _nothing_speaks_of(event, after[place:])
        _something_opens(aggregate, after)
    else:
        after[place] = event
    if aggregate.check is not None:
        aggregate.check(after)
    return [msgspec.structs.replace(event, corrects=corrects)]


def _in_force(told: Sequence[Recorded[Event]], version: int) -> Recorded[Event]:
    if version > len(told):
        raise NotFound("/corrects")
    first = places([one.event for one in told])
    latest = max(number for number, place in enumerate(first, 1) if place == first[version - 1])
    fact = told[latest - 1]
    if fact.event.struck:
        raise FactIsStruck("/corrects")
    if latest != version:
        raise FactSuperseded("/corrects", version=latest)
    return fact


def _is_own_of_today(fact: Recorded[Event], facts: Facts) -> bool:
    return fact.actor == facts.actor and facts.day_of(fact.recorded_at) == facts.today


def _the_same_fact(events: Sequence[Event], fact: Recorded[Event]) -> Event:
    if len(events) != 1 or type(events[0]) is not type(fact.event):
        raise NotTheSameFact("/corrects")
    return events[0]


def _received(event: Event) -> dict[str, object]:
    """Return what the fact says of having passed from a merged institution: no command says it."""
    names = (name for name in event.__struct_fields__ if name.startswith("received_"))
    return {name: getattr(event, name) for name in names}


def _nothing_speaks_of(struck: Event, later: Sequence[Event]) -> None:
    """Refuse to strike a numbered thing that later facts speak of by its number."""
    number = getattr(struck, "number", None)
    if number is not None and any(getattr(one, "number", None) == number for one in later):
        raise FactIsNeeded("/corrects")


def _something_opens(aggregate: Aggregate[msgspec.Struct], rest: Sequence[Event]) -> None:
    """Refuse to strike the fact without which the others of the stream are of nothing."""
    try:
        aggregate.fold_facts(rest)
    except ValueError:
        raise FactIsNeeded("/corrects") from None
