"""The lists and the forms of records of any kind as data; it asks no database and knows no kind by name."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from datetime import date
from typing import Any

from flask import url_for

from casework.errors import Invalid
from casework.queries.access import UnitRow
from casework.queries.case_page import CaseView, People
from casework.queries.records import RecordFilter, Records
from casework.viewer import Viewer
from casework.web import act_form, act_words
from casework.web.act_form import Draft, Group, Input, Option
from casework.web.queue_page import Link
from workflows.action import Action
from workflows.definition import Workflow
from workflows.registry import plain_kinds

_NOBODY = People((), (), {})
_LINKED_HINT = "所涉及的政府信息公开申请的编号；没有的不填"


@dataclass(frozen=True)
class Sent:
    """What the form of a new record holds beside the fields of the act."""

    unit_id: int
    on_day: date
    linked: str
    data: Mapping[str, Any]


def wanted(kind: str, args: Mapping[str, str]) -> RecordFilter:
    """The filter that an address asks for; what cannot be read asks for nothing."""
    page = args.get("page", "")
    return RecordFilter(
        kind,
        state=args.get("state", ""),
        open=args.get("open") == "1",
        overdue=args.get("overdue") == "1",
        unit=args.get("unit", ""),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )


def address(wanted: RecordFilter) -> str:
    """The address of a filter; what it does not ask for is left out."""
    plain = RecordFilter(wanted.kind)
    given = {f.name: getattr(wanted, f.name) for f in fields(wanted)}
    asked: dict[str, Any] = {
        k: 1 if v is True else v for k, v in given.items() if v != getattr(plain, k)
    }
    return url_for("web.records", kind=wanted.kind, **asked)


def listing(wanted: RecordFilter, found: Records, *, may_open: bool) -> dict[str, Any]:
    """Everything the template of a list needs."""
    return {
        "found": found,
        "tabs": tuple(_tabs(wanted, found)),
        "chips": tuple(_chips(replace(wanted, page=1))),
        "pages": tuple(_pages(wanted, found)),
        "new": url_for("web.new_record", kind=wanted.kind) if may_open else "",
    }


def _tabs(wanted: RecordFilter, found: Records) -> Iterator[Link]:
    whole = replace(wanted, state="", page=1)
    yield Link("全部", address(whole), not wanted.state, sum(n for _, n in found.counts))
    for state, n in found.counts:
        here = replace(whole, state=state.value)
        yield Link(state.label, address(here), wanted.state == state, n)


def _chips(wanted: RecordFilter) -> Iterator[Link]:
    yield Link("已逾期", address(replace(wanted, overdue=not wanted.overdue)), wanted.overdue)
    yield Link("未办结", address(replace(wanted, open=not wanted.open)), wanted.open)
    if wanted.unit:
        yield Link(wanted.unit, address(replace(wanted, unit="")), True)


def _pages(wanted: RecordFilter, found: Records) -> Iterator[Link]:
    near = {1, found.pages, *range(found.page - 2, found.page + 3)}
    for n in sorted(near & set(range(1, found.pages + 1))) if found.pages > 1 else ():
        yield Link(str(n), address(replace(wanted, page=n)), n == found.page)


def units_to_open_in(
    viewer: Viewer, units: Sequence[UnitRow], action: Action
) -> tuple[UnitRow, ...]:
    """The units in which the viewer may do the creating act."""
    return tuple(unit for unit in units if viewer.roles_in(unit.id) & action.roles)


def about(viewer: Viewer, view: CaseView) -> tuple[Link, ...]:
    """The forms that open a record about this request: of the kinds whose acts can reach it."""
    number = view.record.number if view.workflow.has_applicants else ""
    roles = viewer.roles_in(view.record.unit_id)
    kinds = (w for w in plain_kinds() if any(action.also for action in w.actions))
    return tuple(
        Link(
            f"登记{w.kind.label}",
            url_for("web.new_record", kind=w.kind.value, linked=number, unit=view.unit.code),
        )
        for w in kinds
        if number and roles & w.opening.roles
    )


def form(
    workflow: Workflow, units: Sequence[UnitRow], *, draft: Draft, today: date
) -> dict[str, Any]:
    """Everything the template of a new record needs, with what was typed."""
    action = workflow.opening
    return {
        "workflow": workflow,
        "action": action,
        "head": tuple(_head(units, f"{action.label}之日", draft=draft, today=today)),
        "inputs": act_form.inputs(action, None, _NOBODY, draft=draft),
        "consequence": act_words.consequence(action),
        "draft": draft,
        "key": draft.values.get("key") or secrets.token_urlsafe(12),
        "back": url_for("web.records", kind=workflow.kind.value),
    }


def _head(
    units: Sequence[UnitRow], day_label: str, *, draft: Draft, today: date
) -> Iterator[Input]:
    given, wrong = draft.values, draft.errors
    chosen = given.get("unit", "")
    if len(units) == 1:
        yield Input("unit", "单位", "hidden", value=units[0].code)
    else:
        options = tuple(Option(u.code, u.name, u.code == chosen) for u in units)
        yield Input(
            "unit",
            "单位",
            "select",
            True,
            error=wrong.get("unit", ""),
            groups=(Group("", options),),
        )
    day = given.get("on_day", today.isoformat())
    yield Input("on_day", day_label, "date", True, value=day, error=wrong.get("on_day", ""))
    yield Input(
        "linked",
        "关联的申请",
        "text",
        hint=_LINKED_HINT,
        value=given.get("linked", ""),
        error=wrong.get("linked", ""),
    )


def sent(action: Action, typed: Mapping[str, str], units: Sequence[UnitRow]) -> Sent:
    """What the service opens.

    Raises:
        Invalid: no unit was chosen, or the day cannot be read.
    """
    unit = next((u for u in units if u.code == typed.get("unit")), None)
    if unit is None:
        raise Invalid("请选择单位。", fields={"unit": "必填"})
    try:
        day = date.fromisoformat(typed.get("on_day", ""))
    except ValueError as error:
        wrong = "不是有效日期，请按 2020-09-01 的格式填写"
        raise Invalid(f"日期{wrong}。", fields={"on_day": wrong}) from error
    return Sent(unit.id, day, typed.get("linked", ""), act_form.payload(action, typed))
