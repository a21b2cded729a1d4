"""Carrying out erasures: the act, the keys, the registers, the record that it is done.

Each step may be repeated and leaves the next one to be done, so whoever dies in the middle is
followed by the next round, which begins again: the act that was made first stands, a destroyed key
stays destroyed, registers are folded from the same log, the last command has a derived id.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from threading import Event
from uuid import UUID, uuid5

from adapters.postgres.database import Connection
from adapters.postgres.transaction import Transaction
from domain.erasure import AlreadyErased, CompleteErasure, Kind
from domain.pair import PairEvent
from domain.time import birthday
from projections.erasures import ErasureFilter, ErasureLine, list_erasures
from projections.query import Cut, Question
from projections.terms import NONE_ADOPTED, terms_of
from service.access import SYSTEM
from service.acts import make_act
from service.bootstrap import Application
from service.following import Districts, Followed, Stop
from service.submission import Receipt, Submission

EVERYTHING = Cut(limit=1_000_000)
DESTROYED: tuple[Kind, ...] = ("key", "texts", "link", "registers")


class Erasing:
    """Finishes the erasures that were decided on, and empties the archive in time."""

    def __init__(self, application: Application, districts: Districts) -> None:
        self._application = application
        self._districts = districts
        self._purged: dict[UUID, date] = {}

    def run_once(self, stopped: Event | None = None) -> Followed:
        """Do what is to be done; a person whose erasure fails waits for the next round."""
        done = Followed()
        for district, schools in self._districts().items():
            for one in pending(self._application, district, schools):
                if stopped is not None and stopped.is_set():
                    return done
                try:
                    done.carried_out += erase(self._application, district, one)
                except Exception as error:  # noqa: BLE001 - of one person; the others go on
                    why = type(error).__name__
                    done.failed.append(Stop(tenant=one.school, position=0, why=why))
            question = Question(asker=district, district=district, tenants=())
            today = self._application.reading.today(question)
            if schools and self._purged.get(district) != today:
                self._application.archive.purge(schools, today)
                self._purged[district] = today
        return done


def pending(application: Application, district: UUID, schools: Sequence[UUID]) -> list[ErasureLine]:
    """Return the erasures that were decided on in ``schools`` and are not done."""
    question = Question(asker=district, district=district, tenants=tuple(schools))
    with application.reading.transaction(question) as reader:
        lines = list_erasures(reader, question, ErasureFilter(), EVERYTHING).items
    return [line for line in lines if line.completed_on is None]


def erase(application: Application, district: UUID, erasure: ErasureLine) -> bool:
    """Carry out an erasure; say whether it was this call that recorded it as done.

    Raises whatever the database or the unit of work fails with.
    """
    school, person = erasure.school, erasure.person
    keep_evidence(application, district, erasure)
    last = destroy(application, district, school, person)
    kinds = (*DESTROYED, "identity") if last else DESTROYED
    submission = Submission(
        tenant_id=school,
        district_id=district,
        actor=SYSTEM,
        command_id=uuid5(school, f"erasure/{person}/completed"),
        command=CompleteErasure(act=act_number(erasure), kinds=kinds),
        target=person,
    )
    (outcome,) = application.work.execute([submission])
    if isinstance(outcome, AlreadyErased):
        return False
    if not isinstance(outcome, Receipt):
        raise outcome
    return not outcome.replayed


def act_number(erasure: ErasureLine) -> str:
    """Return the number of the act: one series in each institution and year of decision."""
    return f"{erasure.requested_on.year}-{erasure.person.hex[:12]}"


def keep_evidence(application: Application, district: UUID, erasure: ErasureLine) -> None:
    """Put the act, the extract of the log and the consents into the archive, once."""
    school, person = erasure.school, erasure.person
    question = Question(asker=school, district=district, tenants=(school,), handles=True)
    with application.reading.transaction(question) as reader:
        terms = terms_of(reader, question)
        recorded = application.log.concerning(reader.connection, (school,), person)
        day = terms.day if terms else erasure.requested_on
        facts = (act_number(erasure), day, DESTROYED)
        document = make_act(reader, question, erasure, recorded, facts)
    rules = terms.rules if terms else NONE_ADOPTED
    kept_until = birthday(day, rules.evidence_years)
    application.archive.keep(school, person, document, kept_until)


def destroy(application: Application, district: UUID, school: UUID, person: UUID) -> bool:
    """Destroy keys, link and what registers hold; say whether the person is known to nobody now.

    The logs are held meanwhile, so nothing is appended under a key that is being destroyed.
    """
    vault, log = application.vault, application.log
    tenants = sorted((district, school))
    with application.database.writing(readable=(), writable=tenants) as connection:
        log.begin_work(connection, tenants, ())
        recorded = log.concerning(connection, (school,), person)
        pairs = {one.event.pair for one in recorded if isinstance(one.event, PairEvent)}
        vault.destroy(school, person, *pairs)
        scrub(application, connection, school, person)
        last = vault.unlink(district, school, person)
        if last:
            vault.destroy(district, person)
            scrub(application, connection, district, person)
    return last


def scrub(application: Application, connection: Connection, tenant: UUID, person: UUID) -> None:
    """Fold again every register row fed by a stream that concerns ``person``, its past too."""
    places = application.log.about(connection, ((tenant, person),))
    recorded = application.log.streams(connection, dict.fromkeys(places, 0))
    recorded.sort(key=lambda one: one.position)
    application.registers.refold(Transaction(connection), recorded)
