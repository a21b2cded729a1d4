"""Single records: how each is found, and what it means that it is not."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, get_args
from uuid import UUID

import msgspec

from domain.consent import Purpose
from domain.errors import NotFound
from domain.ports import Reader
from projections.catalogue_lists import (
    NoFilter,
    SchoolFilter,
    list_base_counts,
    list_forms,
    list_rule_sets,
    list_schools,
    list_targets,
)
from projections.district_view import view_district
from projections.pair_lists import (
    ConsentFilter,
    ConsentLine,
    PairFilter,
    list_consents,
    list_pairs,
)
from projections.participant_view import view_participant
from projections.query import Cut, Page, Question
from service.api.read import Asked, Found
from service.refusals import NotYetExisting, SchoolNeeded

WHOLE_LIST = Cut(limit=100_000)
"""The district's catalogues are short and read whole."""


class ConsentsOfPurpose(msgspec.Struct, frozen=True, kw_only=True):
    """A participant's consents for one purpose; their common ``version`` is what changes name."""

    school: UUID
    person: UUID
    purpose: Purpose
    version: int
    consents: list[ConsentLine]


def fetch_participant(asked: Asked) -> Found:
    """Find a participant's record in the institution asked about."""
    person = asked.path["person"]
    found = _only(asked, lambda reader, question: view_participant(reader, question, person))
    return _repeatable_to_its_school(asked, found)


def fetch_pair(asked: Asked) -> Found:
    """Find a pair or group."""
    wanted = PairFilter(pair=asked.path["pair"])
    found = _only(
        asked, lambda reader, question: list_pairs(reader, question, wanted, WHOLE_LIST).items
    )
    return _repeatable_to_its_school(asked, found)


def fetch_consents(asked: Asked) -> Found:
    """Find a participant's consents for one purpose."""
    person, purpose = asked.path["person"], asked.path["purpose"]
    if purpose not in get_args(Purpose):
        raise NotFound
    wanted = ConsentFilter(person=person, purpose=purpose)

    def find(reader: Reader, question: Question) -> list[ConsentsOfPurpose]:
        lines: dict[UUID, list[ConsentLine]] = {}
        for line in list_consents(reader, question, wanted, WHOLE_LIST).items:
            lines.setdefault(line.school, []).append(line)
        return [
            ConsentsOfPurpose(
                school=school,
                person=person,
                purpose=purpose,
                version=consents[0].version,
                consents=consents,
            )
            for school, consents in lines.items()
        ]

    # Whether a consent is in force changes overnight, without a new version.
    return msgspec.structs.replace(_only(asked, find), repeatable=False)


def fetch_district(asked: Asked) -> Found:
    """Find the district itself."""
    return _only(asked, view_district)


def fetch_school(asked: Asked) -> Found:
    """Find an institution of the district."""
    wanted = SchoolFilter(school=asked.path["school"])
    return _only(
        asked, lambda reader, question: list_schools(reader, question, wanted, WHOLE_LIST).items
    )


def fetch_form(asked: Asked) -> Found:
    """Find a form of mentoring by its code."""
    return _catalogued(asked, list_forms, lambda line: line.code == asked.path["code"])


def fetch_rule_set(asked: Asked) -> Found:
    """Find a rule set by its code, which may hold slashes."""
    code = asked.path["code"].removeprefix("/")
    return _catalogued(asked, list_rule_sets, lambda line: line.code == code)


def fetch_target(asked: Asked) -> Found:
    """Find the target of an indicator for a year."""
    key = asked.path["indicator"], asked.path["year"]
    return _catalogued(asked, list_targets, lambda line: (line.indicator, line.year) == key)


def fetch_base_count(asked: Asked) -> Found:
    """Find a base count of the district or of one of its institutions."""
    key = asked.path["kind"], asked.path["year"], asked.path["whose"]
    return _catalogued(
        asked,
        list_base_counts,
        lambda line: (line.kind, line.year, str(line.school or "district")) == key,
    )


def _catalogued(
    asked: Asked, lines: Callable[..., Page[Any]], is_wanted: Callable[[Any], bool]
) -> Found:
    def find(reader: Reader, question: Question) -> list[Any]:
        page = lines(reader, question, NoFilter(), WHOLE_LIST)
        return [line for line in page.items if is_wanted(line)]

    return _only(asked, find)


def _only(asked: Asked, find: Callable[[Reader, Question], Sequence[Any]]) -> Found:
    """Return the one record that ``find`` finds.

    Raises :class:`NotFound`, :class:`NotYetExisting` if it came later than the moment asked about,
    :class:`SchoolNeeded` if several institutions have one.
    """
    question = asked.question
    with asked.reading.transaction(question) as reader:
        found = find(reader, question)
        if not found:
            now = msgspec.structs.replace(question, as_of=None)
            later = question.as_of is not None and find(reader, now)
            raise NotYetExisting if later else NotFound
    if len(found) > 1:
        raise SchoolNeeded
    return Found(found[0], found[0].version, repeatable=True)


def _repeatable_to_its_school(asked: Asked, found: Found) -> Found:
    # To the district a version reads otherwise once a consent begins or ends.
    school: UUID = getattr(found.body, "school")  # noqa: B009
    return msgspec.structs.replace(found, repeatable=school == asked.question.asker)
