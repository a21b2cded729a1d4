"""The ASGI application: routes made from the tables, problems, documentation, the shell around."""

from __future__ import annotations

import logging
import sys
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from importlib.resources import files
from typing import Any, TextIO

import structlog
from litestar import Litestar, MediaType, Request, Router, get
from litestar.concurrency import get_asyncio_executor, set_asyncio_executor
from litestar.openapi.config import OpenAPIConfig
from litestar.openapi.plugins import SwaggerRenderPlugin
from litestar.openapi.spec import Components, SecurityScheme, Tag
from litestar.routes import HTTPRoute
from litestar.static_files import create_static_files_router
from structlog.typing import FilteringBoundLogger

from service.api.answers import answers_router
from service.api.command_handlers import command_handler
from service.api.commands import COMMANDS
from service.api.openapi import complete
from service.api.public import PUBLIC, public_handlers
from service.api.read_handlers import read_handler
from service.api.reads import READS
from service.api.requests import ApiRequest, require_action
from service.bootstrap import Application
from service.limits import BODY_BYTES_MAX, HANDLER_THREADS
from service.problems import problem_handlers
from service.shell import Shell

BASE = "/api/v1"
ASSETS = f"{BASE}/docs-assets"

DOCS_POLICY = (
    "default-src 'self'; script-src 'self' 'unsafe-inline'; style-src 'self' 'unsafe-inline';"
    " img-src 'self' data:; object-src 'none'; base-uri 'none'; frame-ancestors 'none'"
)
"""The documentation's page starts itself by a script of its own; it shows nothing of users."""


def create_app(application: Application, log: FilteringBoundLogger | None = None) -> Shell:
    """Build the ASGI application over connected parts. To be called before an event loop runs."""
    log = log or make_logger()
    if get_asyncio_executor() is None:
        set_asyncio_executor(ThreadPoolExecutor(HANDLER_THREADS, thread_name_prefix="handler"))
    app = _litestar(application, log)
    complete(app.openapi_schema)
    return Shell(app, log, allowed_methods(app))


def make_logger(stream: TextIO | None = None, level: int = logging.INFO) -> FilteringBoundLogger:
    """Return a logger that writes a line of JSON for each event, to standard error by default."""
    logger: FilteringBoundLogger = structlog.wrap_logger(
        structlog.PrintLogger(stream or sys.stderr),
        processors=[
            structlog.processors.add_log_level,
            structlog.processors.TimeStamper(fmt="iso", utc=True),
            structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
        wrapper_class=structlog.make_filtering_bound_logger(level),
    )
    return logger


def allowed_methods(app: Litestar) -> Mapping[str, frozenset[str]]:
    """Return the methods each route template takes."""
    allowed: dict[str, set[str]] = {}
    for route in app.routes:
        if isinstance(route, HTTPRoute):
            allowed.setdefault(route.path_format, set()).update(route.methods)
    return {
        path: frozenset(methods | ({"HEAD"} if "GET" in methods else set()))
        for path, methods in allowed.items()
    }


def _litestar(application: Application, log: FilteringBoundLogger) -> Litestar:
    api = Router(
        BASE,
        route_handlers=[
            *(command_handler(route, application.gathering, BASE) for route in COMMANDS),
            *(read_handler(read, application) for read in READS),
        ],
        guards=[require_action(application.accounts)],
        request_class=ApiRequest,
        security=[{"token": []}],
    )

    @get(
        f"{BASE}/openapi.json",
        opt=PUBLIC,
        include_in_schema=False,
        media_type=MediaType.JSON,
        sync_to_thread=False,
    )
    def description(request: Request[Any, Any, Any]) -> dict[str, Any]:
        return request.app.openapi_schema.to_schema()

    assets = create_static_files_router(
        path=ASSETS,
        directories=[str(files("litestar_offline_docs") / "static")],
        opt=PUBLIC,
        include_in_schema=False,
    )
    return Litestar(
        route_handlers=[
            api,
            description,
            assets,
            answers_router(application.answering, BASE),
            *public_handlers(application.database),
        ],
        openapi_config=_documentation(),
        exception_handlers=problem_handlers(log),
        request_max_body_size=BODY_BYTES_MAX,
        logging_config=None,
        debug=False,
    )


def _documentation() -> OpenAPIConfig:
    return OpenAPIConfig(
        title="Nastavnik",
        version="1",
        description="School mentoring programmes: participants, consents, pairs, figures.",
        tags=[
            Tag(name=name, description=f"Operations under /{name}.")
            for name in sorted({route.tag for route in COMMANDS} | {read.tag for read in READS})
        ]
        + [
            Tag(name="answers", description="Answering a survey by a one-time link."),
            Tag(name="health", description="Whether the service is well."),
            Tag(name="problems", description="What the codes of refusals mean."),
        ],
        components=Components(
            security_schemes={
                "token": SecurityScheme(
                    type="http", scheme="bearer", description="A token of an account."
                ),
                "link": SecurityScheme(
                    type="http", scheme="bearer", description="The token of a one-time link."
                ),
            }
        ),
        openapi_router=Router(
            f"{BASE}/docs",
            route_handlers=[],
            include_in_schema=False,
            opt=PUBLIC,
            response_headers={"Content-Security-Policy": DOCS_POLICY},
        ),
        render_plugins=[
            SwaggerRenderPlugin(
                path="/",
                js_url=f"{ASSETS}/swagger-ui-bundle.js",
                css_url=f"{ASSETS}/swagger-ui.css",
                standalone_preset_js_url=f"{ASSETS}/swagger-ui-standalone-preset.js",
                favicon="",
            ),
        ],
    )
