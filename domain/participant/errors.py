"""Why a record of a participant is refused."""

from __future__ import annotations

from domain.errors import Conflict, Invalid, RuleBroken


class AlreadyRegistered(Conflict):
    """The institution already keeps records of this person."""

    code = "already_registered"
    ru = "Этот участник уже есть в учреждении."
    en = "This participant is already registered in the institution."


class BirthYearMismatch(Invalid):
    """The year of birth is not that of the birth date."""

    code = "birth_year_mismatch"
    ru = "Год рождения не совпадает с датой рождения."
    en = "The year of birth is not that of the birth date."


class BornLater(Invalid):
    """The person was born after the day of the fact."""

    code = "born_later"
    ru = "Рождение позже дня записи."
    en = "The person was born after the day of the fact."


class WrongSnils(Invalid):
    """The number is a placeholder of zeros, or its control number is wrong."""

    code = "wrong_snils"
    ru = "Контрольное число СНИЛС не сходится."
    en = "The control number of the SNILS is wrong."


class AlreadyInBase(Conflict):
    """The person already stands in that base."""

    code = "already_in_base"
    ru = "Участник уже состоит в этой базе."
    en = "The participant is already in this base."


class NotInBase(RuleBroken):
    """The person does not stand in that base."""

    code = "not_in_base"
    ru = "Участник не состоит в этой базе."
    en = "The participant is not in this base."


class BaseDatesContradict(Invalid):
    """The day lies before the last change of that person's place in the base."""

    code = "base_dates_contradict"
    ru = "День раньше последнего изменения в базе ({since:%d.%m.%Y})."
    en = "The day lies before the last change in the base ({since})."


class HasLeft(Conflict):
    """The person has left the institution and not come back."""

    code = "participant_left"
    ru = "Участник выбыл из учреждения, последний день {left_on:%d.%m.%Y}."
    en = "The participant has left the institution, the last day was {left_on}."


class HasNotLeft(Conflict):
    """The person is in the institution."""

    code = "participant_not_left"
    ru = "Участник не выбывал из учреждения."
    en = "The participant has not left the institution."


class LeavesBeforeArrival(Invalid):
    """The last day lies before the first."""

    code = "leaves_before_arrival"
    ru = "День раньше, чем участник появился в учреждении ({arrived_on:%d.%m.%Y})."
    en = "The day lies before the participant came to the institution ({arrived_on})."


class LeavesForItself(Invalid):
    """The institution a person goes to is the one they leave."""

    code = "leaves_for_itself"
    ru = "Участник не может перейти в то же учреждение."
    en = "The participant cannot go to the institution they leave."


class ReturnsBeforeLeaving(Invalid):
    """The day of the return does not lie after the last day before it."""

    code = "returns_before_leaving"
    ru = "Вернуться можно только после последнего дня ({left_on:%d.%m.%Y})."
    en = "The return has to lie after the last day ({left_on})."


class NotOneSchoolYear(Invalid):
    """The second year of a school year is not the one after the first."""

    code = "not_one_school_year"
    ru = "Учебный год указывается двумя годами подряд, например 2024/2025."
    en = "A school year is two years in a row, for example 2024/2025."
