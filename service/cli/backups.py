"""``backup``, ``backup-keys``, ``backup-key-pair``, ``destroyed-keys`` and ``restore``."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import rich_click as click
from rich.console import Console
from rich.progress import Progress

from adapters.recipients import NotForYouError, make_key_pair, read_key
from service.backing_up import back_up, back_up_keys, list_destroyed
from service.cli.installation import Refused, located, opened
from service.cli.output import Command, as_json, print_json
from service.restoring import Copies, NotRestorableError, restore

NewFile = click.Path(dir_okay=False, path_type=Path)
OldFile = click.Path(exists=True, dir_okay=False, path_type=Path)


@click.command(name="backup", cls=Command)
@click.argument("file", type=NewFile)
@as_json
def backup_command(file: Path, *, json: bool) -> None:
    """Записать копию журналов, учётных записей и печатей, без реестров и ключей.

    Персональные данные участников в ней зашифрованы. Ключи копирует backup-keys, отдельно.
    """
    with opened() as installation:
        manifest = back_up(installation.place, file)
    events = sum(head.position for head in manifest.heads)
    if json:
        print_json({"tenants": len(manifest.heads), "events": events})
    else:
        click.echo(f"Копия записана: журналов {len(manifest.heads)}, событий {events}.")


@click.command(name="backup-keys", cls=Command)
@click.argument("file", type=NewFile)
@click.option("--recipient", type=OldFile, required=True, help="Открытый ключ получателя.")
@as_json
def backup_keys_command(file: Path, recipient: Path, *, json: bool) -> None:
    """Записать копию ключей, которую прочтёт только получатель.

    Главного ключа в ней нет: храните его отдельно от обеих копий.
    """
    with opened() as installation:
        manifest = back_up_keys(installation.place, file, _key(recipient))
    keys = sum(table.rows for table in manifest.tables)
    if json:
        print_json({"rows": keys, "destroyed": len(manifest.destroyed)})
    else:
        click.echo(f"Копия ключей записана: строк {keys}.")


@click.command(name="backup-key-pair", cls=Command)
@click.argument("file", type=NewFile)
def backup_key_pair_command(file: Path) -> None:
    """Создать пару ключей для копий: закрытый в FILE, открытый рядом, в FILE.pub."""
    public = file.with_name(file.name + ".pub")
    try:
        make_key_pair(file, public)
    except FileExistsError as error:
        raise Refused("Такой файл уже есть: ключ не заменяется.") from error
    click.echo(f"Закрытый ключ: {file} (храните отдельно), открытый: {public}.")


@click.command(name="destroyed-keys", cls=Command)
@click.argument("file", type=NewFile)
@as_json
def destroyed_keys_command(file: Path, *, json: bool) -> None:
    """Записать список уничтоженных ключей.

    Держите его последнюю запись отдельно: при восстановлении старой копии без него стали бы снова
    читаться данные тех, чьи ключи уничтожены после неё.
    """
    with opened() as installation:
        destroyed = list_destroyed(installation.place, file)
    if json:
        print_json({"destroyed": destroyed})
    else:
        click.echo(f"Уничтоженных ключей: {destroyed}.")


@click.command(name="restore", cls=Command)
@click.argument("file", type=OldFile)
@click.option("--keys", type=OldFile, required=True, help="Копия ключей.")
@click.option("--identity", type=OldFile, required=True, help="Закрытый ключ получателя.")
@click.option(
    "--destroyed", type=OldFile, multiple=True, help="Список уничтоженных ключей новее копии."
)
@click.option(
    "--no-newer-destroyed",
    is_flag=True,
    help="После копии ничьи ключи не уничтожались или список утрачен.",
)
@as_json
def restore_command(  # noqa: PLR0913 - each is an option
    file: Path,
    keys: Path,
    identity: Path,
    destroyed: tuple[Path, ...],
    *,
    no_newer_destroyed: bool,
    json: bool,
) -> None:
    """Восстановить установку из копий в пустую базу данных.

    Ключи, уничтоженные после копии, уничтожаются снова до того, как установка откроется.
    """
    if not destroyed and not no_newer_destroyed:
        raise click.UsageError(
            "Укажите список уничтоженных ключей (--destroyed), сделанный позже копии, или"
            " --no-newer-destroyed, если такого нет: уничтоженное после копии станет читаться."
        )
    with located() as place, _progress(hidden=json) as progress:
        try:
            copies = Copies(logs=file, keys=keys, private=_key(identity), lists=destroyed)
            done = restore(place, copies, progress)
        except NotRestorableError as error:
            raise Refused(str(error)) from error
        except NotForYouError as error:
            raise Refused("Копия ключей сделана для другого получателя или повреждена.") from error
    if json:
        print_json(done)
        return
    click.echo(
        f"Восстановлено: журналов {done.tenants}, событий {done.events},"
        f" уничтожено ключей по спискам {done.destroyed}."
    )
    if not destroyed:
        click.echo("Об уничтоженных после копии ничего не известно: проверьте акты.", err=True)


@contextmanager
def _progress(*, hidden: bool) -> Iterator[Callable[[str, int, int], None]]:
    console = Console(stderr=True)
    with Progress(console=console, disable=hidden or not console.is_terminal) as bar:
        task = bar.add_task("Восстановление")

        def tell(what: str, done: int, of: int) -> None:
            bar.update(task, description=what, completed=done, total=of)

        yield tell


def _key(path: Path) -> bytes:
    try:
        return read_key(path)
    except ValueError as error:
        raise Refused(f"Это не файл ключа: {path}.") from error
