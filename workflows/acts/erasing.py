"""Erasing what is personal once the archive term is over: an appraisal with its reasons, then the act (个人信息保护法19).

What goes is told by the engine; the rows of the journal, the numbers, days and results stay, so nothing that was counted changes.
reading: the term is counted in whole years from 1 January after the year of the last act (law 6, its classes unconfirmed).
"""

from datetime import date

from workflows.action import Action, Situation, guard
from workflows.acts.noting import CLASSIFY, REVEAL
from workflows.forms import Choice, Field, FieldKind
from workflows.guards import chinese_day
from workflows.history import Act, Facts
from workflows.vocabulary import Labelled, PhasedState, Role

ERASED = "（已依法清除）"
"""What stands in the place of a name, a text or a thing asked."""

APPRAISE, ERASE = "appraise", "erase"
DESTROY, KEEP = "destroy", "keep"
_NO_WORK = (APPRAISE, ERASE, REVEAL, CLASSIFY)  # nobody worked on the case by these
_TERM = "档案局令8"
_BASIS = "个人信息保护法19"


class Retention(Labelled):
    """How long a unit keeps its files; the class is a setting of the unit."""

    ten = "10", "10年"
    thirty = "30", "30年"
    permanent = "permanent", "永久"

    @property
    def years(self) -> int | None:
        """Whole years; None for ever."""
        return int(self.value) if self.value.isdigit() else None


def kept_until(facts: Facts, retention: Retention) -> date | None:
    """The last day of the archive term; None where the files are kept for ever."""
    if retention.years is None:
        return None
    last = max(act.on_day for act in facts.acts if act.action not in _NO_WORK)
    return date(last.year + retention.years, 12, 31)


@guard(_TERM)
def the_archive_term_is_over(case: Situation, act: Act) -> str:
    # The list of acts knows no setting of the unit: there the shortest class speaks.
    retention = Retention(act.data.get("retention") or Retention.ten)
    until = kept_until(case.facts, retention)
    if until is None:
        return "本单位的案卷永久保存，不能鉴定和清除（档案局令8）；保管期限有误的，请由系统管理员更正单位设置。"
    if act.on_day > until:
        return ""
    return f"案卷保管{retention.label}，至{chinese_day(until)}届满（档案局令8）；期满以前不能鉴定和清除。"


@guard(_BASIS)
def no_dispute_is_open(case: Situation, act: Act) -> str:
    found = act.data.get("open_disputes") or ()
    if not found:
        return ""
    return f"本案所涉的{'、'.join(found)}尚未结案，不能清除（个人信息保护法19）；请待其结案。"


@guard(_BASIS)
def the_appraisal_says_destroy(case: Situation, act: Act) -> str:
    last = case.facts.last(APPRAISE)
    if last is None or last.data.get("conclusion") == DESTROY:
        return ""  # without any appraisal the act is out of order (`Action.after`)
    return "最近一次鉴定的结论为继续保存，不能清除（个人信息保护法19）；情况有变化的，请重新鉴定。"


@guard(_BASIS)
def nothing_was_erased(case: Situation, act: Act) -> str:
    if case.facts.last(ERASE) is None:
        return ""
    return "本案的个人信息已依法清除，无从核对申请人的身份，不再发给查询码（个人信息保护法19）；案件的记录可以在案件页查阅。"


def erasing_acts(*sources: PhasedState) -> tuple[Action, ...]:
    """`appraise` and `erase` for a workflow with these final states."""
    return (
        Action(
            APPRAISE,
            "档案鉴定",
            _TERM,
            frozenset({Role.approver}),
            sources,
            None,
            help="保管期限届满后，由审批人逐件鉴定，写明理由",
            fields=(
                Field(
                    "conclusion",
                    "鉴定结论",
                    FieldKind.choice,
                    choices=(Choice(DESTROY, "可以清除"), Choice(KEEP, "继续保存")),
                ),
                Field("reasons", "鉴定理由", FieldKind.long_text),
            ),
            guards=(the_archive_term_is_over,),
            looks_up=("archive_term",),
        ),
        Action(
            ERASE,
            "清除个人信息和文件内容",
            _BASIS,
            frozenset({Role.approver, Role.admin}),
            sources,
            None,
            help="当事人的身份和联系方式、文字、文件和文书的内容不可恢复；编号、日期、结果和校验值保留，统计不变",
            guards=(the_archive_term_is_over, the_appraisal_says_destroy, no_dispute_is_open),
            sets={"erased_on": "on_day"},
            after=(APPRAISE,),
            looks_up=("archive_term",),
            erases=True,
        ),
    )
