"""Loading the plan through the unit of work, schools side by side."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from itertools import zip_longest
from threading import Event
from typing import Any
from uuid import UUID

import msgspec

from adapters.postgres.log import OutOfScopeError
from domain.aggregate import Command
from domain.errors import DomainError
from domain.participant import RegisterParticipant
from service.bootstrap import Application
from service.demo.plan import Plan
from service.following import Followed
from service.submission import Receipt, Submission, target_of

LIST_COMMANDS_MAX = 400
SCHOOLS_AT_ONCE = 2
PERSON_FIELDS = ("mentor", "mentees", "mentee", "person", "people", "attendees")

Advance = Callable[[int], None]
Learn = Callable[[], Followed]


class LoadError(Exception):
    """A command of the plan was refused: the plan contradicts the rules."""


def is_loaded(application: Application, plan: Plan) -> bool:
    """Say whether the last command of the plan was carried out."""
    return _is_any_carried_out(application, plan.closing[-1:])


def _is_any_carried_out(application: Application, submissions: Sequence[Submission]) -> bool:
    places = [(one.tenant_id, one.command_id) for one in submissions]
    tenants = sorted({tenant for tenant, _ in places})
    try:
        with application.database.writing(readable=(), writable=tenants) as connection:
            _, known = application.log.begin_work(connection, tenants, places)
    except OutOfScopeError:
        return False
    return bool(known)


def load(
    application: Application, plan: Plan, advance: Advance, learn: Learn, restate: Learn
) -> None:
    """Carry out the whole plan; what was already carried out is answered and not repeated.

    ``advance`` is told how many more commands were answered. ``learn`` lets the district learn
    what the schools did, ``restate`` which published figures that changes; both are called in every
    term, so that it learns it in its time. Raises :class:`LoadError`.
    """
    stopped = Event()
    loader = _Loader(application, advance, stopped)
    loader.tenant(plan.foundation)
    with ThreadPoolExecutor(SCHOOLS_AT_ONCE) as threads:
        for term, following in zip_longest(plan.terms, plan.terms[1:]):
            try:
                # The longest first, so that none of them is left for the end.
                list(threads.map(loader.tenant, sorted(term.schools, key=len, reverse=True)))
            except BaseException:
                stopped.set()
                raise
            loader.tenant(term.centre)
            # What a later, interrupted term left in the logs has to wait for the rest of that term.
            is_over = following is not None and _is_any_carried_out(application, following.first)
            for look, part in ((learn, term.closing), (restate, term.evening)):
                if not is_over:
                    _in_full(look())
                loader.tenant(part)


def _in_full(followed: Followed) -> None:
    for stop in (*followed.refused, *followed.failed):
        raise LoadError(f"{stop.why} ({stop.tenant}, {stop.position})")


class _Loader:
    def __init__(self, application: Application, advance: Advance, stopped: Event) -> None:
        self._application = application
        self._advance = advance
        self._stopped = stopped
        self._keys: dict[UUID, UUID] = {}

    def tenant(self, submissions: Sequence[Submission]) -> None:
        """Carry out the submissions of one tenant in their order."""
        keys = self._keys
        for batch in _batches(submissions):
            if self._stopped.is_set():
                return
            named = [_with_keys(one, keys) for one in batch]
            for one, outcome in zip(batch, self._application.work.execute(named), strict=True):
                if not isinstance(outcome, Receipt):
                    raise LoadError(_says(one, outcome)) from outcome
                if isinstance(one.command, RegisterParticipant):
                    keys[target_of(one)] = UUID(outcome.id)
            self._advance(len(batch))


def _batches(submissions: Sequence[Submission]) -> Iterator[list[Submission]]:
    """Cut a list where a person is named whose key only the part before can tell."""
    batch: list[Submission] = []
    unknown: set[UUID] = set()
    for one in submissions:
        if len(batch) == LIST_COMMANDS_MAX or not unknown.isdisjoint(_people(one)):
            yield batch
            batch, unknown = [], set()
        if isinstance(one.command, RegisterParticipant):
            unknown.add(target_of(one))
        batch.append(one)
    if batch:
        yield batch


def _people(submission: Submission) -> Iterator[UUID]:
    """Yield every id in which a person can stand."""
    if submission.target is not None:
        yield submission.target
    for name in PERSON_FIELDS:
        value: Any = getattr(submission.command, name, ())
        yield from (value,) if isinstance(value, UUID) else value or ()


def _with_keys(submission: Submission, keys: dict[UUID, UUID]) -> Submission:
    changes: dict[str, Any] = {}
    for name in PERSON_FIELDS:
        value: Any = getattr(submission.command, name, None)
        if isinstance(value, UUID):
            changes[name] = keys[value]
        elif value is not None:
            changes[name] = tuple(keys[one] for one in value)
    command: Command = submission.command
    if changes:
        command = msgspec.structs.replace(command, **changes)
    target = submission.target
    return msgspec.structs.replace(
        submission, command=command, target=keys.get(target, target) if target else None
    )


def _says(submission: Submission, outcome: Exception) -> str:
    text = outcome.text("ru") if isinstance(outcome, DomainError) else repr(outcome)
    pointer = outcome.pointer if isinstance(outcome, DomainError) else ""
    name = type(submission.command).__name__
    return f"{name} {submission.recorded_at:%Y-%m-%d}: {text} {pointer}"
