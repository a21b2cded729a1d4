"""Commands about participants and their consents."""

from __future__ import annotations

from domain.consent import (
    AskConsent,
    CheckConsent,
    FindConsentInvalid,
    GiveConsent,
    RefuseConsent,
    StrikeConsentFact,
    WithdrawConsent,
)
from domain.consent_check import RecordConsentCheck, StrikeConsentCheck
from domain.consent_decision import StrikeConsentDecision, TakeConsentDecision
from domain.erasure import RequestErasure
from domain.leaving import LeaveInstitution
from domain.participant import (
    ChangeBaseStatus,
    EnterBase,
    LeaveBase,
    RecordResidence,
    RegisterParticipant,
    ReturnParticipant,
    ReviseProfile,
    StrikeParticipantFact,
)
from domain.reminder import StrikeReminder
from domain.stop_demand import DemandStop, ExtendStopTerm, StrikeStopDemandFact
from service.api.commands.route import CommandRoute, about_person, correction, made

COMMANDS: tuple[CommandRoute, ...] = (
    made(
        "/participants",
        RegisterParticipant,
        "people.write",
        "registerParticipant",
        "/participants/{0}",
    ),
    CommandRoute(
        "PUT",
        "/participants/{person:uuid}/profile",
        ReviseProfile,
        "people.write",
        "reviseProfile",
        "person",
    ),
    correction(
        "/participants/{person:uuid}/registration",
        RegisterParticipant,
        "correctRegistration",
        "person",
    ),
    about_person("residence", RecordResidence, "recordResidence"),
    about_person("bases", EnterBase, "enterBase"),
    about_person("base-status", ChangeBaseStatus, "changeBaseStatus"),
    about_person("base-departures", LeaveBase, "leaveBase"),
    about_person("departure", LeaveInstitution, "leaveInstitution"),
    about_person("return", ReturnParticipant, "returnParticipant"),
    about_person(
        "consent-requests",
        AskConsent,
        "askConsent",
        "/participants/{0}/consent-requests/{1}",
    ),
    about_person("consent-refusals", RefuseConsent, "refuseConsent"),
    about_person("consents", GiveConsent, "giveConsent", "/participants/{0}/consents/{1}"),
    about_person("consent-withdrawals", WithdrawConsent, "withdrawConsent"),
    about_person("consent-invalidations", FindConsentInvalid, "findConsentInvalid"),
    about_person("consent-checks", CheckConsent, "checkConsent"),
    about_person(
        "consent-decisions",
        TakeConsentDecision,
        "takeConsentDecision",
        "/participants/{0}/consent-decisions/{1}/{2}",
    ),
    about_person(
        "consent-decisions/{purpose:str}/{number:int}/struck-facts",
        StrikeConsentDecision,
        "strikeConsentDecision",
    ),
    about_person("erasure", RequestErasure, "requestErasure", "/participants/{0}/erasure"),
    made(
        "/district-checks",
        RecordConsentCheck,
        "consents.check",
        "recordConsentCheck",
        "/district-checks/{0}/{1}/{2}/{3}",
    ),
    CommandRoute(
        "POST",
        "/district-checks/{school:uuid}/{person:uuid}/{purpose:str}/{number:int}/struck-facts",
        StrikeConsentCheck,
        "consents.check",
        "strikeConsentCheck",
    ),
    about_person("stop-demands", DemandStop, "demandStop", "/participants/{0}/stop-demands"),
    about_person("stop-demand-extensions", ExtendStopTerm, "extendStopTerm"),
    about_person("struck-stop-demand-facts", StrikeStopDemandFact, "strikeStopDemandFact"),
    about_person("struck-reminders", StrikeReminder, "strikeReminder"),
    about_person("struck-facts", StrikeParticipantFact, "strikeParticipantFact"),
    about_person("struck-consent-facts", StrikeConsentFact, "strikeConsentFact"),
)
