"""The one unit of work: lock, load, decide, append, fold, commit; for a list of commands.

Every change takes this path: a request of the API, a row of an import, the demonstration.
Commands that arrive together share a transaction, yet each has its own answer: a refusal of one
touches no other, and each sees what those before it did.
"""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

import msgspec

from adapters.postgres.database import Database
from adapters.postgres.log import Log
from adapters.vault import Vault
from domain.catalogue import decision_of
from domain.district import RegisterDistrict
from domain.publication import DraftFigure
from domain.school import RegisterSchool
from projections.tables import RegisterTables
from service.publishing import Publishing
from service.stream_cache import StreamCache
from service.streams import Streams
from service.submission import Outcome, Submission, target_of
from service.unit import Unit


class Work:
    """Carries out lists of submissions."""

    def __init__(
        self, database: Database, log: Log, vault: Vault, registers: RegisterTables
    ) -> None:
        self._database = database
        self._log = log
        self._vault = vault
        self._registers = registers
        self._publishing = Publishing(database)
        self._cache = StreamCache(vault)

    def execute(self, submissions: Sequence[Submission]) -> list[Outcome]:
        """Carry out ``submissions`` in one transaction, answering each in its place.

        An answer is a receipt or the refusal. If the transaction itself fails, each submission is
        tried alone and the one that cannot be carried out answers with its error.
        """
        try:
            return self._together(submissions)
        except Exception as error:  # noqa: BLE001 - it becomes the answer of the one command
            if len(submissions) == 1:
                return [error]
        return [outcome for one in submissions for outcome in self.execute([one])]

    def _together(self, submissions: Sequence[Submission]) -> list[Outcome]:
        tenants = {one.tenant_id for one in submissions}
        new_schools = {
            target_of(one) for one in submissions if isinstance(one.command, RegisterSchool)
        }
        for district in {
            one.district_id for one in submissions if isinstance(one.command, RegisterDistrict)
        }:
            self._open(district, district)
        for one in submissions:
            if isinstance(one.command, RegisterSchool):
                self._vault.open_tenant(target_of(one))
        submissions = [self._counted(one) for one in submissions]
        with self._database.writing(
            readable={one.district_id for one in submissions} | _looked_into(submissions),
            writable=tenants | new_schools,
        ) as connection:
            unit = Unit(
                self._log,
                self._vault,
                self._registers,
                Streams(self._log, self._cache, connection),
            )
            return unit.carry_out(submissions, sorted(tenants))

    def _counted(self, submission: Submission) -> Submission:
        match submission.command:
            case DraftFigure(corrects=None) as command:
                counted = self._publishing.freeze(submission, command)
                return msgspec.structs.replace(submission, counted=counted)
            case _:
                return submission

    def _open(self, tenant: UUID, district: UUID) -> None:
        self._vault.open_tenant(tenant)
        with self._database.writing(readable=(), writable=(tenant,)) as connection:
            self._log.open_tenant(connection, tenant, district)


def _looked_into(submissions: Sequence[Submission]) -> set[UUID]:
    # That an institution belongs to the district is for the decision to say before it looks.
    found: set[UUID] = set()
    for one in submissions:
        _, decision = decision_of(type(one.command))
        if decision.schools is not None:
            found.update(decision.schools(one.command))
    return found
