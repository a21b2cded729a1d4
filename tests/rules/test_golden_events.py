"""Whatever was once stored can be read for ever: one sample of every event and version.

``python -m tests.rules.test_golden_events`` writes the samples that are missing. It never touches
one that exists, and neither should anybody else: each stands for events in real logs.
"""

from __future__ import annotations

import sys
from datetime import UTC, date, datetime
from decimal import Decimal
from pathlib import Path
from types import NoneType, UnionType
from typing import Annotated, Any, Literal, Union, get_args, get_origin, get_type_hints
from uuid import UUID, uuid5

import msgspec
import pytest

from domain.catalogue import EVENT_TYPES
from domain.events import Event

SAMPLES = Path(__file__).parent.parent / "golden" / "events"
NAMESPACE = UUID("6f1c2d3e-0000-4000-8000-000000000000")
HOW_TO_WRITE = "write it with: python -m tests.rules.test_golden_events"


class Sample(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The content of one file."""

    topic: str
    event: dict[str, Any]


def versions(topic: str) -> list[Path]:
    """Return the samples of ``topic``, oldest version first."""
    return sorted(SAMPLES.glob(f"{topic}.v*.json"), key=version_of)


def version_of(path: Path) -> int:
    """Return the number behind the ``v`` of a sample's name."""
    return int(path.name.removesuffix(".json").rpartition(".v")[2])


def read(path: Path) -> Sample:
    """Return what the file holds."""
    return msgspec.json.decode(path.read_bytes(), type=Sample)


def is_held_by(stored: object, decoded: object) -> bool:
    """Say whether ``decoded`` still holds everything that was stored; it may hold more fields."""
    if isinstance(stored, dict) and isinstance(decoded, dict):
        return all(
            key in decoded and is_held_by(value, decoded[key]) for key, value in stored.items()
        )
    if isinstance(stored, list) and isinstance(decoded, list):
        return len(stored) == len(decoded) and all(map(is_held_by, stored, decoded))
    return stored == decoded


@pytest.mark.parametrize("topic", EVENT_TYPES)
def test_every_event_has_a_sample_of_all_its_fields(topic: str) -> None:
    samples = versions(topic)

    assert samples, f"{topic} has no sample; {HOW_TO_WRITE}"
    assert set(read(samples[-1]).event) == set(EVENT_TYPES[topic].__struct_fields__), (
        f"{topic} has fields that no sample holds, or lost one; for new ones {HOW_TO_WRITE}"
    )


@pytest.mark.parametrize("path", sorted(SAMPLES.glob("*.json")), ids=lambda path: path.stem)
def test_every_sample_decodes_into_its_event_type(path: Path) -> None:
    sample = read(path)

    assert path.name.startswith(f"{sample.topic}.v")
    event = msgspec.convert(sample.event, EVENT_TYPES[sample.topic], strict=True)
    assert is_held_by(sample.event, msgspec.json.decode(msgspec.json.encode(event)))


@pytest.mark.parametrize("topic", EVENT_TYPES)
def test_every_event_survives_a_round_trip_through_json(topic: str) -> None:
    event = example(EVENT_TYPES[topic])

    assert msgspec.json.decode(msgspec.json.encode(event), type=type(event)) == event


def test_a_renamed_field_would_be_noticed() -> None:
    assert not is_held_by({"name": "a"}, {"title": "a"})
    assert not is_held_by({"names": ["a"]}, {"names": ["a", "b"]})
    assert is_held_by({"rules": {"code": "a"}}, {"rules": {"code": "a", "added_later": 1}})


def example(struct_type: type[Any]) -> Any:
    """Return an instance with every field filled, the optional ones too."""
    hints = get_type_hints(struct_type)
    return struct_type(
        **{name: _value(hints[name], name) for name in struct_type.__struct_fields__}
    )


def _value(hint: Any, name: str) -> Any:
    origin, arguments = get_origin(hint), get_args(hint)
    if origin in (Union, UnionType):
        return _value(next(one for one in arguments if one is not NoneType), name)
    if origin is Annotated:
        return _value(arguments[0], name)
    if origin is Literal:
        return arguments[0]
    if origin is tuple:
        members = arguments[:1] if arguments[-1] is Ellipsis else arguments
        return tuple(_value(member, name) for member in members)
    if isinstance(hint, type) and issubclass(hint, msgspec.Struct):
        return example(hint)
    plain: dict[Any, Any] = {
        UUID: uuid5(NAMESPACE, name),
        date: date(2020, 9, 1),
        datetime: datetime(2020, 9, 1, 9, 30, tzinfo=UTC),
        str: name.replace("_", " "),
        int: 2020 if "year" in name else 7,
        bool: True,
        Decimal: Decimal("12.5"),
    }
    return plain[hint]


def write_missing() -> list[Path]:
    """Write a sample of every event that has none, or none with all its fields."""
    written = []
    for topic, event_type in EVENT_TYPES.items():
        samples = versions(topic)
        fields = set(event_type.__struct_fields__)
        if samples and set(read(samples[-1]).event) >= fields:
            continue
        version = version_of(samples[-1]) + 1 if samples else 1
        path = SAMPLES / f"{topic}.v{version}.json"
        path.touch(exist_ok=False)
        path.write_bytes(encoded(topic, example(event_type)))
        written.append(path)
    return written


def encoded(topic: str, event: Event) -> bytes:
    """Return the bytes of a sample, indented for the reader."""
    sample = Sample(topic=topic, event=msgspec.to_builtins(event))
    return msgspec.json.format(msgspec.json.encode(sample), indent=2) + b"\n"


if __name__ == "__main__":
    for sample_path in write_missing():
        sys.stdout.write(f"{sample_path.name}\n")
