"""Why a record of an institution is refused."""

from __future__ import annotations

from domain.errors import Conflict, Invalid, RuleBroken


class SchoolAlreadyRegistered(Conflict):
    """The institution is already in the district."""

    code = "school_already_registered"
    ru = "Учреждение уже зарегистрировано."
    en = "The school is already registered."


class SchoolNotOpen(Conflict):
    """The institution has already ended."""

    code = "school_not_open"
    ru = "Учреждение уже закрыто или присоединено к другому."
    en = "The school is already closed or merged."


class BeforeSchoolRegistered(Invalid):
    """The day lies before the institution's first."""

    code = "before_school_registered"
    ru = "День раньше регистрации учреждения ({first_day})."
    en = "The day lies before the school's registration ({first_day})."


class SuccessorIsItself(Invalid):
    """An institution cannot succeed itself."""

    code = "successor_is_itself"
    ru = "Учреждение не может быть собственным правопреемником."
    en = "A school cannot be its own successor."


class SuccessorNotOpen(RuleBroken):
    """The successor does not exist on the day of the merger or has ended."""

    code = "successor_not_open"
    ru = "Правопреемник в этот день ещё не открыт или уже закрыт."
    en = "The successor is not open on that day."
