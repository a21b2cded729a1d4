"""Keys that count as others, in a district with two schools."""

from __future__ import annotations

from domain.person_link import MergePersons, RejoinRecords, SplitPersons, SplitRecords
from tests.support.district import District


def busy_links(district: District) -> None:
    """Merge two keys, take one school's records apart, take both back and do one of them again."""
    one, other = district.schools.values()
    first = district.participant(one, "Дважды")
    second = district.participant(other, "Двойная")
    merge = MergePersons(
        person=first,
        school=one,
        counts_as=second,
        other_school=other,
        reason="сменила фамилию",
    )
    district.record(merge)
    for school in (one, other):
        both = district.participant(school, "Тёзкина")
    district.record(SplitRecords(school=other, reason="тёзки"), target=both)
    district.record(SplitPersons(), target=first)
    district.record(RejoinRecords(school=other), target=both)
    district.record(merge)
