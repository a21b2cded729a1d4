"""The district's indicators as pure counting rules.

``judge`` says who counts and why, ``tally`` counts them, ``figure`` makes the value of it. The
rulings are those of definition ``order-119-od/1``; their parameters come from the rule set.
"""

from domain.figures.facts import CountingFacts, Participation, PersonInSchool, Question
from domain.figures.value import (
    Denominator,
    Figure,
    Flag,
    State,
    figure,
    flags_of,
    is_hidden_outside,
    percentage,
    state_of,
)
from domain.figures.verdicts import Outcome, Reason, Tally, Verdict, judge, tally
from domain.figures.words import FLAG_WORDS, REASON_WORDS, STATE_WORDS

__all__ = [
    "FLAG_WORDS",
    "REASON_WORDS",
    "STATE_WORDS",
    "CountingFacts",
    "Denominator",
    "Figure",
    "Flag",
    "Outcome",
    "Participation",
    "PersonInSchool",
    "Question",
    "Reason",
    "State",
    "Tally",
    "Verdict",
    "figure",
    "flags_of",
    "is_hidden_outside",
    "judge",
    "percentage",
    "state_of",
    "tally",
]
