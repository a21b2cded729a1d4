"""Break-glass: reading, for a reason that is kept, names that one otherwise may not read."""

from __future__ import annotations

from urllib.parse import unquote

from domain.errors import NotAllowed
from service.access import Actor
from service.api.requests import ApiRequest
from service.refusals import BadBreakGlassReason, Fault

HEADER = "Break-Glass-Reason"
"""Percent-encoded UTF-8: a header holds no other letters, and an address is kept in too many places
to say in it why somebody's data had to be seen."""

CHARACTERS_MIN, CHARACTERS_MAX = 10, 500


def reason_of(request: ApiRequest, actor: Actor) -> str | None:
    """Return the reason that came with the request, ``None`` if it does not break the glass.

    Raises :class:`NotAllowed` for a role that may not, :class:`BadBreakGlassReason`.
    """
    sent = request.headers.get(HEADER)
    if sent is None:
        return None
    if not actor.may("people.break_glass"):
        raise NotAllowed
    try:
        reason = unquote(sent, errors="strict").strip()
    except UnicodeDecodeError:
        reason = ""
    if not CHARACTERS_MIN <= len(reason) <= CHARACTERS_MAX or not reason.isprintable():
        raise BadBreakGlassReason(
            Fault(
                code=BadBreakGlassReason.code,
                ru=BadBreakGlassReason.ru,
                en=BadBreakGlassReason.en,
                header=HEADER,
            )
        )
    return reason
