"""Questionnaires: versions under one code, items that do not contradict themselves."""

from __future__ import annotations

from datetime import date
from typing import Any

import msgspec
import pytest

from domain.errors import DomainError
from domain.pair import FormUnknown
from domain.questionnaire import (
    QUESTIONNAIRE,
    AdoptQuestionnaire,
    Item,
    ItemContradictsKind,
    ItemTwice,
    OptionsWrong,
    OverallItemMissing,
    OverallItemNotOfTen,
    OverallItemTwice,
    QuestionnaireAdopted,
    ScaleBoundsWrong,
)
from tests.domain.builders import CATALOGUE
from tests.support.given_when_then import given

TODAY = date(2024, 9, 2)
OVERALL = Item(code="overall", kind="scale", text="Всё вместе", minimum=1, maximum=10, overall=True)
GLAD = Item(code="glad", kind="choice", text="Вы рады?", options=("да", "нет"))
WISH = Item(code="wish", kind="open", text="Что изменить?")
FIRST = QuestionnaireAdopted(
    effective_on=TODAY,
    code="mentee_after",
    number=1,
    role="mentee",
    form=None,
    title="Анкета",
    items=(OVERALL, GLAD, WISH),
)


def adopt(*items: Item, **more: Any) -> AdoptQuestionnaire:
    given: dict[str, Any] = {"code": "mentee_after", "role": "mentee", "title": "Анкета", **more}
    return AdoptQuestionnaire(items=items or (OVERALL, GLAD, WISH), **given)


def test_the_first_version_of_a_questionnaire_is_number_one() -> None:
    given().when(adopt(), today=TODAY).then(FIRST)


def test_a_changed_questionnaire_is_the_next_version_and_the_earlier_one_stays() -> None:
    changed = msgspec.structs.replace(FIRST, number=2, items=(OVERALL,), reason="короче")

    given(FIRST).when(adopt(OVERALL, reason="короче"), today=TODAY).then(changed)
    state = QUESTIONNAIRE.fold([FIRST, changed])

    assert state is not None
    assert [len(one.items) for one in state.versions.values()] == [3, 1]


def test_a_questionnaire_may_be_made_for_a_form_of_the_catalogue() -> None:
    given(*CATALOGUE).when(adopt(form="pupil_pupil"), today=TODAY).then(
        msgspec.structs.replace(FIRST, form="pupil_pupil")
    )


def test_a_form_outside_the_catalogue_is_refused() -> None:
    given().when(adopt(form="pupil_pupil"), today=TODAY).then_refused(FormUnknown, pointer="/form")


@pytest.mark.parametrize(
    ("items", "error", "pointer"),
    [
        ((GLAD,), OverallItemMissing, "/items"),
        ((OVERALL, GLAD, GLAD), ItemTwice, "/items/2/code"),
        (
            (OVERALL, msgspec.structs.replace(OVERALL, code="again")),
            OverallItemTwice,
            "/items/1/overall",
        ),
        (
            (msgspec.structs.replace(OVERALL, maximum=5),),
            OverallItemNotOfTen,
            "/items/0/overall",
        ),
        (
            (msgspec.structs.replace(GLAD, overall=True),),
            OverallItemNotOfTen,
            "/items/0/overall",
        ),
        (
            (msgspec.structs.replace(OVERALL, maximum=None),),
            ScaleBoundsWrong,
            "/items/0/minimum",
        ),
        (
            (OVERALL, Item(code="x", kind="scale", text="?", minimum=5, maximum=5)),
            ScaleBoundsWrong,
            "/items/1/minimum",
        ),
        ((msgspec.structs.replace(GLAD, options=("да",)),), OptionsWrong, "/items/0/options"),
        (
            (msgspec.structs.replace(GLAD, options=("да", "нет", "да")),),
            OptionsWrong,
            "/items/0/options",
        ),
        (
            (msgspec.structs.replace(WISH, options=("да", "нет")),),
            ItemContradictsKind,
            "/items/0/kind",
        ),
        ((msgspec.structs.replace(GLAD, minimum=1),), ItemContradictsKind, "/items/0/kind"),
    ],
)
def test_items_that_contradict_themselves_are_refused(
    items: tuple[Item, ...], error: type[DomainError], pointer: str
) -> None:
    given().when(adopt(*items), today=TODAY).then_refused(error, pointer=pointer)


def test_other_scales_have_bounds_of_their_own() -> None:
    yes_to_no = Item(code="safe", kind="scale", text="Безопасно?", minimum=0, maximum=2)

    given().when(adopt(OVERALL, yes_to_no), today=TODAY).then_accepted()
