"""Consent of a person to something one institution does with their data.

One stream per person and purpose; the consents in it are numbered. Source: 152-ФЗ, ст. 9; who
signs is the district's signing rule, which is data (see :mod:`domain.rules`).
"""

from domain.consent.commands import (
    FindConsentInvalid,
    GiveConsent,
    StrikeConsentFact,
    WithdrawConsent,
)
from domain.consent.decisions import CONSENT
from domain.consent.errors import (
    ConsentEndsBeforeStart,
    ConsentOver,
    RepresentativeMissing,
    SignatureTypeMissing,
    WithdrawnBeforeGiven,
    WrongSigner,
)
from domain.consent.events import (
    ConsentEvent,
    ConsentFoundInvalid,
    ConsentGiven,
    ConsentWithdrawn,
    Medium,
    Purpose,
    Relation,
)
from domain.consent.state import Consent, ConsentPaper

__all__ = [
    "CONSENT",
    "Consent",
    "ConsentEndsBeforeStart",
    "ConsentEvent",
    "ConsentFoundInvalid",
    "ConsentGiven",
    "ConsentOver",
    "ConsentPaper",
    "ConsentWithdrawn",
    "FindConsentInvalid",
    "GiveConsent",
    "Medium",
    "Purpose",
    "Relation",
    "RepresentativeMissing",
    "SignatureTypeMissing",
    "StrikeConsentFact",
    "WithdrawConsent",
    "WithdrawnBeforeGiven",
    "WrongSigner",
]
