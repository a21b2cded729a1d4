"""Commands about who a person key stands for."""

from __future__ import annotations

from domain.person_link import MergePersons, RejoinRecords, SplitPersons, SplitRecords
from service.api.commands.route import CommandRoute, made

MADE_AT = "/person-links/{0}/{1}"

COMMANDS: tuple[CommandRoute, ...] = (
    made("/person-links", MergePersons, "catalogue.write", "mergePersons", MADE_AT),
    CommandRoute(
        "POST",
        "/person-links/{person:uuid}/split",
        SplitPersons,
        "catalogue.write",
        "splitPersons",
        "person",
    ),
    CommandRoute(
        "POST",
        "/person-links/{person:uuid}/split-records",
        SplitRecords,
        "catalogue.write",
        "splitRecords",
        "person",
        MADE_AT,
    ),
    CommandRoute(
        "POST",
        "/person-links/{person:uuid}/rejoined-records",
        RejoinRecords,
        "catalogue.write",
        "rejoinRecords",
        "person",
    ),
)
