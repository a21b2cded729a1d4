"""Merged and split person keys in words."""

from __future__ import annotations

from uuid import UUID

from domain.person_link import PersonsMerged, PersonsSplit
from projections.words.common import Words


def _merged(event: PersonsMerged, person: UUID) -> str:
    if event.school is not None:
        return f"Записи учреждения {event.school} снова считаются записями этого участника"
    if person == event.counts_as:
        return f"Записи участника {event.person} считаются записями этого лица"
    return f"Записи участника считаются записями лица {event.counts_as}"


def _split(event: PersonsSplit, person: UUID) -> str:
    if event.school is None:
        return "Записи участника снова считаются записями отдельного лица"
    if person == event.counts_as:
        return f"Записи учреждения {event.school} об участнике {event.person} – об этом лице"
    return f"Записи учреждения {event.school} – о другом лице {event.counts_as}"


WORDS: Words = {PersonsMerged: _merged, PersonsSplit: _split}
