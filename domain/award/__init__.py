"""An award in the district's log: what becomes of a school's nomination.

One stream per nomination of a school. It opens when the follower takes the nomination over from the
school's log; approving, conferring at a ceremony (награждение) and revoking are the district's.
"""

from domain.award.commands import (
    ApproveAward,
    ConferAward,
    DeclineAward,
    ReceiveNomination,
    ReceiveWithdrawal,
    RevokeAward,
    StrikeAwardFact,
)
from domain.award.decisions import AWARD
from domain.award.errors import (
    AwardDatesContradict,
    AwardIsApproved,
    AwardIsConferred,
    AwardIsDeclined,
    AwardIsRevoked,
    AwardIsWithdrawn,
    AwardNotDecided,
    AwardOrderInFuture,
    AwardReasonMissing,
    SaidByTheSchool,
)
from domain.award.events import (
    AwardApproved,
    AwardConferred,
    AwardDeclined,
    AwardEvent,
    AwardRevoked,
    NominationReceived,
    NominationWithdrawalReceived,
)
from domain.award.state import Award, AwardStatus, status_after

__all__ = [
    "AWARD",
    "ApproveAward",
    "Award",
    "AwardApproved",
    "AwardConferred",
    "AwardDatesContradict",
    "AwardDeclined",
    "AwardEvent",
    "AwardIsApproved",
    "AwardIsConferred",
    "AwardIsDeclined",
    "AwardIsRevoked",
    "AwardIsWithdrawn",
    "AwardNotDecided",
    "AwardOrderInFuture",
    "AwardReasonMissing",
    "AwardRevoked",
    "AwardStatus",
    "ConferAward",
    "DeclineAward",
    "NominationReceived",
    "NominationWithdrawalReceived",
    "ReceiveNomination",
    "ReceiveWithdrawal",
    "RevokeAward",
    "SaidByTheSchool",
    "StrikeAwardFact",
    "status_after",
]
