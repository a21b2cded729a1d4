"""Why a record of a job or of teaching experience is refused."""

from __future__ import annotations

from domain.errors import Conflict, Invalid


class PositionGroupMissing(Invalid):
    """A job in the institution without its group of positions."""

    code = "position_group_missing"
    ru = "Для работы в учреждении укажите группу должностей."
    en = "A job in the institution needs its group of positions."


class PositionGroupOutsideSchool(Invalid):
    """A job at an enterprise with a group of the positions an institution has."""

    code = "position_group_outside_school"
    ru = "Группа должностей указывается только для работы в учреждении."
    en = "A group of positions is given for a job in the institution only."


class EmployerMissing(Invalid):
    """A job at an enterprise that is not named."""

    code = "employer_missing"
    ru = "Для работы на предприятии укажите предприятие."
    en = "A job at an enterprise needs the enterprise."


class SchoolJobWithEmployer(Invalid):
    """A job in the institution that names an enterprise."""

    code = "school_job_with_employer"
    ru = "Для работы в учреждении предприятие не указывается."
    en = "A job in the institution names no enterprise."


class EmploymentEndsBeforeStart(Invalid):
    """The last day of a job lies before its first."""

    code = "employment_ends_before_start"
    ru = "Последний день работы раньше первого ({first_day:%d.%m.%Y})."
    en = "The last day of the job lies before its first ({first_day})."


class EmploymentEndsInFuture(Invalid):
    """The last day of a job has not come yet."""

    code = "employment_ends_in_future"
    ru = "Последний день работы ещё не наступил."
    en = "The last day of the job has not come yet."


class EmploymentOver(Conflict):
    """The last day of the job is recorded already."""

    code = "employment_over"
    ru = "Последний день на этом месте работы уже записан."
    en = "The last day of this job is recorded already."


class ExperienceInFuture(Invalid):
    """The experience would begin after the day it is recorded for."""

    code = "experience_in_future"
    ru = "Стаж не может начинаться позже дня записи."
    en = "The experience cannot begin after the day it is recorded for."


class ExperienceBeforeBirth(Invalid):
    """The experience would begin before the person was born."""

    code = "experience_before_birth"
    ru = "Стаж не может начинаться раньше рождения."
    en = "The experience cannot begin before birth."
