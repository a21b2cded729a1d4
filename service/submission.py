"""A command on its way through the unit of work: how it is handed in, and how it is answered."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID, uuid5

import msgspec

from adapters.postgres.log import Entry
from domain.aggregate import Aggregate, Command, Decision, Identity
from domain.catalogue import aggregate_of
from domain.errors import DomainError
from domain.events import Event


class StaleRecord(DomainError):
    """The record changed since the asker read it."""

    code = "stale"
    ru = "Запись изменилась: сейчас версия {version}. Обновите её и повторите."
    en = "The record has changed: it is now at version {version}. Read it again and repeat."


class CommandIdReused(DomainError):
    """The same command id came with another request."""

    code = "command_id_reused"
    ru = "Этот ключ идемпотентности уже использован с другим запросом."
    en = "This idempotency key was already used with a different request."


class Submission(msgspec.Struct, frozen=True, kw_only=True):
    """A command with who gives it and to what.

    ``target`` is ``None`` for a command that creates something: its id is then derived from the
    command's, so that a retry means the same thing. ``counted`` is what the service counted for
    it beforehand, no part of what was asked. ``recorded_at`` is for demonstrations.
    """

    tenant_id: UUID
    district_id: UUID
    actor: UUID
    command_id: UUID
    command: Command
    target: UUID | None = None
    expected_version: int | None = None
    causation: UUID | None = None
    counted: msgspec.Struct | None = None
    recorded_at: datetime | None = None


class Receipt(msgspec.Struct, frozen=True, kw_only=True):
    """What became of an accepted command; the same for every retry of it.

    ``id`` names the stream within its kind, ``version`` is the stream's after this command.
    """

    id: str
    version: int
    first_position: int
    last_position: int
    recorded_at: datetime
    replayed: bool = False


Outcome = Receipt | Exception


class Plan(msgspec.Struct):
    """A submission on its way: where it goes and, once decided, what it appends."""

    submission: Submission
    aggregate: Aggregate[msgspec.Struct]
    decision: Decision
    request_mac: bytes
    target: UUID
    stream_id: UUID
    identity: Identity | None = None
    entry: Entry | None = None


def target_of(submission: Submission) -> UUID:
    """Return what the command is about: the id given, or the new one made from the command's."""
    return submission.target or uuid5(submission.tenant_id, f"made by {submission.command_id}")


def stream_of(aggregate: Aggregate[Any], target: UUID, submission: Submission) -> UUID:
    """Return the stream that a submission is to."""
    key = aggregate.key(target, submission.command)
    return aggregate.stream_id(submission.tenant_id, *key)


def id_of(event: Event) -> str:
    """Return what names the stream of an event within its kind."""
    return "/".join(map(str, aggregate_of(type(event)).key_of(event)))
