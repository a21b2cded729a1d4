"""Commands about jobs, teaching experience, clearances, labour agreements and supervision."""

from __future__ import annotations

from domain.clearance import RecordClearance, RevokeClearance, StrikeClearanceFact
from domain.employment import (
    EndEmployment,
    RecordExperience,
    StartEmployment,
    StrikeEmploymentFact,
)
from domain.labour_agreement import (
    EndLabourAgreement,
    RecordLabourAgreement,
    StrikeLabourAgreementFact,
)
from domain.supervision import RecordSupervision, StrikeSupervisionFact
from service.api.commands.route import CommandRoute, about_person

COMMANDS: tuple[CommandRoute, ...] = (
    about_person("employment", StartEmployment, "startEmployment", "/participants/{0}/employment"),
    about_person("employment-ends", EndEmployment, "endEmployment"),
    about_person(
        "experience", RecordExperience, "recordExperience", "/participants/{0}/experience"
    ),
    about_person("struck-employment-facts", StrikeEmploymentFact, "strikeEmploymentFact"),
    about_person("clearances", RecordClearance, "recordClearance", "/participants/{0}/clearances"),
    about_person("clearance-revocations", RevokeClearance, "revokeClearance"),
    about_person("struck-clearance-facts", StrikeClearanceFact, "strikeClearanceFact"),
    about_person(
        "labour-agreements",
        RecordLabourAgreement,
        "recordLabourAgreement",
        "/participants/{0}/labour-agreements",
    ),
    about_person("labour-agreement-ends", EndLabourAgreement, "endLabourAgreement"),
    about_person(
        "struck-labour-agreement-facts", StrikeLabourAgreementFact, "strikeLabourAgreementFact"
    ),
    about_person(
        "supervision", RecordSupervision, "recordSupervision", "/participants/{0}/supervision"
    ),
    about_person("struck-supervision-facts", StrikeSupervisionFact, "strikeSupervisionFact"),
)
