"""The district's rule set: what the order leaves open, as data with a version.

The parameters are stored whole in the event that adopts them, so that a figure can say by which
rule it was counted and be counted again by it for ever.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.deadlines import DEADLINES, DeadlineRule, Trigger, check_deadlines
from domain.errors import Conflict, Invalid
from domain.events import Event
from domain.rules.indicators import BoundsReversed, Indicator, IndicatorRule, check_indicator
from domain.time import ONE_DAY, age_on, birthday

JANUARY, DECEMBER = 1, 12

Signers = Literal["self", "representative", "both"]

ErasureKeeps = Literal["counting_facts", "nothing"]
"""What of an erased person figures still count: the facts without a name, or nothing."""


class SigningRule(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
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

    def changed_on(self, birth_date: date | None, birth_year: int | None, day: date) -> date | None:
        """Return the latest day up to ``day`` on which others began to be required to sign.

        That is a birthday; where only the year of birth is known, the first day of a year.
        """
        ages = {self.both_from, self.self_from}
        if birth_date is not None:
            days = {birthday(birth_date, age) for age in ages}
        elif birth_year is not None:
            years = {birth_year + age + later for age in ages for later in (0, 1)}
            days = {date(year, 1, 1) for year in years}
        else:
            return None

        def required(on: date) -> Signers:
            return self.required(birth_date, birth_year, on)

        changes = (one for one in days if required(one) != required(one - ONE_DAY))
        return max((one for one in changes if one <= day), default=None)

    def _at(self, age: int) -> Signers:
        if age < self.both_from:
            return "representative"
        return "both" if age < self.self_from else "self"


class RuleSet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Every parameter the district's order leaves open.

    ``indicators`` stand in the order in which they are printed.
    ``consent_required``: only days under the person's own processing consent count.
    ``late_entry_days``: a fact of a school dated further back than this needs a reason.
    ``min_cell``: outside school and district smaller counts are hidden.
    ``deadlines``: how soon what must be decided; every trigger has one.
    ``renewal_days``: a consent is to be renewed so many days before it ends, or within so many
    after the birthday from which others sign.
    ``evidence_years``: how long the act of destruction and the proof of consent are kept.
    ``erasure_keeps``: with ``nothing`` who was erased is left out of every figure, of the past too,
    and published ones are not counted again.
    ``check_month``: by its end every consent of a base has been checked in each year.

    Unlike other stored structs it refuses fields it does not know: a program that cannot read a
    parameter must not count without it.
    """

    code: Line
    indicators: tuple[IndicatorRule, ...]
    signing: SigningRule = SigningRule()
    consent_required: bool = True
    late_entry_days: int = 30
    min_cell: int = 5
    deadlines: tuple[DeadlineRule, ...] = DEADLINES
    renewal_days: int = 30
    check_month: int = 10
    evidence_years: int = 3
    erasure_keeps: ErasureKeeps = "counting_facts"

    def deadline(self, trigger: Trigger) -> DeadlineRule:
        """Return the rule of one trigger; an adopted rule set has one for each."""
        return next(rule for rule in self.deadlines if rule.trigger == trigger)

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

    rules: Annotated[RuleSet, msgspec.Meta(title="Набор правил")]
    document: Annotated[Line | None, msgspec.Meta(title="Документ")] = None


class RulesAlreadyAdopted(Conflict):
    """A rule set of that code exists; a changed one needs a code of its own."""

    code = "rules_already_adopted"
    ru = "Набор правил с таким обозначением уже принят; для изменённого нужно новое обозначение."
    en = "A rule set of this code is already adopted; a changed one needs a new code."


class OutOfBounds(Invalid):
    """A number is smaller than the rule allows."""

    code = "out_of_bounds"
    ru = "Значение должно быть не меньше {least}."
    en = "The value must be at least {least}."


class IndicatorTwice(Invalid):
    """The rule set says twice how one indicator is counted."""

    code = "indicator_twice"
    ru = "Показатель указан в наборе правил дважды."
    en = "The rule set names an indicator twice."


class NoSuchMonth(Invalid):
    """A month is none of the twelve."""

    code = "no_such_month"
    ru = "Месяц – число от 1 до 12."
    en = "A month is a number from 1 to 12."


def adopt(state: Rules | None, command: AdoptRules, facts: Facts) -> list[Event]:
    """Adopt a rule set without contradictions under a code that was not used before."""
    if state is not None and command.rules.code in state.codes:
        raise RulesAlreadyAdopted("/rules/code")
    _check(command.rules)
    return [
        RulesAdopted(
            effective_on=command.effective_on or facts.today,
            rules=command.rules,
            document=command.document,
            reason=command.reason,
        )
    ]


def _check(rules: RuleSet) -> None:
    if not 0 <= rules.signing.both_from <= rules.signing.self_from:
        raise BoundsReversed("/rules/signing/both_from")
    if rules.late_entry_days < 0:
        raise OutOfBounds("/rules/late_entry_days", least=0)
    if rules.min_cell < 1:
        raise OutOfBounds("/rules/min_cell", least=1)
    if rules.renewal_days < 0:
        raise OutOfBounds("/rules/renewal_days", least=0)
    if rules.evidence_years < 0:
        raise OutOfBounds("/rules/evidence_years", least=0)
    if not JANUARY <= rules.check_month <= DECEMBER:
        raise NoSuchMonth("/rules/check_month")
    check_deadlines(rules.deadlines)
    seen: set[Indicator] = set()
    for index, rule in enumerate(rules.indicators):
        if rule.indicator in seen:
            raise IndicatorTwice(f"/rules/indicators/{index}/indicator")
        seen.add(rule.indicator)
        check_indicator(rule, f"/rules/indicators/{index}")


def _only_key(*_: Any) -> tuple[()]:
    return ()


RULES = Aggregate(
    name="rules",
    events=(RulesAdopted,),
    evolve=evolve,
    key_of=_only_key,
    key=_only_key,
    decisions=(Decision(AdoptRules, adopt, opens=True),),
)
