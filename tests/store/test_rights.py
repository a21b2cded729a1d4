"""What row security and grants say, read from the catalogue: of every table, also of later ones."""

from __future__ import annotations

from service.bootstrap import APP_ROLE
from tests.plugins.postgres import TestDatabase
from tests.store.catalogue import SCHEMAS, tables
from tests.store.logs import superuser

WITHOUT_TENANT = {"es.installation", "es.seal", "vault.master"}
OF_THE_OWNER = {
    # The functions of the owner read them before any tenant is set.
    "es.tenant": "owner_resolves",
    "access.account": "owner_resolves",
    "access.token": "owner_resolves",
    "fol.rebuild_due": "owner_resolves",
    # The owner wraps all of them under another master key.
    "vault.tenant_key": "owner_rotates",
    # Not even the owner removes what is younger than a year.
    "audit.read": "kept_a_year",
}


def test_every_table_has_a_tenant_or_is_known_to_need_none(database: TestDatabase) -> None:
    with superuser(database.admin_url) as connection:
        assert tables(connection, with_tenant=False) == WITHOUT_TENANT


def test_row_security_is_enabled_and_forced_on_every_table(
    database: TestDatabase, guarded: list[str]
) -> None:
    with superuser(database.admin_url) as connection:
        rows = connection.execute(
            "SELECT oid::regclass::text FROM pg_class"
            " WHERE oid = ANY (%s::regclass[]) AND relrowsecurity AND relforcerowsecurity",
            (guarded,),
        ).fetchall()

    assert sorted(name for (name,) in rows) == guarded


def test_every_table_has_the_four_policies_and_no_other(
    database: TestDatabase, guarded: list[str]
) -> None:
    four = {"tenant_reads", "tenant_inserts", "tenant_updates", "tenant_deletes"}
    with superuser(database.admin_url) as connection:
        rows = connection.execute(
            "SELECT polrelid::regclass::text, array_agg(polname::text) FROM pg_policy GROUP BY 1"
        ).fetchall()

    found = {table: set(names) for table, names in rows}
    expected = {
        table: four | ({OF_THE_OWNER[table]} if table in OF_THE_OWNER else set())
        for table in guarded
    }
    assert found == expected


def test_the_service_may_not_write_the_log(database: TestDatabase, guarded: list[str]) -> None:
    logs = [name for name in guarded if name.startswith("es.")] + ["es.installation"]
    with superuser(database.admin_url) as connection:
        rights = connection.execute(
            "SELECT t, r FROM unnest(%s::text[]) t, unnest(%s::text[]) r"
            " WHERE has_table_privilege(%s, t, r) OR has_any_column_privilege(%s, t, 'UPDATE')",
            (logs, ["INSERT", "UPDATE", "DELETE", "TRUNCATE", "TRIGGER"], APP_ROLE, APP_ROLE),
        ).fetchall()

    assert rights == []


def test_the_service_may_empty_or_own_nothing(database: TestDatabase, guarded: list[str]) -> None:
    with superuser(database.admin_url) as connection:
        rows = connection.execute(
            "SELECT c.oid::regclass::text FROM pg_class c WHERE c.oid = ANY (%s::regclass[])"
            " AND (has_table_privilege(%s, c.oid, 'TRUNCATE')"
            "      OR pg_has_role(%s, c.relowner, 'MEMBER'))",
            (guarded, APP_ROLE, APP_ROLE),
        ).fetchall()

    assert rows == []


def test_the_service_may_run_only_the_functions_it_was_given(database: TestDatabase) -> None:
    with superuser(database.admin_url) as connection:
        rows = connection.execute(
            "SELECT p.oid::regproc::text FROM pg_proc p"
            " WHERE p.pronamespace = ANY (%s::regnamespace[])"
            " AND has_function_privilege(%s, p.oid, 'EXECUTE')",
            (list(SCHEMAS), APP_ROLE),
        ).fetchall()

    assert {name for (name,) in rows} == {
        "es.readable",
        "es.writable",
        "es.open_tenant",
        "es.begin_work",
        "es.streams",
        "es.append",
        "es.append_one",
        "es.share_heads",
        "access.resolve",
        "audit.forget_reads",
    }
