"""The present year of the demonstration: some seventy invented requests around today, in every state a request can rest in.

Every day is counted in working days back from the last working day up to today, so the picture is the same on any day.
"""

from dataclasses import dataclass
from datetime import date

from casework.demo import flows, live_flows, live_records, people, texts
from casework.demo.course import Course, Proceeding, Story, WorkingDays
from casework.demo.flows import Flow
from casework.demo.units import ROOT, unit
from workflows.vocabulary import ApplicantCategory, RecordKind, ReviewResult


@dataclass(frozen=True)
class Scene:
    """One request: how many working days ago it arrived, the way it takes, and what is answered."""

    back: int
    flow: Flow
    outcome: str = ""
    ground: str = ""
    channel: str = "mail"
    delivery: str = "mail"
    applicants: int = 1
    filed: bool = False
    category: ApplicantCategory = ApplicantCategory.natural
    carried: bool = False  # `back` counts from the last working day of last year


def _due_in(n: int) -> Scene:
    """A running case whose twenty working days end n working days after the last working day."""
    return Scene(20 - n, live_flows.assigned)


def _online(back: int, flow: Flow, outcome: str = "") -> Scene:
    return Scene(back, flow, outcome, channel="online", delivery="online")


def _at_desk(back: int, flow: Flow, outcome: str = "") -> Scene:
    return Scene(back, flow, outcome, channel="in_person", delivery="collect")


WAITING = (
    Scene(0, live_flows.unconfirmed, channel="ordinary_mail"),
    Scene(1, live_flows.unconfirmed, channel="fax"),
    Scene(5, live_flows.unconfirmed_for_days, channel="ordinary_mail"),
    Scene(1, live_flows.taken_back),
    _at_desk(0, live_flows.at_the_desk),
    _online(0, live_flows.at_the_desk),
    Scene(1, live_flows.at_the_desk),
    Scene(3, live_flows.at_the_desk, channel="email", delivery="email"),
    Scene(7, live_flows.at_the_desk),  # the last day to ask for a correction
    Scene(4, live_flows.told),
    Scene(9, live_flows.told_with_proof),
    Scene(23, live_flows.told_with_proof),  # the applicant's period is over: it may be ended today
)
RUNNING = (
    *(_due_in(n) for n in (0, 0, 1, 1, 2, 3, 3, 5, 5, 8, 12)),
    *(_due_in(n) for n in (-1, -4, -9)),  # late
    Scene(18, live_flows.returned_draft, "D1a"),
    Scene(10, live_flows.extended),
    Scene(15, live_flows.extension_asked),
    Scene(11, live_flows.delayed),
    Scene(14, live_flows.paid),
    Scene(6, live_flows.waiting_for("third_party", proved=False)),
    Scene(8, live_flows.waiting_for("third_party", proved=True)),
    Scene(9, live_flows.waiting_for("co_maker", proved=True)),
    Scene(23, live_flows.waiting_for("third_party", proved=True)),  # the silence may be noted
    Scene(12, live_flows.two_consulted),
    Scene(6, live_flows.asked_for_reasons),
    Scene(8, live_flows.asked_to_pay),
    Scene(16, live_flows.asked_to_pay),
)
ANSWERING = (
    Scene(8, live_flows.drafted, "D1a"),
    Scene(13, live_flows.drafted, "B", "C6"),
    Scene(20, live_flows.drafted, "C5"),  # due today and still under review
    _online(9, live_flows.reviewed, "A2"),
    Scene(15, live_flows.opposed, "C4"),
    Scene(19, live_flows.reviewed, "D1b"),
    Scene(11, live_flows.approved, "A1"),
    Scene(18, live_flows.approved, "D2"),
    Scene(12, live_flows.issued, "D1b"),
    Scene(17, live_flows.half_served, "A2", applicants=2),
)
CLOSED = (
    _online(26, flows.plain, "A2"),
    _at_desk(31, flows.on_the_spot, "A1"),
    Scene(37, flows.returned, "D1a"),
    Scene(44, flows.refused, "C4"),
    Scene(52, flows.plain, "E3"),
    Scene(58, flows.corrected, "D1b"),
    Scene(66, flows.extended, "B", "D1a"),
    Scene(70, flows.late, "D1b"),
    Scene(74, live_flows.returned_letter, "C6"),
    Scene(80, flows.plain, "F3b"),
    Scene(33, flows.withdrawn),
    Scene(60, flows.lapsed),
    Scene(64, live_flows.unpaid),
    Scene(90, flows.plain, "A1", filed=True),
    Scene(96, flows.partly, "B", "C4", filed=True),
    Scene(104, flows.plain, "D1a", filed=True, category=ApplicantCategory.business),
    Scene(110, flows.silent_co_maker, "A2", filed=True, category=ApplicantCategory.legal_service),
    Scene(118, flows.plain, "E1", filed=True),
    Scene(126, flows.returned, "D1b", filed=True, category=ApplicantCategory.research),
    Scene(12, live_flows.void),
)
CARRIED = (
    Scene(8, flows.plain, "A2", carried=True, filed=True),
    Scene(12, flows.extended, "D1b", carried=True, filed=True),
    Scene(5, live_flows.told, carried=True),  # nothing has happened since: it rests in 结转
)
REDONE = Scene(95, flows.plain, "D1a")
DISPUTED = (Scene(100, flows.plain, "D1b"), Scene(120, flows.plain, "D1a"))
SCENES = (*WAITING, *RUNNING, *ANSWERING, *CLOSED, *CARRIED, REDONE, *DISPUTED)
_DISPUTED_NOW = (3, 6, 17)  # of CLOSED: long enough answered for what `live_records` tells of them
_PLACES = (ROOT, "zhujian", ROOT, "ziran", ROOT, "lanshanjd", "caizheng", ROOT, "nongye", "liuqing")


def year(days: WorkingDays, today: date) -> tuple[tuple[Story, ...], tuple[Proceeding, ...]]:
    """The requests of the present year, and the reviews of some of them."""
    now = days.last(today)
    turn = days.last(date(today.year - 1, 12, 31))
    made = [_story(days, n, scene, now=now, turn=turn) for n, scene in enumerate(SCENES)]
    redone = len(SCENES) - 1 - len(DISPUTED)
    found = [_corrected(days, made[redone], now=now), *_pending(days, made[redone + 1 :], now)]
    first = len(WAITING) + len(RUNNING) + len(ANSWERING)
    found += live_records.year(days, [made[first + n] for n in _DISPUTED_NOW], now=now)
    return tuple(made), tuple(found)


def _story(days: WorkingDays, n: int, scene: Scene, *, now: date, turn: date) -> Story:
    arrived_on = days.add(turn if scene.carried else now, -scene.back)
    place = _PLACES[n % len(_PLACES)]
    item = texts.asked(unit(place), n + 3, year=arrived_on.year, outcome=scene.outcome)
    matter = texts.Matter(item, unit(place).name, "partial" if scene.ground == "C4" else "refuse")
    course = Course(days, arrived_on, scene.delivery)
    draft = (
        texts.answer(scene.outcome, n, matter=matter, ground=scene.ground).data()
        if scene.outcome
        else {}
    )
    scene.flow(course, n, draft)
    if scene.filed:
        flows.archive(course, after=10)
    applicants = tuple(people.person(400 + n + 150 * i) for i in range(scene.applicants))
    if scene.category is not ApplicantCategory.natural:
        applicants = (people.body(scene.category, 1),)
    # What comes by the portal nobody has sorted yet.
    topic = (
        "" if scene.channel == "online" else texts.topic(unit(place), n + 3, outcome=scene.outcome)
    )
    return Story(
        f"live-{n:03d}",
        place,
        applicants,
        (item,),
        arrived_on,
        scene.channel,
        scene.delivery,
        course.until(now),
        topic,
    )


def _corrected(days: WorkingDays, story: Story, *, now: date) -> Proceeding:
    """A review that overturned the answer four working days ago, and set a day for a new one."""
    accepted, concluded = days.add(now, -50), days.add(now, -4)
    review, corrected = RecordKind.review, ReviewResult.corrected
    return Proceeding(
        "live-fy-0",
        story.key,
        story.unit,
        review,
        accepted,
        {},
        concluded,
        corrected,
        redo_until=days.add(now, 13),
    )


def _pending(days: WorkingDays, stories: list[Story], now: date) -> list[Proceeding]:
    """A review and a lawsuit under way."""
    kinds = (RecordKind.review, RecordKind.lawsuit)
    return [
        Proceeding(f"live-p-{n}", s.key, s.unit, kind, days.add(now, -18 - 20 * n), {})
        for n, (s, kind) in enumerate(zip(stories, kinds, strict=True))
    ]
