"""``keys rotate-master`` and ``keys rotate-tenant``."""

from __future__ import annotations

from pathlib import Path
from uuid import UUID

import rich_click as click

from adapters.key_rotation import rotate_master, rotate_tenant
from adapters.vault import read_master_key
from service.cli.asking import of_district
from service.cli.installation import Refused, opened
from service.cli.output import Command, Group, as_json, print_json


@click.group(name="keys", cls=Group)
def keys_group() -> None:
    """Замена ключей; ни одно событие при этом не меняется."""


@keys_group.command(name="rotate-master", cls=Command)
@click.option(
    "--new-key-file",
    "path",
    type=click.Path(dir_okay=False, path_type=Path),
    required=True,
    help="Файл нового ключа; если его нет, он будет создан.",
)
@as_json
def rotate_master_command(*, path: Path, json: bool) -> None:
    """Перевести ключи учреждений под новый ключ установки.

    Потом службу запускают с новым ключом: с прежним она больше не запустится.
    """
    with opened() as installation:
        place = installation.place
        try:
            # The file is there before any key is wrapped by what it holds.
            new = read_master_key(path)
        except (OSError, ValueError) as error:
            raise Refused("Файл нового ключа не читается: в нём 64 шестнадцатеричные цифры.") from (
                error
            )
        if new == place.master:
            raise Refused("Новый ключ совпадает с действующим.")
        count = rotate_master(place.keys_owner_url, place.master, new)
    if json:
        print_json({"tenants": count})
    else:
        click.echo(f"Ключей переведено: {count}. Запускайте службу с ключом из файла {path}.")


@keys_group.command(name="rotate-tenant", cls=Command)
@click.option("--school", "code", help="Код учреждения; без него – район и все его учреждения.")
@of_district
@as_json
def rotate_tenant_command(*, code: str | None, district: UUID | None, json: bool) -> None:
    """Заменить ключ учреждения; работающая служба заметит это сама."""
    with opened() as installation:
        whole = installation.district(district)
        tenants = (whole, *installation.institutions(whole))
        if code is not None:
            tenants = (installation.tenant(whole, code),)
        keys, master = installation.application.keys, installation.place.master
        wrapped = sum(rotate_tenant(keys, master, tenant) for tenant in tenants)
    if json:
        print_json({"tenants": len(tenants), "keys": wrapped})
    else:
        click.echo(f"Ключей заменено: {len(tenants)}, переведено под новые: {wrapped}.")
