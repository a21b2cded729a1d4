"""Every command of the API, one line each: its address, what it may change, who may give it."""

from __future__ import annotations

from typing import Literal

import msgspec

from domain.aggregate import Command
from domain.base_count import RecordBaseCount
from domain.consent import FindConsentInvalid, GiveConsent, WithdrawConsent
from domain.district import RenameDistrict
from domain.form import AddForm, ChangeForm
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
    SetPlan,
    StartPair,
)
from domain.participant import (
    ChangeBaseStatus,
    EnterBase,
    LeaveBase,
    RecordResidence,
    RegisterParticipant,
    ReviseProfile,
)
from domain.rules import AdoptRules
from domain.school import CloseSchool, MergeSchool, RegisterSchool, RenameSchool
from domain.target import ReviseTarget, SetTarget
from service.access import Action

Method = Literal["POST", "PUT"]


class CommandRoute(msgspec.Struct, frozen=True):
    """One command of the API; its body is the command itself.

    ``target`` is the path parameter that names what the command is about; ``None`` where the
    command says so itself. ``made_at`` is the address of what a command creates, a format string
    over the parts of the receipt's id and ``command``; such a command needs no version, every
    other one does. A path parameter that is a field of the command has to agree with it.
    """

    method: Method
    path: str
    command: type[Command]
    action: Action
    operation: str
    target: str | None = None
    made_at: str | None = None

    @property
    def tag(self) -> str:
        """The part of the API's documentation the command stands in."""
        return self.path.split("/")[1]


def _made(
    path: str, command: type[Command], action: Action, operation: str, made_at: str
) -> CommandRoute:
    return CommandRoute("POST", path, command, action, operation, made_at=made_at)


def _person(tail: str, command: type[Command], operation: str) -> CommandRoute:
    path = f"/participants/{{person:uuid}}/{tail}"
    return CommandRoute("POST", path, command, "people.write", operation, "person")


def _pair(tail: str, command: type[Command], operation: str) -> CommandRoute:
    path = f"/pairs/{{pair:uuid}}/{tail}"
    return CommandRoute("POST", path, command, "people.write", operation, "pair")


def _school(tail: str, command: type[Command], operation: str) -> CommandRoute:
    path = f"/schools/{{school:uuid}}/{tail}"
    return CommandRoute("POST", path, command, "schools.write", operation, "school")


COMMANDS: tuple[CommandRoute, ...] = (
    _made(
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
    _person("residence", RecordResidence, "recordResidence"),
    _person("bases", EnterBase, "enterBase"),
    _person("base-status", ChangeBaseStatus, "changeBaseStatus"),
    _person("base-departures", LeaveBase, "leaveBase"),
    CommandRoute(
        "POST",
        "/participants/{person:uuid}/consents",
        GiveConsent,
        "people.write",
        "giveConsent",
        "person",
        "/participants/{0}/consents/{1}",
    ),
    _person("consent-withdrawals", WithdrawConsent, "withdrawConsent"),
    _person("consent-invalidations", FindConsentInvalid, "findConsentInvalid"),
    _made("/pairs", ProposePair, "people.write", "proposePair", "/pairs/{0}"),
    _pair("approval", ApprovePair, "approvePair"),
    _pair("start", StartPair, "startPair"),
    _pair("members", JoinPair, "joinPair"),
    _pair("departures", LeavePair, "leavePair"),
    CommandRoute("PUT", "/pairs/{pair:uuid}/plan", SetPlan, "people.write", "setPlan", "pair"),
    _pair("meetings", HoldMeeting, "holdMeeting"),
    _pair("pauses", PausePair, "pausePair"),
    _pair("resumptions", ResumePair, "resumePair"),
    _pair("interim-results", RecordInterimResult, "recordInterimResult"),
    _pair("completion", CompletePair, "completePair"),
    _pair("discontinuation", DiscontinuePair, "discontinuePair"),
    _pair("annulment", AnnulPair, "annulPair"),
    CommandRoute("POST", "/district/names", RenameDistrict, "catalogue.write", "renameDistrict"),
    _made("/schools", RegisterSchool, "schools.write", "registerSchool", "/schools/{0}"),
    _school("names", RenameSchool, "renameSchool"),
    _school("mergers", MergeSchool, "mergeSchool"),
    _school("closure", CloseSchool, "closeSchool"),
    _made("/forms", AddForm, "catalogue.write", "addForm", "/forms/{0}"),
    CommandRoute("PUT", "/forms/{code:str}", ChangeForm, "catalogue.write", "changeForm"),
    _made(
        "/rule-sets", AdoptRules, "catalogue.write", "adoptRules", "/rule-sets/{command.rules.code}"
    ),
    _made("/targets", SetTarget, "targets.write", "setTarget", "/targets/{0}/{1}"),
    CommandRoute(
        "PUT",
        "/targets/{indicator:str}/{year:int}",
        ReviseTarget,
        "targets.write",
        "reviseTarget",
    ),
    _made(
        "/base-counts",
        RecordBaseCount,
        "catalogue.write",
        "recordBaseCount",
        "/base-counts/{0}/{1}/{2}",
    ),
)
"""Everything that can be changed over HTTP."""
