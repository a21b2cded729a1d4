"""Versions and idempotency keys as HTTP headers: ``ETag``, ``If-Match``, ``Idempotency-Key``."""

from __future__ import annotations

import re
from uuid import UUID

from service.refusals import BadIdempotencyKey, Fault, VersionRequired

NO_VERSION = -1
"""A version no record ever has: what a tag means that this service never gave out."""

_TAG = re.compile(r'^"([1-9][0-9]{0,17})"$')


def etag_of(version: int) -> str:
    """Return the strong tag of a version."""
    return f'"{version}"'


def expected_version(if_match: str | None, *, required: bool) -> int | None:
    """Return the version that ``If-Match`` names, ``None`` for ``*`` or where it may be missing.

    Raises :class:`VersionRequired`. A tag that is not one of ours matches no version.
    """
    if if_match is None:
        if required:
            raise VersionRequired
        return None
    if if_match.strip() == "*":
        return None
    tag = _TAG.match(if_match.strip())
    return int(tag[1]) if tag else NO_VERSION


def is_unchanged(if_none_match: str | None, version: int) -> bool:
    """Say whether the asker's copy, named by ``If-None-Match``, is of ``version``."""
    tags = [tag.strip().removeprefix("W/") for tag in (if_none_match or "").split(",")]
    return "*" in tags or etag_of(version) in tags


def command_id_of(idempotency_key: str | None) -> UUID:
    """Return the command id in an ``Idempotency-Key``, a UUID in quotes or bare.

    Raises :class:`BadIdempotencyKey`.
    Source: draft-ietf-httpapi-idempotency-key-header-07, section 2.
    """
    text = (idempotency_key or "").strip()
    if text.startswith('"') and text.endswith('"'):
        text = text[1:-1]
    try:
        return UUID(text)
    except ValueError:
        raise BadIdempotencyKey(
            Fault(code="not_a_uuid", ru="Это не UUID.", en="Not a UUID.", header="Idempotency-Key")
        ) from None
