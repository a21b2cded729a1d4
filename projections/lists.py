"""The registers people read: the single list of them, from which the routes are made."""

from __future__ import annotations

from projections import (
    bases,
    catalogue_lists,
    enterprise_lists,
    pair_lists,
    questionnaire_lists,
    survey_lists,
)
from projections.register_list import RegisterList

LISTS: tuple[RegisterList, ...] = (
    *bases.LISTS,
    *pair_lists.LISTS,
    *survey_lists.LISTS,
    *questionnaire_lists.LISTS,
    *catalogue_lists.LISTS,
    *enterprise_lists.LISTS,
)
