"""Why a step of a figure's publication is refused."""

from __future__ import annotations

from domain.errors import Conflict, Invalid, RuleBroken


class NotCounted(RuleBroken):
    """There is nothing to freeze: no rule set counts this indicator in that scope."""

    code = "figure_not_counted"
    ru = "Показатель не рассчитывается: нет правил или такого значения у учреждения нет."
    en = "The indicator is not counted: there is no rule for it, or a school has no value of it."


class NotTheLatestDraft(Conflict):
    """Another draft was made since."""

    code = "not_the_latest_draft"
    ru = "Последний проект – № {latest}."
    en = "The latest draft is number {latest}."


class DraftDecided(Conflict):
    """The draft was already approved, returned or published."""

    code = "draft_decided"
    ru = "По этому проекту решение уже принято."
    en = "This draft was already decided on."


class DraftNotApproved(Conflict):
    """Only an approved draft is published."""

    code = "draft_not_approved"
    ru = "Публикуется только утверждённый проект."
    en = "Only an approved draft is published."


class PublicationReasonMissing(RuleBroken):
    """The reason is not given; a blank one is none."""

    code = "publication_reason_missing"
    ru = "Укажите причину."
    en = "Give a reason."


class NegativeValue(Invalid):
    """A share cannot be negative."""

    code = "negative_value"
    ru = "Значение не может быть отрицательным."
    en = "The value cannot be negative."


class AlreadyPublished(Conflict):
    """What was published before this system is entered first, and once."""

    code = "already_published"
    ru = "Показатель уже опубликован: исправьте запись или опубликуйте новую версию."
    en = "The figure is already published: correct the entry or publish a new version."


class NotTheLatestVersion(Conflict):
    """Another version was published since."""

    code = "not_the_latest_version"
    ru = "Последняя опубликованная версия – № {latest}."
    en = "The latest published version is number {latest}."


class NeverComputed(Conflict):
    """A figure that was not counted here cannot be restated by what is recorded here."""

    code = "never_computed"
    ru = "Значение введено извне и не пересчитывается."
    en = "The figure was entered from outside and is never computed."


class CauseNamedAlready(Conflict):
    """The fact is among those that restate the version."""

    code = "cause_named_already"
    ru = "Это событие уже названо причиной пересмотра."
    en = "The event is already named as a cause of the restatement."


class NothingRestated(Conflict):
    """Nothing recorded since restates the version, or that was decided on."""

    code = "nothing_restated"
    ru = "Открытого пересмотра этой версии нет."
    en = "There is no open restatement of this version."
