"""The API's requests: who asks, and the body decoded once, strictly, into the command it is."""

from __future__ import annotations

from typing import Any

import msgspec
from litestar import Request
from litestar.connection import ASGIConnection
from litestar.datastructures import State
from litestar.handlers import BaseRouteHandler
from litestar.types import Guard

from adapters.postgres.accounts import Accounts
from domain.errors import NotAllowed
from service.access import Action, Actor, actor_of
from service.api.schema_faults import UNREADABLE, refusal_of_body
from service.refusals import MalformedBody, NotAuthenticated, UnsupportedMediaType

ACTION = "action"
"""The key of a handler's ``opt`` that holds what its caller must be allowed to do."""

BODY = "body"
"""The key of a handler's ``opt`` that holds the type of its body."""


class ApiRequest(Request[Actor, None, State]):
    """A request whose JSON is decoded straight into the type the handler's ``opt`` names.

    Litestar would convert it leniently, taking ``"5"`` for a number.
    """

    async def body(self) -> bytes:
        """Return the body. Raises :class:`MalformedBody` for an empty one."""
        body = await super().body()
        if not body:
            raise MalformedBody
        return body

    async def json(self) -> Any:
        """Return the body decoded.

        Raises :class:`UnsupportedMediaType`, :class:`MalformedBody`, :class:`SchemaViolated`.
        """
        if self.content_type[0].lower() != "application/json":
            raise UnsupportedMediaType
        body = await self.body()
        wanted: type[msgspec.Struct] = self.route_handler.opt[BODY]
        try:
            return msgspec.json.decode(body, type=wanted)
        except UNREADABLE:
            refusal = refusal_of_body(body, wanted)
        raise refusal


def bearer_of(connection: ASGIConnection[Any, Any, Any, Any]) -> str | None:
    """Return the token of the header ``Authorization``."""
    scheme, _, token = connection.headers.get("authorization", "").partition(" ")
    return token.strip() if scheme.lower() == "bearer" else None


def require_action(accounts: Accounts) -> Guard:
    """Return the guard that finds out who asks and holds the handler's action against the table.

    It runs before the body is read; what methods an address takes, anybody may ask.
    Raises :class:`NotAuthenticated` and :class:`NotAllowed`.
    """

    def guard(connection: ASGIConnection[Any, Any, Any, Any], handler: BaseRouteHandler) -> None:
        if connection.scope.get("method") == "OPTIONS":
            return
        token = bearer_of(connection)
        holder = None if token is None else accounts.resolve(token)
        if holder is None:
            raise NotAuthenticated
        actor = actor_of(holder)
        action: Action = handler.opt[ACTION]
        if not actor.may(action):
            raise NotAllowed
        connection.scope["user"] = actor

    return guard
