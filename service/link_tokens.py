"""The tokens of one-time links: computed, never stored.

A token names its place and carries a MAC of it under the institution's key, so whoever holds the
key can give it out again and nobody else can make one. Whether it may still be used the survey
itself says.
"""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from hmac import compare_digest
from uuid import UUID

import msgspec

from adapters.vault import DamagedError, Vault

MARK = "nsl_"
"""Tells the token of a link from that of an account."""

PURPOSE = b"survey link"
ID_BYTES = 16
NUMBER_BYTES = 4
MAC_BYTES = 16
PLACE_BYTES = 3 * ID_BYTES + NUMBER_BYTES


class LinkPlace(msgspec.Struct, frozen=True, kw_only=True):
    """The link of a number in a survey of one institution."""

    district: UUID
    tenant: UUID
    survey: UUID
    number: int


class LinkTokens:
    """Writes tokens and says what they stand for."""

    def __init__(self, vault: Vault) -> None:
        self._vault = vault

    def write(self, place: LinkPlace) -> str:
        """Return the token of a link, the same every time."""
        ids = (place.district, place.tenant, place.survey)
        told = b"".join(one.bytes for one in ids) + place.number.to_bytes(NUMBER_BYTES)
        mac = self._vault.mac(place.tenant, PURPOSE, told)[:MAC_BYTES]
        return MARK + urlsafe_b64encode(told + mac).rstrip(b"=").decode()

    def read(self, token: str) -> LinkPlace | None:
        """Return the place of a token, ``None`` for one this service never gave out."""
        if not (token.isascii() and token.startswith(MARK)):
            return None
        text = token.removeprefix(MARK)
        try:
            told = urlsafe_b64decode(text + "=" * (-len(text) % 4))
        except ValueError:
            return None
        if len(told) != PLACE_BYTES + MAC_BYTES:
            return None
        district, tenant, survey = (
            UUID(bytes=told[start : start + ID_BYTES]) for start in range(0, 3 * ID_BYTES, ID_BYTES)
        )
        number = int.from_bytes(told[3 * ID_BYTES : PLACE_BYTES])
        place = LinkPlace(district=district, tenant=tenant, survey=survey, number=number)
        try:
            genuine = compare_digest(self.write(place), token)
        except DamagedError:
            # An institution of that id has no key: it was made up.
            return None
        return place if genuine else None
