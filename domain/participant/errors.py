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


class NotOneSchoolYear(Invalid):
    """The second year of a school year is not the one after the first."""

    code = "not_one_school_year"
    ru = "Учебный год указывается двумя годами подряд, например 2024/2025."
    en = "A school year is two years in a row, for example 2024/2025."
