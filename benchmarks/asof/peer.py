"""The same registers in Django with django-simple-history: the same rows, versions and times.

Its tables lie in a schema of their own of the same database. What it reads, it reads as its
documentation says: ``Model.history.as_of(moment)`` with filters and an order, a query for each
model. Nothing binds it to a tenant, and nothing is joined into JSON.
"""

from __future__ import annotations

import importlib
from datetime import date, datetime
from typing import Any
from uuid import UUID

import django
from django.conf import settings
from django.db import connection, transaction
from django.db.models import Exists, OuterRef, Q
from psycopg.conninfo import conninfo_to_dict

from benchmarks.asof.loading import District, scoped
from service.bootstrap import Place

SCHEMA = "peer"
OPEN = ("started", "paused")

_KEYS = {
    "participant": "SELECT row_number() OVER () AS id, k.* FROM"
    " (SELECT DISTINCT tenant_id, person FROM reg.participant) AS k",
    "consent": "SELECT row_number() OVER () AS id, k.* FROM"
    " (SELECT DISTINCT tenant_id, person, purpose, number FROM reg.consent) AS k",
    "pair": "SELECT row_number() OVER () AS id, k.* FROM"
    " (SELECT DISTINCT tenant_id, pair FROM reg.pair) AS k",
    "membership": "SELECT row_number() OVER () AS id, k.* FROM"
    " (SELECT DISTINCT tenant_id, pair, person FROM reg.membership) AS k",
}
_FROM = {
    "participant": "JOIN key_participant k USING (tenant_id, person)",
    "consent": "JOIN key_consent k USING (tenant_id, person, purpose, number)"
    " JOIN key_participant p USING (tenant_id, person)",
    "pair": "JOIN key_pair k USING (tenant_id, pair)",
    "membership": "JOIN key_membership k USING (tenant_id, pair, person)"
    " JOIN key_pair x USING (tenant_id, pair) JOIN key_participant p USING (tenant_id, person)",
}
_VALUES = {
    "id": "k.id",
    "school": "r.tenant_id",
    "participant_id": "p.id",
    "in_pair_id": "x.id",
    "joined_on": "lower(r.stays)",
    "left_on": "upper(r.stays)",
}


class Peer:
    """The peer's side; only one of a process, because Django has one configuration."""

    def __init__(self, place: Place, district: District) -> None:
        given = conninfo_to_dict(place.owner_url)
        settings.configure(
            DATABASES={
                "default": {
                    "ENGINE": "django.db.backends.postgresql",
                    "NAME": given["dbname"],
                    "HOST": given["host"],
                    "PORT": str(given.get("port", "")),
                    "USER": given["user"],
                    "PASSWORD": given.get("password", ""),
                    "OPTIONS": {"options": f"-c search_path={SCHEMA}"},
                    "CONN_MAX_AGE": None,
                }
            },
            INSTALLED_APPS=["simple_history", "benchmarks.asof.programme"],
            DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
            USE_TZ=True,
        )
        django.setup()
        self._place = place
        self._district = district
        self._models: Any = importlib.import_module("benchmarks.asof.programme.models")

    @property
    def version(self) -> str:
        """The versions of both libraries."""
        history = importlib.import_module("simple_history")
        return f"Django {django.get_version()}, django-simple-history {history.__version__}"

    def load(self) -> None:
        """Make the peer's tables and copy every row version of ours into them."""
        models = self._models
        tables = (models.Participant, models.Consent, models.Pair, models.Membership)
        with scoped(self._place, self._district.tenants) as ours:
            ours.execute(f"CREATE SCHEMA {SCHEMA}".encode())
            with connection.schema_editor() as editor:
                for model in tables:
                    editor.create_model(model)
                    editor.create_model(model.history.model)
            for table, keys in _KEYS.items():
                ours.execute(f"CREATE TEMPORARY TABLE key_{table} AS {keys}".encode())
                ours.execute(f"ANALYZE key_{table}".encode())
            for model in tables:
                for statement in _copies(model):
                    ours.execute(statement.encode())

    def page(
        self, name: str, *, today: date, limit: int, as_of: datetime | None = None
    ) -> list[UUID]:
        """Read the first page of a register; return the keys of its lines."""
        return (
            self._mentees(as_of, today, limit) if name == "mentees" else self._pairs(as_of, limit)
        )

    def _mentees(self, as_of: datetime | None, today: date, limit: int) -> list[UUID]:
        """Read the first page of the base of mentees, each one's pairs and their mentors."""
        consents = self._models.Consent.objects.filter(
            Q(valid_until__isnull=True) | Q(valid_until__gte=today),
            participant_id=OuterRef("id"),
            purpose="processing",
            to_district=True,
            valid_from__lte=today,
            withdrawn_on__isnull=True,
            invalid=False,
        )
        with transaction.atomic():
            page = list(
                _known(self._models.Participant, as_of)
                .filter(school__in=self._district.tenants, mentee_status__isnull=False)
                .annotate(named=Exists(consents))
                .order_by("-named", "sort_key", "person")[:limit]
            )
            places = list(
                _known(self._models.Membership, as_of).filter(
                    participant_id__in=[one.id for one in page],
                    role="mentee",
                    joined_on__isnull=False,
                )
            )
            pairs = {
                pair.id: pair
                for pair in _known(self._models.Pair, as_of).filter(
                    id__in=[one.in_pair_id for one in places]
                )
            }
            leading = list(
                _known(self._models.Membership, as_of).filter(
                    in_pair_id__in=list(pairs), role="mentor"
                )
            )
            mentors = {
                mentor.id: mentor
                for mentor in _known(self._models.Participant, as_of)
                .filter(id__in=[one.participant_id for one in leading])
                .annotate(named=Exists(consents))
            }
        for one in leading:
            pairs[one.in_pair_id].partner = mentors[one.participant_id]
        for one in page:
            one.pairs = [pairs[p.in_pair_id] for p in places if p.participant_id == one.id]
            one.open_pairs = sum(pair.status in OPEN for pair in one.pairs)
        return [one.person for one in page]

    def _pairs(self, as_of: datetime | None, limit: int) -> list[UUID]:
        """Read the first page of pairs, and who is in them."""
        with transaction.atomic():
            page = list(
                _known(self._models.Pair, as_of)
                .filter(school__in=self._district.tenants)
                .order_by("proposed_on", "pair")[:limit]
            )
            places = list(
                _known(self._models.Membership, as_of).filter(
                    in_pair_id__in=[one.id for one in page], role="mentee"
                )
            )
            people = {
                one.id: one.person
                for one in self._models.Participant.objects.filter(
                    id__in=[one.participant_id for one in places]
                )
            }
        for one in page:
            one.mentees = [
                people[place.participant_id] for place in places if place.in_pair_id == one.id
            ]
        return [one.pair for one in page]

    def close(self) -> None:
        """Close Django's connection."""
        connection.close()


def _known(model: Any, as_of: datetime | None) -> Any:
    return model.objects if as_of is None else model.history.as_of(as_of)


def _copies(model: Any) -> tuple[str, str]:
    table = model._meta.db_table  # noqa: SLF001 - Django's own public way to a model's fields
    columns = [field.column for field in model._meta.concrete_fields]  # noqa: SLF001
    values = ", ".join(_VALUES.get(column, f"r.{column}") for column in columns)
    source = f"FROM reg.{table} r {_FROM[table]}"
    names = ", ".join(f'"{column}"' for column in columns)
    history = model.history.model._meta.db_table  # noqa: SLF001
    current = (
        f"INSERT INTO {SCHEMA}.{table} ({names}) SELECT {values} {source} WHERE r.known_to IS NULL"
    )
    versions = (
        f"INSERT INTO {SCHEMA}.{history} ({names}, history_date, history_type)"
        f" SELECT {values}, r.known_from,"
        f" CASE row_number() OVER (PARTITION BY k.id ORDER BY r.known_from)"
        f" WHEN 1 THEN '+' ELSE '~' END {source}"
    )
    return current, versions
