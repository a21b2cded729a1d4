"""The catalogue of forms of mentoring: what each form asks of a pair, as data.

Source: the target model names five forms (распоряжение Минпросвещения № Р-145 от 25.12.2019);
regions add their own, so a form is an entry of the district's log and never a constant.
"""

from __future__ import annotations

from datetime import date
from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from domain.aggregate import Aggregate, Command, Decision, Facts, Line
from domain.errors import Conflict, Invalid
from domain.events import Event

PersonKind = Literal["pupil", "student", "teacher", "employee"]
"""Ученик, студент (of a college or university), педагог, работник предприятия."""

FormCode = Annotated[
    str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$(?!\n)")
]


class FormDescribed(Event, frozen=True, kw_only=True):
    """Everything a form is from this day on; ``active``: new pairs may be of this form.

    ``same_institution``: mentor and mentees belong to one institution.
    ``enterprise_required``: the pair names the enterprise that gave the mentor.
    ``labour_agreement_required``: the mentor has agreed to the extra duty (ТК РФ, ст. 351.8).
    ``clearance_required``: the mentor has a clearance to work with children (ТК РФ, ст. 351.1).
    """

    code: str
    title: str
    active: bool
    mentor_kinds: tuple[PersonKind, ...]
    mentee_kinds: tuple[PersonKind, ...]
    same_institution: bool
    enterprise_required: bool
    labour_agreement_required: bool
    clearance_required: bool
    reason: str | None = None


class FormAdded(FormDescribed, frozen=True, kw_only=True):
    """A form stands in the catalogue from this day."""

    TOPIC: ClassVar[str] = "form.added"


class FormChanged(FormDescribed, frozen=True, kw_only=True):
    """All attributes of a form as they are from this day; what they were before stays true."""

    TOPIC: ClassVar[str] = "form.changed"


class Form(msgspec.Struct, frozen=True, kw_only=True):
    """The form as it was last described, on ``described_on``; attributes as in the event."""

    code: str
    title: str
    active: bool
    mentor_kinds: tuple[PersonKind, ...]
    mentee_kinds: tuple[PersonKind, ...]
    same_institution: bool
    enterprise_required: bool
    labour_agreement_required: bool
    clearance_required: bool
    described_on: date


def evolve(_state: Form | None, event: FormDescribed) -> Form:
    """Return the state after ``event``."""
    return Form(
        code=event.code,
        title=event.title,
        active=event.active,
        mentor_kinds=event.mentor_kinds,
        mentee_kinds=event.mentee_kinds,
        same_institution=event.same_institution,
        enterprise_required=event.enterprise_required,
        labour_agreement_required=event.labour_agreement_required,
        clearance_required=event.clearance_required,
        described_on=event.effective_on,
    )


class DescribeForm(Command, frozen=True, kw_only=True):
    """The attributes a form has from a day on."""

    code: Annotated[FormCode, msgspec.Meta(title="Обозначение", examples=["pupil_pupil"])]
    title: Annotated[Line, msgspec.Meta(title="Название", examples=["ученик – ученик"])]
    active: Annotated[bool, msgspec.Meta(title="Применяется")] = True
    mentor_kinds: Annotated[
        tuple[PersonKind, ...], msgspec.Meta(title="Кто может быть наставником", min_length=1)
    ]
    mentee_kinds: Annotated[
        tuple[PersonKind, ...], msgspec.Meta(title="Кто может быть наставляемым", min_length=1)
    ]
    same_institution: Annotated[bool, msgspec.Meta(title="Оба из одного учреждения")] = False
    enterprise_required: Annotated[
        bool, msgspec.Meta(title="Наставника предоставляет предприятие")
    ] = False
    labour_agreement_required: Annotated[
        bool, msgspec.Meta(title="Нужно согласие работника на наставничество (ТК, ст. 351.8)")
    ] = False
    clearance_required: Annotated[
        bool, msgspec.Meta(title="Нужен допуск к работе с детьми (ТК, ст. 351.1)")
    ] = False


class AddForm(DescribeForm, frozen=True, kw_only=True):
    """Add a form to the catalogue."""


class ChangeForm(DescribeForm, frozen=True, kw_only=True):
    """Replace all attributes of a form from a day on."""


class FormAlreadyAdded(Conflict):
    """A form of that code stands in the catalogue."""

    code = "form_already_added"
    ru = "Форма с таким обозначением уже есть в перечне."
    en = "A form of this code is already in the catalogue."


class FormDescribedLater(Invalid):
    """The form was already described as of a later day."""

    code = "form_described_later"
    ru = "Форма уже описана с более позднего дня ({described_on})."
    en = "The form is already described as of a later day ({described_on})."


def add(state: Form | None, command: AddForm, facts: Facts) -> list[Event]:
    """Add a form under a code that is not in use."""
    if state is not None:
        raise FormAlreadyAdded("/code")
    return [FormAdded(**_attributes(command, facts))]


def change(state: Form, command: ChangeForm, facts: Facts) -> list[Event]:
    """Describe a form anew, not earlier than its last description."""
    if (command.effective_on or facts.today) < state.described_on:
        raise FormDescribedLater("/effective_on", described_on=state.described_on)
    return [FormChanged(**_attributes(command, facts))]


def _attributes(command: DescribeForm, facts: Facts) -> dict[str, Any]:
    return {
        **msgspec.structs.asdict(command),
        "effective_on": command.effective_on or facts.today,
    }


def _key(_target: UUID, command: DescribeForm) -> tuple[str]:
    return (command.code,)


FORM = Aggregate(
    name="form",
    events=(FormAdded, FormChanged),
    evolve=evolve,
    key_of=lambda event: (event.code,),
    key=_key,
    decisions=(Decision(AddForm, add, opens=True), Decision(ChangeForm, change)),
)
