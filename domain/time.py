"""Days: the calendar on which facts are true.

Everything a user dates is a whole day in the district's time zone.
Periods given by users include both ends; inside a :class:`DaySet` spans are half-open, as
PostgreSQL's ``datemultirange`` writes them, so that both compute the same thing.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

ONE_DAY = timedelta(days=1)

Span = tuple[date, date | None]
"""First day inside and first day after; ``None`` as the second means "still going on"."""


class DaySet:
    """An immutable set of days: sorted spans that neither overlap nor touch.

    Its text form is that of ``datemultirange``: ``{[2020-10-01,2021-07-01),[2021-09-01,)}``.
    """

    __slots__ = ("spans",)

    spans: tuple[Span, ...]

    def __init__(self, spans: Iterable[Span] = ()) -> None:
        merged: list[Span] = []
        for start, end in sorted(spans, key=lambda span: span[0]):
            if end is not None and end <= start:
                continue
            if merged:
                last_start, last_end = merged[-1]
                if last_end is None:
                    break
                if start <= last_end:
                    merged[-1] = (last_start, None if end is None else max(end, last_end))
                    continue
            merged.append((start, end))
        self.spans = tuple(merged)

    @classmethod
    def between(cls, first: date, last: date | None = None) -> DaySet:
        """Return the days from ``first`` to ``last``, both included; no ``last``: without end.

        People write the calendar's last day, 31.12.9999, to mean the same.
        """
        return cls([(first, None if last in (None, date.max) else last + ONE_DAY)])

    @classmethod
    def of_year(cls, year: int) -> DaySet:
        """Return the days of a calendar year."""
        return cls.between(date(year, 1, 1), date(year, 12, 31))

    @classmethod
    def parse(cls, text: str) -> DaySet:
        """Read the text form of a ``datemultirange``.

        Raises ``ValueError`` for anything PostgreSQL would not write itself.
        """
        inner = text.strip()
        if not (inner.startswith("{") and inner.endswith("}")):
            raise ValueError("not a set of days")
        parts = inner[1:-1].replace("),[", ")|[").split("|") if len(inner) > len("{}") else []
        spans: list[Span] = []
        for part in parts:
            first, _, last = part[1:-1].partition(",")
            spans.append((date.fromisoformat(first), date.fromisoformat(last) if last else None))
        days = cls(spans)
        if str(days) != inner:
            raise ValueError("not a set of days as it is written")
        return days

    def __str__(self) -> str:
        return "{" + ",".join(f"[{start},{end or ''})" for start, end in self.spans) + "}"

    def __repr__(self) -> str:
        return f"DaySet({self})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, DaySet) and self.spans == other.spans

    def __hash__(self) -> int:
        return hash(self.spans)

    def __bool__(self) -> bool:
        return bool(self.spans)

    def __iter__(self) -> Iterator[Span]:
        return iter(self.spans)

    def __contains__(self, day: date) -> bool:
        return any(start <= day and (end is None or day < end) for start, end in self.spans)

    def __or__(self, other: DaySet) -> DaySet:
        return DaySet((*self.spans, *other.spans))

    def __and__(self, other: DaySet) -> DaySet:
        return DaySet(
            (max(start, other_start), _earlier(end, other_end))
            for start, end in self.spans
            for other_start, other_end in other.spans
            if (end is None or other_start < end) and (other_end is None or start < other_end)
        )

    def __sub__(self, other: DaySet) -> DaySet:
        return self & other.complement()

    def complement(self) -> DaySet:
        """Return every day of the calendar that is not in this set."""
        gaps: list[Span] = []
        start = date.min
        for span_start, span_end in self.spans:
            gaps.append((start, span_start))
            if span_end is None:
                return DaySet(gaps)
            start = span_end
        gaps.append((start, None))
        return DaySet(gaps)

    @property
    def first(self) -> date | None:
        """The earliest day, ``None`` for an empty set."""
        return self.spans[0][0] if self.spans else None


NO_DAYS = DaySet()


def _earlier(one: date | None, other: date | None) -> date | None:
    if one is None or other is None:
        return other if one is None else one
    return min(one, other)


def end_of_day(day: date, zone: ZoneInfo) -> datetime:
    """Return the last microsecond of ``day`` in ``zone``: what a bare date means as ``as_of``."""
    return datetime.combine(day + ONE_DAY, time.min, zone) - timedelta(microseconds=1)


def age_on(birth_date: date, day: date) -> int:
    """Return completed years of age on ``day``."""
    before_birthday = (day.month, day.day) < (birth_date.month, birth_date.day)
    return day.year - birth_date.year - before_birthday


def birthday(birth_date: date, age: int) -> date:
    """Return the day on which ``age`` is completed; born on 29 February: 1 March where it lacks."""
    year = birth_date.year + age
    try:
        return birth_date.replace(year=year)
    except ValueError:
        return date(year, 3, 1)
