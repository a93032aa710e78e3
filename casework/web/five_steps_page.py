"""The five questions 补不补, 该不该, 有没有, 给不给, 当不当 on one case: answers stand in the address, nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.models.record import RequestItem
from casework.queries.case_page import CaseView
from casework.web.blueprint import web
from casework.web.cases import case_view_of
from casework.web.draft_view import Clause, clause
from casework.web.five_steps_course import ONE, Course, course_of
from workflows import drafts
from workflows.action import Action, Refusal
from workflows.five_steps import Ending, FiveStep, Walk, way_to
from workflows.item_results import wholes
from workflows.items import moved_items
from workflows.outcomes import OUTCOMES, Fact, facts_for

_NONE: Mapping[str, str] = {}


@dataclass(frozen=True)
class Line:
    """One question that was answered, and where it is asked again."""

    step: str
    text: str
    answer: str
    basis: str
    again: str = ""


@dataclass(frozen=True)
class Way:
    """One answer to the open question and where it leads."""

    label: str
    basis: str
    href: str


@dataclass(frozen=True)
class Onward:
    """An act that the answers lead to, with what speaks against it now; `href` opens its form with what is known."""

    action: Action
    href: str
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True)
class Result:
    """Where the answers ended: the result and its ground as the list knows them, what to do, what the reply must still say."""

    clauses: tuple[Clause, ...]
    onward: tuple[Onward, ...]
    closed: str
    facts: tuple[Fact, ...]
    drafted: str


@dataclass(frozen=True)
class ItemLine:
    """One thing asked: how far it is, where it is looked at, and what its answers ended in; `ahead` is an act that comes first."""

    place: int
    content: str
    href: str
    ended: bool
    result: tuple[Clause, ...] = ()
    ahead: bool = False


@web.get("/cases/<int:record_id>/five-steps")
def five_steps(record_id: int) -> ResponseReturnValue:
    """The question that is open, or the result with the form that it fills in; where several things are asked, for each of them
    and then for the whole.
    """
    view = case_view_of(record_id)
    if not view.workflow.has_applicants:
        raise NotFound("五步判断用于政府信息公开申请；请从办件列表中打开一件申请。")
    moved = moved_items(view.facts)
    asked = tuple(one for one in view.items if one.position not in moved)
    course = course_of(record_id, request.args, tuple(one.position for one in asked))
    items = () if course.places == (ONE,) or course.whole else _items(asked, course)
    place = course.places[0] if course.whole else course.shown
    found = None if place is None else course.whole or course.walks[place]
    return render_template(
        "web/five_steps.html",
        view=view,
        record=view.record,
        items=items,
        item=next((one for one in items if one.place == place), None),
        asked=asked,
        onward_href=_onward_to(course) if items and found and found.ending else "",
        alike=_alike(course, place) if items and place is not None else (),
        strip=_strip(found) if found else (),
        lines=_lines(course, place, found) if place is not None and found else (),
        question=found.open if found else None,
        ways=_ways(course, place, found) if place is not None and found else (),
        result=_result(view, found.ending, of_item=bool(items)) if found and found.ending else None,
        wholes=_wholes(view, course) if found is None else (),
        drafted=_drafted(view),
    )


def lines_to(outcome: str, ground: str) -> tuple[Line, ...]:
    """The answers that a drafted result stands for, so that whoever reviews it can hold each against the file."""
    found = way_to(outcome, ground)
    if found is None:
        return ()
    return tuple(Line(q.step.label, q.text, a.label, a.basis) for q, a in found.answered)


def _items(asked: tuple[RequestItem, ...], course: Course) -> tuple[ItemLine, ...]:
    return tuple(
        ItemLine(
            one.position,
            one.content,
            course.to(one.position),
            ended=(end := course.walks[one.position].ending) is not None,
            result=_clauses(end) if end else (),
            ahead=bool(end and end.act),
        )
        for one in asked
    )


def _onward_to(course: Course) -> str:
    """The next thing asked, or the whole once each has its end."""
    return course.to(course.next_open)


def _alike(course: Course, place: int) -> tuple[tuple[int, str], ...]:
    """The things asked whose answers this one can take over, as long as it has none of its own."""
    if any(not question.whole for question, _ in course.walks[place].answered):
        return ()
    ended = (n for n, one in course.walks.items() if one.ending and not one.ending.act)
    return tuple((n, course.alike(place, n)) for n in ended)


def _wholes(view: CaseView, course: Course) -> tuple[Result, ...]:
    """The results the whole can have, each with the form that it fills in; or the acts that come before."""
    ends = {n: one.ending for n, one in course.walks.items() if one.ending}
    results = {f"item_results.{n}": one.outcome for n, one in ends.items()}
    found = wholes(tuple(ends.values()))
    first = {one.act: one for one in ends.values() if one.act}.values()
    return tuple(_result(view, one, results=results) for one in found or first)


def _strip(found: Walk) -> tuple[tuple[str, str], ...]:
    """The five steps, each with done, now or next."""
    passed = {question.step for question, _ in found.answered}
    now = found.open.step if found.open else None
    return tuple(
        (step.label, "now" if step is now else "done" if step in passed else "next")
        for step in FiveStep
    )


def _lines(course: Course, place: int, found: Walk) -> tuple[Line, ...]:
    return tuple(
        Line(question.step.label, question.text, answer.label, answer.basis, course.again(place, n))
        for n, (question, answer) in enumerate(found.answered)
    )


def _ways(course: Course, place: int, found: Walk) -> tuple[Way, ...]:
    if (asked := found.open) is None:
        return ()
    return tuple(
        Way(one.label, one.basis, course.answering(place, asked, one)) for one in asked.answers
    )


def _clauses(ending: Ending) -> tuple[Clause, ...]:
    return tuple(clause(OUTCOMES[code]) for code in (ending.outcome, ending.ground) if code)


def _result(
    view: CaseView, ending: Ending, *, of_item: bool = False, results: Mapping[str, str] = _NONE
) -> Result:
    """`results` are those of the things asked; the result `of_item` is not filled in by itself."""
    clauses, known = _clauses(ending), dict(ending.facts)
    needed = facts_for(ending.outcome, ending.ground or None) if clauses and not ending.act else ()
    filled = of_item and not ending.act
    onward = () if filled else tuple(_onward(view, ending, results))
    closed = f"本案处于“{view.state_label}”，现在没有由您办理的这一事项。"
    return Result(
        clauses=clauses,
        onward=onward,
        closed="" if onward or filled else closed,
        facts=tuple(fact for fact in needed if fact.required and fact.key not in known),
        drafted=_drafted(view),
    )


def _onward(view: CaseView, ending: Ending, results: Mapping[str, str]) -> list[Onward]:
    """The act that is named, or each open act that asks for a result, its form filled with what the answers say."""
    typed = {
        "outcome": ending.outcome,
        "ground": ending.ground,
        **{f"fact_{key}": value for key, value in ending.facts},
        **results,
    }
    values: dict[str, Any] = {} if ending.act else {k: v for k, v in typed.items() if v}
    found = []
    for one in view.open_acts:
        if one.action.name == ending.act if ending.act else one.action.asks_for_result:
            name = one.action.name
            href = url_for(
                "web.case", record_id=view.record.id, act=name, **values, _anchor=f"act-{name}"
            )
            found.append(Onward(one.action, href, one.refusals))
    return found


def _drafted(view: CaseView) -> str:
    """The result that the draft of this round names, with its ground."""
    draft = drafts.proposed(view.facts)
    if draft is None:
        return ""
    codes = (str(draft.data.get(key) or "") for key in ("outcome", "ground"))
    return "，不公开部分 ".join(f"{c} {OUTCOMES[c].label}" for c in codes if c in OUTCOMES)
