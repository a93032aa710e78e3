"""A forecast in words: what would change, before and after, for the form of an act and for the page of suppositions."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass

from casework.errors import CaseworkError
from casework.services.forecasts import Forecast, LinkedCase, OldPaper, OpenedCase, Standing
from casework.services.trying import Supposed
from casework.web.clock_words import OWN_TERM
from casework.web.filters import long_day
from workflows.action import Refusal
from workflows.outcomes import OUTCOMES
from workflows.timer import Timer
from workflows.vocabulary import ApplicantCategory

Try = Callable[[Sequence[Supposed]], Forecast]
"""Tries acts on the case of the page; raises what performing them would raise for a faulty field."""


@dataclass(frozen=True)
class Change:
    """One thing that would move."""

    what: str
    before: str
    after: str


@dataclass(frozen=True)
class Beside:
    """What would follow on the linked case; `record_id` leads there."""

    record_id: int
    number: str
    told: "Preview"


@dataclass(frozen=True)
class NewCase:
    """A case that would be opened: what holds of it, what is asked in it, its papers."""

    facts: tuple[tuple[str, str], ...]
    items: tuple[str, ...]
    papers: tuple[str, ...]


@dataclass(frozen=True)
class Preview:
    """Everything that would follow; `message` is the sentence why it cannot be tried at all."""

    changes: tuple[Change, ...] = ()
    warnings: tuple[str, ...] = ()
    refused: str = ""
    refusals: tuple[Refusal, ...] = ()
    papers: tuple[str, ...] = ()
    outdated: tuple[str, ...] = ()
    restored: tuple[str, ...] = ()
    message: str = ""
    linked: Beside | None = None
    opened: tuple[NewCase, ...] = ()


def preview(try_out: Try, acts: Sequence[Supposed]) -> Preview:
    """The acts tried and told; a faulty field becomes the sentence that performing would say."""
    try:
        return told(try_out(acts))
    except CaseworkError as error:
        return Preview(message=error.message)


def told(forecast: Forecast) -> Preview:
    """A forecast in words; what stays is left out."""
    before, after = dict(_described(forecast.before)), dict(_described(forecast.after))
    keys = dict.fromkeys((*before, *after))
    pairs = ((key, before.get(key, _GONE), after.get(key, _GONE)) for key in keys)
    return Preview(
        changes=tuple(Change(*pair) for pair in pairs if pair[1] != pair[2]),
        warnings=forecast.warnings,
        refused=forecast.refused,
        refusals=forecast.refusals,
        papers=forecast.papers,
        outdated=tuple(map(_titled, forecast.outdated)),
        restored=tuple(map(_titled, forecast.restored)),
        linked=_beside(forecast.linked),
        opened=tuple(map(_new_case, forecast.opened)),
    )


def _beside(linked: LinkedCase | None) -> Beside | None:
    if linked is None:
        return None
    return Beside(linked.record_id, linked.number or "未编号的案件", told(linked.forecast))


def _new_case(opened: OpenedCase) -> NewCase:
    described = dict(_described(opened.standing))
    facts = tuple((key, described[key]) for key in _NEW if key in described)
    return NewCase(facts, opened.items, opened.papers)


_NEW = ("状态", "收到申请之日", "期限起算", "答复期限")


_GONE = "无"


def _described(standing: Standing) -> Iterator[tuple[str, str]]:
    facts, clock = standing.situation.facts, standing.situation.clock
    yield "状态", standing.state_label
    yield "收到申请之日", long_day(facts.day("received_on")) or "未定"
    yield "期限起算", long_day(clock.started_on) or "未起算"
    yield "答复期限", long_day(clock.due_on or clock.last_due_on) or "不在计算"
    for day in standing.days:
        if day.key != "statutory" or day.safe:
            yield f"{day.label}（稳妥）" if day.safe else day.label, long_day(day.on)
    yield "延长", f"{clock.extension_days} 个工作日"
    yield "扣除", f"{clock.excluded_days} 个工作日"
    yield from _timers(standing.timers)
    yield "办结日期", long_day(facts.closed_on) or "未办结"
    yield "办理结果", _outcome(standing)
    yield from _counted(standing)


def _outcome(standing: Standing) -> str:
    """The result in the words of the law; that of a review or a lawsuit is a choice of its act."""
    outcome = standing.situation.facts.outcome
    if known := OUTCOMES.get(outcome):
        return f"{known.code} {known.label}"
    fields = (field for action in standing.workflow.actions for field in action.fields)
    labels = {choice.value: choice.label for field in fields for choice in field.choices}
    return labels.get(outcome, outcome) or _GONE


def _timers(timers: Iterable[Timer]) -> Iterator[tuple[str, str]]:
    """Every running term beside the answer's own."""
    found: dict[str, list[str]] = {}
    for timer in timers:
        if timer.key not in OWN_TERM:
            name = f"{timer.label}（{timer.whose.label}，{timer.basis}）"
            found.setdefault(name, []).append(long_day(timer.ends_on))
    return ((name, "、".join(days)) for name, days in found.items())


def _counted(standing: Standing) -> Iterator[tuple[str, str]]:
    """The rows of each year's table in which the case counts."""
    years: Mapping[int, list[str]] = {cell.year: [] for cell in standing.cells}
    for cell in standing.cells:
        category = ApplicantCategory(cell.category).label if cell.category else ""
        years[cell.year].append(f"{cell.label}（{category}）" if category else cell.label)
    return ((f"{year}年年报", "；".join(labels)) for year, labels in years.items())


def _titled(paper: OldPaper) -> str:
    return f"《{paper.title}》{paper.number}"
