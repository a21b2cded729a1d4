"""Handlers of questions: the one function behind every entry of the table."""

from __future__ import annotations

from datetime import UTC, datetime
from email.utils import format_datetime
from inspect import cleandoc
from typing import Any
from urllib.parse import urlencode

import msgspec
from litestar import Response
from litestar.handlers import HTTPRouteHandler

from adapters.postgres.read_log import Shown
from projections.query import Question
from projections.shown import people_shown
from service.api.asking import Cursors, moment_of, question_of, read_query
from service.api.break_glass import reason_of
from service.api.preconditions import etag_of, is_unchanged
from service.api.read import Asked, Found, Read
from service.api.requests import ACTION, ApiRequest
from service.bootstrap import Application
from service.reading import UNKNOWN_ACCOUNT, Reading
from service.refusals import AsOfInTheFuture

PRIVATE = "private, no-store"
NOT_OF_A_DAY = "Its facts are not asked of by day: the parameter on is refused (no_day)."
JSON = "application/json"
CSV = "text/csv"


def read_handler(read: Read, application: Application) -> HTTPRouteHandler:
    """Make the handler of one question.

    Whom an answer shows to whom is written down before it goes out, so that nothing is shown where
    that fails.
    """
    reading = application.reading

    def handle(request: ApiRequest) -> Response[Any]:
        actor = request.user
        query = read_query(request, read.query)
        now = question_of(actor, query, None)
        moment = moment_of(
            query, request.headers.get("accept-datetime"), lambda: reading.time_zone(now)
        )
        reason = reason_of(request, actor) if read.personal else None
        question = msgspec.structs.replace(
            question_of(actor, query, moment), breaks_glass=reason is not None
        )
        if moment is not None:
            _refuse_the_future(reading, question, moment)
        cursors = Cursors(application.vault.mac, actor.tenant_id, read.path)
        path = dict(request.path_params)
        links, read_log = application.links, application.read_log
        as_table = read.tabular and request.accept.best_match([JSON, CSV]) == CSV
        found = read.fetch(
            Asked(path, query, question, reading, cursors, links, read_log, as_table)
        )
        answer = _answer(request, read, moment, found)
        shown = None if answer.content is None else found.body
        read_log.write(
            Shown(
                account_id=actor.account_id,
                title=UNKNOWN_ACCOUNT,
                asker=actor.tenant_id,
                operation=read.operation,
                whose=people_shown(shown, actor.district_id),
                as_of=moment,
                on_day=question.on,
                reason=reason,
            )
        )
        return answer

    handle.__name__ = read.operation
    handle.__annotations__ = {"request": ApiRequest, "return": Response[read.answer]}  # type: ignore[name-defined]
    return HTTPRouteHandler(
        read.path,
        http_method="GET",
        operation_id=read.operation,
        summary=read.summary,
        description=_description(read),
        tags=[read.tag],
        opt={ACTION: read.action},
        sync_to_thread=True,
    )(handle)


def _description(read: Read) -> str:
    told = cleandoc(read.answer.__doc__ or "")
    return told if "on" in read.query.__struct_fields__ else f"{told}\n\n{NOT_OF_A_DAY}"


def _refuse_the_future(reading: Reading, question: Question, moment: datetime) -> None:
    # The store's clock dates what is recorded, so it also says what has not come yet.
    if moment > reading.clock(question):
        raise AsOfInTheFuture


def _answer(
    request: ApiRequest, read: Read, moment: datetime | None, found: Found
) -> Response[Any]:
    headers = {
        "Cache-Control": PRIVATE if read.personal else "private, no-cache",
        "Vary": "Accept-Datetime, Authorization" + (", Accept" if read.tabular else ""),
    }
    links = []
    if moment is not None:
        instant = moment.astimezone(UTC).isoformat().replace("+00:00", "Z")
        headers["Memento-Datetime"] = format_datetime(moment.astimezone(UTC), usegmt=True)
        headers["Content-Location"] = _address(request, as_of=instant)
        links.append(f'<{_address(request, as_of=None)}>; rel="original timegate"')
    if found.next_cursor is not None:
        links.append(f'<{_address(request, cursor=found.next_cursor)}>; rel="next"')
    if links:
        headers["Link"] = ", ".join(links)
    if found.version is not None:
        headers["ETag"] = etag_of(found.version)
        unchanged = is_unchanged(request.headers.get("if-none-match"), found.version)
        if unchanged and found.repeatable:
            return Response(None, status_code=304, headers=headers)
    if found.table is not None:
        return Response(found.table, headers=headers, media_type=f"{CSV}; header=present")
    return Response(found.body, headers=headers)


def _address(request: ApiRequest, **changes: str | None) -> str:
    query: dict[str, str | None] = {**dict(request.query_params.items()), **changes}
    kept = {name: value for name, value in query.items() if value is not None}
    return request.url.path + (f"?{urlencode(kept)}" if kept else "")
