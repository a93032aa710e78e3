"""From the draft to the signature: legal review, approval, issue (条例17, 36, 45)."""

from workflows import answer_guards
from workflows import evidence_guards as e
from workflows import file_guards as f
from workflows import guards as g
from workflows.action import Action
from workflows.acts.common import (
    APPROVER,
    HANDLER,
    LEGAL,
    OUTCOME,
)
from workflows.forms import Field, FieldKind
from workflows.vocabulary import State

_GROUND = Field(
    "ground",
    "不公开部分的依据",
    FieldKind.code,
    required=False,
    hint="部分公开时填写 C1 至 C8、D1a 等结果代码",
)

_RETURN = (Field("opinion", "退回意见", FieldKind.long_text),)
_PASS = (Field("opinion", "审核意见", FieldKind.long_text, required=False),)

REPLY_ACTS = (
    Action(
        "submit_draft",
        "提交答复稿",
        "条例36",
        HANDLER,
        (State.in_progress, State.redoing),
        State.legal_review,
        help="确定办理结果、依据和理由，送法制审核",
        fields=(
            OUTCOME,
            _GROUND,
            Field("item_results", "各项申请内容的处理结果", FieldKind.items, required=False),
        ),
        guards=(
            answer_guards.the_outcome_is_an_answer,
            answer_guards.partial_names_its_ground,
            answer_guards.every_fact_of_the_answer_is_given,
            answer_guards.an_agency_comes_with_its_contact,
            answer_guards.every_item_has_its_result,
            answer_guards.unclear_only_after_correction,
            answer_guards.unreasonable_only_after_an_exchange,
            answer_guards.it_cannot_be_separated,
            answer_guards.no_rule_orders_disclosure,
            answer_guards.the_forbidding_law_is_a_law,
            answer_guards.a_petition_is_the_whole_letter,
            e.the_search_is_on_record,
            e.the_search_found_nothing,
            e.the_third_party_was_heard,
            e.it_repeats_a_linked_request,
            e.the_earlier_request_was_answered,
        ),
        warnings=(
            answer_guards.the_proper_channel_is_named,
            answer_guards.the_outcome_fits_its_items,
            answer_guards.a_redone_answer_differs,
            e.no_department_found_it,
            e.the_third_party_did_not_consent,
        ),
        sets={"outcome": "outcome", "ground": "ground", "item_results": "item_results"},
    ),
    Action(
        "return_from_review",
        "法制审核退回",
        "条例17",
        LEGAL,
        (State.legal_review,),
        State.in_progress,
        help="退回承办人修改",
        fields=_RETURN,
        after=("submit_draft",),
    ),
    Action(
        "pass_review",
        "法制审核通过",
        "条例17",
        LEGAL,
        (State.legal_review,),
        State.approval,
        help="转审批",
        fields=_PASS,
        after=("submit_draft",),
    ),
    Action(
        "return_from_approval",
        "审批退回",
        "条例45",
        APPROVER,
        (State.approval, State.pending_issue),
        State.in_progress,
        help="退回承办人修改",
        fields=_RETURN,
    ),
    Action(
        "approve",
        "审批同意",
        "条例45",
        APPROVER,
        (State.approval,),
        State.pending_issue,
        help="转签发",
        fields=_PASS,
    ),
    Action(
        "issue",
        "签发",
        "条例36",
        APPROVER,
        (State.pending_issue,),
        State.pending_service,
        help="编发文字号，生成并固定《答复书》",
        guards=(
            e.secrecy_was_reviewed,
            f.each_released_file_was_reviewed,
            e.an_opposing_third_party_was_told,
        ),
        warnings=(g.answered_before_the_due_date,),
        document="answer",
    ),
)
