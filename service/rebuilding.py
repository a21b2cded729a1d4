"""Registers and their logs: folding them again, and finding where they have drifted apart."""

from __future__ import annotations

from uuid import UUID

from adapters.postgres.checkpoints import rebuilt
from adapters.postgres.transaction import Transaction
from projections.drift import Drift, find_drift
from projections.registry import REGISTERS
from service.bootstrap import Application


def rebuild(application: Application, tenant: UUID) -> int:
    """Replace the rows of ``tenant`` by the fold of its log; return the number of events read.

    The tenant's head is locked meanwhile, so nothing is appended to it; nobody else waits, and
    readers see the rows of before until the whole is done.
    """
    with application.database.writing(readable=(), writable=(tenant,)) as connection:
        application.log.begin_work(connection, (tenant,), ())
        log = application.log.read(connection, tenant)
        rebuilt(connection, tenant)
        return application.registers.rebuild(Transaction(connection), tenant, log)


def drift(application: Application, tenant: UUID) -> list[Drift]:
    """Return every row version of ``tenant`` that its log tells otherwise; nobody waits for it."""
    with application.database.reading((tenant,), snapshot=True) as connection:
        log = [one for batch in application.log.read(connection, tenant) for one in batch]
        return find_drift(Transaction(connection), REGISTERS, tenant, log)
