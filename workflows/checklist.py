"""What an answer was checked for, line by line, for whoever signs it: the guards of the draft and of the issue asked again.

A row names a guard in words and says for which results it matters. Nothing is decided here; the guards decide.
"""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from workflows import answer_guards as a
from workflows import drafts
from workflows import evidence_guards as e
from workflows import file_guards as f
from workflows import guards as g
from workflows import secrecy_guards as sg
from workflows import signing as s
from workflows.action import Action, Guard, Situation
from workflows.definition import Workflow
from workflows.history import Act
from workflows.outcomes import OUTCOMES
from workflows.vocabulary import Labelled, SigningStep


class Mark(Labelled):
    """How a line of the list stands."""

    ok = "ok", "符合"
    warn = "warn", "提醒"
    stop = "stop", "不符合"


@dataclass(frozen=True)
class Check:
    """One line: what was asked, under which article, how it stands, and the guard's sentence where it has one."""

    label: str
    basis: str
    mark: Mark
    sentence: str


@dataclass(frozen=True)
class Row:
    """A guard in words; it matters for answers of these codes, or that release something. Neither: for every answer."""

    guard: Guard
    label: str
    codes: tuple[str, ...] = ()
    releasing: bool = False


_REFUSALS = tuple(f"C{n}" for n in range(1, 9))

ROWS = (
    Row(a.the_outcome_is_an_answer, "办理结果在法定清单之内"),
    Row(a.every_fact_of_the_answer_is_given, "该结果所需的事实、依据和理由齐全"),
    Row(a.every_item_has_its_result, "每一项申请内容都有处理结果"),
    Row(a.the_outcome_fits_its_items, "整件结果与各项结果相称"),
    Row(a.open_and_refused_items_are_a_partial_disclosure, "公开和不予公开并存的，为部分公开"),
    Row(a.a_result_chosen_among_several_has_its_reason, "各项结果不同的，写明整件结果的理由"),
    Row(a.partial_names_its_ground, "部分公开写明其余部分的依据", ("B",)),
    Row(a.it_cannot_be_separated, "已审查能否作区分处理", _REFUSALS),
    Row(a.no_rule_orders_disclosure, "没有规定应当公开", ("C6", "C7")),
    Row(a.the_forbidding_law_is_a_law, "禁止公开的依据是法律、行政法规", ("C2",)),
    Row(a.an_agency_comes_with_its_contact, "负责公开的机关，名称和联系方式一并告知", ("D1b",)),
    Row(a.unclear_only_after_correction, "已经告知并收到补正", ("D3",)),
    Row(a.a_petition_is_the_whole_letter, "整件为信访举报投诉", ("E1",)),
    Row(a.the_proper_channel_is_named, "写明可以反映诉求的渠道", ("E1",)),
    Row(a.unreasonable_only_after_an_exchange, "已经要求说明理由，理由不合理", ("E4",)),
    Row(a.a_redone_answer_differs, "重新作出的答复与被撤销的不同"),
    Row(e.the_search_is_on_record, "有检索记录，检索协办已答复", ("D1a",)),
    Row(e.the_search_found_nothing, "检索没有查找到", ("D1a",)),
    Row(e.no_department_found_it, "协办单位没有查找到", ("D1a",)),
    Row(e.the_third_party_was_heard, "已经征求第三方意见", ("C4",)),
    Row(e.the_third_party_did_not_consent, "第三方没有都同意公开", ("C4",)),
    Row(e.it_repeats_a_linked_request, "已经关联同一申请人此前的申请", ("E2",)),
    Row(e.the_earlier_request_was_answered, "此前的申请已经答复", ("E2",)),
    Row(e.secrecy_was_reviewed, "本次答复稿已作保密审查", releasing=True),
    Row(f.each_released_file_was_reviewed, "每一份拟提供材料已作保密审查", releasing=True),
    Row(sg.each_referral_was_answered, "报请确定的事项已有答复", releasing=True),
    Row(sg.what_was_determined_is_followed, "与主管部门的确定意见一致", releasing=True),
    Row(e.an_opposing_third_party_was_told, "不同意公开的第三方已书面告知", releasing=True),
    Row(g.answered_before_the_due_date, "在答复期限之内"),
)
_UNLISTED = frozenset(
    {
        s.the_step_is_his,
        s.the_signer_of_an_earlier_step_is_another,
        drafts.the_reasons_stand_in_one_place,
    }
)
"""Who signs is said beside the buttons; where the reasons are typed matters only while the draft is submitted."""


def checklist(
    workflow: Workflow, situation: Situation, draft: Act, *, today: date
) -> tuple[Check, ...]:
    """The lines for the draft that is being signed; `draft` carries its texts in the place of their digests."""
    return tuple(
        check
        for row in ROWS
        if _matters(row, draft)
        for check in _checks(row, workflow, situation, draft=draft, today=today)
    )


def guards_listed(workflow: Workflow) -> frozenset[Guard]:
    """Every guard that the list has to know: of the draft and of the issue."""
    found = {g for action in _asked(workflow) for g in (*action.guards, *action.warnings)}
    return frozenset(found - _UNLISTED)


def _asked(workflow: Workflow) -> tuple[Action, ...]:
    steps = (SigningStep.draft, SigningStep.issue)
    return tuple(action for action in workflow.actions if action.signs in steps)


def _matters(row: Row, draft: Act) -> bool:
    codes = {str(draft.data.get("outcome") or ""), str(draft.data.get("ground") or "")}
    if row.releasing:
        return any(code in OUTCOMES and OUTCOMES[code].releases for code in codes)
    return not row.codes or bool(codes & set(row.codes))


def _checks(
    row: Row, workflow: Workflow, situation: Situation, *, draft: Act, today: date
) -> Iterator[Check]:
    for action in _asked(workflow):
        if row.guard not in (*action.guards, *action.warnings):
            continue
        is_draft = action.signs is SigningStep.draft
        act = replace(draft, on_day=today) if is_draft else Act(0, action.name, today)
        found = row.guard.check(situation, act)
        mark = Mark.ok
        if found is not None:
            waived = workflow.waived(situation.facts, row.guard)
            mark = Mark.stop if row.guard in action.guards and not waived else Mark.warn
        yield Check(row.label, row.guard.basis, mark, found.sentence if found else "")
