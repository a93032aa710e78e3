"""行政复议 and 行政诉讼 as records of their own: accepted, concluded, counted in part four (law of review 2023, 行诉法).

A review never changes its request's state; what a 纠正 sets off is an act on the request (`redo`).
"""

from datetime import date

from workflows.action import Action
from workflows.acts.correcting import correcting_acts
from workflows.definition import Workflow
from workflows.forms import Field, FieldKind, choices_of
from workflows.vocabulary import (
    Phase,
    PhasedState,
    RecordKind,
    ReviewResult,
    Role,
)


class ReviewState(PhasedState):
    """A review or lawsuit is under way or over."""

    pending = "pending", "审理中", Phase.investigation
    concluded = "concluded", "已结案", Phase.closed


_WHO = frozenset({Role.intake, Role.legal, Role.importer})


def _conclude(basis: str) -> Action:
    return Action(
        "conclude",
        "登记结果",
        basis,
        _WHO,
        (ReviewState.pending,),
        ReviewState.concluded,
        help="结案年度计入年报第四部分",
        fields=(
            Field(
                "result",
                "结果",
                FieldKind.choice,
                choices=choices_of(ReviewResult, ReviewResult.pending),
            ),
            Field("decision", "决定书或者判决书文号", FieldKind.code, required=False),
        ),
        sets={"outcome": "result"},
        outside_fact=True,
    )


REVIEW_2017 = Workflow(
    kind=RecordKind.review,
    version="review-2017",
    since=date(2018, 1, 1),
    states=ReviewState,
    actions=(
        Action(
            "accept",
            "复议机关受理",
            "复议法30",
            _WHO,
            (),
            ReviewState.pending,
            help="登记受理日期",
            sets={"received_on": "on_day", "arrived_on": "on_day"},
            creates=True,
        ),
        _conclude("复议法76"),
        *correcting_acts(ReviewState, basis="条例45"),
    ),
)

LAWSUIT_2017 = Workflow(
    kind=RecordKind.lawsuit,
    version="lawsuit-2017",
    since=date(2018, 1, 1),
    states=ReviewState,
    actions=(
        Action(
            "accept",
            "法院立案",
            "行诉法46",
            _WHO,
            (),
            ReviewState.pending,
            help="登记立案日期",
            fields=(Field("after_reconsideration", "复议后起诉", FieldKind.flag, required=False),),
            sets={
                "received_on": "on_day",
                "arrived_on": "on_day",
                "after_reconsideration": "after_reconsideration",
            },
            creates=True,
        ),
        _conclude("行诉法46"),
        *correcting_acts(ReviewState, basis="条例45"),
    ),
)
