"""Where a person works, in which position, and since when they teach.

One stream per person; the jobs in it are numbered. Which jobs make a young teacher and which
enterprise gave a mentor is counted from here (order № 119-ОД, Приложение № 2, indicators 3 and 4).
"""

from domain.employment.commands import (
    EndEmployment,
    RecordExperience,
    StartEmployment,
    StrikeEmploymentFact,
)
from domain.employment.decisions import EMPLOYMENT
from domain.employment.errors import (
    EmployerMissing,
    EmploymentEndsBeforeStart,
    EmploymentEndsInFuture,
    EmploymentOver,
    ExperienceBeforeBirth,
    ExperienceInFuture,
    PositionGroupMissing,
    PositionGroupOutsideSchool,
    SchoolJobWithEmployer,
)
from domain.employment.events import (
    EmploymentEnded,
    EmploymentEvent,
    EmploymentStarted,
    ExperienceRecorded,
    JobKind,
)
from domain.employment.state import Employment, Job

__all__ = [
    "EMPLOYMENT",
    "EmployerMissing",
    "Employment",
    "EmploymentEnded",
    "EmploymentEndsBeforeStart",
    "EmploymentEndsInFuture",
    "EmploymentEvent",
    "EmploymentOver",
    "EmploymentStarted",
    "EndEmployment",
    "ExperienceBeforeBirth",
    "ExperienceInFuture",
    "ExperienceRecorded",
    "Job",
    "JobKind",
    "PositionGroupMissing",
    "PositionGroupOutsideSchool",
    "RecordExperience",
    "SchoolJobWithEmployer",
    "StartEmployment",
    "StrikeEmploymentFact",
]
