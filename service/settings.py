"""Settings, read once from the environment."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Annotated

import msgspec

PREFIX = "NASTAVNIK_"


class Settings(msgspec.Struct, frozen=True, kw_only=True):
    """What ``NASTAVNIK_…`` variables say; each field is one of them in lower case.

    Without ``database_url`` PostgreSQL is started in ``data_dir``. ``owner_url`` is needed only
    for migrations. With ``vault_url`` and ``vault_owner_url`` the keys lie in a database of their
    own. The master key is given as 64 hexadecimal digits or in a file. Seals are signed with the
    key in ``seal_key_file`` and written to ``seal_dir``, in ``data_dir`` without these.
    ``read_log_days`` is for how long it is kept who read whose data; it begins with three years,
    in which a claim can be brought (Гражданский кодекс, ст. 196).
    """

    data_dir: str = ".nastavnik"
    database_url: str | None = None
    owner_url: str | None = None
    vault_url: str | None = None
    vault_owner_url: str | None = None
    master_key: str | None = None
    master_key_file: str | None = None
    seal_key_file: str | None = None
    seal_dir: str | None = None
    seal_every_minutes: Annotated[int, msgspec.Meta(ge=1, le=10_000)] = 60
    host: str = "127.0.0.1"
    port: Annotated[int, msgspec.Meta(ge=0, le=65535)] = 8000
    log_level: str = "info"
    read_log_days: Annotated[int, msgspec.Meta(ge=366, le=36_500)] = 1096

    @property
    def directory(self) -> Path:
        """The data directory as an absolute path."""
        return Path(self.data_dir).resolve()

    @property
    def seal_key(self) -> Path:
        """The file of the key that signs seals."""
        return Path(self.seal_key_file or self.directory / "seal.key")


class SettingsError(Exception):
    """A variable holds something it cannot mean; the message names it."""


def read_settings(environment: Mapping[str, str]) -> Settings:
    """Read the settings; raises :class:`SettingsError`."""
    given = {
        name.removeprefix(PREFIX).lower(): value
        for name, value in environment.items()
        if name.startswith(PREFIX) and value
    }
    unknown = given.keys() - set(Settings.__struct_fields__)
    if unknown:
        listed = ", ".join(sorted(PREFIX + name.upper() for name in unknown))
        raise SettingsError(f"unknown settings: {listed}")
    try:
        return msgspec.convert(given, Settings, strict=False)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{error} (settings are read from {PREFIX}… variables)") from None
