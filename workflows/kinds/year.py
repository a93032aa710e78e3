"""The year of a unit, or of a group of units: its annual report is prepared, published as a version, and amended (条例49, 50).

A version is frozen; what moves one of its cells later writes a further version (model 8). The services of the annual report
do these acts and write the versions; an act sent from elsewhere lacks the version and is refused.
"""

from datetime import date

from workflows.action import Action, Situation, guard
from workflows.definition import Workflow
from workflows.history import Act
from workflows.vocabulary import Phase, PhasedState, RecordKind, Role


class YearState(PhasedState):
    """Where the annual report of a year stands."""

    open = "open", "编制中", Phase.investigation
    frozen = "frozen", "已封存", Phase.closed
    amended = "amended", "已更正", Phase.closed


PUBLISHED = (YearState.frozen, YearState.amended)
# reading: 条例49 and the filling notes name the leader in charge as first responsible, so he closes the year and lets a
# published number change; reopening takes a report out of force, so the supervising office does it.
PREPARERS = frozenset({Role.statistics, Role.approver, Role.supervisor, Role.system})
CLOSERS = frozenset({Role.approver, Role.supervisor, Role.system})
REOPENERS = frozenset({Role.supervisor, Role.system})


@guard("条例50")
def comes_from_the_report(_case: Situation, act: Act) -> str:
    """条例50: what is written of a report is written by its services, with the digest of what was written."""
    if act.data.get("digest"):
        return ""
    return "年度报告的事项在“年报”页面或者用 casework year 办理；请从那里办理。"


def _act(
    name: str,
    label: str,
    roles: frozenset[Role],
    sources: tuple[YearState, ...],
    target: YearState | None,
    *,
    creates: bool = False,
) -> Action:
    guards = () if creates else (comes_from_the_report,)
    return Action(
        name, label, "条例50", roles, sources, target, guards=guards, creates=creates
    )  # fmt: skip


YEAR = Workflow(
    kind=RecordKind.year,
    version="year-1",
    since=date.min,
    states=YearState,
    is_register=True,
    actions=(
        _act("open_year", "建立年度", PREPARERS, (), YearState.open, creates=True),
        _act("enter_report", "填写年度报告", PREPARERS, (YearState.open,), None),
        _act("freeze", "封存年度报告", CLOSERS, (YearState.open,), YearState.frozen),
        _act("amend_year", "更正年度报告", CLOSERS, PUBLISHED, YearState.amended),
        _act("tell_publication", "登记公布日期", PREPARERS, PUBLISHED, None),
        _act("enter_published", "录入已公布的数字", PREPARERS, (YearState.open,), None),
        _act("receive_report", "接收报送的年报", REOPENERS, (YearState.open,), YearState.frozen),
        _act("reopen", "重新打开年度报告", REOPENERS, PUBLISHED, YearState.open),
    ),
)
