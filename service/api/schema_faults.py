"""What is wrong with a body or a query, every field at once and in people's words.

msgspec stops at the first fault, speaks English and repeats values; here each field is tried for
itself, and a text never holds what was sent.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any, NamedTuple

import msgspec

from service.limits import FIELD_PROBLEMS_MAX, POINTER_CHARACTERS_MAX
from service.refusals import Fault, MalformedBody, RequestRefused, SchemaViolated

UNREADABLE = (msgspec.DecodeError, UnicodeDecodeError, RecursionError)
"""What msgspec raises for bytes that are no JSON, or no JSON of the wanted type."""


class _Wording(NamedTuple):
    pattern: re.Pattern[str]
    code: str
    ru: str
    en: str


def _wording(pattern: str, code: str, ru: str, en: str) -> _Wording:
    return _Wording(re.compile(pattern), code, ru, en)


MISSING = ("missing", "Обязательное поле не заполнено.", "The field is required.")
UNKNOWN = ("unknown", "Такого поля здесь нет.", "There is no such field here.")

_WORDINGS = (
    _wording(r"^Object missing required", *MISSING),
    _wording(r"^Object contains unknown", *UNKNOWN),
    _wording(
        r"^Expected `(?:str|array)` of length >= (\d+)",
        "too_short",
        "Слишком коротко: нужно не меньше {0}.",
        "Too short: at least {0} needed.",
    ),
    _wording(
        r"^Expected `(?:str|array)` of length <= (\d+)",
        "too_long",
        "Слишком длинно: не больше {0}.",
        "Too long: at most {0} allowed.",
    ),
    _wording(
        r"^Expected `array` of length (\d+)",
        "wrong_length",
        "Нужно ровно {0} значений.",
        "Exactly {0} values are needed.",
    ),
    _wording(
        r"^Expected `str` matching",
        "wrong_format",
        "Не тот вид записи или недопустимые знаки.",
        "Wrong format or characters that are not allowed.",
    ),
    _wording(
        r"^Expected `\w+` >= (-?\d+)",
        "too_small",
        "Значение должно быть не меньше {0}.",
        "The value must be at least {0}.",
    ),
    _wording(
        r"^Expected `\w+` <= (-?\d+)",
        "too_large",
        "Значение должно быть не больше {0}.",
        "The value must be at most {0}.",
    ),
    _wording(
        r"^Invalid enum value|^Invalid value",
        "not_a_choice",
        "Такого варианта нет.",
        "The value is not one of the choices.",
    ),
    _wording(
        r"^Invalid RFC3339 encoded datetime|timezone component",
        "not_an_instant",
        "Это не момент времени вида 2024-09-02T08:00:00Z.",
        "Not an instant such as 2024-09-02T08:00:00Z.",
    ),
    _wording(
        r"^Invalid RFC3339 encoded date",
        "not_a_date",
        "Это не дата вида 2024-09-02.",
        "Not a date such as 2024-09-02.",
    ),
    _wording(r"^Invalid UUID", "not_a_uuid", "Это не UUID.", "Not a UUID."),
    _wording(r"decimal|[Nn]umber|^Integer", "not_a_number", "Это не число.", "Not a number."),
    _wording(
        r"^Expected `", "wrong_type", "Значение другого типа.", "The value is of another type."
    ),
)
_OTHER = ("invalid", "Недопустимое значение.", "The value is not valid.")
_STEP = re.compile(r"\.([^.\[]+)|\[(\d+)\]")


class Names(NamedTuple):
    """The fields of a struct: what each is called, what it takes, and which are required."""

    types: dict[str, Any]
    required: frozenset[str]


def names_of(struct: type[msgspec.Struct]) -> Names:
    """Return the fields of ``struct`` with their annotations."""
    fields = msgspec.structs.fields(struct)
    return Names(
        {field.encode_name: field.type for field in fields},
        frozenset(field.encode_name for field in fields if field.required),
    )


def words_for(message: str) -> tuple[str, str, str]:
    """Return the code and the Russian and English words of a message of msgspec."""
    for wording in _WORDINGS:
        found = wording.pattern.search(message)
        if found:
            numbers = found.groups()
            return wording.code, wording.ru.format(*numbers), wording.en.format(*numbers)
    return _OTHER


def pointer_of(message: str) -> str:
    """Return the JSON pointer of the place that a message of msgspec names, empty for the root."""
    _, found, path = message.rpartition(" - at `$")
    if not found:
        return ""
    return "".join(f"/{name or index}" for name, index in _STEP.findall(path.removesuffix("`")))


def refusal_of_body(body: bytes, wanted: type[msgspec.Struct]) -> RequestRefused:
    """Say why ``body`` is no ``wanted``; to be asked once decoding it has failed."""
    try:
        sent = msgspec.json.decode(body)
    except UNREADABLE:
        return MalformedBody()
    if not isinstance(sent, dict):
        code, ru, en = words_for("Expected `object`")
        return SchemaViolated(Fault(code=code, ru=ru, en=en, pointer=""))
    faults = field_faults(sent, names_of(wanted), strict=True)
    return SchemaViolated(
        *(
            Fault(code=code, ru=ru, en=en, pointer=pointer[:POINTER_CHARACTERS_MAX])
            for pointer, (code, ru, en) in faults
        )
    )


def field_faults(
    sent: Mapping[str, Any], names: Names, *, strict: bool
) -> list[tuple[str, tuple[str, str, str]]]:
    """Return, for each field that is wrong, its JSON pointer and its code and words."""
    faults = [(f"/{_escaped(name)}", UNKNOWN) for name in sent if name not in names.types]
    for name, kind in names.types.items():
        if name not in sent:
            if name in names.required:
                faults.append((f"/{name}", MISSING))
            continue
        try:
            msgspec.convert(sent[name], kind, strict=strict)
        except msgspec.ValidationError as error:
            message = str(error)
            faults.append((f"/{name}{pointer_of(message)}", words_for(message)))
        except RecursionError:
            faults.append((f"/{name}", _OTHER))
    return faults[:FIELD_PROBLEMS_MAX]


def _escaped(name: str) -> str:
    return name.replace("~", "~0").replace("/", "~1")
