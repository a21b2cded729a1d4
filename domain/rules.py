"""The district's rule set: what the order leaves open, as data with a version.

The parameters are stored whole in the event that adopts them, so that a figure can say by which
rule it was counted and be counted again by it for ever.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.errors import Conflict
from domain.events import Event
from domain.time import age_on

Signers = Literal["self", "representative", "both"]
Role = Literal["mentee", "mentor"]
BaseKind = Literal["children", "children_10_19", "teens_15_19", "young_teachers", "enterprises"]


class SigningRule(msgspec.Struct, frozen=True, kw_only=True):
    """Who signs a consent at which age.

    Below ``both_from`` the representative alone, below ``self_from`` both, from then on the person
    alone. The law names no ages (152-ФЗ, ст. 9 ч. 6); the default follows school practice.
    """

    both_from: int = 14
    self_from: int = 18

    def required(self, birth_date: date | None, birth_year: int | None, day: date) -> Signers:
        """Return who has to sign on ``day``; an unknown birth date means the stricter reading."""
        if birth_date is not None:
            return self._at(age_on(birth_date, day))
        if birth_year is None:
            return "both"
        oldest = day.year - birth_year
        younger, older = self._at(oldest - 1), self._at(oldest)
        return younger if younger == older else "both"

    def _at(self, age: int) -> Signers:
        if age < self.both_from:
            return "representative"
        return "both" if age < self.self_from else "self"


class IndicatorRule(msgspec.Struct, frozen=True, kw_only=True):
    """How one indicator is counted.

    ``ages``: bounds of the age on 31 December, both included, ``None`` when age does not matter.
    ``base_count``: the denominator's kind, ``None`` when it is everyone who took part.
    ``resident``: persons known not to live in the district on any counted day are left out.
    """

    indicator: str
    role: Role
    ages: tuple[int, int] | None = None
    base_count: BaseKind | None = None
    resident: bool = False


class RuleSet(msgspec.Struct, frozen=True, kw_only=True):
    """Every parameter the district's order leaves open.

    ``late_entry_days``: a fact dated further back than this needs a reason.
    ``min_cell``: outside school and district smaller counts are hidden.
    """

    code: str
    indicators: tuple[IndicatorRule, ...]
    signing: SigningRule = SigningRule()
    consent_required: bool = True
    late_entry_days: int = 30
    min_cell: int = 5

    def indicator(self, code: str) -> IndicatorRule | None:
        """Return the rule of one indicator."""
        return next((rule for rule in self.indicators if rule.indicator == code), None)


class RulesAdopted(Event, frozen=True, kw_only=True):
    """The district counts and checks by this rule set from now on."""

    TOPIC: ClassVar[str] = "rules.adopted"

    rules: RuleSet
    document: str | None = None
    reason: str | None = None


class Rules(msgspec.Struct, frozen=True, kw_only=True):
    """The rule set in force and the codes of all that were ever adopted."""

    current: RuleSet
    codes: tuple[str, ...]

    @property
    def signing(self) -> SigningRule:
        """The signing rule in force."""
        return self.current.signing


def evolve(state: Rules | None, event: RulesAdopted) -> Rules:
    """Return the state after ``event``."""
    codes = state.codes if state else ()
    return Rules(current=event.rules, codes=(*codes, event.rules.code))


class AdoptRules(Command, frozen=True, kw_only=True):
    """Adopt a rule set."""

    rules: RuleSet
    document: Annotated[str | None, msgspec.Meta(title="Документ")] = None


class RulesAlreadyAdopted(Conflict):
    """A rule set of that code exists; a changed one needs a code of its own."""

    code = "rules_already_adopted"
    ru = "Набор правил с таким обозначением уже принят; для изменённого нужно новое обозначение."
    en = "A rule set of this code is already adopted; a changed one needs a new code."


def adopt(state: Rules | None, command: AdoptRules, facts: Facts) -> list[Event]:
    """Adopt a rule set under a code that was not used before."""
    if state is not None and command.rules.code in state.codes:
        raise RulesAlreadyAdopted("/rules/code")
    return [
        RulesAdopted(
            effective_on=command.effective_on or facts.today,
            rules=command.rules,
            document=command.document,
            reason=command.reason,
        )
    ]


def _only_key(*_: Any) -> tuple[UUID, ...]:
    return ()


RULES = Aggregate(
    name="rules",
    events=(RulesAdopted,),
    evolve=evolve,
    key_of=_only_key,
    key=_only_key,
    decisions=(Decision(AdoptRules, adopt, opens=True),),
)
