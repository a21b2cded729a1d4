"""Words in which the tests tell what schools recorded, and the questions they ask."""

from datetime import UTC, date, datetime
from decimal import Decimal
from functools import partial
from typing import Any
from uuid import NAMESPACE_OID, UUID, uuid5

from domain.figures import (
    CountingFacts,
    DaysByCode,
    Denominator,
    Enterprise,
    Figure,
    PaperTotal,
    Participation,
    PersonInSchool,
    Question,
    Response,
    Scope,
    Verdict,
    figure,
    judge,
    tally,
)
from domain.rules import (
    IndicatorRule,
    Role,
    RuleSet,
    SatisfactionRule,
    YoungTeacherRule,
)
from domain.survey import Phase
from domain.time import NO_DAYS, DaySet

Days = tuple[str, str | None]
"""First and last day, both included; without a last day: still going on."""

CHILDREN = IndicatorRule(
    indicator="children_mentored",
    role="mentee",
    ages=(10, 19),
    base_count="children_10_19",
    resident=True,
)
TEENS = IndicatorRule(
    indicator="teen_mentors",
    role="mentor",
    ages=(15, 19),
    base_count="teens_15_19",
    resident=True,
)
TEACHERS = IndicatorRule(
    indicator="young_teachers_mentored",
    role="mentee",
    base_count="young_teachers",
    young=YoungTeacherRule(),
)
ENTERPRISES = IndicatorRule(
    indicator="enterprises_mentoring",
    role="mentor",
    counts="enterprises",
    base_count="enterprises",
)
MENTEES_SATISFIED = IndicatorRule(
    indicator="mentee_satisfaction", role="mentee", satisfied=SatisfactionRule()
)
MENTORS_SATISFIED = IndicatorRule(
    indicator="mentor_satisfaction", role="mentor", satisfied=SatisfactionRule()
)
RULES = RuleSet(
    code="order-119-od/1",
    indicators=(
        CHILDREN,
        TEENS,
        TEACHERS,
        ENTERPRISES,
        MENTEES_SATISFIED,
        MENTORS_SATISFIED,
    ),
)
RULES_WITHOUT_CONSENT = RuleSet(
    code="without-consent/1", indicators=RULES.indicators, consent_required=False
)
ALWAYS: tuple[Days, ...] = (("1900-01-01", None),)
SCHOOL_YEAR: Days = ("2020-10-01", "2021-06-30")


def days(*spans: Days) -> DaySet:
    together = NO_DAYS
    for first, last in spans:
        together |= DaySet.between(
            date.fromisoformat(first), date.fromisoformat(last) if last else None
        )
    return together


def person(name: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"person {name}")


def school(code: str) -> UUID:
    return uuid5(NAMESPACE_OID, f"school {code}")


def participant(
    name: str,
    *,
    role: Role = "mentee",
    born: int | None = 2008,
    known: int | None = None,
    at: str = "01",
    pair: Days = SCHOOL_YEAR,
    pair_name: str = "",
    paused: tuple[Days, ...] = (),
    annulled: bool = False,
    met: bool = True,
    away: tuple[Days, ...] = (),
    consent: tuple[Days, ...] = ALWAYS,
    named: DaysByCode = (),
    positions: DaysByCode = (),
    experience: str | None = None,
    works: DaysByCode = (),
) -> CountingFacts:
    """One person in one pair; valid in everything that is not said."""
    term = days(pair)
    return CountingFacts(
        participations=(
            Participation(
                school=school(at),
                school_code=at,
                person=person(name),
                role=role,
                pair=uuid5(NAMESPACE_OID, f"pair {at} {pair_name or name}"),
                term=term,
                in_force=NO_DAYS if annulled else term - days(*paused),
                met=met,
                enterprise_days=named,
            ),
        ),
        people=(
            PersonInSchool(
                school=school(at),
                person=person(name),
                birth_year=born,
                known_birth_year=known,
                away_days=days(*away),
                consent_days=days(*consent),
                position_days=positions,
                experience_from=date.fromisoformat(experience) if experience else None,
                enterprise_days=works,
            ),
        ),
    )


mentee = partial(participant, role="mentee")
mentor = partial(participant, role="mentor")


def teacher(
    name: str, since: str | None, *, job: Days = ("1900-01-01", None), **said: Any
) -> CountingFacts:
    """A mentee who works as a teacher, with experience from a day."""
    valid: dict[str, Any] = {"born": 1990, "positions": (("teacher", days(job)),)}
    return mentee(name, experience=since, **valid | said)


def employee(
    name: str,
    code: str,
    *,
    works: tuple[Days, ...] = ALWAYS,
    named: tuple[Days, ...] = ALWAYS,
    **said: Any,
) -> CountingFacts:
    """A mentor who works at an enterprise that the pair names."""
    given = ((code, days(*named)),)
    return mentor(name, named=given, works=((code, days(*works)),), **{"born": 1980} | said)


def in_district(code: str, *spans: Days) -> CountingFacts:
    """An enterprise that operates in the district, always if no days are said."""
    operating = Enterprise(code=code, operating_days=days(*spans or ALWAYS))
    return CountingFacts(participations=(), people=(), enterprises=(operating,))


def own(*inns: str) -> CountingFacts:
    """The INNs of the district's institutions."""
    return CountingFacts(participations=(), people=(), own_inns=frozenset(inns))


def answer(
    name: str | None,
    overall: int,
    day: str,
    *,
    phase: Phase = "after",
    role: Role = "mentee",
    at: str = "01",
    year: int = 2021,
    recorded: str | None = None,
) -> CountingFacts:
    """An answer to a survey, recorded at midnight of its day if not said; ``None``: anonymous."""
    moment = datetime.fromisoformat(recorded or day).replace(tzinfo=UTC)
    given = Response(
        school=school(at),
        person=person(name) if name else None,
        role=role,
        year=year,
        phase=phase,
        answered_on=date.fromisoformat(day),
        recorded_at=moment,
        overall=overall,
    )
    return CountingFacts(participations=(), people=(), responses=(given,))


def paper(
    respondents: int, satisfied: int, *, role: Role = "mentee", year: int = 2021, at: str = "01"
) -> CountingFacts:
    """A survey one school counted on paper."""
    total = PaperTotal(
        school=school(at), role=role, year=year, respondents=respondents, satisfied=satisfied
    )
    return CountingFacts(participations=(), people=(), paper_totals=(total,))


def together(*parts: CountingFacts) -> CountingFacts:
    """Put what was recorded together; a person has one record per school."""
    people = tuple({record: None for part in parts for record in part.people})
    if len({(record.school, record.person) for record in people}) != len(people):
        raise ValueError("two records of one person in one school")
    return CountingFacts(
        participations=tuple(place for part in parts for place in part.participations),
        people=people,
        responses=tuple(answer for part in parts for answer in part.responses),
        paper_totals=tuple(total for part in parts for total in part.paper_totals),
        enterprises=tuple(one for part in parts for one in part.enterprises),
        own_inns=frozenset[str]().union(*(part.own_inns for part in parts)),
    )


def verdicts(
    facts: CountingFacts,
    year: int,
    rule: IndicatorRule = CHILDREN,
    *,
    as_of: str = "2026-12-31",
    rules: RuleSet = RULES,
) -> dict[UUID, Verdict]:
    question = Question(rules=rules, rule=rule, year=year, as_of_day=date.fromisoformat(as_of))
    found = judge(facts, question)
    return {verdict.person: verdict for verdict in found if verdict.person is not None}


def enterprise_verdicts(
    facts: CountingFacts, year: int, *, as_of: str = "2026-12-31", rules: RuleSet = RULES
) -> dict[str, Verdict]:
    as_of_day = date.fromisoformat(as_of)
    question = Question(rules=rules, rule=ENTERPRISES, year=year, as_of_day=as_of_day)
    found = judge(facts, question)
    assert all(verdict.person is None for verdict in found)
    return {verdict.enterprise: verdict for verdict in found if verdict.enterprise is not None}


def reason(facts: CountingFacts, year: int, name: str = "p", **asked: Any) -> str:
    """Return why ``name`` counts or does not."""
    return verdicts(facts, year, **asked)[person(name)].reason


def counted(facts: CountingFacts, year: int, **asked: Any) -> set[UUID]:
    found = verdicts(facts, year, **asked)
    return {key for key, verdict in found.items() if verdict.outcome == "counted"}


def figure_of(
    facts: CountingFacts,
    year: int,
    rule: IndicatorRule = CHILDREN,
    *,
    d: int | None = None,
    on: str | None = None,
    target: str | None = None,
    as_of: str = "2026-12-31",
    rules: RuleSet = RULES,
    scope: Scope = "district",
) -> Figure:
    """Count; ``d`` is the base count, ``on`` its statistic's day (31 December if not said)."""
    question = Question(rules=rules, rule=rule, year=year, as_of_day=date.fromisoformat(as_of))
    counted_on = date.fromisoformat(on) if on else date(year, 12, 31)
    base = None if d is None else Denominator(value=d, counted_on=counted_on, source="statistics")
    return figure(
        question,
        tally(judge(facts, question), facts, question),
        base,
        None if target is None else Decimal(target),
        scope,
    )
