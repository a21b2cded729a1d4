"""Предприятие (организация): an enterprise or sole trader of the district that gives mentors.

The streams lie in the district's own log, one per enterprise. Source: the district's order
№ 119-ОД, indicator 4: предприятия, предоставившие своих наставников.
"""

from domain.enterprise.commands import (
    LeaveProgramme,
    RecordAgreement,
    RecordOperation,
    RegisterEnterprise,
    ReviseEnterprise,
    StopOperation,
    StrikeEnterpriseFact,
)
from domain.enterprise.decisions import ENTERPRISE
from domain.enterprise.errors import (
    AgreementEndsBeforeItBegins,
    AgreementInFuture,
    EnterpriseAlreadyLeft,
    EnterpriseAlreadyOperating,
    EnterpriseAlreadyRegistered,
    EnterpriseNotOperating,
    LeavingReasonMissing,
    OperationEndsBeforeItBegins,
    OperationInFuture,
)
from domain.enterprise.events import (
    AgreementRecorded,
    EnterpriseEvent,
    EnterpriseFact,
    EnterpriseLeft,
    EnterpriseOperating,
    EnterpriseRegistered,
    EnterpriseRevised,
    EnterpriseStopped,
)
from domain.enterprise.state import Enterprise, Standing

__all__ = [
    "ENTERPRISE",
    "AgreementEndsBeforeItBegins",
    "AgreementInFuture",
    "AgreementRecorded",
    "Enterprise",
    "EnterpriseAlreadyLeft",
    "EnterpriseAlreadyOperating",
    "EnterpriseAlreadyRegistered",
    "EnterpriseEvent",
    "EnterpriseFact",
    "EnterpriseLeft",
    "EnterpriseNotOperating",
    "EnterpriseOperating",
    "EnterpriseRegistered",
    "EnterpriseRevised",
    "EnterpriseStopped",
    "LeaveProgramme",
    "LeavingReasonMissing",
    "OperationEndsBeforeItBegins",
    "OperationInFuture",
    "RecordAgreement",
    "RecordOperation",
    "RegisterEnterprise",
    "ReviseEnterprise",
    "Standing",
    "StopOperation",
    "StrikeEnterpriseFact",
]
