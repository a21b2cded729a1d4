from __future__ import annotations

from datetime import date

import msgspec
import pytest

from domain.errors import NotFound
from domain.form import (
    FORM,
    AddForm,
    ChangeForm,
    FormAdded,
    FormAlreadyAdded,
    FormChanged,
    FormDescribedLater,
)
from tests.support.given_when_then import DISTRICT, given

TODAY = date(2025, 3, 3)
ADDED_ON = date(2020, 3, 16)
ADDED = FormAdded(
    effective_on=ADDED_ON,
    code="teacher_teacher",
    title="учитель – учитель",
    active=True,
    mentor_kinds=("teacher",),
    mentee_kinds=("teacher",),
    same_institution=False,
    enterprise_required=False,
    labour_agreement_required=False,
    clearance_required=False,
)


def test_a_form_is_added_with_its_attributes() -> None:
    given().when(
        AddForm(
            code="teacher_teacher",
            title="учитель – учитель",
            mentor_kinds=("teacher",),
            mentee_kinds=("teacher",),
            effective_on=ADDED_ON,
        ),
        target=DISTRICT,
        today=TODAY,
    ).then(ADDED)


def test_a_form_is_added_only_once() -> None:
    given(ADDED).when(
        AddForm(
            code="teacher_teacher",
            title="педагог – педагог",
            mentor_kinds=("teacher",),
            mentee_kinds=("teacher",),
        ),
        target=DISTRICT,
        today=TODAY,
    ).then_refused(FormAlreadyAdded, pointer="/code")


def change(effective_on: date | None, code: str = "teacher_teacher") -> ChangeForm:
    return ChangeForm(
        code=code,
        title="учитель – учитель",
        mentor_kinds=("teacher",),
        mentee_kinds=("teacher", "student"),
        labour_agreement_required=True,
        effective_on=effective_on,
    )


def test_a_changed_form_is_described_whole() -> None:
    day = date(2025, 3, 1)

    given(ADDED).when(change(day), target=DISTRICT, today=TODAY).then(
        FormChanged(
            effective_on=day,
            code="teacher_teacher",
            title="учитель – учитель",
            active=True,
            mentor_kinds=("teacher",),
            mentee_kinds=("teacher", "student"),
            same_institution=False,
            enterprise_required=False,
            labour_agreement_required=True,
            clearance_required=False,
        )
    )


def test_a_change_does_not_go_behind_the_last_description() -> None:
    given(ADDED).when(change(date(2020, 3, 15)), target=DISTRICT, today=TODAY).then_refused(
        FormDescribedLater, pointer="/effective_on"
    )


def test_a_form_that_was_never_added_cannot_change() -> None:
    given(ADDED).when(
        change(None, code="student_student"), target=DISTRICT, today=TODAY
    ).then_refused(NotFound)


def test_a_form_no_longer_used_stays_in_the_catalogue() -> None:
    retired = msgspec.structs.asdict(ADDED) | {"active": False, "effective_on": TODAY}

    state = FORM.fold([ADDED, FormChanged(**retired)])

    assert state is not None
    assert (state.active, state.described_on, state.title) == (False, TODAY, ADDED.title)


@pytest.mark.parametrize("code", ["Pupil", "ученик", "pupil-pupil", "pupil__pupil", "_pupil", "1a"])
def test_a_code_is_written_in_lower_snake_case(code: str) -> None:
    body = {"code": code, "title": "т", "mentor_kinds": ["pupil"], "mentee_kinds": ["pupil"]}

    with pytest.raises(msgspec.ValidationError, match=r"\$\.code"):
        msgspec.convert(body, AddForm)


def test_a_form_without_kinds_of_people_is_no_form() -> None:
    body = {"code": "pupil_pupil", "title": "т", "mentor_kinds": [], "mentee_kinds": ["pupil"]}

    with pytest.raises(msgspec.ValidationError, match=r"\$\.mentor_kinds"):
        msgspec.convert(body, AddForm)
