"""The command line ``nastavnik``: 0 done, 1 refused, 2 usage.

Every command works on the database for real data; ``nastavnik --demo …`` asks the demonstration's.
"""

from __future__ import annotations

import rich_click as click

from service.cli.asking import explain_command, figures_command, history_command
from service.cli.backups import (
    backup_command,
    backup_key_pair_command,
    backup_keys_command,
    destroyed_keys_command,
    restore_command,
)
from service.cli.comparing import diff_command
from service.cli.erasing import erase_command
from service.cli.exporting import export_group
from service.cli.installation import Chosen, settings
from service.cli.keeping import doctor_command, follow_command, rebuild_command
from service.cli.keys import keys_group
from service.cli.output import Group
from service.cli.people import district_group, token_command, user_group
from service.cli.running import demo_command, migrate_command, serve_command
from service.cli.schools import school_group
from service.cli.sealing import seal_command, verify_command


@click.group(name="nastavnik", cls=Group)
@click.option("--demo", is_flag=True, help="Работать с базой демонстрации, а не с рабочей.")
@click.pass_context
def main(context: click.Context, *, demo: bool) -> None:
    """Сопровождение программ наставничества: журнал, реестры, показатели.

    Настройки берутся из переменных NASTAVNIK_…; без них база данных запускается в .nastavnik.
    """
    context.obj = Chosen(settings(), demo)


COMMANDS: tuple[click.Command, ...] = (
    serve_command,
    demo_command,
    migrate_command,
    figures_command,
    explain_command,
    history_command,
    diff_command,
    rebuild_command,
    erase_command,
    follow_command,
    doctor_command,
    backup_command,
    backup_keys_command,
    backup_key_pair_command,
    destroyed_keys_command,
    restore_command,
    keys_group,
    seal_command,
    verify_command,
    export_group,
    district_group,
    school_group,
    user_group,
    token_command,
)

for command in COMMANDS:
    main.add_command(command)
