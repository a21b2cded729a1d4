"""The catalogue is complete and every event keeps the promises of its published format."""

from __future__ import annotations

import pkgutil
from importlib import import_module
from typing import Any, get_type_hints
from uuid import UUID

import msgspec
import pytest

import domain
from domain.aggregate import Aggregate, Command
from domain.catalogue import AGGREGATES, DECISIONS, EVENT_TYPES, aggregate_of, decision_of
from domain.correcting import StrikeFact
from domain.events import Event, personal_fields

ALL_EVENTS = [event_type for aggregate in AGGREGATES for event_type in aggregate.events]
COMMANDS = [decision.command for _, decision in DECISIONS]

NEVER_STRUCK = {
    "district": "the registration of a tenant: without it its log is nobody's",
    "school": "the registration of a tenant; it is closed or merged, its name corrected",
    "form": "institutions' pairs name it by its code; it is described anew",
    "rules": "figures name the set they were counted by; another is adopted",
    "award_kind": "nominations name it by its code; it is described anew",
    "nomination": "the district has taken it in; it is withdrawn",
    "enrolment": "the district has taken it in; it is withdrawn",
    "erasure": "what was destroyed cannot be brought back",
    "persons": "a merger is undone by a split",
    "figure": "what was published never changes; it is restated",
}
"""The aggregates whose facts are not struck, and what is done instead; every other one's are."""


def subclasses(base: type[Any]) -> set[type[Any]]:
    """Return every subclass of ``base`` that any module of the domain defines."""
    for module in pkgutil.walk_packages(domain.__path__, "domain."):
        import_module(module.name)
    found: set[type[Any]] = set()
    waiting = [base]
    while waiting:
        for child in waiting.pop().__subclasses__():
            if child.__module__.startswith("domain."):
                found.add(child)
                waiting.append(child)
    return found


def leaves(base: type[Any]) -> set[type[Any]]:
    """Return those subclasses that nothing derives from."""
    every = subclasses(base)
    return {one for one in every if not any(other in every for other in one.__subclasses__())}


def test_every_event_of_the_domain_is_listed_once() -> None:
    assert sorted(leaves(Event), key=repr) == sorted(ALL_EVENTS, key=repr)


def test_every_topic_belongs_to_one_event_type() -> None:
    topics = [event_type.TOPIC for event_type in ALL_EVENTS]

    assert len(set(topics)) == len(topics)
    assert list(EVENT_TYPES) == topics


def test_every_topic_starts_with_its_aggregates_name() -> None:
    for event_type in ALL_EVENTS:
        assert event_type.TOPIC.split(".")[0] == aggregate_of(event_type).name


def test_every_aggregate_has_a_name_of_its_own() -> None:
    names = [aggregate.name for aggregate in AGGREGATES]

    assert len(set(names)) == len(names)


def test_every_command_of_the_domain_has_one_decision() -> None:
    assert sorted(leaves(Command), key=repr) == sorted(COMMANDS, key=repr)


def test_every_command_leads_to_its_aggregate() -> None:
    for aggregate, decision in DECISIONS:
        assert decision_of(decision.command) == (aggregate, decision)


@pytest.mark.parametrize("aggregate", AGGREGATES, ids=lambda aggregate: aggregate.name)
def test_every_aggregate_can_be_opened(aggregate: Aggregate[Any]) -> None:
    assert any(decision.opens for decision in aggregate.decisions)


def test_what_never_was_can_be_struck_wherever_that_makes_sense() -> None:
    strikes = {
        aggregate.name
        for aggregate, decision in DECISIONS
        if issubclass(decision.command, StrikeFact)
    }

    assert sorted({one.name for one in AGGREGATES} - strikes) == sorted(NEVER_STRUCK)


@pytest.mark.parametrize("event_type", ALL_EVENTS, ids=lambda event_type: event_type.TOPIC)
def test_personal_fields_default_to_none_and_name_their_subject(event_type: type[Event]) -> None:
    fields = {field.name: field for field in msgspec.structs.fields(event_type)}

    for name, subject in personal_fields(event_type).items():
        assert fields[name].default is None, name
        assert fields[subject].type is UUID, name


@pytest.mark.parametrize("event_type", ALL_EVENTS, ids=lambda event_type: event_type.TOPIC)
def test_concerned_people_stand_in_fields_of_ids(event_type: type[Event]) -> None:
    hints = get_type_hints(event_type)

    for name in event_type.CONCERNS:
        assert hints[name] in (UUID, UUID | None, tuple[UUID, ...]), name


@pytest.mark.parametrize("event_type", ALL_EVENTS, ids=lambda event_type: event_type.TOPIC)
def test_every_event_says_what_it_means(event_type: type[Event]) -> None:
    assert event_type.__dict__.get("__doc__")
    assert event_type.__dict__["TOPIC"]


@pytest.mark.parametrize("command_type", COMMANDS, ids=lambda command_type: command_type.__name__)
def test_every_field_of_a_command_has_a_title(command_type: type[Command]) -> None:
    body = msgspec.json.schema(command_type)["$defs"][command_type.__name__]

    assert [name for name, field in body["properties"].items() if "title" not in field] == []
