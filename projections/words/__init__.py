"""Every event in the words a curator reads: one short Russian sentence each."""

from __future__ import annotations

from uuid import UUID

from domain.events import Event
from projections.words import (
    awards,
    consents,
    district,
    employment,
    enterprises,
    erasures,
    pairs,
    people,
    person_links,
    publications,
    seminars,
    surveys,
)
from projections.words.common import Words

_WORDS: Words = {
    **people.WORDS,
    **person_links.WORDS,
    **consents.WORDS,
    **employment.WORDS,
    **pairs.WORDS,
    **surveys.WORDS,
    **awards.WORDS,
    **seminars.WORDS,
    **district.WORDS,
    **enterprises.WORDS,
    **erasures.WORDS,
    **publications.WORDS,
}

WORDED: frozenset[type[Event]] = frozenset(_WORDS)
"""The event types that have words; a test holds this against the catalogue."""


def describe(event: Event, person: UUID) -> str:
    """Return the sentence for ``event`` in the history of ``person``.

    What was destroyed or may not be shown is left out.
    """
    text = _WORDS[type(event)](event, person)
    if event.corrects is not None:
        text = f"{'Аннулирована запись' if event.struck else 'Исправление'}: {text}"
    reason = getattr(event, "reason", None)
    return f"{text}. Основание: {reason}" if reason else text
