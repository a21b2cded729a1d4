"""The district's rules: what the order leaves open, as data with a version."""

from domain.rules.indicators import (
    BaseKind,
    BoundsReversed,
    CalendarYear,
    Indicator,
    IndicatorContradicts,
    IndicatorRule,
    Role,
    SatisfactionRule,
    Score,
    YoungTeacherRule,
)
from domain.rules.rule_set import (
    RULES,
    AdoptRules,
    IndicatorTwice,
    OutOfBounds,
    Rules,
    RulesAdopted,
    RulesAlreadyAdopted,
    RuleSet,
    Signers,
    SigningRule,
)

__all__ = [
    "RULES",
    "AdoptRules",
    "BaseKind",
    "BoundsReversed",
    "CalendarYear",
    "Indicator",
    "IndicatorContradicts",
    "IndicatorRule",
    "IndicatorTwice",
    "OutOfBounds",
    "Role",
    "RuleSet",
    "Rules",
    "RulesAdopted",
    "RulesAlreadyAdopted",
    "SatisfactionRule",
    "Score",
    "Signers",
    "SigningRule",
    "YoungTeacherRule",
]
