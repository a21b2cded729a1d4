"""Consent of a person to something one institution does with their data.

One stream per person and purpose; the consents in it are numbered. Source: 152-ФЗ, ст. 9; who
signs is the district's signing rule, which is data (see :mod:`domain.rules`).
"""

from domain.consent.commands import (
    AskConsent,
    CheckConsent,
    FindConsentInvalid,
    GiveConsent,
    RefuseConsent,
    StrikeConsentFact,
    WithdrawConsent,
)
from domain.consent.decisions import CONSENT
from domain.consent.errors import (
    CheckedBeforeGiven,
    ConsentEndsBeforeStart,
    ConsentOver,
    NothingAsked,
    RefusedBeforeAsked,
    RepresentativeMissing,
    SignatureTypeMissing,
    WithdrawnBeforeGiven,
    WrongSigner,
)
from domain.consent.events import (
    Asking,
    ConsentAsked,
    ConsentChecked,
    ConsentEvent,
    ConsentFoundInvalid,
    ConsentGiven,
    ConsentRefused,
    ConsentWithdrawn,
    Finding,
    Medium,
    Purpose,
    Relation,
)
from domain.consent.state import Consent, ConsentPaper, End

__all__ = [
    "CONSENT",
    "AskConsent",
    "Asking",
    "CheckConsent",
    "CheckedBeforeGiven",
    "Consent",
    "ConsentAsked",
    "ConsentChecked",
    "ConsentEndsBeforeStart",
    "ConsentEvent",
    "ConsentFoundInvalid",
    "ConsentGiven",
    "ConsentOver",
    "ConsentPaper",
    "ConsentRefused",
    "ConsentWithdrawn",
    "End",
    "FindConsentInvalid",
    "Finding",
    "GiveConsent",
    "Medium",
    "NothingAsked",
    "Purpose",
    "RefuseConsent",
    "RefusedBeforeAsked",
    "Relation",
    "RepresentativeMissing",
    "SignatureTypeMissing",
    "StrikeConsentFact",
    "WithdrawConsent",
    "WithdrawnBeforeGiven",
    "WrongSigner",
]
