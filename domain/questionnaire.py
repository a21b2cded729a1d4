"""Анкета: what participants of one role are asked, as data with a version.

One stream per code; a changed questionnaire is a new version, and every survey names the one it
asks by, so that old answers stay readable. Source: the recommendations to the target model know
open and closed questions and ratings, a questionnaire of its own for each form (распоряжение
Минпросвещения № Р-145 от 25.12.2019, приложение; letter МР-42/02). They give no formula for
"удовлетворён", so exactly one item is the overall score from 1 to 10 that the figures read.
"""

from __future__ import annotations

from typing import Annotated, Any, ClassVar, Literal
from uuid import UUID

import msgspec

from domain.aggregate import TEXT, Aggregate, Command, Decision, Facts, Line
from domain.correcting import StrikeFact, strike
from domain.errors import Invalid
from domain.events import Event
from domain.form import FORM, FormCode
from domain.numbering import number_of
from domain.pair import FormUnknown
from domain.rules import Role

ItemKind = Literal["scale", "choice", "open"]
"""A number between two bounds, one of several options, a text."""

Code = Annotated[
    str, msgspec.Meta(min_length=1, max_length=60, pattern=r"^[a-z][a-z0-9]*(_[a-z0-9]+)*$(?!\n)")
]

OVERALL_LEAST, OVERALL_MOST = 1, 10
ITEMS_MAX = 100
OPTIONS_MAX = 50
SCALE_MAX = 100


class Item(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question.

    ``minimum`` and ``maximum`` (both included) belong to a scale, ``options`` to a choice.
    ``overall``: the answer is the overall score.
    """

    code: Annotated[Code, msgspec.Meta(title="Обозначение", examples=["overall"])]
    kind: Annotated[ItemKind, msgspec.Meta(title="Вид вопроса")]
    text: Annotated[str, msgspec.Meta(title="Вопрос", min_length=1, max_length=1000, pattern=TEXT)]
    minimum: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=SCALE_MAX)] | None,
        msgspec.Meta(title="Наименьший балл"),
    ] = None
    maximum: Annotated[
        Annotated[int, msgspec.Meta(ge=0, le=SCALE_MAX)] | None,
        msgspec.Meta(title="Наибольший балл"),
    ] = None
    options: Annotated[
        tuple[Line, ...], msgspec.Meta(title="Варианты ответа", max_length=OPTIONS_MAX)
    ] = ()
    overall: Annotated[bool, msgspec.Meta(title="Общая оценка")] = False


class QuestionnaireAdopted(Event, frozen=True, kw_only=True):
    """A version of the questionnaire may be used; ``number`` is dense per code, from 1.

    ``form``: the form of mentoring it is made for, ``None``: every form.
    """

    TOPIC: ClassVar[str] = "questionnaire.adopted"

    code: str
    number: int
    role: Role
    form: str | None
    title: str
    items: tuple[Item, ...]
    reason: str | None = None


class Version(msgspec.Struct, frozen=True, kw_only=True):
    """One version; fields as in the event."""

    number: int
    role: Role
    form: str | None
    title: str
    items: tuple[Item, ...]

    def item(self, code: str) -> Item | None:
        """Return the item of that code."""
        return next((one for one in self.items if one.code == code), None)


class Questionnaire(msgspec.Struct, frozen=True, kw_only=True):
    """Every version of one questionnaire by its number."""

    code: str
    versions: dict[int, Version]

    @property
    def latest(self) -> int:
        """The number of the version adopted last."""
        return max(self.versions)


def evolve(state: Questionnaire | None, event: QuestionnaireAdopted) -> Questionnaire:
    """Return the state after ``event``."""
    version = Version(
        number=event.number,
        role=event.role,
        form=event.form,
        title=event.title,
        items=event.items,
    )
    versions = {**(state.versions if state else {}), event.number: version}
    return Questionnaire(code=event.code, versions=versions)


class AdoptQuestionnaire(Command, frozen=True, kw_only=True):
    """Adopt a questionnaire; under a code in use, its next version."""

    code: Annotated[Code, msgspec.Meta(title="Обозначение", examples=["mentee_after"])]
    role: Annotated[Role, msgspec.Meta(title="Кого спрашивают")]
    form: Annotated[FormCode | None, msgspec.Meta(title="Форма наставничества; пусто – любая")] = (
        None
    )
    title: Annotated[Line, msgspec.Meta(title="Название", examples=["Анкета наставляемого"])]
    items: Annotated[
        tuple[Item, ...], msgspec.Meta(title="Вопросы", min_length=1, max_length=ITEMS_MAX)
    ]


class StrikeQuestionnaire(StrikeFact, frozen=True, kw_only=True):
    """Say that a version of a questionnaire was never adopted: nothing is asked by it any more."""

    code: Annotated[Code, msgspec.Meta(title="Обозначение", examples=["mentee_after"])]


class ItemTwice(Invalid):
    """Two items have the same code."""

    code = "item_twice"
    ru = "Вопрос с таким обозначением уже есть."
    en = "There is an item of this code already."


class OverallItemMissing(Invalid):
    """No item is the overall score."""

    code = "overall_item_missing"
    ru = "Один из вопросов должен быть общей оценкой."
    en = "One of the items has to be the overall score."


class OverallItemTwice(Invalid):
    """More than one item is the overall score."""

    code = "overall_item_twice"
    ru = "Общей оценкой может быть только один вопрос."
    en = "Only one item can be the overall score."


class OverallItemNotOfTen(Invalid):
    """The overall score is not a scale from 1 to 10."""

    code = "overall_item_not_of_ten"
    ru = "Общая оценка – это шкала от 1 до 10."
    en = "The overall score is a scale from 1 to 10."


class ScaleBoundsWrong(Invalid):
    """A scale lacks a bound, or its lower bound does not lie below the upper one."""

    code = "scale_bounds_wrong"
    ru = "Укажите наименьший и наибольший балл шкалы: первый меньше второго."
    en = "Give the scale's lowest and highest score, the first below the second."


class OptionsWrong(Invalid):
    """A choice has fewer than two options, or one of them twice."""

    code = "options_wrong"
    ru = "Нужны хотя бы два разных варианта ответа, без повторов."
    en = "At least two options are needed, each once."


class ItemContradictsKind(Invalid):
    """The item has bounds without being a scale, or options without being a choice."""

    code = "item_contradicts_kind"
    ru = "Баллы бывают только у шкалы, варианты – только у вопроса с выбором."
    en = "Only a scale has bounds and only a choice has options."


def adopt(_state: Questionnaire | None, command: AdoptQuestionnaire, facts: Facts) -> list[Event]:
    """Adopt the next version: its items do not contradict each other and one is the overall.

    The number of a struck version is not given again: surveys may name it.
    """
    if command.form is not None and facts.find_in_district(FORM, command.form) is None:
        raise FormUnknown("/form")
    _check_items(command.items)
    given = (getattr(one.event, "number", 0) for one in facts.told())
    return [
        QuestionnaireAdopted(
            effective_on=command.effective_on or facts.today,
            code=command.code,
            number=number_of(given, command, facts),
            role=command.role,
            form=command.form,
            title=command.title,
            items=command.items,
            reason=command.reason,
        )
    ]


def _check_items(items: tuple[Item, ...]) -> None:
    codes: set[str] = set()
    overall = False
    for index, item in enumerate(items):
        at = f"/items/{index}"
        if item.code in codes:
            raise ItemTwice(f"{at}/code")
        codes.add(item.code)
        _check_item(item, at)
        if item.overall and overall:
            raise OverallItemTwice(f"{at}/overall")
        overall = overall or item.overall
    if not overall:
        raise OverallItemMissing("/items")


def _check_item(item: Item, at: str) -> None:
    bounded = item.minimum is not None or item.maximum is not None
    if (bounded and item.kind != "scale") or (item.options and item.kind != "choice"):
        raise ItemContradictsKind(f"{at}/kind")
    if item.kind == "scale" and (
        item.minimum is None or item.maximum is None or item.minimum >= item.maximum
    ):
        raise ScaleBoundsWrong(f"{at}/minimum")
    if item.kind == "choice" and (
        len(item.options) < 2 or len(set(item.options)) < len(item.options)
    ):
        raise OptionsWrong(f"{at}/options")
    if item.overall and (item.minimum, item.maximum) != (OVERALL_LEAST, OVERALL_MOST):
        raise OverallItemNotOfTen(f"{at}/overall")


def _key(_target: UUID, command: AdoptQuestionnaire | StrikeQuestionnaire) -> tuple[Any, ...]:
    return (command.code,)


QUESTIONNAIRE = Aggregate(
    name="questionnaire",
    events=(QuestionnaireAdopted,),
    evolve=evolve,
    key_of=lambda event: (event.code,),
    key=_key,
    decisions=(
        Decision(AdoptQuestionnaire, adopt, opens=True),
        Decision(StrikeQuestionnaire, strike),
    ),
)
