"""Why a record of an enterprise is refused."""

from __future__ import annotations

from domain.errors import Conflict, Invalid, RuleBroken


class EnterpriseAlreadyRegistered(Conflict):
    """An enterprise of this INN stands in the base."""

    code = "enterprise_already_registered"
    ru = "Предприятие с таким ИНН уже зарегистрировано."
    en = "An enterprise of this INN is already registered."


class OperationInFuture(Invalid):
    """The first day of operation has not come yet."""

    code = "operation_in_future"
    ru = "Этот день ещё не наступил."
    en = "This day has not come yet."


class OperationEndsBeforeItBegins(Invalid):
    """The last day of a period lies before its first."""

    code = "operation_ends_before_it_begins"
    ru = "Последний день периода раньше первого."
    en = "The last day of the period lies before its first."


class EnterpriseAlreadyOperating(Conflict):
    """Some day of the period is already recorded as one on which the enterprise operates."""

    code = "enterprise_already_operating"
    ru = "На часть этих дней работа предприятия в районе уже записана."
    en = "The enterprise is already recorded as operating on some of these days."


class EnterpriseNotOperating(Conflict):
    """The enterprise does not operate in the district on that day."""

    code = "enterprise_not_operating"
    ru = "В этот день предприятие не работает в районе."
    en = "The enterprise does not operate in the district on that day."


class AgreementInFuture(Invalid):
    """The agreement is dated later than today."""

    code = "agreement_in_future"
    ru = "Дата соглашения ещё не наступила."
    en = "The date of the agreement has not come yet."


class AgreementEndsBeforeItBegins(Invalid):
    """The agreement's last day lies before its date."""

    code = "agreement_ends_before_it_begins"
    ru = "Последний день соглашения раньше его даты."
    en = "The last day of the agreement lies before its date."


class EnterpriseAlreadyLeft(Conflict):
    """The enterprise takes no part any more."""

    code = "enterprise_already_left"
    ru = "Предприятие уже вышло из программы."
    en = "The enterprise has already left the programme."


class LeavingReasonMissing(RuleBroken):
    """An enterprise leaves the programme without saying why."""

    code = "leaving_reason_missing"
    ru = "Укажите, почему предприятие выходит из программы."
    en = "Say why the enterprise leaves the programme."
