"""How days, periods and codes read on a page; it decides nothing."""

import hashlib
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import lru_cache
from pathlib import Path
from typing import Any

from flask import Flask, g, request, url_for

from casework import http
from casework.queries.records import kinds_seen
from casework.web import signing_steps
from workflows.acts.noting import CLASSIFY
from workflows.documents import DOCUMENTS
from workflows.kinds.request import REQUEST_2019
from workflows.sealing import SEALING_ROLES
from workflows.vocabulary import RecordKind, Role

WEEKDAYS = "一二三四五六日"


@dataclass(frozen=True)
class NavEntry:
    """A line of the menu; `active` marks where the user is."""

    label: str
    href: str
    active: bool


def day(value: date | None) -> str:
    """2026年11月20日."""
    return f"{value.year}年{value.month}月{value.day}日" if value else ""


def long_day(value: date | None) -> str:
    """2026年11月20日（周五）."""
    return f"{day(value)}（周{WEEKDAYS[value.weekday()]}）" if value else ""


def moment(value: datetime) -> str:
    """A moment in the office's time zone, to the minute."""
    return f"{value.astimezone(http.office().settings.timezone):%Y-%m-%d %H:%M}"


def time_left(due_on: date | None, left: int | None) -> str:
    """Working days to the due date in words; empty while no period runs."""
    if due_on is None or left is None:
        return ""
    today = http.today()
    if due_on == today:
        return "今天到期"
    if due_on > today:
        return f"还剩 {left} 个工作日"
    # The eve of a rest day: no working day has passed since.
    return f"逾期 {-left} 个工作日" if left else "已逾期"


def urgency(due_on: date | None, left: int | None) -> str:
    """The colour of a period: late, soon or none. Five working days are "soon" here and in the filter."""
    if due_on is None or left is None:
        return ""
    if due_on < http.today():
        return "late"
    return "soon" if left <= SOON else ""


SOON = 5
"""Working days before the due date from which a case is shown as soon due (a convention of the pages)."""


def asset(name: str) -> str:
    """The address of one of our files with the digest of its content, so that it may be kept for ever."""
    return url_for("static", filename=name, v=_digest(name))


def case_address(record_id: int) -> str:
    """The address of a case page; lists have a hundred of them, so it is worked out once a request."""
    if "case_addresses" not in g:
        g.case_addresses = url_for("web.case", record_id=0).removesuffix("0")
    return f"{g.case_addresses}{record_id}"


@lru_cache(maxsize=32)
def _digest(name: str) -> str:
    path = Path(__file__).parent.parent / "static" / name
    return hashlib.sha256(path.read_bytes()).hexdigest()[:12]


def register(app: Flask) -> None:
    """Make filters and the frame known to the templates."""
    app.jinja_env.filters.update(
        day=day,
        long_day=long_day,
        moment=moment,
        signing_page=signing_steps.page_of,
        paper_title=lambda key: DOCUMENTS[key].heading,
        time_left=time_left,
        urgency=urgency,
    )
    app.jinja_env.globals.update(asset=asset, case_address=case_address)
    app.jinja_env.trim_blocks = app.jinja_env.lstrip_blocks = True
    app.context_processor(_frame)


def _frame() -> dict[str, Any]:
    """What every page's frame shows; computed when the frame is drawn, not before."""
    return {"navigation": navigation, "viewer_now": http.current_viewer}


def navigation(kind: str = "") -> tuple[NavEntry, ...]:
    """The menu: what the viewer may not do is not there. `kind` is that of the record which the page is about."""
    if request.endpoint in _BELOW["web.approval_desk"]:
        kind = ""  # a request is signed there, not looked up
    return (*_entries(kind), *_kinds(kind))


def _entries(kind: str) -> Iterator[NavEntry]:
    held = _all_roles()
    for label, endpoint, roles in _MENU:
        if not roles or roles & held:
            here = request.endpoint in (endpoint, *_BELOW.get(endpoint, ()))
            looked_up = endpoint == "web.queue" and kind == RecordKind.request
            yield NavEntry(label, url_for(endpoint), here or looked_up)


def _kinds(of_record: str) -> Iterator[NavEntry]:
    """A line for each kind of record that somebody with these roles works on or looks at."""
    here = (request.view_args or {}).get("kind") or of_record
    for workflow in kinds_seen(_all_roles()):
        kind = workflow.kind.value
        own = _OWN_PAGE.get(kind)
        href = url_for(own) if own else url_for("web.records", kind=kind)
        at_it = here == kind or (own and request.endpoint in (own, *_BELOW[own]))
        yield NavEntry(workflow.kind.label, href, bool(at_it))


def _all_roles() -> frozenset[Role]:
    viewer = http.current_viewer()
    held: frozenset[Role] = viewer.everywhere if viewer else frozenset()
    return held.union(*(viewer.roles.values() if viewer else ()))


def holds(*roles: Role) -> bool:
    """Whether the viewer holds one of these roles anywhere."""
    return not _all_roles().isdisjoint(roles)


def intake_roles() -> frozenset[Role]:
    """Who may register a request, as the law's table says."""
    row = REQUEST_2019.action("receive")
    return row.roles if row else frozenset()


def assigning_roles() -> frozenset[Role]:
    """Who may give a request to a handler, as the law's table says."""
    row = REQUEST_2019.action("assign")
    return row.roles if row else frozenset()


def classifying_roles() -> frozenset[Role]:
    """Who may sort a request by topic, as the law's table says."""
    row = REQUEST_2019.action(CLASSIFY)
    return row.roles if row else frozenset()


SIGNERS = frozenset({Role.legal, Role.approver})
"""Who signs answers; whoever is only asked to countersign finds the case in his queue."""

ABOVE = frozenset({Role.supervisor, Role.admin, Role.auditor})
"""Who looks over all units of a tree."""

_MENU: tuple[tuple[str, str, frozenset[Role]], ...] = (
    ("工作台", "web.desk", frozenset()),
    ("办件", "web.queue", frozenset()),
    ("待我审批", "web.approval_desk", SIGNERS),
    ("协办", "web.task_list", frozenset()),
    ("登记", "web.register_form_page", intake_roles()),
    ("待加盖印章", "web.seals", SEALING_ROLES),
    ("送达", "web.unserved_papers", frozenset()),
    ("发文登记簿", "web.numbers", frozenset()),
    ("年报统计", "web.annual_report", frozenset()),
    ("统计指标", "web.indicators", frozenset()),
    ("统计图", "web.statistics", frozenset()),
    ("督查", "web.supervised", ABOVE),
    ("交接", "web.handover_page", frozenset({Role.approver, Role.admin})),
    ("导入台账", "web.ledgers", frozenset({Role.importer})),
    ("管理", "web.administration", frozenset({Role.admin})),
)
_OWN_PAGE = {"circular": "web.circulars", "publication": "web.publications"}
_BELOW: dict[str, tuple[str, ...]] = {
    "web.publications": (),
    "web.circulars": (
        "web.circular",
        "web.draft_circular",
        "web.write_circular",
        "web.choose_annexes",
        "web.issue_circular",
        "web.further_figures",
        "web.enter_figures",
        "web.import_figures",
    ),
    "web.ledgers": ("web.ledger", "web.send_ledger"),
    "web.queue": ("web.assign_chosen",),
    "web.approval_desk": ("web.signing_page", "web.approve_chosen", "web.decide"),
    "web.register_form_page": ("web.register_request",),
    "web.annual_report": (
        "web.annual_report_cases",
        "web.edit_annual_report",
        "web.enter_annual_part2",
        "web.enter_annual_words",
        "web.close_annual_year",
        "web.reopen_annual_year",
        "web.tell_annual_publication",
        "web.confirm_annual_warning",
        "web.annual_units",
        "web.file_annual_report",
        "web.annual_check",
        "web.check_annual_report",
    ),
    "web.supervised": (
        "web.assessment_list",
        "web.assessment_sheet",
        "web.correct_late_report",
        "web.assessment_points",
        "web.set_assessment_points",
        "web.close_assessment",
        "web.reopen_assessment",
    ),
    "web.indicators": ("web.indicator_cases", "web.indicator_years"),
    "web.administration": (
        "web.add_unit",
        "web.unit_page",
        "web.change_unit",
        "web.paper_kinds",
        "web.numbering",
        "web.change_numbering",
        "web.change_remedies",
        "web.people",
        "web.add_person",
        "web.person",
        "web.change_roles",
        "web.move_person",
        "web.set_active",
        "web.reset_password",
        "web.signing_chain",
        "web.set_chain",
        "web.add_absence",
        "web.drop_absence",
        "web.setup",
        "web.health",
        "web.announcement_page",
        "web.publish_announcement",
        "web.agencies",
        "web.agency",
        "web.add_agency",
        "web.change_agency",
        "web.import_agencies",
        "web.unit_settings_page",
        "web.change_unit_settings",
        "web.calendar_admin",
        "web.preview_notice",
        "web.record_notice",
        "web.calendar_progress",
        "web.seal_admin",
        "web.choose_seal",
        "web.enter_seal",
    ),
    "web.seals": ("web.seal_paper",),
    "web.handover_page": ("web.hand_over",),
}
