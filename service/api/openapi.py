"""The API's description completed: what Litestar cannot know of handlers made from tables.

Schemas come from msgspec itself, so they say exactly what is accepted.
"""

from __future__ import annotations

from collections.abc import Iterable
from inspect import cleandoc
from typing import Any

import msgspec
from litestar.openapi.spec import (
    OpenAPI,
    OpenAPIHeader,
    OpenAPIMediaType,
    OpenAPIResponse,
    Operation,
    Parameter,
    Reference,
    Schema,
)

from projections.survey_questions import Questions
from service.api.answers import AnswersTaken, GivenAnswers
from service.api.break_glass import CHARACTERS_MAX, CHARACTERS_MIN, HEADER
from service.api.command_handlers import Accepted
from service.api.commands import COMMANDS, CommandRoute
from service.api.public import Health
from service.api.read import Read
from service.api.read_handlers import CSV
from service.api.reads import READS
from service.problems import PROBLEM_JSON, TITLES, Problem

SCHEMA_ADDRESS = "#/components/schemas/{name}"

_OF_EVERY_OPERATION = (400, 401, 403, 404, 500, 503)
_OF_COMMANDS = (409, 410, 412, 413, 415, 422)
_OF_READS = (422,)

_UUID = "[0-9a-fA-F]{8}(-[0-9a-fA-F]{4}){3}-[0-9a-fA-F]{12}"
_KEY = Schema(
    type="string",  # type: ignore[arg-type]
    pattern=f'^("{_UUID}"|{_UUID})$',
    examples=['"8f14e45f-ceea-467f-a0e6-5b8f0c1d2e3a"'],
)
_HTTP_DATE = Schema(
    type="string",  # type: ignore[arg-type]
    pattern="^(Mon|Tue|Wed|Thu|Fri|Sat|Sun), [0-3][0-9] "
    "(Jan|Feb|Mar|Apr|May|Jun|Jul|Aug|Sep|Oct|Nov|Dec) [0-9]{4} "
    "[0-2][0-9]:[0-5][0-9]:[0-5][0-9] GMT$",
    examples=["Mon, 02 Sep 2024 08:00:00 GMT"],
)
_TAG = Schema(type="string", examples=['"3"'])  # type: ignore[arg-type]
_TEXT = Schema(type="string")  # type: ignore[arg-type]


def complete(document: OpenAPI, *, reads: Iterable[Read] = READS) -> None:
    """Complete ``document`` in place: schemas, parameters, headers, problems."""
    reads = tuple(reads)
    if document.components is None or document.paths is None:
        raise ValueError("the document has no operations")
    types = [
        *(route.command for route in COMMANDS),
        *(read.answer for read in reads),
        Accepted,
        Questions,
        GivenAnswers,
        AnswersTaken,
        Problem,
        Health,
    ]
    _, schemas = msgspec.json.schema_components(types, ref_template=SCHEMA_ADDRESS)
    for schema in schemas.values():
        if "description" in schema:
            schema["description"] = cleandoc(schema["description"])
    document.components.schemas = schemas
    document.components.responses = {f"Problem{status}": _problem(status) for status in TITLES}
    operations = {
        operation.operation_id: operation
        for item in document.paths.values()
        for operation in (item.get, item.post, item.put)
        if operation is not None
    }
    for route in COMMANDS:
        _complete_command(route, operations[route.operation])
    for read in reads:
        _complete_read(read, operations[read.operation])
    _complete_answers(operations["getQuestions"], operations["giveAnswers"])
    operations["isReady"].responses["503"] = _problem_reference(503)  # type: ignore[index]
    _replace_problems(operations["explainProblem"], (404,))


def _complete_command(route: CommandRoute, operation: Operation) -> None:
    operation.parameters = [
        *(operation.parameters or ()),
        _header(
            "Idempotency-Key",
            "The command's id: a UUID in quotes. The same request with the same key is carried out"
            " once and answered the same for ever.",
            required=route.method == "POST",
            schema=_KEY,
        ),
        _header(
            "If-Match",
            "The version of the record that was read, as its ETag says.",
            required=route.made_at is None,
            schema=_TAG,
        ),
        _language(),
    ]
    needs_version = () if route.made_at else (428,)
    _replace_problems(operation, _OF_EVERY_OPERATION + _OF_COMMANDS + needs_version)
    answer = _success(operation)
    answer.headers = {
        "ETag": _of_answer("The version of the record after the command.", _TAG),
        "Idempotency-Replayed": _of_answer("true: the command had been carried out before."),
    }
    if route.made_at:
        answer.headers["Location"] = _of_answer("The address of what was made.")


def _complete_read(read: Read, operation: Operation) -> None:
    operation.parameters = [
        *(operation.parameters or ()),
        *(_query_parameter(field) for field in msgspec.structs.fields(read.query)),
        _header(
            "Accept-Datetime",
            "Another way to ask for what was known at a moment (RFC 7089); as_of wins.",
            schema=_HTTP_DATE,
        ),
        _language(),
    ]
    if read.personal:
        operation.parameters.append(_break_glass())
    erasable = (410,) if read.erasable else ()
    _replace_problems(operation, _OF_EVERY_OPERATION + _OF_READS + erasable)
    answer = _success(operation)
    answer.headers = {
        "Memento-Datetime": _of_answer("The moment asked about."),
        "Content-Location": _of_answer("The address of this answer about the past."),
        "Link": _of_answer("The next page; the present state of an answer about the past."),
    }
    if read.tabular:
        answer.content = {**(answer.content or {}), CSV: OpenAPIMediaType(schema=_TEXT)}
    if read.single:
        answer.headers["ETag"] = _of_answer("The version of the record.", _TAG)
        operation.parameters.append(
            _header("If-None-Match", "The version the asker has a copy of.", schema=_TAG)
        )
        unchanged = OpenAPIResponse(description="The asker's copy is still good.")
        if operation.responses is not None:
            operation.responses["304"] = unchanged


def _complete_answers(asking: Operation, giving: Operation) -> None:
    asking.parameters = [_language()]
    giving.parameters = [
        _header(
            "Idempotency-Key",
            "A UUID in quotes: the same answers with the same key are taken once.",
            required=True,
            schema=_KEY,
        ),
        _language(),
    ]
    _replace_problems(asking, (401, 404, 409, 500, 503))
    _replace_problems(giving, (400, 401, 404, 409, 410, 413, 415, 422, 500, 503))


def _success(operation: Operation) -> OpenAPIResponse:
    for status, answer in (operation.responses or {}).items():
        if status.startswith("2") and isinstance(answer, OpenAPIResponse):
            return answer
    raise ValueError(f"{operation.operation_id} never succeeds")


def _replace_problems(operation: Operation, statuses: Iterable[int]) -> None:
    kept = {status: one for status, one in (operation.responses or {}).items() if status < "4"}
    problems = {str(status): _problem_reference(status) for status in sorted(statuses)}
    operation.responses = {**kept, **problems}


def _problem(status: int) -> OpenAPIResponse:
    headers = {"Content-Language": _of_answer("ru or en.")}
    if status == 401:
        headers["WWW-Authenticate"] = _of_answer("Bearer")
    if status == 503:
        headers["Retry-After"] = _of_answer("Seconds to wait.")
    return OpenAPIResponse(
        description=TITLES[status][1],
        headers=headers,  # type: ignore[arg-type]
        content={
            PROBLEM_JSON: OpenAPIMediaType(schema=Reference(SCHEMA_ADDRESS.format(name="Problem")))
        },
    )


def _problem_reference(status: int) -> Any:
    return Reference(f"#/components/responses/Problem{status}")


def _of_answer(description: str, schema: Schema = _TEXT) -> OpenAPIHeader:
    return OpenAPIHeader(description=description, schema=schema)


def _header(
    name: str, description: str, *, required: bool = False, schema: Schema = _TEXT
) -> Parameter:
    return Parameter(
        name=name, param_in="header", description=description, required=required, schema=schema
    )


def _break_glass() -> Parameter:
    return _header(
        HEADER,
        "Why names that the asker otherwise may not read have to be shown: percent-encoded UTF-8,"
        f" {CHARACTERS_MIN} to {CHARACTERS_MAX} characters. It is kept with the account and the"
        " persons, and the institution's curator sees it.",
        schema=_TEXT,
    )


def _language() -> Parameter:
    return _header("Accept-Language", "ru or en: the language of refusals.")


def _query_parameter(field: msgspec.structs.FieldInfo) -> Parameter:
    schema: dict[str, Any] = msgspec.json.schema(field.type)
    description = schema.pop("description", None) or schema.pop("title", None)
    choices = [one for one in schema.pop("anyOf", ()) if one.get("type") != "null"]
    if len(choices) == 1:
        schema |= choices[0]
    elif choices:
        schema["anyOf"] = choices
    if "enum" in schema:
        schema["enum"] = [one for one in schema["enum"] if one is not None]
    return Parameter(
        name=field.encode_name,
        param_in="query",
        description=description,
        required=field.required,
        schema=schema,  # type: ignore[arg-type]
    )
