"""What surrounds every request: its id, HEAD, security headers and one line in the log."""

from __future__ import annotations

import time
from collections.abc import Awaitable, Callable, Mapping, MutableMapping
from typing import Any
from uuid import UUID, uuid4

from structlog.typing import FilteringBoundLogger

Scope = MutableMapping[str, Any]
Message = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
App = Callable[[Any, Any, Any], Awaitable[None]]

SECURITY_HEADERS: Mapping[bytes, bytes] = {
    b"content-security-policy": (
        b"default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none';"
        b" form-action 'self'; frame-ancestors 'none'"
    ),
    b"cross-origin-opener-policy": b"same-origin",
    b"permissions-policy": b"camera=(), geolocation=(), microphone=()",
    b"referrer-policy": b"same-origin",
    b"x-content-type-options": b"nosniff",
    b"x-robots-tag": b"noindex",
}
"""Set where the answer does not carry its own."""

STRICT_TRANSPORT = b"max-age=31536000; includeSubDomains"
UNMATCHED = "(none)"


class Shell:
    """An ASGI application around another.

    ``allowed`` gives, by route template, the methods an address takes: Litestar's own answer to
    OPTIONS knows only one handler of several at the same address.
    """

    def __init__(
        self, app: App, log: FilteringBoundLogger, allowed: Mapping[str, frozenset[str]]
    ) -> None:
        self.app = app
        self._log = log
        self._allowed = allowed

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Serve one connection."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return
        started = time.perf_counter()
        method = scope["method"]
        request_id = _request_id(scope)
        scope["state"] = {**scope.get("state", {}), "request_id": request_id}
        if method == "HEAD":
            scope["method"] = "GET"
        status = 500

        async def send_dressed(message: Message) -> None:
            nonlocal status
            if message["type"] == "http.response.start":
                status = message["status"]
                message["headers"] = self._headers(scope, message, request_id)
            elif message["type"] == "http.response.body" and method == "HEAD":
                message["body"] = b""
            await send(message)

        try:
            await self.app(scope, receive, send_dressed)
        finally:
            # The template, never the address: that would put ids of people into the log.
            self._log.info(
                "request",
                method=method,
                route=scope.get("path_template") or UNMATCHED,
                status=status,
                duration_ms=round((time.perf_counter() - started) * 1000, 1),
                request_id=str(request_id),
            )

    def _headers(
        self, scope: Scope, message: Message, request_id: UUID
    ) -> list[tuple[bytes, bytes]]:
        headers = list(message.get("headers", ()))
        names = {name.lower() for name, _ in headers}
        wanted = dict(SECURITY_HEADERS)
        if scope.get("scheme") == "https":
            wanted[b"strict-transport-security"] = STRICT_TRANSPORT
        headers += [(name, value) for name, value in wanted.items() if name not in names]
        headers.append((b"x-request-id", str(request_id).encode()))
        allowed = self._allowed.get(scope.get("path_template", ""))
        if scope["method"] == "OPTIONS" and allowed:
            headers = [(name, value) for name, value in headers if name.lower() != b"allow"]
            headers.append((b"allow", ", ".join(sorted(allowed)).encode()))
        return headers


def _request_id(scope: Scope) -> UUID:
    for name, value in scope["headers"]:
        if name == b"x-request-id":
            try:
                return UUID(value.decode("ascii"))
            except ValueError:
                break
    return uuid4()
