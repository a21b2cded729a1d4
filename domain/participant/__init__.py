"""A person in one institution: who they are, where they live, which base they stand in.

Mentor and mentee are roles, never kinds of person; one person may hold both. The person key comes
from the district's vault and is the same in every institution of the district.
"""

from domain.participant.commands import (
    ChangeBaseStatus,
    EnterBase,
    LeaveBase,
    RecordResidence,
    RegisterParticipant,
    ReturnParticipant,
    ReviseProfile,
    StrikeParticipantFact,
)
from domain.participant.decisions import PARTICIPANT, leave_base, snils_is_valid
from domain.participant.errors import (
    AlreadyInBase,
    AlreadyRegistered,
    BaseDatesContradict,
    BirthYearMismatch,
    BornLater,
    HasLeft,
    HasNotLeft,
    LeavesBeforeArrival,
    LeavesForItself,
    NotInBase,
    NotOneSchoolYear,
    ReturnsBeforeLeaving,
    WrongSnils,
)
from domain.participant.events import (
    BaseEntered,
    BaseLeft,
    BaseStatus,
    BaseStatusChanged,
    ParticipantChange,
    ParticipantEvent,
    ParticipantLeft,
    ParticipantReceived,
    ParticipantRegistered,
    ParticipantReturned,
    ProfileRevised,
    ResidenceRecorded,
)
from domain.participant.state import Participant

__all__ = [
    "PARTICIPANT",
    "AlreadyInBase",
    "AlreadyRegistered",
    "BaseDatesContradict",
    "BaseEntered",
    "BaseLeft",
    "BaseStatus",
    "BaseStatusChanged",
    "BirthYearMismatch",
    "BornLater",
    "ChangeBaseStatus",
    "EnterBase",
    "HasLeft",
    "HasNotLeft",
    "LeaveBase",
    "LeavesBeforeArrival",
    "LeavesForItself",
    "NotInBase",
    "NotOneSchoolYear",
    "Participant",
    "ParticipantChange",
    "ParticipantEvent",
    "ParticipantLeft",
    "ParticipantReceived",
    "ParticipantRegistered",
    "ParticipantReturned",
    "ProfileRevised",
    "RecordResidence",
    "RegisterParticipant",
    "ResidenceRecorded",
    "ReturnParticipant",
    "ReturnsBeforeLeaving",
    "ReviseProfile",
    "StrikeParticipantFact",
    "WrongSnils",
    "leave_base",
    "snils_is_valid",
]
