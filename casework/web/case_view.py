"""The case page as data: phases, facts, acts with their forms, tape, journal; nothing here asks the database."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from casework.pdf.envelope import FORMS
from casework.queries.annual_case import COUNTED
from casework.queries.case_page import CaseView, EntryView, People
from casework.queries.rounds import rounds_of
from casework.services import journal_words
from casework.services.trying import Supposed
from casework.web import act_words, record_words, signing_steps, what_if
from casework.web.act_form import Draft, Input, fact_inputs, inputs, payload
from casework.web.clock_words import clock_panel
from casework.web.filters import day
from casework.web.preview import Preview, Try, preview
from casework.web.search_view import search_rows
from casework.web.tape_view import tape_view
from workflows.action import Action, Refusal
from workflows.acts.noting import NOTE
from workflows.calendar import WorkingCalendar
from workflows.definition import OpenAct
from workflows.forms import FieldKind
from workflows.outcomes import OUTCOMES
from workflows.serving import address_place, writes_to_others
from workflows.vocabulary import ApplicantCategory, Channel, DeliveryForm, Labelled, Phase

_STRIP = tuple(p for p in Phase if p is not Phase.carried_forward)


@dataclass(frozen=True)
class Step:
    """One stop of the phase strip; `mark` is done, now, next or carry."""

    label: str
    mark: str
    words: str


@dataclass(frozen=True)
class ActForm:
    """An act with its form, what speaks against it, and what it will do."""

    action: Action
    inputs: tuple[Input, ...]
    facts: tuple[Input, ...]
    refusals: tuple[Refusal, ...]
    consequence: str
    on_day: str
    day_error: str
    day_hint: str
    draft: Draft
    is_open: bool
    is_possible: bool = True
    preview: Preview | None = None


def page(
    view: CaseView,
    people: People,
    *,
    draft: Draft,
    correct: int,
    try_out: Try,
    calendar: WorkingCalendar,
    today: date,
) -> dict[str, Any]:
    """Everything the template of a case needs."""
    return {
        "view": view,
        "record": view.record,
        "steps": steps(view),
        "facts": tuple(
            facts(view) if view.workflow.has_applicants else record_words.facts(view, people)
        ),
        "clock": clock_panel(view, calendar, today=today),
        "acts": tuple(act_forms(view, people, draft=draft, try_out=try_out, today=today)),
        "choices": what_if.choices(view.workflow, view.facts),
        "tape": tape_view(view.tape, due_on=view.record.due_on, today=today, sources=sources(view)),
        "lines": journal_words.lines(view, people),
        "searches": search_rows(view, people),
        "rounds": rounds_of(view),
        "is_counted": view.record.kind in COUNTED,
        "signing": signing_steps.page_at(view.facts.working_state),
        "correct": correct,
        "corrections": tuple(
            corrections(view, people, draft=draft, seq=correct, try_out=try_out, today=today)
        ),
        "envelopes": FORMS,
        "written_to": tuple(written_to(view)),
        "categories": {c.value: c.label for c in ApplicantCategory},
        "outcomes": OUTCOMES,
        "draft": draft,
        "unplaced": unplaced(view, draft),
        "since": since(view, people, draft),
        "notes": tuple(notes(view)),
        "reveal": next((one.action for one in view.open_acts if one.action.reveals), None),
        "today": today,
    }


def written_to(view: CaseView) -> Iterator[tuple[int, str, bool]]:
    """Whom papers of the case were written to beside its parties: row, name, and whether the address is known.

    Nobody is asked for the address of somebody whom the paper has reached.
    """
    waiting = {p.seq for p in view.unserved_to_others}
    for entry in view.entries:
        if "name" in entry.texts and writes_to_others(view.facts, entry.seq):
            known = bool(address_place(view.workflow, view.facts, entry.seq))
            if known or entry.seq in waiting:
                yield entry.seq, entry.texts["name"], known


def unplaced(view: CaseView, draft: Draft) -> tuple[tuple[str, str], ...]:
    """What was typed into an act whose form is not drawn now: shown, so that nothing typed is lost."""
    action = view.workflow.action(draft.action)
    if action is None or _drawn(view, action, draft):
        return ()
    typed = (
        ("办理日期", draft.values.get("on_day", "")),
        *((f.label, draft.values.get(f.key, "")) for f in action.fields),
    )
    return tuple((label, value) for label, value in typed if value)


def sources(view: CaseView) -> dict[int, str]:
    """By row of the journal: the act and the paper by which days are as they are, and what ended it."""
    papers = {p.seq: f"，《{p.title}》{p.number}" for p in view.papers}
    acts = {e.seq: f"“{e.label}”{papers.get(e.seq, '')}" for e in view.entries}
    ends = {t.key: t.closed_in for t in view.facts.threads if t.closed_in in acts}
    return {
        seq: f"{act}；至第 {ends[seq]} 条{acts[ends[seq]]}为止" if seq in ends else act
        for seq, act in acts.items()
    }


def since(view: CaseView, people: People, draft: Draft) -> tuple[journal_words.Line, ...]:
    """What others did after the page was opened whose form was refused, the first one first."""
    seen = draft.values.get("version", "")
    if not draft.message or not (seen.isdecimal() and len(seen) < 10):
        return ()
    return tuple(
        line for line in reversed(journal_words.lines(view, people)) if line.entry.seq > int(seen)
    )


def notes(view: CaseView) -> Iterator[EntryView]:
    """What colleagues noted, the newest first."""
    for entry in reversed(view.entries):
        action = view.workflow.action(entry.action)
        if action is not None and action.opens == NOTE and not entry.annulled:
            yield entry


def _drawn(view: CaseView, action: Action, draft: Draft) -> bool:
    if action.corrects:
        asked = draft.values.get("entry")
        row = next((e for e in view.entries if str(e.seq) == asked and not e.annulled), None)
        return view.may_correct and row is not None and _may_touch(view, action, row)
    return draft.action in {one.action.name for one in view.open_acts if _has_form(one)}


def _has_form(one: OpenAct) -> bool:
    """Whether the page draws a form: acts with a page of their own and those that come later have none."""
    action = one.action
    return not (action.takes_file or action.writes or action.beside_text) and _is_possible(one)


def _is_possible(one: OpenAct) -> bool:
    return not any(r.guard == "comes_after" for r in one.refusals)


def steps(view: CaseView) -> tuple[Step, ...]:
    """The five phases, and 结转 as a stop of its own where the case crossed a year."""
    parked = view.phase is Phase.carried_forward
    now = view.workflow.phase(view.facts.working_state) if parked else view.phase
    # A letter knows no stage of registering: only the phases of its own table are drawn.
    strip = tuple(p for p in _STRIP if p is now or view.workflow.states_in(p))
    place = strip.index(now)
    crossed = tuple(_crossings(view))
    found = []
    for n, phase in enumerate(strip):
        mark = "done" if n < place or (n == place and now is Phase.closed) else "next"
        mark = "now" if n == place and not parked and now is not Phase.closed else mark
        words = {"done": "已过", "now": "现在", "next": "以后"}[mark]
        found.append(Step(phase.label, mark, words))
        found += [
            Step(f"{Phase.carried_forward.label} {year}→{year + 1}", "carry", "跨年度继续办理")
            for year, where in crossed
            if where is phase
        ]
    return tuple(found)


def _crossings(view: CaseView) -> Iterator[tuple[int, Phase]]:
    phases = {state.label: state.phase for state in view.workflow.states}
    for entry in view.entries:
        action = view.workflow.action(entry.action)
        if action is not None and action.parks and not entry.annulled:
            where = phases.get(entry.before, Phase.investigation)
            if where is Phase.carried_forward:  # a second turn of the year in the same wait
                where = view.workflow.phase(view.facts.working_state)
            yield entry.on_day.year, where


def facts(view: CaseView) -> Iterator[tuple[str, str]]:
    """What the case is about, as label and value."""
    record, values = view.record, view.facts.values
    yield "办理单位", view.unit.name
    yield "承办人", view.handler or "尚未分办"
    if record.category:
        yield "申请人类型", _label(ApplicantCategory, record.category)
    if "channel" in values:
        yield "接收渠道", _label(Channel, str(values["channel"]))
        yield "获取方式", _label(DeliveryForm, str(values.get("delivery") or ""))
    if record.topic:
        yield "事项类别", record.topic
    yield "到达日期", day(record.arrived_on)
    if record.received_on or view.phase is Phase.received:
        yield "收到申请之日", day(record.received_on) or "待确认"
    if view.month and view.month.cases > 1:
        yield "申请人当月", view.month.sentence
    if record.closed_on:
        yield "办结日期", day(record.closed_on)
    if record.outcome in OUTCOMES:
        result = OUTCOMES[record.outcome]
        yield "办理结果", f"{record.outcome} {result.label}（{result.basis}）"


def _label(vocabulary: type[Labelled], value: str) -> str:
    return vocabulary(value).label if value in set(vocabulary) else "未填写"


def act_forms(
    view: CaseView, people: People, *, draft: Draft, try_out: Try, today: date
) -> Iterator[ActForm]:
    """The acts open to the viewer, in the order of the law."""
    for one in view.open_acts:
        # These have pages or places of their own.
        action, own = one.action, draft.of(one.action.name)
        if action.takes_file or action.writes or action.reveals or action.beside_text:
            continue
        yield ActForm(
            action=action,
            inputs=inputs(action, view, people, draft=own),
            facts=fact_inputs(action, view, people, draft=own),
            refusals=one.refusals,
            consequence=act_words.consequence(action),
            on_day=own.values.get("on_day", today.isoformat()),
            day_error=own.errors.get("on_day", ""),
            day_hint=_OUTSIDE if action.outside_fact else "",
            draft=own,
            is_open=draft.action == action.name,
            is_possible=_is_possible(one),
            preview=_tried(action, own, try_out=try_out, today=today),
        )


def _tried(action: Action, own: Draft, *, try_out: Try, today: date) -> Preview | None:
    """What the act would change, from what is typed so far; only when it is asked for."""
    if "try" not in own.values:
        return None
    try:
        on_day = date.fromisoformat(own.values.get("on_day", ""))
    except ValueError:
        return Preview(message="办理日期不是有效日期，请按 2020-09-01 的格式填写。")
    found = preview(try_out, (Supposed(action.name, on_day, payload(action, own.values)),))
    if on_day > today and not found.message:
        found = replace(found, warnings=(_AHEAD, *found.warnings))
    return found


_AHEAD = "所填日期在今天之后，只能试算；到该日才能登记。"
_OUTSIDE = "可以补记以前的日期，以事实发生之日为准"


def corrections(
    view: CaseView,
    people: People,
    *,
    draft: Draft,
    seq: int,
    try_out: Try,
    today: date,
) -> Iterator[ActForm]:
    """The correcting acts on one row of the journal; none when the row cannot be corrected."""
    line = next((e for e in view.entries if e.seq == seq and not e.annulled), None)
    row = view.workflow.action(line.action) if line else None
    if line is None or row is None or not view.may_correct:
        return
    for action in view.workflow.actions:
        if not action.corrects or not _may_touch(view, action, line):
            continue
        own = draft.of(action.name)
        given = {"entry": str(seq), "new_day": line.on_day.isoformat(), **own.values}
        filled = Draft(action.name, given, own.errors, own.message, own.basis)
        yield ActForm(
            action=action,
            inputs=inputs(action, view, people, draft=filled),
            facts=_old_values(row, line, view, people, draft=filled)
            if _asks_for_a_day(action)
            else (),
            refusals=(),
            consequence=act_words.corrects(action, seq=seq, label=line.label),
            on_day=own.values.get("on_day", today.isoformat()),
            day_error=own.errors.get("on_day", ""),
            day_hint="作出更正之日",
            draft=own,
            is_open=True,
            preview=_preview(view, action, given, try_out=try_out, today=today),
        )


def _may_touch(view: CaseView, action: Action, line: EntryView) -> bool:
    """The row that opened the record can be amended and not dropped."""
    row = view.workflow.action(line.action)
    return row is not None and (_asks_for_a_day(action) or not row.creates)


def _preview(
    view: CaseView, action: Action, given: Mapping[str, str], *, try_out: Try, today: date
) -> Preview:
    """What the correction would change, from what is typed so far."""
    data: dict[str, Any] = {f.key: given.get(f.key, "") for f in action.fields if not f.personal}
    data["values"] = changed_values(view, int(given["entry"]), form=given)
    return preview(try_out, (Supposed(action.name, today, data),))


def _asks_for_a_day(action: Action) -> bool:
    """Whether the correction puts something in the place of the row, rather than dropping it."""
    return any(f.kind is FieldKind.date for f in action.fields)


def _old_values(
    row: Action, line: EntryView, view: CaseView, people: People, *, draft: Draft
) -> tuple[Input, ...]:
    """The plain fields of the row with what it recorded; texts stay as they were."""
    kinds = (FieldKind.items, FieldKind.thread, FieldKind.flag, FieldKind.entry)
    asked = [f for f in row.fields if not f.personal and f.kind not in kinds]
    old = {f.key: str(line.data.get(f.key, "")) for f in asked}
    typed = {f.key: draft.values.get(f"values.{f.key}", old[f.key]) for f in asked}
    shown = replace(row, fields=tuple(asked))
    drawn = inputs(shown, view, people, draft=Draft(row.name, typed))
    return tuple(replace(i, key=f"values.{i.key}", required=False, reloads=False) for i in drawn)


def changed_values(view: CaseView, seq: int, *, form: Mapping[str, str]) -> dict[str, str]:
    """The fields of a row that the form gives another value than the row recorded."""
    line = next((e for e in view.entries if e.seq == seq), None)
    given = {k.removeprefix("values."): v for k, v in form.items() if k.startswith("values.")}
    old = line.data if line else {}
    return {k: v for k, v in given.items() if v and v != str(old.get(k, ""))}
