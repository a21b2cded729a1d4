"""A correction reaches registers, figures and histories; what was known before it stays known."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import msgspec
import pytest

from domain.events import Event, Recorded
from domain.pair import ProposePair, StartPair, StrikePairFact
from domain.participant import EnterBase, LeaveBase, RegisterParticipant, StrikeParticipantFact
from domain.standing import standing_records
from projections.changes import changes_of
from projections.register import Row
from projections.registry import REGISTERS
from service.bootstrap import Application
from service.rebuilding import rebuild
from service.submission import Receipt
from tests.plugins.postgres import TestDatabase
from tests.projections.test_figures import children_of
from tests.projections.test_registers import TABLES, stored
from tests.support.district import FORM, REASON, District

WHY = "опечатка в журнале"
BEFORE = datetime(2020, 12, 31, 12, tzinfo=UTC)


class Corrected:
    """Two schools of a district; in the first, facts that turn out to be wrong."""

    def __init__(self, application: Application) -> None:
        self.district = District(application, clock="2020-12-01")
        self.school, self.other = (self.district.school(code) for code in ("01", "02"))
        for school in (self.school, self.other):
            mentor = self.district.participant(school, "Наставников")
            mentee = self.district.participant(school, f"Ученикова{school}", born=2010)
            self.district.record(EnterBase(role="mentee", reason=REASON), school, mentee)
            self.pair = self.district.pair(school, mentor, [mentee], "2020-10-01", met=False)
            if school == self.school:
                self.mentor, self.mentee, self.wrong = mentor, mentee, self.pair
        self.pair = self.wrong
        self.district.clock = "2021-02-01"

    def start_in_2021(self) -> Receipt:
        """Correct the pair's first day, so that it did not work in 2020."""
        command = StartPair(effective_on=date(2021, 1, 11), corrects=3, reason=WHY)
        return self.district.record(command, self.school, self.pair)


@pytest.fixture
def corrected(application: Application) -> Corrected:
    return Corrected(application)


def rows(
    corrected: Corrected, table: str, row: type[Row], as_of: datetime | None = None
) -> list[Row]:
    question = corrected.district.question(corrected.school, as_of=as_of)
    with corrected.district.application.reading.transaction(question) as reader:
        return reader.rows(
            f"SELECT r.* FROM reg.{table} r WHERE r.tenant_id = ANY (%(tenants)s)"
            f" AND {question.known('r')} ORDER BY r.known_from, r.from_position",
            question.params(),
            row,
        )


def days_of(corrected: Corrected, as_of: datetime | None = None) -> list[str]:
    register = next(one for one in REGISTERS if one.name == "pair")
    return [str(getattr(row, "days")) for row in rows(corrected, "pair", register.row, as_of)]  # noqa: B009


def test_a_corrected_start_is_known_from_the_correction_on(corrected: Corrected) -> None:
    receipt = corrected.start_in_2021()

    assert days_of(corrected) == ["{[2021-01-11,)}"]
    assert days_of(corrected, BEFORE) == ["{[2020-10-01,)}"]
    pair = next(one for one in REGISTERS if one.name == "pair")
    (row,) = rows(corrected, "pair", pair.row)
    assert (getattr(row, "version"), row.from_position) == (4, receipt.last_position)  # noqa: B009
    assert row.known_from == receipt.recorded_at


def test_a_correction_reaches_the_figure_and_leaves_what_was_known(corrected: Corrected) -> None:
    corrected.district.base_count("children_10_19", 2020, 10, day="2021-01-01")
    corrected.start_in_2021()

    now = children_of(corrected.district, 2020)
    then = children_of(corrected.district, 2020, corrected.district.question(as_of=BEFORE))

    assert (now.numerator, then.numerator) == (1, 2)


def test_history_names_what_was_corrected(corrected: Corrected) -> None:
    receipt = corrected.start_in_2021()
    question = corrected.district.question(corrected.school, asker=corrected.school)

    lines = corrected.district.application.reading.history(question, corrected.mentee)

    started = next(line for line in lines if line.topic == "pair.started")
    assert started.corrects is None
    assert lines[-1].position == receipt.last_position
    assert (lines[-1].corrects, lines[-1].struck) == (started.position, False)
    assert lines[-1].text == f"Исправление: Пара начала работу. Основание: {WHY}"
    assert lines[-1].effective_on == date(2021, 1, 11)


def test_a_struck_entry_takes_the_person_out_of_the_base(corrected: Corrected) -> None:
    strike = StrikeParticipantFact(corrects=2, reason=WHY)
    corrected.district.record(strike, corrected.school, corrected.mentee)
    question = corrected.district.question(corrected.school, asker=corrected.school)

    participant = next(one for one in REGISTERS if one.name == "participant")
    known = {
        getattr(row, "person"): row  # noqa: B009
        for row in rows(corrected, "participant", participant.row)
    }
    lines = corrected.district.application.reading.history(question, corrected.mentee)

    row = known[corrected.mentee]
    assert (getattr(row, "mentee_status"), getattr(row, "version")) == (None, 3)  # noqa: B009
    assert lines[-1].struck
    assert lines[-1].text.startswith("Аннулирована запись: Внесён в базу наставляемых")


def test_a_corrected_name_is_found_by_it_now_and_by_the_old_one_then(
    corrected: Corrected,
) -> None:
    command = RegisterParticipant(
        last_name="Правильнова",
        first_name="Участник",
        birth_date=date(2009, 3, 1),
        effective_on=date(2019, 9, 1),
        corrects=1,
        reason=WHY,
    )
    receipt = corrected.district.record(command, corrected.school, corrected.mentee)

    register = next(one for one in REGISTERS if one.name == "participant")
    names = [
        [
            (getattr(row, "last_name"), getattr(row, "birth_year"))  # noqa: B009
            for row in rows(corrected, "participant", register.row, as_of)
            if getattr(row, "person") == corrected.mentee  # noqa: B009
        ]
        for as_of in (None, BEFORE)
    ]
    assert receipt.id == str(corrected.mentee)
    assert names[0] == [("Правильнова", 2009)]
    assert names[1][0][1] == 2010


def test_a_row_of_which_nothing_is_left_ends(corrected: Corrected) -> None:
    # Proposed with the wrong mentee: the membership of that one never was.
    district, school = corrected.district, corrected.school
    right = district.participant(school, "Правильнов", born=2011)
    propose = ProposePair(
        mentor=corrected.mentor,
        mentees=(corrected.mentee,),
        form=FORM,
        effective_on=date(2021, 2, 1),
    )
    pair = UUID(district.record(propose, school).id)
    district.clock = "2021-02-03"
    better = ProposePair(
        mentor=corrected.mentor,
        mentees=(right,),
        form=FORM,
        effective_on=date(2021, 2, 1),
        corrects=1,
        reason=WHY,
    )
    district.record(better, school, pair)

    register = next(one for one in REGISTERS if one.name == "membership")

    def members(as_of: datetime | None) -> set[UUID]:
        return {
            getattr(row, "person")  # noqa: B009
            for row in rows(corrected, "membership", register.row, as_of)
            if getattr(row, "pair") == pair  # noqa: B009
        }

    assert members(None) == {corrected.mentor, right}
    assert members(datetime(2021, 2, 2, tzinfo=UTC)) == {corrected.mentor, corrected.mentee}


def test_corrections_of_corrections_rebuild_to_the_same_bytes(
    corrected: Corrected, application: Application, database: TestDatabase
) -> None:
    district, school = corrected.district, corrected.school
    corrected.start_in_2021()
    again = StartPair(effective_on=date(2020, 11, 2), corrects=4, reason=WHY)
    district.record(again, school, corrected.pair)
    district.record(StrikePairFact(corrects=5, reason=WHY), school, corrected.pair)
    leave = LeaveBase(role="mentee", effective_on=date(2021, 1, 29))
    district.record(leave, school, corrected.mentee)
    sooner = LeaveBase(role="mentee", effective_on=date(2021, 1, 15), corrects=3, reason=WHY)
    district.record(sooner, school, corrected.mentee)
    before = {table: stored(database, table) for table in TABLES}

    for tenant in (school, corrected.other):
        rebuild(application, tenant)

    assert before == {table: stored(database, table) for table in TABLES}
    assert days_of(corrected) == ["{}"]


def test_as_of_every_moment_is_the_fold_of_what_stood_then(
    corrected: Corrected, application: Application
) -> None:
    corrected.start_in_2021()
    corrected.district.clock = "2021-03-01"
    strike = StrikeParticipantFact(corrects=2, reason=WHY)
    corrected.district.record(strike, corrected.school, corrected.mentee)
    with application.database.reading((corrected.school,)) as connection:
        log = [one for batch in application.log.read(connection, corrected.school) for one in batch]

    for moment in sorted({one.recorded_at for one in log}):
        heard = [one for one in log if one.recorded_at <= moment]
        for register in REGISTERS:
            made = register.fold(changes_of(_as_stood(heard)), {})
            expected = _values(row for row in made if row.known_to is None)
            found = _values(rows(corrected, register.name, register.row, moment))
            if register.name in ("participant", "pair", "membership", "consent"):
                assert expected == found, (register.name, moment)


def _as_stood(heard: list[Recorded[Event]]) -> list[Recorded[Event]]:
    """Return the log as if every fact had been told right at once."""
    streams: dict[UUID, list[Recorded[Event]]] = {}
    for one in heard:
        streams.setdefault(one.stream_id, []).append(one)
    return [
        msgspec.structs.replace(one, event=msgspec.structs.replace(one.event, corrects=None))
        for stream in streams.values()
        for one in standing_records(stream)
    ]


def _values(made: Iterable[Row]) -> set[str]:
    """Return rows without what says when and by which version they became known."""
    left_out = {"known_from", "known_to", "from_position", "version"}
    return {
        str(
            [
                (name, str(getattr(row, name)))
                for name in row.__struct_fields__
                if name not in left_out
            ]
        )
        for row in made
    }


def test_a_correction_in_the_same_transaction_sees_what_it_corrects(
    corrected: Corrected,
) -> None:
    district, school = corrected.district, corrected.school
    person = district.participant(school, "Новенький", born=2012)
    today = date(2021, 2, 1)
    enter = district.submission(EnterBase(role="mentee", effective_on=today), school, person)
    undo = district.submission(StrikeParticipantFact(corrects=2), school, person)

    receipts = district.execute([enter, undo])

    assert [one.version for one in receipts] == [2, 3]
    assert receipts[1].recorded_at - receipts[0].recorded_at < timedelta(seconds=1)
    participant = next(one for one in REGISTERS if one.name == "participant")
    (row,) = (
        row
        for row in rows(corrected, "participant", participant.row)
        if getattr(row, "person") == person  # noqa: B009
    )
    assert getattr(row, "mentee_status") is None  # noqa: B009
