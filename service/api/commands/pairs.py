"""Commands about pairs and groups."""

from __future__ import annotations

from domain.aggregate import Command
from domain.pair import (
    AnnulPair,
    ApprovePair,
    CompletePair,
    DiscontinuePair,
    HoldMeeting,
    JoinPair,
    LeavePair,
    PausePair,
    ProposePair,
    RecordInterimResult,
    ResumePair,
    SetPairEnterprise,
    SetPlan,
    StartPair,
    StrikePairFact,
)
from service.api.commands.route import CommandRoute, about, correction, made


def _pair(tail: str, command: type[Command], operation: str) -> CommandRoute:
    return about("pair", tail, command, "people.write", operation)


COMMANDS: tuple[CommandRoute, ...] = (
    made("/pairs", ProposePair, "people.write", "proposePair", "/pairs/{0}"),
    correction("/pairs/{pair:uuid}/proposal", ProposePair, "correctProposal", "pair"),
    _pair("approval", ApprovePair, "approvePair"),
    _pair("start", StartPair, "startPair"),
    _pair("members", JoinPair, "joinPair"),
    _pair("departures", LeavePair, "leavePair"),
    CommandRoute("PUT", "/pairs/{pair:uuid}/plan", SetPlan, "people.write", "setPlan", "pair"),
    CommandRoute(
        "PUT",
        "/pairs/{pair:uuid}/enterprise",
        SetPairEnterprise,
        "people.write",
        "setPairEnterprise",
        "pair",
    ),
    _pair("meetings", HoldMeeting, "holdMeeting"),
    _pair("pauses", PausePair, "pausePair"),
    _pair("resumptions", ResumePair, "resumePair"),
    _pair("interim-results", RecordInterimResult, "recordInterimResult"),
    _pair("completion", CompletePair, "completePair"),
    _pair("discontinuation", DiscontinuePair, "discontinuePair"),
    _pair("annulment", AnnulPair, "annulPair"),
    _pair("struck-facts", StrikePairFact, "strikePairFact"),
)
