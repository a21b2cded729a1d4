"""Why a command is refused: six families, every refusal a class with a code and its words.

The classes themselves stand beside the rules that raise them.
A text never holds personal data: only codes, days, numbers and the public words of the domain.
"""

from __future__ import annotations

from typing import ClassVar


class DomainError(Exception):
    """A refusal.

    ``code`` is the stable machine word, ``ru`` and ``en`` are format strings over ``details``,
    ``pointer`` is a JSON pointer into the command (``"/mentees/0"``), empty for the whole command.
    """

    code: ClassVar[str]
    ru: ClassVar[str]
    en: ClassVar[str]

    def __init__(self, pointer: str = "", **details: object) -> None:
        super().__init__(self.code)
        self.pointer = pointer
        self.details = details

    def text(self, language: str) -> str:
        """Return the refusal in ``"ru"`` or ``"en"``."""
        template = self.ru if language == "ru" else self.en
        return template.format(**self.details)


class NotFound(DomainError):
    """The thing a command or a question names is not there for the asker."""

    code = "not_found"
    ru = "Запись не найдена."
    en = "There is no such record."


class NotAllowed(DomainError):
    """The asker's role may not do this."""

    code = "not_allowed"
    ru = "Ваша роль не позволяет выполнить это действие."
    en = "Your role does not allow this action."


class Invalid(DomainError):
    """A value cannot be true whatever the state is: a bad checksum, an end before its start."""

    code = "invalid"
    ru = "Недопустимое значение."
    en = "The value is not valid."


class RuleBroken(DomainError):
    """The command is well formed, but a rule of the programme forbids it."""


class Gone(DomainError):
    """What is asked about was destroyed."""


class Conflict(DomainError):
    """The record is not in a state in which this can happen."""
