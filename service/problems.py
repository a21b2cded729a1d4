"""Refusals and failures as ``application/problem+json`` (RFC 9457): the one place that knows how.

Every refusal has a code; its type ``/problems/<code>`` is the address of a page that explains it.
"""

from __future__ import annotations

import traceback
from typing import Any
from uuid import UUID

import msgspec
import psycopg
from litestar import Request, Response
from litestar.exceptions import HTTPException
from litestar.types import ExceptionHandlersMap
from psycopg_pool import PoolClosed, PoolTimeout
from structlog.typing import FilteringBoundLogger

from adapters.vault import ErasedError
from domain.erasure import PersonErased
from domain.errors import Conflict, DomainError, Gone, Invalid, NotAllowed, NotFound, RuleBroken
from service.refusals import (
    BadRequest,
    BodyTooLarge,
    MethodNotAllowed,
    NoSuchPath,
    NotAuthenticated,
    RequestRefused,
    Unavailable,
    Unexpected,
    UnsupportedMediaType,
)
from service.submission import CommandIdReused, StaleRecord

PROBLEM_JSON = "application/problem+json"
RETRY_AFTER_SECONDS = "5"

_STATUS: tuple[tuple[type[DomainError], int], ...] = (
    (NotAllowed, 403),
    (NotFound, 404),
    (Conflict, 409),
    (Gone, 410),
    (StaleRecord, 412),
    (Invalid, 422),
    (RuleBroken, 422),
    (CommandIdReused, 422),
)

TITLES: dict[int, tuple[str, str]] = {
    400: ("Запрос не прочитан", "The request cannot be read"),
    401: ("Нужен вход", "Authentication is required"),
    403: ("Действие не разрешено", "The action is not allowed"),
    404: ("Не найдено", "Not found"),
    405: ("Метод не применяется", "The method is not allowed"),
    409: ("Состояние записи не позволяет", "The state of the record does not allow it"),
    410: ("Данные уничтожены", "The data has been destroyed"),
    412: ("Запись изменилась", "The record has changed"),
    413: ("Слишком большой запрос", "The request is too large"),
    415: ("Формат не поддерживается", "The format is not supported"),
    422: ("Запрос противоречит правилам", "The request contradicts the rules"),
    428: ("Нужна версия записи", "The version of the record is required"),
    500: ("Внутренняя ошибка", "Internal error"),
    503: ("Сервис недоступен", "The service is not available"),
}

_OF_HTTP: dict[int, type[RequestRefused]] = {
    401: NotAuthenticated,
    404: NoSuchPath,
    405: MethodNotAllowed,
    413: BodyTooLarge,
    415: UnsupportedMediaType,
}

_UNREACHABLE = (psycopg.OperationalError, PoolTimeout, PoolClosed)


class FieldProblem(msgspec.Struct, frozen=True, kw_only=True, omit_defaults=True):
    """One thing that is wrong: where (one of the first three), what, and the machine word."""

    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None
    detail: str
    code: str


class Problem(msgspec.Struct, frozen=True, kw_only=True):
    """A refusal as RFC 9457 has it; ``code`` is the stable machine word."""

    type: str
    title: str
    status: int
    detail: str
    instance: str
    code: str
    errors: list[FieldProblem]
    request_id: UUID


def status_of(refusal: type[DomainError]) -> int:
    """Return the HTTP status of a refusal."""
    if issubclass(refusal, RequestRefused):
        return refusal.status
    return next((status for family, status in _STATUS if issubclass(refusal, family)), 422)


def every_refusal() -> dict[str, type[DomainError]]:
    """Return every refusal the service knows by its code."""
    found: dict[str, type[DomainError]] = {}
    waiting = list(DomainError.__subclasses__())
    while waiting:
        one = waiting.pop()
        waiting += one.__subclasses__()
        if "code" in vars(one):
            found[one.code] = one
    return found


def language_of(accept_language: str | None) -> str:
    """Return ``"en"`` if the header prefers English to Russian, else ``"ru"``."""
    weights = {"ru": 0.0, "en": 0.0}
    for part in (accept_language or "").split(","):
        name, _, weight = part.strip().partition(";q=")
        language = name.strip().lower().partition("-")[0]
        if language in weights:
            weights[language] = max(weights[language], _weight(weight))
    return "en" if weights["en"] > weights["ru"] else "ru"


def _weight(text: str) -> float:
    try:
        return float(text) if text else 1.0
    except ValueError:
        return 0.0


def problem_of(refusal: DomainError, language: str, request_id: UUID) -> Problem:
    """Put a refusal into the words of ``language``."""
    status = status_of(type(refusal))
    russian = language == "ru"
    detail = refusal.text(language)
    faults = refusal.faults if isinstance(refusal, RequestRefused) else ()
    errors = [
        FieldProblem(
            pointer=fault.pointer,
            parameter=fault.parameter,
            header=fault.header,
            detail=fault.ru if russian else fault.en,
            code=fault.code,
        )
        for fault in faults
    ]
    if refusal.pointer:
        errors.append(FieldProblem(pointer=refusal.pointer, detail=detail, code=refusal.code))
    return Problem(
        type=f"/problems/{refusal.code}",
        title=TITLES[status][0 if russian else 1],
        status=status,
        detail=detail,
        instance=f"urn:uuid:{request_id}",
        code=refusal.code,
        errors=errors,
        request_id=request_id,
    )


def problem_handlers(log: FilteringBoundLogger) -> ExceptionHandlersMap:
    """Return what answers each exception; failures are logged, refusals are not."""

    def of_refusal(request: Request[Any, Any, Any], error: DomainError) -> Response[Problem]:
        return _answer(request, error)

    def of_http(request: Request[Any, Any, Any], error: HTTPException) -> Response[Problem]:
        if error.status_code >= 500:
            return of_failure(request, error)
        kind = _OF_HTTP.get(error.status_code, BadRequest)
        return _answer(request, kind(headers=_with_head(error.headers or {})))

    def of_erased(request: Request[Any, Any, Any], _: ErasedError) -> Response[Problem]:
        return _answer(request, PersonErased())

    def of_failure(request: Request[Any, Any, Any], error: Exception) -> Response[Problem]:
        # Neither the message nor the values: both may hold what a person is called.
        log.error(
            "failure",
            error=f"{type(error).__module__}.{type(error).__qualname__}",
            where=[
                f"{frame.filename}:{frame.lineno} {frame.name}"
                for frame in traceback.extract_tb(error.__traceback__)
            ],
            request_id=str(request_id_of(request)),
        )
        if isinstance(error, _UNREACHABLE):
            return _answer(request, Unavailable(headers={"Retry-After": RETRY_AFTER_SECONDS}))
        return _answer(request, Unexpected())

    return {
        DomainError: of_refusal,
        HTTPException: of_http,
        ErasedError: of_erased,
        Exception: of_failure,
    }


def request_id_of(request: Request[Any, Any, Any]) -> UUID:
    """Return the id the shell gave the request."""
    given: UUID = request.scope["state"]["request_id"]
    return given


def _answer(request: Request[Any, Any, Any], refusal: DomainError) -> Response[Problem]:
    language = language_of(request.headers.get("accept-language"))
    problem = problem_of(refusal, language, request_id_of(request))
    headers = {
        "Content-Language": language,
        "Vary": "Accept-Language",
        "Cache-Control": "private, no-store",
    }
    if isinstance(refusal, RequestRefused):
        headers |= refusal.headers
    if problem.status == 401:
        headers["WWW-Authenticate"] = "Bearer"
    return Response(problem, status_code=problem.status, media_type=PROBLEM_JSON, headers=headers)


def _with_head(headers: dict[str, str]) -> dict[str, str]:
    allowed = headers.get("allow")
    if allowed is None:
        return {}
    methods = set(allowed.split(", "))
    return {"Allow": ", ".join(sorted(methods | ({"HEAD"} if "GET" in methods else set())))}
