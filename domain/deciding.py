"""The one door to every decision: what holds for all commands, then the command's own rules."""

from __future__ import annotations

import msgspec

from domain.aggregate import Command, Facts
from domain.catalogue import SCHOOL_AGGREGATES, decision_of
from domain.correcting import correct
from domain.erasure import ERASURE, CompleteErasure, refuse_erased
from domain.errors import Conflict, Invalid, NotFound, RuleBroken
from domain.events import Event
from domain.rules import RULES
from domain.school import SCHOOL


class InTheFuture(Invalid):
    """A fact cannot be recorded before its day has come."""

    code = "in_the_future"
    ru = "Этот день ещё не наступил."
    en = "This day has not come yet."


class InstitutionClosed(Conflict):
    """The institution works no more; its log takes nothing new but corrections."""

    code = "institution_closed"
    ru = "Учреждение закрыто или присоединено: новые записи не принимаются."
    en = "The institution was closed or merged: nothing new is recorded in it."


class ReasonRequired(RuleBroken):
    """The day lies further back than the district lets a fact be entered without a reason."""

    code = "reason_required"
    ru = "День давний (больше {days} дн. назад): укажите основание."
    en = "The day lies more than {days} days back: give a reason."


def decide(state: msgspec.Struct | None, command: Command, facts: Facts) -> list[Event]:
    """Return the events that ``command`` makes of the stream whose state is ``state``.

    Raises :class:`InstitutionClosed`, :class:`domain.erasure.PersonErased` for anything about a
    person whose data the institution destroys, :class:`NotFound` when the stream does not exist
    and the command does not open it, :class:`InTheFuture`, :class:`ReasonRequired`, then whatever
    the command's own rules refuse. Corrections and erasures are made in closed institutions too;
    what is particular to corrections is in :mod:`domain.correcting`.
    """
    aggregate, _ = decision_of(type(command))
    of_school = aggregate in SCHOOL_AGGREGATES and not isinstance(command, CompleteErasure)
    if of_school and aggregate is not ERASURE and command.corrects is None:
        institution = facts.find_in_district(SCHOOL, facts.tenant_id)
        if institution is not None and institution.status != "open":
            raise InstitutionClosed
    if of_school:
        refuse_erased(facts, (facts.target,))
    events = _decide(state, command, facts)
    if of_school:
        concerned = {person for event in events for person in event.concerns()}
        refuse_erased(facts, concerned - {facts.target})
    return events


def _decide(state: msgspec.Struct | None, command: Command, facts: Facts) -> list[Event]:
    aggregate, decision = decision_of(type(command))
    if state is None and (command.corrects is not None or not decision.opens):
        raise NotFound
    if command.effective_on is not None and command.effective_on > facts.today:
        raise InTheFuture("/effective_on")
    if command.corrects is not None:
        return correct(aggregate, decision, command, command.corrects, facts)
    if aggregate in SCHOOL_AGGREGATES:
        _ask_for_reason_of_late_entry(command, facts)
    return decision.decide(state, command, facts)


def _ask_for_reason_of_late_entry(command: Command, facts: Facts) -> None:
    # The bound is the district's for its schools; its own log holds orders of past years and
    # statistics, which are always about the past.
    if command.effective_on is None or command.reason is not None:
        return
    rules = facts.find_in_district(RULES)
    if rules is None:
        return
    bound = rules.current.late_entry_days
    if (facts.today - command.effective_on).days > bound:
        raise ReasonRequired("/reason", days=bound)
