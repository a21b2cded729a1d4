"""Events to stored bytes and back.

The clear fields become the JSON ``payload``; the personal ones are split off by subject and come
back as plaintexts for the vault to encrypt. ``effective_on`` has a column of its own.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any, get_type_hints
from uuid import UUID

import msgspec

from domain.events import Event, personal_fields


class UnknownTopicError(Exception):
    """The log holds an event of a type this code does not know."""


class Encoded(msgspec.Struct, frozen=True):
    """An event ready to be stored; ``personal`` maps each subject to its plaintext."""

    topic: str
    payload: bytes
    personal: dict[UUID, bytes]


class EventMapper:
    """Maps every event type it was given by its topic."""

    def __init__(self, types: Iterable[type[Event]]) -> None:
        self._codecs = {event_type.TOPIC: _Codec(event_type) for event_type in types}
        self._encoder = msgspec.json.Encoder()

    def encode(self, event: Event) -> Encoded:
        """Split ``event`` into its stored parts."""
        codec = self._codecs[event.TOPIC]
        personal: dict[UUID, bytes] = {}
        for subject_field, part in codec.personal.items():
            values = {name: getattr(event, name) for name in part.__struct_fields__}
            if any(value is not None for value in values.values()):
                personal[getattr(event, subject_field)] = self._encoder.encode(part(**values))
        clear = codec.clear(*[getattr(event, name) for name in codec.clear.__struct_fields__])
        return Encoded(event.TOPIC, self._encoder.encode(clear), personal)

    def decode(
        self, topic: str, effective_on: date, payload: bytes, personal: Mapping[UUID, bytes]
    ) -> Event:
        """Build the event; a subject missing from ``personal`` leaves its fields ``None``.

        Raises :class:`UnknownTopicError`.
        """
        codec = self._codecs.get(topic)
        if codec is None:
            raise UnknownTopicError(topic)
        values = msgspec.structs.asdict(codec.decoder.decode(payload))
        for subject_field, decoder in codec.personal_decoders.items():
            plaintext = personal.get(values[subject_field]) if personal else None
            if plaintext is not None:
                values.update(msgspec.structs.asdict(decoder.decode(plaintext)))
        return codec.event_type(effective_on=effective_on, **values)


class _Codec:
    def __init__(self, event_type: type[Event]) -> None:
        hints = get_type_hints(event_type)
        secret = personal_fields(event_type)
        clear: list[Any] = []
        parts: dict[str, list[Any]] = {}
        for field in msgspec.structs.fields(event_type):
            if field.name == "effective_on":
                continue
            if field.name in secret:
                parts.setdefault(secret[field.name], []).append(
                    (field.name, hints[field.name], None)
                )
            elif field.required:
                clear.append((field.name, hints[field.name]))
            else:
                clear.append((field.name, hints[field.name], field.default))
        clear.sort(key=len)
        self.event_type = event_type
        self.clear = msgspec.defstruct(f"{event_type.__name__}Clear", clear, omit_defaults=True)
        self.personal = {
            subject: msgspec.defstruct(f"{event_type.__name__}Personal", fields, omit_defaults=True)
            for subject, fields in parts.items()
        }
        self.decoder = msgspec.json.Decoder(self.clear)
        self.personal_decoders = {
            subject: msgspec.json.Decoder(part) for subject, part in self.personal.items()
        }
