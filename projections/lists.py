"""The registers people read: the single list of them, from which the routes are made."""

from __future__ import annotations

from projections import (
    award_lists,
    bases,
    calendars,
    catalogue_lists,
    checks_due,
    confirmation_list,
    consent_records,
    decisions_due,
    employment_lists,
    enterprise_lists,
    erasures,
    pair_lists,
    person_links,
    publication_lists,
    questionnaire_lists,
    renewals,
    seminar_lists,
    stop_demands,
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
    *consent_records.LISTS,
    *stop_demands.LISTS,
    *decisions_due.LISTS,
    *erasures.LISTS,
    *checks_due.LISTS,
    *renewals.LISTS,
    *calendars.LISTS,
    *confirmation_list.LISTS,
    *person_links.LISTS,
    *publication_lists.LISTS,
)
