"""Why a request is refused before any rule of the programme is asked, and where it is wrong."""

from __future__ import annotations

from collections.abc import Mapping
from typing import ClassVar

import msgspec

from domain.errors import DomainError, Gone, Invalid, NotFound


class Fault(msgspec.Struct, frozen=True, kw_only=True):
    """One thing that is wrong, in both languages, and its place: one of the three is given.

    ``pointer`` is a JSON pointer into the body, ``parameter`` a query parameter's name.
    """

    code: str
    ru: str
    en: str
    pointer: str | None = None
    parameter: str | None = None
    header: str | None = None


class RequestRefused(DomainError):
    """The request itself is wrong; ``faults`` name the places, ``headers`` go with the answer."""

    status: ClassVar[int] = 400

    def __init__(self, *faults: Fault, headers: Mapping[str, str] | None = None) -> None:
        super().__init__()
        self.faults = faults
        self.headers = headers or {}


class BadRequest(RequestRefused):
    """The request does not follow HTTP."""

    code = "bad_request"
    ru = "Запрос составлен неправильно."
    en = "The request is not well formed."


class MalformedBody(RequestRefused):
    """The body is not JSON: cut off, badly encoded, nested too deep."""

    code = "malformed_json"
    ru = "Тело запроса – не JSON в кодировке UTF-8."
    en = "The body of the request is not JSON in UTF-8."


class SchemaViolated(RequestRefused):
    """The body is JSON, but not what the operation takes."""

    code = "schema_violated"
    ru = "Тело запроса не соответствует описанию операции."
    en = "The body of the request does not fit the operation's description."


class BadParameters(RequestRefused):
    """A parameter of the query string is unknown, given twice or cannot be read."""

    code = "bad_parameters"
    ru = "Параметры запроса указаны неправильно."
    en = "The query parameters are wrong."


class BadCursor(RequestRefused):
    """The cursor was not given out by this list."""

    code = "bad_cursor"
    ru = "Такого места в списке нет: начните список сначала."
    en = "There is no such place in the list: start it again."


class BadIdempotencyKey(RequestRefused):
    """The request needs an ``Idempotency-Key`` and has none, or one that is no UUID."""

    code = "bad_idempotency_key"
    ru = "Нужен заголовок Idempotency-Key с UUID в кавычках."
    en = "The header Idempotency-Key with a UUID in quotes is required."


class BadAcceptDatetime(RequestRefused):
    """The header ``Accept-Datetime`` is no HTTP date."""

    code = "bad_accept_datetime"
    ru = "Заголовок Accept-Datetime – не дата HTTP."
    en = "The header Accept-Datetime is not an HTTP date."


class BadBreakGlassReason(RequestRefused):
    """The header ``Break-Glass-Reason`` is not a reason of 10 to 500 characters."""

    code = "bad_break_glass_reason"
    ru = "Причина экстренного доступа – от 10 до 500 знаков, в UTF-8 с процентами."
    en = "The reason to break the glass is 10 to 500 characters, percent-encoded UTF-8."


class NotAuthenticated(RequestRefused):
    """No token came with the request, or one that is unknown, expired or revoked."""

    code = "not_authenticated"
    status = 401
    ru = "Нужен действующий ключ доступа."
    en = "A valid access token is required."


class NoSuchPath(RequestRefused):
    """Nothing is served at this address."""

    code = "no_such_path"
    status = 404
    ru = "По этому адресу ничего нет."
    en = "There is nothing at this address."


class MethodNotAllowed(RequestRefused):
    """The address does not take this method; ``Allow`` names those it takes."""

    code = "method_not_allowed"
    status = 405
    ru = "Этот метод здесь не применяется."
    en = "The method is not allowed here."


class BodyTooLarge(RequestRefused):
    """The body is larger than the service takes."""

    code = "body_too_large"
    status = 413
    ru = "Тело запроса слишком велико."
    en = "The body of the request is too large."


class UnsupportedMediaType(RequestRefused):
    """The body is not declared as JSON."""

    code = "unsupported_media_type"
    status = 415
    ru = "Тело запроса должно быть в формате application/json."
    en = "The body of the request has to be application/json."


class VersionRequired(RequestRefused):
    """A change of one record needs ``If-Match`` with the version that was read."""

    code = "version_required"
    status = 428
    ru = "Нужен заголовок If-Match с версией записи, которую вы видели."
    en = "The header If-Match with the version you have read is required."


class Unexpected(RequestRefused):
    """The service failed; the request may be repeated with the same idempotency key."""

    code = "unexpected"
    status = 500
    ru = "Внутренняя ошибка. Сообщите администратору номер запроса."
    en = "Internal error. Tell the administrator the request's number."


class Unavailable(RequestRefused):
    """The database does not answer now."""

    code = "unavailable"
    status = 503
    ru = "Сервис временно недоступен, повторите запрос позже."
    en = "The service is not available now, repeat the request later."


class Erased(Gone):
    """The person's data were destroyed, on this day and this ground."""

    code = "erased"
    ru = "Персональные данные участника уничтожены {erased_on}, основание: {ground}."
    en = "The participant's personal data were destroyed on {erased_on}, ground: {ground_code}."


class PathContradicted(Invalid):
    """A value in the body is not the one in the address."""

    code = "path_contradicted"
    ru = "Значение в теле запроса не совпадает с адресом."
    en = "The value in the body is not the one in the address."


class NothingCorrected(Invalid):
    """The address takes corrections only, and the body names no fact."""

    code = "nothing_corrected"
    ru = "Укажите версию исправляемой записи."
    en = "Name the version of the fact that is corrected."


class AsOfInTheFuture(Invalid):
    """Nothing is known yet of a moment that has not come."""

    code = "as_of_in_the_future"
    ru = "Этот момент ещё не наступил."
    en = "This moment has not come yet."


class TreeOutOfReach(Invalid):
    """An institution reads its own records only, not those of the ones merged into it."""

    code = "tree_out_of_reach"
    ru = "По нынешнему составу учреждений (tree=now) спрашивает район: учреждение видит своё."
    en = "The tree of now (tree=now) is asked by the district: an institution reads its own."


class NotYetExisting(NotFound):
    """The record exists now and did not at the moment asked about."""

    code = "not_yet_existing"
    ru = "В указанный момент этой записи ещё не было."
    en = "The record did not exist yet at that moment."


class SchoolNeeded(Invalid):
    """Several institutions keep records of the person; the question has to name one."""

    code = "school_needed"
    ru = "Участник есть в нескольких учреждениях: укажите одно в параметре school."
    en = "Several schools keep records of the participant: name one in the parameter school."
