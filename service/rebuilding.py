"""Folding a tenant's registers again from its log, while the others go on."""

from __future__ import annotations

from uuid import UUID

from adapters.postgres.transaction import Transaction
from service.bootstrap import Application


def rebuild(application: Application, tenant: UUID) -> int:
    """Replace the rows of ``tenant`` by the fold of its log; return the number of events read.

    The tenant's head is locked meanwhile, so nothing is appended to it; nobody else waits, and
    readers see the rows of before until the whole is done.
    """
    with application.database.writing(readable=(), writable=(tenant,)) as connection:
        application.log.begin_work(connection, (tenant,), ())
        log = application.log.read(connection, tenant)
        return application.registers.rebuild(Transaction(connection), tenant, log)
