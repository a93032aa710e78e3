"""The year 2020 of the district: 209 invented requests whose results add up to the published table; the plan, not the loading.

205 are received in 2020 (160 by the district and its departments, 45 by townships and streets), four are carried in from 2019,
three are carried on into 2021. Chance is seeded, so that every load is the same.
"""

from dataclasses import dataclass, replace
from datetime import date
from random import Random

from casework.demo import flows, people, texts
from casework.demo.course import Course, Late, Story, WorkingDays
from casework.demo.units import ROOT, UNITS, unit
from casework.services.intake import PartyForm
from workflows.vocabulary import ApplicantCategory

RECEIVED = {1: 16, 2: 8, 3: 18, 4: 21, 5: 20, 6: 22, 7: 21, 8: 19, 9: 8, 10: 17, 11: 19, 12: 16}
"""Requests by the month of receipt; 8 in September 2020 are published, the other months are invented."""
TOGETHER = date(2021, 3, 31)
"""By this day every case of 2020 is closed and filed."""

_OPEN_AT_YEAR_END = 3
_LAST_LONG = date(2020, 10, 20)  # later arrivals take short ways, so that only three are carried on
_ALL_ANSWERED = 9  # its circular found in the middle of October that all had been answered in time
_FIRST_QUICK = date(2020, 11, 27)  # nobody wants to carry a case over the year
_FLOWS = {
    "plain": flows.plain,
    "quick": flows.quick,
    "returned": flows.returned,
    "on_the_spot": flows.on_the_spot,
    "corrected": flows.corrected,
    "lapsed": flows.lapsed,
    "withdrawn": flows.withdrawn,
    "extended": flows.extended,
    "refused": flows.refused,
    "partly": flows.partly,
    "agency": flows.asked_agency,
    "silent_third_party": flows.silent_third_party,
    "silent_co_maker": flows.silent_co_maker,
    "late": flows.late,
}


@dataclass(frozen=True)
class Plan:
    """What becomes of one request. `place` asks for a unit where the result only fits there."""

    outcome: str
    flow: str = ""
    ground: str = ""
    category: ApplicantCategory = ApplicantCategory.natural
    place: str = ""
    same_as: str = ""


# The results that need a way of their own; they arrive between February and August.
SPECIAL: tuple[Plan, ...] = (
    *(Plan("B", "partly", "C4") for _ in range(3)),
    *(Plan("B", "silent_third_party", "C4") for _ in range(3)),
    *(Plan("B", "plain", "C6") for _ in range(3)),
    *(Plan("B", "returned", "D1a") for _ in range(3)),
    Plan("B", "extended", "C5"),
    Plan("B", "extended", "D1a"),
    Plan("C2", "extended", place="tongji"),
    Plan("C4", "refused"),
    Plan("C4", "refused"),
    Plan("C5", "plain"),
    Plan("C8", "agency", place="ziran"),
    Plan("E1", "returned"),
    Plan("E2", "plain", same_as="2020-010"),
    *(Plan("F3a", "withdrawn") for _ in range(3)),
    Plan("F1", "lapsed"),
    Plan("F1", "lapsed"),
    Plan("F3b", "returned"),
    Plan("A2", "silent_co_maker", category=ApplicantCategory.public_welfare),
    Plan("A1", "plain", category=ApplicantCategory.legal_service),
    Plan("A2", "returned", category=ApplicantCategory.legal_service),
    Plan("A2", "corrected", category=ApplicantCategory.other),
)
CARRIED_IN: tuple[tuple[str, date, str, str], ...] = (
    (ROOT, date(2019, 12, 10), "D1b", "extended"),
    (ROOT, date(2019, 12, 23), "A1", "plain"),
    ("zhujian", date(2019, 12, 18), "D1a", "returned"),
    ("lanshanjd", date(2019, 12, 24), "D1a", "plain"),
)
# The other results of natural persons; with SPECIAL and CARRIED_IN they make the published column.
_ORDINARY = {"A1": 23, "A2": 40, "D1a": 56, "D1b": 52}
_LONG_WAYS = ("corrected", "extended", "agency", "late")
_CHANNELS = (
    "mail", "in_person", "online", "mail", "ordinary_mail", "mail", "online", "in_person", "mail",
    "email", "mail", "fax", "in_person", "mail", "oral",
)  # fmt: skip
_DELIVERY = {"online": "online", "email": "email", "in_person": "collect", "oral": "collect"}
_WAITING = ("ordinary_mail", "fax")
_OPINIONS = {"partly": "partial", "silent_third_party": "silent"}


def stories(days: WorkingDays) -> tuple[Story, ...]:
    """Every request of the year, the carried ones first."""
    arrivals = _arrivals(days)
    plans = _plans(len(arrivals))
    places = _places(arrivals, plans)
    made = [_carried_in(days, n) for n in range(len(CARRIED_IN))]
    for n, (on, plan, place) in enumerate(zip(arrivals, plans, places, strict=True)):
        earlier = next((s for s in made if s.key == plan.same_as), None)
        made.append(_story(days, n, on, plan=plan, place=place, earlier=earlier))
    first_open = len(arrivals) - _OPEN_AT_YEAR_END
    for n in range(_OPEN_AT_YEAR_END):
        made[len(CARRIED_IN) + first_open + n] = _over_year_end(
            days, made[len(CARRIED_IN) + first_open + n], n
        )
    return tuple(made)


def _arrivals(days: WorkingDays) -> list[date]:
    """The day of receipt of each request: evenly over the working days of each month."""
    found = []
    for month, count in RECEIVED.items():
        last = date(2020, month, 14) if month == 12 else _month_end(month)
        open_days = days.between(date(2020, month, 1), last)
        plain = count - (_OPEN_AT_YEAR_END if month == 12 else 0)
        found += [open_days[i * len(open_days) // plain] for i in range(plain)]
    return [*found, date(2020, 12, 21), date(2020, 12, 23), date(2020, 12, 25)]


def _month_end(month: int) -> date:
    # Stays clear of the month's last day: a letter confirmed the day after belongs to the same month.
    return date(2020, month, 27)


def _plans(count: int) -> list[Plan]:
    ordinary = [Plan(code) for code, n in _ORDINARY.items() for _ in range(n)]
    Random(2020).shuffle(ordinary)
    plans: list[Plan] = []
    special = list(SPECIAL)
    for n in range(count):
        if special and n >= 20 and n % 4 == 0:
            plans.append(special.pop(0))
        else:
            plans.append(ordinary.pop() if ordinary else Plan(""))
    return plans


def _places(arrivals: list[date], plans: list[Plan]) -> list[str]:
    """The unit of each request: September's at the district itself, the rest by the units' shares."""
    september = [n for n, on in enumerate(arrivals) if on.month == 9]
    shares = {row.code: row.received for row in UNITS}
    shares[ROOT] -= len(september)
    pool = [code for code, share in shares.items() for _ in range(share)]
    Random(2020).shuffle(pool)
    places = [ROOT if n in september else pool.pop() for n in range(len(arrivals))]
    for n, plan in enumerate(plans):
        earlier = places[_number(plan.same_as)] if plan.same_as else ""
        wanted = plan.place or earlier
        if wanted and places[n] != wanted:
            other = next(i for i in _exchangeable(places, plans, september) if places[i] == wanted)
            places[n], places[other] = places[other], places[n]
    return places


def _exchangeable(places: list[str], plans: list[Plan], september: list[int]) -> list[int]:
    """The requests whose unit may change: not September's, and none that another one refers to."""
    kept = {_number(p.same_as) for p in plans if p.same_as} | set(september)
    return [n for n in range(len(places)) if n not in kept and not plans[n].place]


def _number(key: str) -> int:
    return int(key.rpartition("-")[2])


def _story(
    days: WorkingDays, n: int, on: date, *, plan: Plan, place: str, earlier: Story | None
) -> Story:
    flow = plan.flow or _ordinary_flow(n, on, plan)
    channel = _channel(n, on, flow)
    delivery = _DELIVERY.get(channel, "mail")
    item = texts.asked(unit(place), n, year=2020, outcome=plan.outcome)
    topic = texts.topic(unit(place), n, outcome=plan.outcome)
    applicant = _applicant(n, plan)
    if earlier is not None:
        applicant, item, topic = earlier.applicants[0], earlier.items[0], earlier.topic
    course = Course(days, on, delivery)
    if channel in _WAITING:
        flows.confirm(course, n)
    if plan.outcome:
        _FLOWS[flow](course, n, _draft(plan, n, item=item, place=place))
        flows.archive(course, after=25 + n % 20)
    return Story(
        f"2020-{n:03d}", place, (applicant,), (item,), on, channel, delivery, tuple(course.steps), topic
    )  # fmt: skip


def _applicant(n: int, plan: Plan) -> PartyForm:
    if plan.category is ApplicantCategory.natural:
        return people.person(n)
    return people.body(plan.category, n // 4 % 2)


def _draft(plan: Plan, n: int, *, item: str, place: str) -> dict[str, object]:
    if plan.outcome in ("F1", "F3a"):
        return {}
    if plan.same_as:
        return {
            "outcome": plan.outcome,
            "fact_earlier_request_number": Late("number", plan.same_as),
            "fact_earlier_answer_number": Late("answer", plan.same_as),
        }
    matter = texts.Matter(item, unit(place).name, _OPINIONS.get(plan.flow, "refuse"))
    return dict(texts.answer(plan.outcome, n, matter=matter, ground=plan.ground).data())


def _ordinary_flow(n: int, on: date, plan: Plan) -> str:
    if plan.outcome in ("A1", "D1b") and n % 11 == 3:
        return "on_the_spot"
    if on >= _FIRST_QUICK or on.month == _ALL_ANSWERED:
        return "quick"
    if on <= _LAST_LONG and n % 6 == 1:
        return _LONG_WAYS[(n // 6) % (4 if n % 5 == 0 else 3)]
    return "returned" if n % 5 == 2 else "plain"


def _channel(n: int, on: date, flow: str) -> str:
    if flow == "on_the_spot":
        return "in_person"
    return _CHANNELS[n % len(_CHANNELS)]


def _carried_in(days: WorkingDays, n: int) -> Story:
    place, on, outcome, flow = CARRIED_IN[n]
    item = texts.asked(unit(place), n, year=2019)
    course = Course(days, on, "mail")
    _FLOWS[flow](course, n, _draft(Plan(outcome), n, item=item, place=place))
    flows.archive(course)
    steps, topic = tuple(course.steps), texts.topic(unit(place), n)
    return Story(
        f"2019-{n:03d}", place, (people.person(300 + n),), (item,), on, "mail", "mail", steps, topic
    )


def _over_year_end(days: WorkingDays, story: Story, n: int) -> Story:
    """One of the three that are open on 31 December: consulted, corrected, simply late in the year."""
    plan = (Plan("B", "partly", "C4"), Plan("D1b", "corrected"), Plan("A2", "plain"))[n]
    course = Course(days, story.arrived_on, "mail")
    _FLOWS[plan.flow](course, n, _draft(plan, n, item=story.items[0], place=story.unit))
    flows.archive(course, after=15)
    return replace(story, channel="mail", delivery="mail", steps=tuple(course.steps))
