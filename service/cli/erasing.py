"""``erase``."""

from __future__ import annotations

from typing import get_args
from uuid import UUID, uuid4

import rich_click as click

from domain.erasure import ErasureGround, PersonErased, RequestErasure
from projections.erasures import ErasureFilter, ErasureLine, list_erasures
from projections.query import Cut, Question
from service.access import SYSTEM
from service.cli.asking import of_district
from service.cli.installation import Installation, opened
from service.cli.output import Command, as_json, print_json
from service.erasing import erase
from service.submission import Receipt, Submission


@click.command(name="erase", cls=Command)
@click.argument("person", metavar="КЛЮЧ", type=click.UUID)
@click.option("--school", "code", required=True, help="Код учреждения.")
@click.option(
    "--ground",
    type=click.Choice(get_args(ErasureGround)),
    required=True,
    help="Основание уничтожения.",
)
@of_district
@as_json
def erase_command(
    *, person: UUID, code: str, ground: ErasureGround, district: UUID | None, json: bool
) -> None:
    """Уничтожить персональные данные участника в учреждении, сразу и безвозвратно.

    Прерванное уничтожение повторный запуск доводит до конца.
    """
    with opened() as installation:
        whole = installation.district(district)
        school = installation.school(whole, code).school
        _request(installation, whole, school, person, ground)
        line = _erasure(installation, whole, school, person)
        if line.completed_on is None:
            erase(installation.application, whole, line)
            line = _erasure(installation, whole, school, person)
    if json:
        print_json(line)
    else:
        click.echo(f"Персональные данные уничтожены, акт № {line.act}.")


def _erasure(installation: Installation, district: UUID, school: UUID, person: UUID) -> ErasureLine:
    question = Question(asker=school, district=district, tenants=(school,))
    wanted = ErasureFilter(person=person)
    with installation.application.reading.transaction(question) as reader:
        (line,) = list_erasures(reader, question, wanted, Cut(limit=1)).items
    return line


def _request(
    installation: Installation, district: UUID, school: UUID, person: UUID, ground: ErasureGround
) -> None:
    submission = Submission(
        tenant_id=school,
        district_id=district,
        actor=SYSTEM,
        command_id=uuid4(),
        command=RequestErasure(ground=ground),
        target=person,
    )
    (outcome,) = installation.application.work.execute([submission])
    # Who is being erased already is erased to the end.
    if not isinstance(outcome, Receipt | PersonErased):
        raise outcome
