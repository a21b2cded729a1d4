"""What a curator entered, day by day: a plan of submissions with the clock of their time.

Persons are named by stand-ins until the load learns their keys from the receipts: the stand-in is
the id the registration would have made, had the vault not its own.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from random import Random
from uuid import UUID, uuid5
from zoneinfo import ZoneInfo

import msgspec

from domain.aggregate import Command
from service.demo.days import at_desk
from service.submission import Submission, target_of

ZONE = ZoneInfo("Europe/Moscow")
LAST_DAY = date(2024, 12, 31)
BY_DAY = (time(8, 30), timedelta(hours=8))
IN_THE_EVENING = (time(17, 0), timedelta(hours=2))
"""When entries of a day begin, and within which time they are made."""
LATE_DAYS = 30
LATE_REASONS = (
    "записано из бумажного журнала куратора",
    "внесено после болезни куратора по копии приказа",
    "документ передан в учреждение с опозданием",
)


class _Entry(msgspec.Struct, frozen=True):
    day: date
    number: int
    submission: Submission


class Journal:
    """The entries of one tenant, planned in any order and handed out in that of their days.

    ``delayed`` moves days on which this institution fell behind; it must not change their order.
    What a tenant enters in the ``evening`` has a journal of its own.
    """

    def __init__(
        self,
        tenant: UUID,
        district: UUID,
        actor: UUID,
        delayed: Callable[[date], date] = lambda day: day,
        *,
        evening: bool = False,
    ) -> None:
        self.tenant = tenant
        self._name = "demonstration evening" if evening else "demonstration"
        self._hours = IN_THE_EVENING if evening else BY_DAY
        self._district = district
        self._actor = actor
        self._delayed = delayed
        self._entries: list[_Entry] = []

    def enter(
        self,
        day: date,
        command: Command,
        target: UUID | None = None,
        *,
        actor: UUID | None = None,
    ) -> UUID:
        """Plan an entry; return what it is about: ``target``, or the stand-in of something new.

        ``actor`` enters it if not the one who enters everything here.
        """
        number = len(self._entries)
        submission = Submission(
            tenant_id=self.tenant,
            district_id=self._district,
            actor=actor or self._actor,
            command_id=uuid5(self.tenant, f"{self._name} {number}"),
            command=command,
            target=target,
        )
        self._entries.append(_Entry(at_desk(day), number, submission))
        return target_of(submission)

    def version_made(self, target: UUID, kind: type[Command]) -> int:
        """Return which version of its stream the first command of a kind makes.

        Of a thing that one entry opens and every entry about it adds one event to.
        """
        about = sorted(
            (one.day, one.number, one.submission)
            for one in self._entries
            if target_of(one.submission) == target
        )
        return next(nth for nth, (*_, one) in enumerate(about, 1) if isinstance(one.command, kind))

    def submissions(self) -> list[Submission]:
        """Return the entries until the last day in order, each with its moment.

        What was entered late has a reason.
        """
        dice = Random(str(self.tenant))  # noqa: S311 - which of three sentences it is
        ordered = sorted(
            (one for one in self._entries if one.day <= LAST_DAY),
            key=lambda one: (one.day, one.number),
        )
        days = [at_desk(self._delayed(one.day)) for one in ordered]
        per_day = Counter(days)
        nth: Counter[date] = Counter()
        made = []
        for one, day in zip(ordered, days, strict=True):
            moment = self._moment(day, nth[day] / per_day[day])
            nth[day] += 1
            made.append(
                msgspec.structs.replace(
                    one.submission,
                    command=_excused(one.submission.command, day, dice),
                    recorded_at=moment,
                )
            )
        return made

    def _moment(self, day: date, share: float) -> datetime:
        opens, long = self._hours
        return (datetime.combine(day, opens, ZONE) + long * share).astimezone(UTC)


def _excused(command: Command, day: date, dice: Random) -> Command:
    since = command.effective_on
    if since is None or command.reason is not None or (day - since).days <= LATE_DAYS:
        return command
    return msgspec.structs.replace(command, reason=dice.choice(LATE_REASONS))
