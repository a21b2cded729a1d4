"""Questions as they arrive: time travel, scope, filters and pages out of the query string."""

from __future__ import annotations

import re
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from email.utils import parsedate_to_datetime
from hmac import compare_digest
from typing import Annotated, Any, TypeVar
from uuid import UUID
from zoneinfo import ZoneInfo

import msgspec

from domain.errors import NotFound
from domain.time import ONE_DAY
from projections.query import Cut, Question
from projections.tree import Tree
from service.access import Actor
from service.api.requests import ApiRequest
from service.api.schema_faults import field_faults, names_of, words_for
from service.limits import CURSOR_CHARACTERS_MAX, PAGE_LINES_DEFAULT, PAGE_LINES_MAX
from service.refusals import BadAcceptDatetime, BadCursor, BadParameters, Fault, TreeOutOfReach

QueryT = TypeVar("QueryT", bound=msgspec.Struct)

MAC_BYTES = 16
_CONTROL = re.compile(r"[\u0000-\u001f\ud800-\udfff]")
_ONLY_A_DAY = re.compile(r"^\d{4}-\d{2}-\d{2}$")
_TWICE = ("given_twice", "Параметр указан дважды.", "The parameter is given twice.")
_NO_DAY = (
    "no_day",
    "Здесь нельзя спросить о дне действия (on): спросите, что было известно (as_of).",
    "No day of effect (on) can be asked of here: ask what was known (as_of).",
)
_CHARACTERS = ("wrong_format", "Недопустимые знаки.", "Characters that are not allowed.")


class Query(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What every read can be asked."""

    as_of: Annotated[
        str | None,
        msgspec.Meta(
            description="What was known at this moment: an RFC 3339 instant, or a date, which"
            " means the end of that day in the district.",
            examples=["2024-09-02T08:00:00Z"],
            extra_json_schema={
                "anyOf": [
                    {"type": "string", "format": "date-time"},
                    {"type": "string", "format": "date"},
                ]
            },
        ),
    ] = None


class OnQuery(Query, frozen=True, kw_only=True):
    """What a read of facts with days of their own can be asked."""

    on: Annotated[
        date | None,
        msgspec.Meta(description="What is true of this day.", examples=["2024-09-02"]),
    ] = None


class TreeQuery(Query, frozen=True, kw_only=True):
    """What a read of figures can be asked."""

    on: Annotated[
        date | None,
        msgspec.Meta(
            description="Count the days up to this one, in the institutions registered by it; base"
            " counts and targets are those known.",
            examples=["2024-09-02"],
        ),
    ] = None
    tree: Annotated[
        Tree,
        msgspec.Meta(
            description="then: each institution as it worked on the counted days, none that was"
            " registered after the day asked about. now: those merged since count under the name"
            " of their successor, divided by the counts of all that worked on the day of its"
            " statistic; for readers of the district.",
        ),
    ] = "then"


class SchoolQuery(Query, frozen=True, kw_only=True):
    """What a read of institutions' records without days of their own can be asked."""

    school: Annotated[
        UUID | None,
        msgspec.Meta(description="One institution; all within reach where it is left out."),
    ] = None


ScopedQuery: Any = msgspec.defstruct(
    "ScopedQuery",
    [(field.name, field.type, field.default) for field in msgspec.structs.fields(SchoolQuery)],
    bases=(OnQuery,),
    frozen=True,
    kw_only=True,
    forbid_unknown_fields=True,
)
"""What a read of institutions' records with days of their own can be asked."""


def query_of(*, scoped: bool, by_day: bool) -> type[Query]:
    """Return what a read can be asked: of one institution if ``scoped``, of a day if ``by_day``."""
    if scoped:
        return ScopedQuery if by_day else SchoolQuery
    return OnQuery if by_day else Query


class Moments(SchoolQuery, frozen=True, kw_only=True):
    """What a read that compares two moments can be asked; dates mean the end of the day."""

    since: Annotated[
        str,
        msgspec.Meta(
            description="The first moment: an RFC 3339 instant, or a date.",
            examples=["2024-09-02T08:00:00Z"],
        ),
    ] = msgspec.field(name="from")
    until: Annotated[
        str | None,
        msgspec.Meta(
            description="The second moment; as_of, or now, without it and where it is earlier.",
            examples=["2024-09-02T08:00:00Z"],
        ),
    ] = msgspec.field(name="to", default=None)


class Pages(msgspec.Struct, frozen=True, kw_only=True):
    """Which part of a list."""

    limit: Annotated[
        int, msgspec.Meta(ge=1, le=PAGE_LINES_MAX, description="Lines of a page at most.")
    ] = PAGE_LINES_DEFAULT
    cursor: Annotated[
        Annotated[str, msgspec.Meta(max_length=CURSOR_CHARACTERS_MAX)] | None,
        msgspec.Meta(description="Where the page begins: next_cursor of the page before."),
    ] = None


def fields_of(struct: type[msgspec.Struct]) -> list[tuple[str, Any, Any]]:
    """Return the fields of ``struct`` for another struct that has them too."""
    return [(field.name, field.type, field.default) for field in msgspec.structs.fields(struct)]


def read_query(request: ApiRequest, wanted: type[QueryT]) -> QueryT:
    """Read the query string into ``wanted``. Raises :class:`BadParameters`, naming each fault."""
    sent: dict[str, str] = {}
    names = wanted.__struct_fields__
    faults: list[Fault] = []
    for name, value in request.query_params.multi_items():
        if name in sent:
            faults.append(_fault(name, _TWICE))
        if _CONTROL.search(name + value):
            faults.append(_fault(_CONTROL.sub("", name), _CHARACTERS))
        sent[name] = value
    if not faults:
        try:
            return msgspec.convert(sent, wanted, strict=False)
        except msgspec.ValidationError:
            found = field_faults(sent, names_of(wanted), strict=False)
            faults = [
                _fault(name, _NO_DAY if name == "on" and name not in names else words)
                for name, words in ((pointer[1:], words) for pointer, words in found)
            ]
    raise BadParameters(*faults)


def _fault(name: str, words: tuple[str, str, str]) -> Fault:
    code, ru, en = words
    return Fault(code=code, ru=ru, en=en, parameter=name)


def moment_of(
    query: Query, accept_datetime: str | None, time_zone: Callable[[], ZoneInfo]
) -> datetime | None:
    """Return the moment asked about in UTC, ``None`` for now; ``as_of`` wins over the header.

    Raises :class:`BadParameters` and :class:`BadAcceptDatetime`.
    """
    if query.as_of is not None:
        return moment_named("as_of", query.as_of, time_zone)
    if accept_datetime is None:
        return None
    try:
        moment = parsedate_to_datetime(accept_datetime)
        if moment.tzinfo is not None:
            return moment.astimezone(UTC)
    except (ValueError, OverflowError, IndexError, TypeError):
        pass
    raise BadAcceptDatetime


def moment_named(name: str, text: str, time_zone: Callable[[], ZoneInfo]) -> datetime:
    """Return the moment in UTC that the parameter ``name`` says. Raises :class:`BadParameters`."""
    try:
        return _instant(text, time_zone)
    except (ValueError, OverflowError, msgspec.ValidationError):
        words = words_for("Invalid RFC3339 encoded datetime")
        raise BadParameters(_fault(name, words)) from None


def _instant(text: str, time_zone: Callable[[], ZoneInfo]) -> datetime:
    if _ONLY_A_DAY.match(text):
        following = date.fromisoformat(text) + ONE_DAY
        midnight = datetime.combine(following, time(), time_zone()).astimezone(UTC)
        return midnight - timedelta(microseconds=1)
    # An unescaped plus in a query string arrives as a space.
    offset_mended = re.sub(r" (\d\d:\d\d)$", r"+\1", text)
    moment: datetime = msgspec.convert(offset_mended, Annotated[datetime, msgspec.Meta(tz=True)])
    return moment.astimezone(UTC)


def question_of(actor: Actor, query: Query, moment: datetime | None) -> Question:
    """Return the question ``actor`` asks.

    Raises :class:`NotFound` for an institution outside the actor's reach and
    :class:`TreeOutOfReach` for a tree that others stand in.
    """
    tenants = actor.schools
    if isinstance(query, TreeQuery) and query.tree == "now" and not actor.in_district:
        raise TreeOutOfReach
    if isinstance(query, SchoolQuery | ScopedQuery) and query.school is not None:
        if query.school not in tenants:
            raise NotFound
        tenants = (query.school,)
    return Question(
        asker=actor.tenant_id,
        district=actor.district_id,
        tenants=tenants,
        as_of=moment,
        handles=actor.may("people.handle"),
        on=query.on if isinstance(query, OnQuery | TreeQuery) else None,
        reads_people=actor.may("people.read"),
    )


class Cursors:
    """Cursors of one list for one tenant: signed, so that only what was given out comes back.

    They hold keys only, never a name.
    """

    def __init__(self, mac: Callable[[UUID, bytes, bytes], bytes], tenant: UUID, name: str) -> None:
        self._mac = mac
        self._tenant = tenant
        self._name = name

    def write(self, after: tuple[str, ...]) -> str:
        """Return the cursor of the place ``after``."""
        payload = msgspec.json.encode(after)
        return urlsafe_b64encode(self._sign(payload) + payload).rstrip(b"=").decode()

    def cut(self, limit: int, cursor: str | None) -> Cut:
        """Return the part of the list that is asked for. Raises :class:`BadCursor`."""
        if cursor is None:
            return Cut(limit=limit)
        try:
            text = cursor.encode("ascii")
            sent = urlsafe_b64decode(text + b"=" * (-len(text) % 4))
        except ValueError:
            raise BadCursor from None
        signature, payload = sent[:MAC_BYTES], sent[MAC_BYTES:]
        if not compare_digest(signature, self._sign(payload)):
            raise BadCursor
        after = msgspec.json.decode(payload, type=tuple[str, ...])
        return Cut(limit=limit, after=after)

    def _sign(self, payload: bytes) -> bytes:
        message = msgspec.json.encode((self._name, payload))
        return self._mac(self._tenant, b"cursor", message)[:MAC_BYTES]
