"""An institution of the district: when it opened, what it is called, how it ended.

The streams lie in the district's own log. The school's id is the id of its tenant, so everything
an institution records hangs on this stream.
"""

from domain.school.commands import (
    CloseSchool,
    MergeSchool,
    OfficialName,
    RecordSchoolInn,
    RegisterSchool,
    RenameSchool,
    SchoolCode,
    SchoolInn,
)
from domain.school.decisions import SCHOOL
from domain.school.errors import (
    BeforeSchoolRegistered,
    SchoolAlreadyRegistered,
    SchoolNotOpen,
    SuccessorIsItself,
    SuccessorNotOpen,
)
from domain.school.events import (
    SchoolClosed,
    SchoolEvent,
    SchoolInnRecorded,
    SchoolKind,
    SchoolMerged,
    SchoolRegistered,
    SchoolRenamed,
)
from domain.school.state import School, SchoolStatus

__all__ = [
    "SCHOOL",
    "BeforeSchoolRegistered",
    "CloseSchool",
    "MergeSchool",
    "OfficialName",
    "RecordSchoolInn",
    "RegisterSchool",
    "RenameSchool",
    "School",
    "SchoolAlreadyRegistered",
    "SchoolClosed",
    "SchoolCode",
    "SchoolEvent",
    "SchoolInn",
    "SchoolInnRecorded",
    "SchoolKind",
    "SchoolMerged",
    "SchoolNotOpen",
    "SchoolRegistered",
    "SchoolRenamed",
    "SchoolStatus",
    "SuccessorIsItself",
    "SuccessorNotOpen",
]
