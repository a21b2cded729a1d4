"""Why a record of a pair is refused."""

from __future__ import annotations

from domain.errors import Conflict, Invalid, RuleBroken


class MentorsThemself(RuleBroken):
    """The mentor is named as a mentee of the same pair."""

    code = "mentors_themself"
    ru = "Наставник не может быть наставляемым в своей паре."
    en = "Nobody can be a mentee of themself."


class MenteeNamedTwice(Invalid):
    """The same mentee is named twice."""

    code = "mentee_named_twice"
    ru = "Наставляемый указан дважды."
    en = "The mentee is named twice."


class NotRegisteredHere(RuleBroken):
    """The institution keeps no records of the person."""

    code = "not_registered_here"
    ru = "Такого участника нет в учреждении."
    en = "The institution has no such participant."


class FormUnknown(RuleBroken):
    """The district's catalogue has no form of that code."""

    code = "form_unknown"
    ru = "Такой формы наставничества нет в перечне."
    en = "There is no such form of mentoring in the catalogue."


class FormNotActive(RuleBroken):
    """The form is no longer used for new pairs."""

    code = "form_not_active"
    ru = "Эта форма наставничества больше не применяется."
    en = "This form of mentoring is no longer in use."


class EnterpriseMissing(RuleBroken):
    """The form asks for the enterprise that gives the mentor, and the pair names none."""

    code = "enterprise_missing"
    ru = "Для этой формы укажите ИНН предприятия, предоставившего наставника."
    en = "This form needs the INN of the enterprise that gives the mentor."


class EnterpriseUnknown(RuleBroken):
    """The district has registered no sole trader under that code."""

    code = "enterprise_unknown"
    ru = "Такого предприятия нет в базе района."
    en = "The district's base has no such enterprise."


class EnterpriseHasLeft(RuleBroken):
    """The enterprise takes no part in the programme from that day."""

    code = "enterprise_has_left"
    ru = "Предприятие вышло из программы {left_on:%d.%m.%Y}."
    en = "The enterprise left the programme on {left_on}."


class ConsentNotInForce(RuleBroken):
    """Someone in the pair has no consent to processing in force on that day."""

    code = "consent_not_in_force"
    ru = "На этот день нет действующего согласия на обработку персональных данных."
    en = "No consent to the processing of personal data is in force on that day."


class ClearanceNotInForce(RuleBroken):
    """The form asks for a clearance to work with children, and the mentor has none that day."""

    code = "clearance_not_in_force"
    ru = "На этот день у наставника нет действующего допуска к работе с детьми."
    en = "The mentor has no clearance to work with children in force on that day."


class LabourAgreementNotInForce(RuleBroken):
    """The form asks for the mentor's agreement to the extra duty, and there is none that day."""

    code = "labour_agreement_not_in_force"
    ru = "На этот день нет действующего согласия работника на наставничество."
    en = "No agreement of the worker to be a mentor is in force on that day."


class NotOfThisInstitution(RuleBroken):
    """The form asks that all be of one institution, and the person is from another one."""

    code = "not_of_this_institution"
    ru = "По этой форме все должны быть из одного учреждения, а участник из другой организации."
    en = "Under this form all belong to one institution, and the participant is from outside."


class MenteeInOpenPair(RuleBroken):
    """The mentee already works in a pair of the same form in this institution."""

    code = "mentee_in_open_pair"
    ru = "Наставляемый уже состоит в действующей паре этой формы."
    en = "The mentee is already in an open pair of this form."


class AlreadyInPair(Conflict):
    """The mentee is a member of this pair."""

    code = "already_in_pair"
    ru = "Наставляемый уже состоит в этой паре."
    en = "The mentee is already in this pair."


class NotInPair(Conflict):
    """The person is not a mentee of this pair now."""

    code = "not_in_pair"
    ru = "Такого наставляемого сейчас нет в паре."
    en = "The pair has no such mentee now."


class LastMentee(RuleBroken):
    """No mentee would be left; a pair without mentees is completed or discontinued instead."""

    code = "last_mentee"
    ru = "В паре не останется наставляемых: завершите её или прекратите досрочно."
    en = "No mentee would be left: complete or discontinue the pair instead."


class PairReasonMissing(Invalid):
    """A pair is discontinued or annulled without saying why."""

    code = "pair_reason_missing"
    ru = "Укажите причину."
    en = "Give the reason."


class OrderDateInFuture(Invalid):
    """The order is dated later than today."""

    code = "order_date_in_future"
    ru = "Дата приказа ещё не наступила."
    en = "The date of the order has not come yet."


class StartBeforeOrder(RuleBroken):
    """The pair would start before the order that approves it."""

    code = "start_before_order"
    ru = "Пара не может начать работу раньше приказа от {order_date:%d.%m.%Y}."
    en = "The pair cannot start before its order of {order_date}."


class BeforePairStart(Invalid):
    """The day lies before the pair's first day."""

    code = "before_pair_start"
    ru = "Пара начала работу {started_on:%d.%m.%Y}, указанный день раньше."
    en = "The pair started on {started_on}, the given day is earlier."


class AfterPairEnd(Invalid):
    """The day lies after the pair's last day."""

    code = "after_pair_end"
    ru = "Пара закончила работу {ended_on:%d.%m.%Y}, указанный день позже."
    en = "The pair ended on {ended_on}, the given day is later."


class OnPausedDay(RuleBroken):
    """The pair is paused on that day."""

    code = "on_paused_day"
    ru = "В этот день работа пары приостановлена."
    en = "The pair is paused on that day."


class PairDatesContradict(Invalid):
    """The day contradicts what is already recorded of the pair as of a later or the same day."""

    code = "pair_dates_contradict"
    ru = "День противоречит записанному о паре на {recorded_on:%d.%m.%Y}."
    en = "The day contradicts what is recorded of the pair on {recorded_on}."


class PairExists(Conflict):
    """A pair of this id was already proposed."""

    code = "pair_exists"
    ru = "Эта пара уже предложена."
    en = "This pair was already proposed."


class PairIsProposed(Conflict):
    """The pair has no order yet."""

    code = "pair_is_proposed"
    ru = "Пара ещё не утверждена приказом."
    en = "The pair is not approved yet."


class PairIsApproved(Conflict):
    """The pair is approved and has not started."""

    code = "pair_is_approved"
    ru = "Пара утверждена, но ещё не начала работу."
    en = "The pair is approved and has not started yet."


class PairIsStarted(Conflict):
    """The pair works."""

    code = "pair_is_started"
    ru = "Пара уже работает."
    en = "The pair has already started."


class PairIsPaused(Conflict):
    """The pair is paused."""

    code = "pair_is_paused"
    ru = "Работа пары приостановлена."
    en = "The pair is paused."


class PairIsOver(Conflict):
    """The pair was completed or discontinued."""

    code = "pair_is_over"
    ru = "Работа пары закончена."
    en = "The pair is over."


class PairIsAnnulled(Conflict):
    """The pair was entered by mistake and annulled."""

    code = "pair_is_annulled"
    ru = "Пара аннулирована как внесённая ошибочно."
    en = "The pair was annulled as entered by mistake."


class PairPeopleFixed(RuleBroken):
    """A pair that has begun is of the people it began with; a wrong one is annulled."""

    code = "pair_people_fixed"
    ru = "Состав начатой пары не исправляют: аннулируйте её и внесите верную."
    en = "The people of a pair that has begun are not corrected: annul it and enter the right one."
