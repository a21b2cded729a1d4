"""Commands about the district and its catalogue."""

from __future__ import annotations

from domain.aggregate import Command
from domain.base_count import RecordBaseCount, StrikeBaseCount
from domain.district import RenameDistrict
from domain.form import AddForm, ChangeForm
from domain.rules import AdoptRules
from domain.school import CloseSchool, MergeSchool, RecordSchoolInn, RegisterSchool, RenameSchool
from domain.target import ReviseTarget, SetTarget, StrikeTarget
from domain.work_calendar import AdoptCalendar, StrikeCalendar
from service.api.commands.route import CommandRoute, about, made


def _school(tail: str, command: type[Command], operation: str) -> CommandRoute:
    return about("school", tail, command, "schools.write", operation)


COMMANDS: tuple[CommandRoute, ...] = (
    CommandRoute("POST", "/district/names", RenameDistrict, "catalogue.write", "renameDistrict"),
    made("/schools", RegisterSchool, "schools.write", "registerSchool", "/schools/{0}"),
    _school("names", RenameSchool, "renameSchool"),
    _school("mergers", MergeSchool, "mergeSchool"),
    _school("closure", CloseSchool, "closeSchool"),
    _school("inn", RecordSchoolInn, "recordSchoolInn"),
    made("/forms", AddForm, "catalogue.write", "addForm", "/forms/{0}"),
    CommandRoute("PUT", "/forms/{code:str}", ChangeForm, "catalogue.write", "changeForm"),
    made(
        "/rule-sets", AdoptRules, "catalogue.write", "adoptRules", "/rule-sets/{command.rules.code}"
    ),
    made("/targets", SetTarget, "targets.write", "setTarget", "/targets/{0}/{1}"),
    CommandRoute(
        "PUT",
        "/targets/{indicator:str}/{year:int}",
        ReviseTarget,
        "targets.write",
        "reviseTarget",
    ),
    CommandRoute(
        "POST",
        "/targets/{indicator:str}/{year:int}/struck-facts",
        StrikeTarget,
        "targets.write",
        "strikeTarget",
    ),
    made(
        "/base-counts",
        RecordBaseCount,
        "catalogue.write",
        "recordBaseCount",
        "/base-counts/{0}/{1}/{2}",
    ),
    CommandRoute(
        "POST", "/struck-base-counts", StrikeBaseCount, "catalogue.write", "strikeBaseCount"
    ),
    made("/calendars", AdoptCalendar, "catalogue.write", "adoptCalendar", "/calendars/{0}"),
    CommandRoute(
        "POST",
        "/calendars/{year:int}/struck-facts",
        StrikeCalendar,
        "catalogue.write",
        "strikeCalendar",
    ),
)
