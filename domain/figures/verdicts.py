"""Who counts in an indicator, and why everybody else does not.

A **counted day** is a day of the year, not after the day asked about, on which the pair was in
force, the membership in it too, and the person's own processing consent, given to the pair's
school, as well; the consent only if the rule set requires one. Who has one **took part**.

Every candidate gets exactly one reason, the first that applies. A person:

1. ``pair_not_in_force``: no day of the year on which a pair of theirs was in force;
   ``after_as_of``: there are such days, all after the day asked about;
2. ``birth_year_unknown``, ``birth_years_conflict``, ``outside_age``: only if the rule has ages;
3. only if the rule is about young teachers: ``not_in_position``: on no day in force did a school
   employ them in a position the rule lists; ``experience_unknown``, ``experience_conflict``,
   ``experience_too_long``: judged on the first day in force;
4. ``lives_elsewhere``: on every day in force the school of that day has them as living elsewhere;
5. ``consent_not_in_force``: the consent alone is what is missing, they would pass what stands
   above if none were required and do not as it is, so that the number of these is the number
   left out for the consent condition;
6. only if the rule is about satisfaction: ``no_response``, ``not_satisfied``: they took part;
7. ``counted``.

An enterprise, of which a counted day is one of the mentor's on which the pair names it, the
pair's school has the mentor as employed there, and it operates in the district:

1. ``pair_not_in_force``, ``after_as_of``: as above, of the pairs while they name it;
2. ``own_institution``: it is one of the district's own;
3. ``not_employed``: on none of these days the mentor worked there; ``not_operating``: on none of
   the days left it operated in the district;
4. ``consent_not_in_force``: the mentor's consent alone is what is missing;
5. ``counted``.
"""

from __future__ import annotations

from datetime import date
from typing import Literal
from uuid import UUID

import msgspec

Outcome = Literal["counted", "not_counted"]
Reason = Literal[
    "counted",
    "pair_not_in_force",
    "after_as_of",
    "birth_year_unknown",
    "birth_years_conflict",
    "outside_age",
    "not_in_position",
    "experience_unknown",
    "experience_conflict",
    "experience_too_long",
    "lives_elsewhere",
    "own_institution",
    "not_employed",
    "not_operating",
    "consent_not_in_force",
    "no_response",
    "not_satisfied",
]


class Verdict(msgspec.Struct, frozen=True, kw_only=True):
    """Whether one candidate counts, and why: a ``person`` or else an ``enterprise`` by its code.

    Of who is counted, or took part where the indicator is about satisfaction, ``first_day`` is the
    earliest counted day, ``school`` the school it is assigned to (that of the first day, by
    institution code if several) and ``met`` whether a meeting was held with them in any pair with
    a counted day, for an enterprise with its mentors; for the others all three are ``None``.
    """

    person: UUID | None = None
    enterprise: str | None = None
    outcome: Outcome
    reason: Reason
    first_day: date | None = None
    school: UUID | None = None
    met: bool | None = None
