"""Who a person key stands for: two keys that are one human, or one key that held two.

A person is recognised by number, or else by name and birth date, and either may mislead. What the
district finds out later it records here, and from then on the records count as those of whom they
are: every institution's under the key, or those of one institution alone. No record moves, and
what an institution registers later under a merged key counts as the other key's too.

One stream per key, and per key and institution. A key that stands for another is itself no key
that others stand for, so one step always leads to the person.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Annotated, ClassVar, Literal
from uuid import UUID, uuid5

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts
from domain.errors import Conflict, Invalid, NotFound
from domain.events import Event, personal
from domain.participant import PARTICIPANT
from domain.school import SCHOOL

EVERYWHERE: Literal["district"] = "district"
"""What stands for the institution in the key of a stream that is about all of them."""


class PersonsMerged(Event, frozen=True, kw_only=True):
    """The records under ``person`` are those of ``counts_as``.

    With ``school`` the institution's records, which were counted apart, are those of the key again;
    ``counts_as`` is the key itself then.
    """

    TOPIC: ClassVar[str] = "persons.merged"
    CONCERNS: ClassVar = ("person", "counts_as")

    person: UUID
    counts_as: UUID
    school: UUID | None = None
    reason: Annotated[str | None, personal("person")] = None


class PersonsSplit(Event, frozen=True, kw_only=True):
    """The records under ``person`` are not those of whom they counted as.

    With ``school`` only the records of that institution, which are those of ``counts_as``; without
    it what was merged is two persons again, and ``counts_as`` is the key itself.
    """

    TOPIC: ClassVar[str] = "persons.split"
    CONCERNS: ClassVar = ("person", "counts_as")

    person: UUID
    counts_as: UUID
    school: UUID | None = None
    reason: Annotated[str | None, personal("person")] = None


LinkEvent = PersonsMerged | PersonsSplit


class PersonLink(msgspec.Struct, frozen=True, kw_only=True):
    """Whose the records are; ``counts_as`` is the key itself where nothing else is said."""

    person: UUID
    counts_as: UUID

    @property
    def leads(self) -> bool:
        """Whether the records are another key's."""
        return self.counts_as != self.person


def evolve(_state: PersonLink | None, event: LinkEvent) -> PersonLink:
    """Return the state after ``event``."""
    return PersonLink(person=event.person, counts_as=event.counts_as)


class MergePersons(Command, frozen=True, kw_only=True):
    """Record that two keys are one person; from now on the first counts as the second."""

    person: Annotated[UUID, msgspec.Meta(title="Участник")]
    school: Annotated[UUID, msgspec.Meta(title="Учреждение, где он записан")]
    counts_as: Annotated[UUID, msgspec.Meta(title="Тот же участник под другим ключом")]
    other_school: Annotated[UUID, msgspec.Meta(title="Учреждение, где записан тот")]


class SplitPersons(Command, frozen=True, kw_only=True):
    """Record that a key that was merged into another is a person of its own after all."""


class SplitRecords(Command, frozen=True, kw_only=True):
    """Record that one institution's records under a key are another person's.

    Without ``counts_as`` that person is new; else it is known under another key.
    """

    school: Annotated[UUID, msgspec.Meta(title="Учреждение, чьи записи отделяются")]
    counts_as: Annotated[UUID | None, msgspec.Meta(title="Чьи они; пусто – нового лица")] = None
    other_school: Annotated[UUID | None, msgspec.Meta(title="Учреждение, где записан тот")] = None


class RejoinRecords(Command, frozen=True, kw_only=True):
    """Record that an institution's records, counted apart, are those of the key after all."""

    school: Annotated[UUID, msgspec.Meta(title="Учреждение")]


class SameKey(Invalid):
    """A key cannot stand for itself."""

    code = "same_key"
    ru = "Это один и тот же ключ: объединять нечего."
    en = "Both are the same key: there is nothing to merge."


class AlreadyLinked(Conflict):
    """The records already count as another person's."""

    code = "already_linked"
    ru = "Эти записи уже считаются записями другого лица."
    en = "These records already count as another person's."


class NotLinked(Conflict):
    """The records count as those of their own key."""

    code = "not_linked"
    ru = "Эти записи и так считаются записями своего участника."
    en = "These records count as those of their own key."


class CountsAsAnother(Conflict):
    """The other key itself stands for a third one."""

    code = "counts_as_another"
    ru = "Этот участник сам считается другим лицом: укажите то лицо."
    en = "That key itself counts as another: name that one."


class OthersCountAsIt(Conflict):
    """Other keys stand for this one."""

    code = "others_count_as_it"
    ru = "Этим лицом считаются другие ключи: объедините в обратную сторону или разделите их."
    en = "Other keys count as this one: merge the other way round, or split those first."


def merge(state: PersonLink | None, command: MergePersons, facts: Facts) -> list[Event]:
    """Let a key stand for another, whose records some institution keeps too."""
    _look_for("/person", command.school, command.person, facts)
    _look_for("/counts_as", command.other_school, command.counts_as, facts)
    if state is not None and state.leads:
        raise AlreadyLinked("/person")
    _lead_to("/counts_as", command.person, command.counts_as, facts)
    links = facts.about(PERSON_LINK, command.person)
    if any(one.leads and one.counts_as == command.person for one in links):
        raise OthersCountAsIt("/person")
    return [
        PersonsMerged(
            effective_on=command.effective_on or facts.today,
            person=command.person,
            counts_as=command.counts_as,
            reason=command.reason,
        )
    ]


def split(state: PersonLink, command: SplitPersons, facts: Facts) -> list[Event]:
    """Let a merged key stand for itself."""
    if not state.leads:
        raise NotLinked
    return [
        PersonsSplit(
            effective_on=command.effective_on or facts.today,
            person=state.person,
            counts_as=state.person,
            reason=command.reason,
        )
    ]


def split_records(state: PersonLink | None, command: SplitRecords, facts: Facts) -> list[Event]:
    """Let one institution's records under a key be those of another person."""
    person = facts.target
    _look_for("/school", command.school, person, facts)
    if state is not None and state.leads:
        raise AlreadyLinked("/school")
    if command.counts_as is None:
        counts_as = uuid5(person, f"apart in {command.school}")
    else:
        counts_as = command.counts_as
        _look_for("/counts_as", command.other_school, counts_as, facts)
        _lead_to("/counts_as", person, counts_as, facts)
    return [
        PersonsSplit(
            effective_on=command.effective_on or facts.today,
            person=person,
            counts_as=counts_as,
            school=command.school,
            reason=command.reason,
        )
    ]


def rejoin(state: PersonLink, command: RejoinRecords, facts: Facts) -> list[Event]:
    """Let an institution's records be those of their key again."""
    if not state.leads:
        raise NotLinked
    return [
        PersonsMerged(
            effective_on=command.effective_on or facts.today,
            person=state.person,
            counts_as=state.person,
            school=command.school,
            reason=command.reason,
        )
    ]


def _look_for(pointer: str, school: UUID | None, person: UUID, facts: Facts) -> None:
    """Refuse a key that the institution, one of the district's, keeps no record under."""
    if school is None or facts.find(SCHOOL, school) is None:
        raise NotFound(pointer)
    if facts.find_in_school(school, PARTICIPANT, person) is None:
        raise NotFound(pointer)


def _lead_to(pointer: str, person: UUID, counts_as: UUID, facts: Facts) -> None:
    """Refuse a key that leads nowhere else: itself, or one that stands for a third."""
    if counts_as == person:
        raise SameKey(pointer)
    other = facts.find(PERSON_LINK, counts_as, EVERYWHERE)
    if other is not None and other.leads:
        raise CountsAsAnother(pointer)


def _schools(command: MergePersons | SplitRecords) -> Sequence[UUID]:
    named = (command.school, command.other_school)
    return tuple(one for one in named if one is not None)


def _people(_state: PersonLink | None, command: MergePersons | SplitRecords) -> Sequence[UUID]:
    named = (getattr(command, "person", None), command.counts_as)
    return tuple(one for one in named if one is not None)


PERSON_LINK = Aggregate(
    name="persons",
    events=(PersonsMerged, PersonsSplit),
    evolve=evolve,
    key_of=lambda event: (event.person, event.school or EVERYWHERE),
    key=lambda target, command: (
        (command.person, EVERYWHERE)
        if isinstance(command, MergePersons)
        else (target, EVERYWHERE if isinstance(command, SplitPersons) else command.school)
    ),
    decisions=(
        Decision(MergePersons, merge, opens=True, people=_people, schools=_schools),
        Decision(SplitPersons, split),
        Decision(SplitRecords, split_records, opens=True, people=_people, schools=_schools),
        Decision(RejoinRecords, rejoin),
    ),
)
