"""Every reaction gives a command of the district's that nobody else may give."""

from datetime import UTC, datetime
from uuid import UUID

from domain.catalogue import DISTRICT_AGGREGATES, SCHOOL_AGGREGATES, aggregate_of, decision_of
from domain.events import Event, Recorded
from service.reactions import CAUSED, REACTIONS
from tests.rules.test_golden_events import example

DISTRICT = UUID("00000000-0000-4000-8000-00000000d151")
SCHOOL = UUID("00000000-0000-4000-8000-000000005c01")


def cause(event: Event) -> Recorded[Event]:
    return Recorded(
        tenant_id=SCHOOL,
        position=7,
        stream_id=UUID(int=1),
        version=1,
        recorded_at=datetime(2024, 9, 2, tzinfo=UTC),
        actor=UUID(int=2),
        command_id=UUID(int=3),
        event=event,
    )


def test_reactions_give_the_commands_that_are_named_and_no_other() -> None:
    given = {
        type(one.command)
        for event_type, reaction in REACTIONS.items()
        for one in reaction(DISTRICT, cause(example(event_type)))
    }

    assert given == CAUSED


def test_what_institutions_record_has_effects_in_the_districts_log() -> None:
    for event_type, reaction in REACTIONS.items():
        assert aggregate_of(event_type) in SCHOOL_AGGREGATES
        for one in reaction(DISTRICT, cause(example(event_type))):
            aggregate, _ = decision_of(type(one.command))
            assert aggregate in DISTRICT_AGGREGATES


def test_an_effect_names_the_place_and_the_day_of_its_cause() -> None:
    for event_type, reaction in REACTIONS.items():
        event = example(event_type)
        (consequence,) = reaction(DISTRICT, cause(event))
        command = consequence.command

        assert getattr(command, "school", None) == SCHOOL
        assert getattr(command, "position", None) == 7
        assert command.effective_on == event.effective_on
