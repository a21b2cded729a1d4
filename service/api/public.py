"""What needs no token: whether the service is well, and pages that explain problems."""

from __future__ import annotations

import re
from html import escape
from typing import Any

import msgspec
from litestar import MediaType, Request, Response, get
from litestar.handlers import HTTPRouteHandler
from litestar.params import FromPath

from adapters.postgres.database import Database
from service.problems import TITLES, every_refusal, language_of, status_of
from service.refusals import NoSuchPath

PUBLIC = {"public": True}
"""The ``opt`` of a handler that anybody may call."""

_PLACEHOLDER = re.compile(r"\{[^}]*\}")


class Health(msgspec.Struct, frozen=True):
    """``ok``: the service answers, or, for readiness, its database does too."""

    status: str = "ok"


def public_handlers(database: Database) -> list[HTTPRouteHandler]:
    """Return the handlers that anybody may call."""

    @get(
        "/health/live",
        operation_id="isLive",
        summary="Is the process there",
        tags=["health"],
        opt=PUBLIC,
        sync_to_thread=False,
    )
    def live() -> Health:
        """Answer as long as the process runs."""
        return Health()

    @get(
        "/health/ready",
        operation_id="isReady",
        summary="Can the service do its work",
        tags=["health"],
        opt=PUBLIC,
        sync_to_thread=True,
    )
    def ready() -> Health:
        """Answer 200 if the database can be reached, else 503."""
        with database.reading(()) as connection:
            connection.execute("SELECT 1")
        return Health()

    @get(
        "/problems/{code:str}",
        operation_id="explainProblem",
        summary="What a problem means",
        tags=["problems"],
        opt=PUBLIC,
        media_type=MediaType.HTML,
        sync_to_thread=False,
    )
    def explain(request: Request[Any, Any, Any], code: FromPath[str]) -> Response[str]:
        """Explain a problem's code in Russian or English, by ``Accept-Language``."""
        refusal = every_refusal().get(code)
        if refusal is None:
            raise NoSuchPath
        language = language_of(request.headers.get("accept-language"))
        status = status_of(refusal)
        title = TITLES[status][0 if language == "ru" else 1]
        text = _PLACEHOLDER.sub("…", refusal.ru if language == "ru" else refusal.en)
        page = (
            f'<!DOCTYPE html><html lang="{language}"><head><meta charset="utf-8">'
            f"<title>{escape(title)}</title></head><body><h1>{escape(title)}</h1>"
            f"<p>{escape(text)}</p><p>HTTP {status} · <code>{escape(code)}</code></p></body></html>"
        )
        headers = {"Content-Language": language, "Vary": "Accept-Language"}
        return Response(page, media_type=MediaType.HTML, headers=headers)

    return [live, ready, explain]
