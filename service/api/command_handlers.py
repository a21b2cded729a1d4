"""Handlers of commands: the one function behind every line of the table."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote
from uuid import uuid4

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler
from litestar.params import JSONBody

from domain.aggregate import Command
from service.api.commands import CommandRoute
from service.api.preconditions import command_id_of, etag_of, expected_version
from service.api.requests import ACTION, BODY, ApiRequest
from service.gathering import Gathering
from service.refusals import NothingCorrected, PathContradicted
from service.submission import Receipt, Submission


class Accepted(msgspec.Struct, frozen=True, kw_only=True):
    """A command that was carried out: the same answer for every repetition of it.

    ``version`` is the record's after it. ``first_position`` and ``last_position`` are the places
    of its events in the log of the institution or district.
    """

    id: str
    version: int
    first_position: int
    last_position: int
    recorded_at: datetime


def command_handler(route: CommandRoute, gathering: Gathering, base: str) -> HTTPRouteHandler:
    """Make the handler of one command; ``base`` is the address the API begins at."""

    def handle(request: ApiRequest, data: Command) -> Response[Accepted]:
        receipt = gathering.submit(_submission(route, request, data))
        return _answer(route, receipt, data, base)

    handle.__name__ = route.operation
    handle.__doc__ = route.command.__doc__
    handle.__annotations__ = {
        "request": ApiRequest,
        "data": JSONBody[route.command],  # type: ignore[misc,name-defined]
        "return": Response[Accepted],
    }
    return HTTPRouteHandler(
        route.path,
        http_method=route.method,
        status_code=201 if route.made_at else 200,
        operation_id=route.operation,
        summary=(route.command.__doc__ or "").partition("\n")[0].rstrip("."),
        tags=[route.tag],
        opt={ACTION: route.action, BODY: route.command},
        sync_to_thread=True,
    )(handle)


def _submission(route: CommandRoute, request: ApiRequest, command: Command) -> Submission:
    _agree(request.path_params, command)
    if route.only_corrects and command.corrects is None:
        raise NothingCorrected("/corrects")
    key = request.headers.get("idempotency-key")
    actor = request.user
    return Submission(
        tenant_id=actor.tenant_id,
        district_id=actor.district_id,
        actor=actor.account_id,
        command_id=uuid4() if key is None and route.method == "PUT" else command_id_of(key),
        command=command,
        target=request.path_params[route.target] if route.target else None,
        expected_version=expected_version(
            request.headers.get("if-match"), required=route.made_at is None
        ),
    )


def _agree(in_path: dict[str, Any], command: Command) -> None:
    for name, value in in_path.items():
        if name in command.__struct_fields__ and getattr(command, name) != value:
            raise PathContradicted(f"/{name}")


def _answer(
    route: CommandRoute, receipt: Receipt, command: Command, base: str
) -> Response[Accepted]:
    headers = {"ETag": etag_of(receipt.version), "Cache-Control": "private, no-store"}
    if receipt.replayed:
        headers["Idempotency-Replayed"] = "true"
    if route.made_at:
        made_at = route.made_at.format(*receipt.id.split("/"), command=command)
        headers["Location"] = base + quote(made_at)
    accepted = Accepted(
        id=receipt.id,
        version=receipt.version,
        first_position=receipt.first_position,
        last_position=receipt.last_position,
        recorded_at=receipt.recorded_at.astimezone(UTC),
    )
    return Response(accepted, status_code=201 if route.made_at else 200, headers=headers)
