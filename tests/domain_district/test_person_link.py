"""Two keys that are one person, and one key that held two."""

from __future__ import annotations

from datetime import date
from uuid import UUID, uuid4

import msgspec
import pytest

from domain.errors import NotFound
from domain.person_link import (
    PERSON_LINK,
    AlreadyLinked,
    CountsAsAnother,
    MergePersons,
    NotLinked,
    OthersCountAsIt,
    PersonsMerged,
    PersonsSplit,
    RejoinRecords,
    SameKey,
    SplitPersons,
    SplitRecords,
)
from tests.domain.builders import MENTEE, MENTOR, enrolled
from tests.domain_district.test_consent_check import OTHER, school
from tests.support.given_when_then import SCHOOL, TODAY, given, state_of

DAY = date(2024, 9, 2)
THIRD = UUID(int=0x7D)
KEPT = (school(SCHOOL), school(OTHER), *enrolled(MENTEE, MENTOR, THIRD))
MERGE = MergePersons(person=MENTEE, school=SCHOOL, counts_as=MENTOR, other_school=SCHOOL)
MERGED = PersonsMerged(effective_on=TODAY, person=MENTEE, counts_as=MENTOR)
SPLIT = PersonsSplit(effective_on=TODAY, person=MENTEE, counts_as=MENTEE)
APART = PersonsSplit(effective_on=TODAY, person=MENTEE, school=SCHOOL, counts_as=MENTOR)
REJOINED = PersonsMerged(effective_on=TODAY, person=MENTEE, school=SCHOOL, counts_as=MENTEE)
TAKE_APART = SplitRecords(school=SCHOOL)

UNKNOWN = UUID(int=404)


def changed(command: MergePersons | SplitRecords, **changes: object) -> MergePersons | SplitRecords:
    return msgspec.structs.replace(command, **changes)


def test_two_keys_are_merged() -> None:
    given(*KEPT).when(changed(MERGE, effective_on=DAY, reason="одна и та же")).then(
        msgspec.structs.replace(MERGED, effective_on=DAY, reason="одна и та же")
    )


def test_a_merge_is_taken_back_and_made_again() -> None:
    given(*KEPT, MERGED).when(SplitPersons(), target=MENTEE).then(SPLIT)
    given(*KEPT, MERGED, SPLIT).when(MERGE).then(MERGED)
    assert state_of(PERSON_LINK, MERGED).leads
    assert not state_of(PERSON_LINK, MERGED, SPLIT).leads


def test_several_keys_are_merged_into_one() -> None:
    given(*KEPT, MERGED).when(changed(MERGE, person=THIRD)).then(
        msgspec.structs.replace(MERGED, person=THIRD)
    )


@pytest.mark.parametrize(
    ("changes", "pointer"),
    [
        ({"school": UNKNOWN}, "/person"),
        ({"school": OTHER}, "/person"),
        ({"person": UNKNOWN}, "/person"),
        ({"other_school": UNKNOWN}, "/counts_as"),
        ({"other_school": OTHER}, "/counts_as"),
        ({"counts_as": UNKNOWN}, "/counts_as"),
    ],
    ids=str,
)
def test_keys_that_no_institution_keeps_are_not_found(
    changes: dict[str, UUID], pointer: str
) -> None:
    given(*KEPT).when(changed(MERGE, **changes)).then_refused(NotFound, pointer)


def test_a_key_is_not_merged_into_itself() -> None:
    given(*KEPT).when(changed(MERGE, counts_as=MENTEE)).then_refused(SameKey, "/counts_as")


def test_a_key_is_merged_once() -> None:
    given(*KEPT, MERGED).when(changed(MERGE, counts_as=THIRD)).then_refused(
        AlreadyLinked, "/person"
    )


def test_no_key_leads_to_one_that_leads_on() -> None:
    onward = msgspec.structs.replace(MERGED, person=MENTOR, counts_as=THIRD)

    given(*KEPT, onward).when(MERGE).then_refused(CountsAsAnother, "/counts_as")
    given(*KEPT, msgspec.structs.replace(onward, counts_as=MENTOR)).when(MERGE).then_accepted()


def test_a_key_that_others_count_as_leads_nowhere() -> None:
    before = msgspec.structs.replace(MERGED, person=THIRD, counts_as=MENTEE)
    before_in_one = msgspec.structs.replace(APART, person=THIRD, counts_as=MENTEE)
    taken_back = msgspec.structs.replace(before, counts_as=THIRD)

    given(*KEPT, before).when(MERGE).then_refused(OthersCountAsIt, "/person")
    given(*KEPT, before_in_one).when(MERGE).then_refused(OthersCountAsIt, "/person")
    given(*KEPT, before, taken_back).when(MERGE).then_accepted()


def test_only_what_was_merged_is_split() -> None:
    given(*KEPT).when(SplitPersons(), target=MENTEE).then_refused(NotFound)
    given(*KEPT, MERGED, SPLIT).when(SplitPersons(), target=MENTEE).then_refused(NotLinked)


def test_one_institutions_records_are_a_new_persons() -> None:
    (first,) = given(*KEPT).when(TAKE_APART, target=MENTEE).events
    (other,) = given(*KEPT).when(TAKE_APART, target=MENTOR).events

    assert isinstance(first, PersonsSplit)
    assert isinstance(other, PersonsSplit)
    assert (first.person, first.school) == (MENTEE, SCHOOL)
    assert len({MENTEE, MENTOR, first.counts_as, other.counts_as}) == 4


def test_one_institutions_records_are_a_known_persons() -> None:
    command = changed(TAKE_APART, counts_as=MENTOR, other_school=SCHOOL)

    given(*KEPT).when(command, target=MENTEE).then(APART)


def test_records_are_taken_apart_beside_a_merge_and_joined_again() -> None:
    given(*KEPT, MERGED).when(TAKE_APART, target=MENTEE).then_accepted()
    given(*KEPT, APART).when(RejoinRecords(school=SCHOOL), target=MENTEE).then(REJOINED)
    given(*KEPT, APART, REJOINED).when(TAKE_APART, target=MENTEE).then_accepted()


def test_records_that_are_not_there_are_not_taken_apart() -> None:
    for one in (OTHER, uuid4()):
        given(*KEPT).when(SplitRecords(school=one), target=MENTEE).then_refused(NotFound, "/school")


def test_records_are_taken_apart_once() -> None:
    given(*KEPT, APART).when(TAKE_APART, target=MENTEE).then_refused(AlreadyLinked, "/school")


def test_records_are_given_to_another_key_that_leads_nowhere() -> None:
    onward = msgspec.structs.replace(MERGED, person=MENTOR, counts_as=THIRD)
    command = changed(TAKE_APART, counts_as=MENTOR, other_school=SCHOOL)
    given_to_itself = changed(command, counts_as=MENTEE)
    elsewhere = changed(command, other_school=None)

    given(*KEPT, onward).when(command, target=MENTEE).then_refused(CountsAsAnother, "/counts_as")
    given(*KEPT).when(given_to_itself, target=MENTEE).then_refused(SameKey, "/counts_as")
    given(*KEPT).when(elsewhere, target=MENTEE).then_refused(NotFound, "/counts_as")


def test_only_records_that_were_taken_apart_are_joined_again() -> None:
    join = RejoinRecords(school=SCHOOL)
    given(*KEPT).when(join, target=MENTEE).then_refused(NotFound)
    given(*KEPT, APART, REJOINED).when(join, target=MENTEE).then_refused(NotLinked)


def test_a_wrong_merge_is_corrected() -> None:
    right = changed(MERGE, counts_as=THIRD, corrects=1, reason="не тот ключ")

    given(*KEPT, MERGED).when(right).then(
        msgspec.structs.replace(MERGED, counts_as=THIRD, corrects=1, reason="не тот ключ")
    )
