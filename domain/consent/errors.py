"""Why a record of a consent is refused."""

from __future__ import annotations

from typing import ClassVar

from domain.errors import Conflict, Invalid, RuleBroken
from domain.rules import Signers


class WrongSigner(RuleBroken):
    """The signature is not the one the signing rule asks for at this age."""

    code = "wrong_signer"
    ru = "Согласие в этом возрасте подписывает {required}."
    en = "At this age the consent is signed by {required}."

    SIGNERS: ClassVar[dict[str, dict[Signers, str]]] = {
        "ru": {
            "self": "сам участник",
            "representative": "законный представитель",
            "both": "сам участник вместе с законным представителем",
        },
        "en": {
            "self": "the participant",
            "representative": "the legal representative",
            "both": "the participant together with the legal representative",
        },
    }

    def __init__(self, pointer: str, *, required: Signers) -> None:
        super().__init__(pointer, required=required)
        self.required = required

    def text(self, language: str) -> str:
        """Return the refusal in ``"ru"`` or ``"en"``, the signer in words."""
        if language == "ru":
            return self.ru.format(required=self.SIGNERS["ru"][self.required])
        return self.en.format(required=self.SIGNERS["en"][self.required])


class RepresentativeMissing(Invalid):
    """A representative signed, but who and by what right is not said."""

    code = "representative_missing"
    ru = "Укажите представителя и кем он приходится."
    en = "Name the representative and the relation."


class SignatureTypeMissing(Invalid):
    """An electronic consent without a named kind of signature."""

    code = "signature_type_missing"
    ru = "Для электронного согласия укажите вид подписи."
    en = "An electronic consent needs a named signature type."


class ConsentEndsBeforeStart(Invalid):
    """The last day lies before the first."""

    code = "consent_ends_before_start"
    ru = "Срок согласия кончается раньше, чем начинается."
    en = "The consent ends before it starts."


class ConsentOver(Conflict):
    """The consent was already withdrawn or found invalid."""

    code = "consent_over"
    ru = "Это согласие уже отозвано или признано недействительным."
    en = "This consent was already withdrawn or found invalid."


class WithdrawnBeforeGiven(Invalid):
    """The withdrawal is dated before the consent."""

    code = "withdrawn_before_given"
    ru = "Отзыв датирован раньше согласия."
    en = "The withdrawal is dated before the consent."


class NothingAsked(Conflict):
    """There is no request for a consent that could be refused."""

    code = "nothing_asked"
    ru = "Согласие для этой цели не запрашивали, или ответ уже записан."
    en = "No consent was asked for, or the answer is recorded already."


class RefusedBeforeAsked(Invalid):
    """The refusal is dated before the request."""

    code = "refused_before_asked"
    ru = "Отказ датирован раньше запроса ({asked_on})."
    en = "The refusal is dated before the request ({asked_on})."


class CheckedBeforeGiven(Invalid):
    """The check is dated before the consent."""

    code = "checked_before_given"
    ru = "Проверка датирована раньше согласия."
    en = "The check is dated before the consent."
