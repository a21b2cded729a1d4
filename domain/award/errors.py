"""Why something cannot be recorded of an award."""

from __future__ import annotations

from domain.errors import Conflict, Invalid, RuleBroken


class AwardNotDecided(Conflict):
    """The district has not decided on the nomination yet."""

    code = "award_not_decided"
    ru = "По представлению ещё не принято решение."
    en = "The nomination has not been decided on yet."


class AwardIsWithdrawn(Conflict):
    """The school took its nomination back."""

    code = "award_is_withdrawn"
    ru = "Учреждение отозвало представление."
    en = "The school has withdrawn the nomination."


class AwardIsApproved(Conflict):
    """The award is approved and not conferred yet."""

    code = "award_is_approved"
    ru = "Награда утверждена и ещё не вручена."
    en = "The award is approved and not conferred yet."


class AwardIsDeclined(Conflict):
    """The district declined the nomination."""

    code = "award_is_declined"
    ru = "Представление отклонено."
    en = "The nomination was declined."


class AwardIsConferred(Conflict):
    """The award was handed over."""

    code = "award_is_conferred"
    ru = "Награда уже вручена."
    en = "The award has been conferred."


class AwardIsRevoked(Conflict):
    """The award was made void."""

    code = "award_is_revoked"
    ru = "Награда отозвана."
    en = "The award was revoked."


class AwardReasonMissing(Invalid):
    """A nomination is declined or an award revoked without saying why."""

    code = "award_reason_missing"
    ru = "Укажите причину."
    en = "Give the reason."


class AwardDatesContradict(Invalid):
    """The day lies before one on which something it must follow is recorded."""

    code = "award_dates_contradict"
    ru = "День раньше уже записанного ({recorded_on})."
    en = "The day lies before one already recorded ({recorded_on})."


class AwardOrderInFuture(Invalid):
    """The order is dated later than today."""

    code = "award_order_in_future"
    ru = "Дата приказа ещё не наступила."
    en = "The date of the order has not come yet."


class SaidByTheSchool(RuleBroken):
    """A fact of the school's log is corrected or taken back there."""

    code = "said_by_the_school"
    ru = "Это записало учреждение: исправить или отозвать может только оно."
    en = "The school recorded this: only the school can correct it or take it back."
