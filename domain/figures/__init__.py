"""The district's indicators as pure counting rules.

``judge`` says who counts and why, ``tally`` counts them, ``figure`` makes the value of it. The
rulings are those of definition ``order-119-od/1``; their parameters come from the rule set.
"""

from domain.figures.counting import Opinions, Tally, judge, tally
from domain.figures.facts import (
    CountingFacts,
    DaysByCode,
    Enterprise,
    PaperTotal,
    Participation,
    PersonInSchool,
    PersonKey,
    Question,
    Response,
)
from domain.figures.value import (
    Denominator,
    Figure,
    Flag,
    Scope,
    State,
    figure,
    flags_of,
    is_hidden_outside,
    percentage,
    state_of,
)
from domain.figures.verdicts import Outcome, Reason, Verdict
from domain.figures.words import FLAG_WORDS, REASON_WORDS, STATE_WORDS, in_words

__all__ = [
    "FLAG_WORDS",
    "REASON_WORDS",
    "STATE_WORDS",
    "CountingFacts",
    "DaysByCode",
    "Denominator",
    "Enterprise",
    "Figure",
    "Flag",
    "Opinions",
    "Outcome",
    "PaperTotal",
    "Participation",
    "PersonInSchool",
    "PersonKey",
    "Question",
    "Reason",
    "Response",
    "Scope",
    "State",
    "Tally",
    "Verdict",
    "figure",
    "flags_of",
    "in_words",
    "is_hidden_outside",
    "judge",
    "percentage",
    "state_of",
    "tally",
]
