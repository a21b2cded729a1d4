"""The district's indicators counted from the registers: the set-based twin of domain.figures.

The rulings stand in :mod:`domain.figures`; here the database judges everyone at once, and tests
hold both to the same verdicts.
"""

from projections.figures.catalogue import Basis, basis_of
from projections.figures.computing import compute, count
from projections.figures.counting import tallies, verdicts, verdicts_on
from projections.figures.enterprises import gives_a_mentor
from projections.figures.explaining import Candidate, Wanted, explain
from projections.figures.facts import counting_facts
from projections.figures.person_keys import ever_in_a_pair

__all__ = [
    "Basis",
    "Candidate",
    "Wanted",
    "basis_of",
    "compute",
    "count",
    "counting_facts",
    "ever_in_a_pair",
    "explain",
    "gives_a_mentor",
    "tallies",
    "verdicts",
    "verdicts_on",
]
