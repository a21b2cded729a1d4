"""Why a record of a seminar is refused."""

from __future__ import annotations

from domain.errors import Conflict, Invalid, RuleBroken


class SeminarExists(Conflict):
    """A seminar of that id is already announced."""

    code = "seminar_exists"
    ru = "Этот семинар уже запланирован."
    en = "This seminar is already scheduled."


class SeminarIsScheduled(Conflict):
    """The seminar was not held yet."""

    code = "seminar_is_scheduled"
    ru = "Семинар ещё не проведён."
    en = "The seminar was not held yet."


class SeminarIsHeld(Conflict):
    """The seminar has already taken place."""

    code = "seminar_is_held"
    ru = "Семинар уже проведён."
    en = "The seminar was already held."


class SeminarIsCancelled(Conflict):
    """The seminar was called off."""

    code = "seminar_is_cancelled"
    ru = "Семинар отменён."
    en = "The seminar was cancelled."


class HeldBeforeDecision(Invalid):
    """The day of the seminar lies before the decision to hold it then."""

    code = "held_before_decision"
    ru = "День проведения раньше решения о нём ({decided_on:%d.%m.%Y})."
    en = "The day of the seminar lies before the decision about it ({decided_on})."


class BeforeSeminarScheduled(Invalid):
    """The day lies before the decision to hold the seminar."""

    code = "before_seminar_scheduled"
    ru = "День раньше решения о проведении семинара ({scheduled_on:%d.%m.%Y})."
    en = "The day lies before the seminar was scheduled ({scheduled_on})."


class BeforeSeminarDay(Invalid):
    """The day lies before that of the seminar."""

    code = "before_seminar_day"
    ru = "День раньше дня семинара ({held_on:%d.%m.%Y})."
    en = "The day lies before the seminar's ({held_on})."


class SeminarReasonMissing(Invalid):
    """Calling a seminar off takes a reason, however recent its day."""

    code = "seminar_reason_missing"
    ru = "Укажите, почему семинар отменён."
    en = "Say why the seminar is cancelled."


class EnrolmentRepeated(Conflict):
    """An enrolment is received only once."""

    code = "enrolment_repeated"
    ru = "Эта запись на семинар уже получена."
    en = "This enrolment was already received."


class EnrolmentNotReceived(Conflict):
    """No such enrolment is there to be withdrawn."""

    code = "enrolment_not_received"
    ru = "Такой записи на семинар нет."
    en = "There is no such enrolment."


class SaidByInstitution(RuleBroken):
    """What an institution wrote in its own log is not the district's to strike."""

    code = "said_by_institution"
    ru = "Эту запись сделало учреждение: отменить её может только оно."
    en = "This was written by an institution and can be withdrawn only there."


class NotEnrolled(RuleBroken):
    """No enrolment of that person from that institution is in force."""

    code = "not_enrolled"
    ru = "Учреждение не записывало этого участника на семинар."
    en = "The institution has not enrolled this person."


class AttendeeNamedTwice(Invalid):
    """The same person is named twice."""

    code = "attendee_named_twice"
    ru = "Участник указан дважды."
    en = "The person is named twice."


class AttendanceRecorded(Conflict):
    """That the person was there is already recorded."""

    code = "attendance_recorded"
    ru = "Присутствие этого участника уже отмечено."
    en = "This person's attendance is already recorded."


class NotAttended(RuleBroken):
    """A certificate is for who was there."""

    code = "not_attended"
    ru = "Присутствие участника на семинаре не отмечено."
    en = "The person's attendance is not recorded."


class CertificateExists(Conflict):
    """The person already has the seminar's certificate."""

    code = "certificate_exists"
    ru = "Сертификат этому участнику уже выдан."
    en = "The person already has a certificate."
