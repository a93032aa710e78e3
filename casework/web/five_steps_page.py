"""The five questions 补不补, 该不该, 有没有, 给不给, 当不当 on one case: answers stand in the address, nothing is written."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from flask import render_template, request, url_for
from flask.typing import ResponseReturnValue

from casework.errors import NotFound
from casework.queries.case_page import CaseView
from casework.web.blueprint import web
from casework.web.cases import case_view_of
from casework.web.draft_view import Clause, clause
from workflows import drafts
from workflows.action import Action, Refusal
from workflows.five_steps import Ending, FiveStep, Walk, walk, way_to
from workflows.outcomes import OUTCOMES, Fact, facts_for


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


@web.get("/cases/<int:record_id>/five-steps")
def five_steps(record_id: int) -> ResponseReturnValue:
    """The question that is open, or the result with the form that it fills in."""
    view = case_view_of(record_id)
    if not view.workflow.has_applicants:
        raise NotFound("五步判断用于政府信息公开申请；请从办件列表中打开一件申请。")
    found = walk(request.args)
    given = {question.key: answer.key for question, answer in found.answered}
    return render_template(
        "web/five_steps.html",
        view=view,
        record=view.record,
        strip=_strip(found),
        lines=_lines(view.record.id, found),
        question=found.open,
        ways=_ways(view.record.id, found, given),
        result=_result(view, found.ending) if found.ending else None,
        drafted=_drafted(view),
    )


def lines_to(outcome: str, ground: str) -> tuple[Line, ...]:
    """The answers that a drafted result stands for, so that whoever reviews it can hold each against the file."""
    found = way_to(outcome, ground)
    if found is None:
        return ()
    return tuple(Line(q.step.label, q.text, a.label, a.basis) for q, a in found.answered)


def _strip(found: Walk) -> tuple[tuple[str, str], ...]:
    """The five steps, each with done, now or next."""
    passed = {question.step for question, _ in found.answered}
    now = found.open.step if found.open else None
    return tuple(
        (step.label, "now" if step is now else "done" if step in passed else "next")
        for step in FiveStep
    )


def _lines(record_id: int, found: Walk) -> tuple[Line, ...]:
    before: dict[str, Any] = {}
    drawn = []
    for question, answer in found.answered:
        again = _address(record_id, before)
        drawn.append(Line(question.step.label, question.text, answer.label, answer.basis, again))
        before[question.key] = answer.key
    return tuple(drawn)


def _ways(record_id: int, found: Walk, given: Mapping[str, str]) -> tuple[Way, ...]:
    if found.open is None:
        return ()
    key = found.open.key
    return tuple(
        Way(one.label, one.basis, _address(record_id, {**given, key: one.key}))
        for one in found.open.answers
    )


def _address(record_id: int, given: Mapping[str, Any]) -> str:
    return url_for("web.five_steps", record_id=record_id, **given)


def _result(view: CaseView, ending: Ending) -> Result:
    named = [code for code in (ending.outcome, ending.ground) if code]
    known = dict(ending.facts)
    needed = facts_for(ending.outcome, ending.ground or None) if named and not ending.act else ()
    onward = tuple(_onward(view, ending))
    return Result(
        clauses=tuple(clause(OUTCOMES[code]) for code in named),
        onward=onward,
        closed="" if onward else f"本案处于“{view.state_label}”，现在没有由您办理的这一事项。",
        facts=tuple(fact for fact in needed if fact.required and fact.key not in known),
        drafted=_drafted(view),
    )


def _onward(view: CaseView, ending: Ending) -> list[Onward]:
    """The act that is named, or each open act that asks for a result, its form filled with what the answers say."""
    typed = {
        "outcome": ending.outcome,
        "ground": ending.ground,
        **{f"fact_{key}": value for key, value in ending.facts},
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
