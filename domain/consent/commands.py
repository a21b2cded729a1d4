"""What can be asked to be recorded of a consent."""

from __future__ import annotations

from datetime import date
from typing import Annotated, Literal

import msgspec

from domain.aggregate import Command, Line, Note
from domain.consent.events import Asking, Finding, Medium, Purpose, Relation
from domain.correcting import StrikeFact
from domain.rules import Signers


class AskConsent(Command, frozen=True, kw_only=True):
    """Record that a consent was asked for."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    how: Annotated[Asking, msgspec.Meta(title="Как запрошено")]


class RefuseConsent(Command, frozen=True, kw_only=True):
    """Record that the consent asked for is not given."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    refused_by: Annotated[Literal["self", "representative"], msgspec.Meta(title="Кто отказал")]


class GiveConsent(Command, frozen=True, kw_only=True):
    """Record a signed consent of a participant."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    signed_by: Annotated[Signers, msgspec.Meta(title="Кто подписал")]
    wording: Annotated[Line, msgspec.Meta(title="Редакция текста согласия", examples=["2024-1"])]
    to_district: Annotated[bool, msgspec.Meta(title="Управление образования – получатель")] = False
    recipients: Annotated[
        tuple[Line, ...], msgspec.Meta(title="Другие получатели", max_length=20)
    ] = ()
    relation: Annotated[Relation | None, msgspec.Meta(title="Кем приходится представитель")] = None
    representative: Annotated[Line | None, msgspec.Meta(title="Представитель")] = None
    document: Annotated[Line | None, msgspec.Meta(title="Документ представителя")] = None
    medium: Annotated[Medium, msgspec.Meta(title="На чём подписано")] = "paper"
    signature_type: Annotated[Line | None, msgspec.Meta(title="Вид электронной подписи")] = None
    valid_until: Annotated[date | None, msgspec.Meta(title="Действует по (включительно)")] = None


class WithdrawConsent(Command, frozen=True, kw_only=True):
    """Record that a consent was withdrawn; for one signed by both, either suffices."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title="Номер согласия", ge=1)]
    withdrawn_by: Annotated[Literal["self", "representative"], msgspec.Meta(title="Кто отозвал")]


class FindConsentInvalid(Command, frozen=True, kw_only=True):
    """Record that a consent was never valid."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title="Номер согласия", ge=1)]
    finding: Annotated[Note, msgspec.Meta(title="Почему недействительно")]


class StrikeConsentFact(StrikeFact, frozen=True, kw_only=True):
    """Say that something recorded of the participant's consents for a purpose never was."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]


class CheckConsent(Command, frozen=True, kw_only=True):
    """Record what the institution found when it held a consent against the original."""

    purpose: Annotated[Purpose, msgspec.Meta(title="Цель")]
    number: Annotated[int, msgspec.Meta(title="Номер согласия", ge=1)]
    finding: Annotated[Finding, msgspec.Meta(title="Что установлено")]
    note: Annotated[Note | None, msgspec.Meta(title="Примечание")] = None
