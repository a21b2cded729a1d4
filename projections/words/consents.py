"""Consents from the request to the decision about the data, in words."""

from __future__ import annotations

from uuid import UUID

from domain import consent, consent_check, consent_decision, reminder, stop_demand, work_calendar
from projections.words.common import Words, day, joined

PURPOSE = {"processing": "на обработку данных", "publication": "на публикацию"}
SIGNED_BY = {
    "self": "подписано участником",
    "representative": "подписано представителем",
    "both": "подписано участником и представителем",
}
BY = {"self": "участником", "representative": "представителем"}
BY_WHOM = {"self": "от участника", "representative": "от представителя"}
HOW = {
    "personally": "лично",
    "meeting": "на собрании",
    "form_sent": "передан бланк",
    "electronic": "в электронном виде",
}
FINDING = {
    "valid": "соответствует",
    "absent": "подлинника нет",
    "wrong_wording": "не та редакция",
    "wrong_signer": "подписал не тот, кто должен",
}
REMINDER = {
    "decision": "нужно решение о данных после окончания согласия",
    "check": "надо проверить согласие",
    "signer": "согласие пора обновить: изменилось, кто его подписывает",
    "expiry": "согласие пора обновить: кончается срок",
}


def _given(event: consent.ConsentGiven, _person: UUID) -> str:
    until = f"по {day(event.valid_until)}" if event.valid_until else "без срока"
    district_named = "получатель – управление образования" if event.to_district else None
    others = f"другие получатели: {', '.join(event.recipients)}" if event.recipients else None
    return joined(
        f"Дано согласие № {event.number} {PURPOSE[event.purpose]}",
        SIGNED_BY[event.signed_by],
        f"редакция {event.wording}",
        until,
        district_named,
        others,
        "перешло от присоединённого учреждения" if event.received_from else None,
    )


def _which(event: consent.ConsentWithdrawn | consent.ConsentFoundInvalid) -> str:
    return f"Согласие № {event.number} {PURPOSE[event.purpose]}"


def _checked(event: consent.ConsentChecked | consent_check.ConsentCheckRecorded, by: str) -> str:
    return joined(
        f"Согласие № {event.number} {PURPOSE[event.purpose]} проверено {by}:"
        f" {FINDING[event.finding]}",
        event.note,
    )


def _decided(event: consent_decision.ConsentDecisionTaken, _person: UUID) -> str:
    # What a decision under no number is about, the history says before it.
    after = (
        "Решено"
        if event.number == consent_decision.NO_CONSENT
        else f"После окончания согласия № {event.number} {PURPOSE[event.purpose]} решено"
    )
    if event.decision == "destroy":
        return f"{after} уничтожить данные"
    until = f"по {day(event.kept_until)}" if event.kept_until else None
    return joined(f"{after} хранить данные", until, event.ground)


def _demanded(event: stop_demand.StopDemanded, _person: UUID) -> str:
    which = f"требование № {event.number} прекратить обработку данных"
    return joined(f"Получено {which} {BY_WHOM[event.demanded_by]}", event.document)


def _reminded(event: reminder.ReminderRaised, _person: UUID) -> str:
    due = f"срок {day(event.due_on)}" if event.due_on else None
    return joined(f"Напоминание: {REMINDER[event.kind]}", due)


WORDS: Words = {
    consent.ConsentAsked: lambda e, _: f"Запрошено согласие {PURPOSE[e.purpose]}, {HOW[e.how]}",
    consent.ConsentRefused: lambda e, _: (
        f"В согласии {PURPOSE[e.purpose]} отказано {BY[e.refused_by]}"
    ),
    consent.ConsentGiven: _given,
    consent.ConsentWithdrawn: lambda e, _: f"{_which(e)} отозвано {BY[e.withdrawn_by]}",
    consent.ConsentFoundInvalid: lambda e, _: f"{_which(e)} признано недействительным",
    consent.ConsentChecked: lambda e, _: _checked(e, "учреждением"),
    consent_check.ConsentCheckRecorded: lambda e, _: _checked(e, "районом"),
    consent_decision.ConsentDecisionTaken: _decided,
    stop_demand.StopDemanded: _demanded,
    stop_demand.StopTermExtended: lambda e, _: joined(
        f"Продлён срок по требованию № {e.number} прекратить обработку данных", e.why, e.notice
    ),
    reminder.ReminderRaised: _reminded,
    work_calendar.CalendarAdopted: lambda e, _: f"Принят производственный календарь {e.year} года",
}
