"""The registers people read: the single list of them, from which the routes are made."""

from __future__ import annotations

from projections import (
    award_lists,
    bases,
    catalogue_lists,
    employment_lists,
    enterprise_lists,
    pair_lists,
    questionnaire_lists,
    seminar_lists,
    survey_lists,
    young_teachers,
)
from projections.register_list import RegisterList

LISTS: tuple[RegisterList, ...] = (
    *bases.LISTS,
    *pair_lists.LISTS,
    *survey_lists.LISTS,
    *questionnaire_lists.LISTS,
    *employment_lists.LISTS,
    *young_teachers.LISTS,
    *catalogue_lists.LISTS,
    *award_lists.LISTS,
    *seminar_lists.LISTS,
    *enterprise_lists.LISTS,
)
