"""The tables as wholes: every state has a way in and out, every act is known to a test, every closing has its one cell."""

from pathlib import Path

import pytest

from workflows.action import Action
from workflows.annual_report import FORMATS
from workflows.definition import Workflow
from workflows.forms import FieldKind
from workflows.kinds.request import REQUEST_2019
from workflows.outcomes import OUTCOMES
from workflows.registry import all_workflows
from workflows.vocabulary import ClockEffect, Phase

TESTS = Path(__file__).parents[1]
every_workflow = pytest.mark.parametrize("workflow", all_workflows(), ids=lambda w: w.version)
CLOSING = [a for a in REQUEST_2019.actions if a.can_close]


def reachable(workflow: Workflow) -> set[str]:
    """The states that acts lead to, walked from the creating acts."""
    found: set[str] = set()
    wave = {t.value for a in workflow.actions if a.creates for t in a.targets}
    while wave:
        found |= wave
        steps = {t.value for a in workflow.actions if found & set(a.sources) for t in a.targets}
        if workflow.parked and any(a.parks and found & set(a.sources) for a in workflow.actions):
            steps.add(workflow.parked.value)
        wave = steps - found
    return found


# What stays in the journal for ever and is no number of something: a person is named in none of them but as staff.
_IDENTIFIERS = ("号", "号码", "机关", "法院", "代码", "校验值", "登录名", "网址")
_OTHER_CODES = frozenset(
    {
        "changed", "detail", "title", "off", "work", "made",  # what the administration changed
        "handler_name",  # staff, from a ledger
        "items_moved", "ground", "place", "payment_way", "paper_key",
    }
)  # fmt: skip


@every_workflow
def test_a_free_text_that_may_name_a_person_never_stays_in_the_journal(workflow: Workflow) -> None:
    """Model 12: only names of staff are personal data in the journal."""
    for action in workflow.actions:
        for field in action.fields:
            if field.kind is FieldKind.code and field.key not in _OTHER_CODES:
                label = field.label.partition("（")[0]
                assert label.endswith(_IDENTIFIERS), f"{action.name}.{field.key}: {field.label}"


@every_workflow
def test_no_state_is_out_of_reach(workflow: Workflow) -> None:
    assert reachable(workflow) == {state.value for state in workflow.states}


@every_workflow
def test_no_open_state_is_without_exit(workflow: Workflow) -> None:
    if not any(state.phase is Phase.closed for state in workflow.states):
        pytest.skip("a register is open for ever")
    for state in workflow.states:
        if state.phase is not Phase.closed and state is not workflow.parked:
            assert any(
                state in a.sources and any(t is not state for t in a.targets)
                for a in workflow.actions
            ), state


@every_workflow
def test_from_every_open_state_a_closed_one_can_be_reached(workflow: Workflow) -> None:
    if not any(state.phase is Phase.closed for state in workflow.states):
        pytest.skip("a register is open for ever")
    ends = {s.value for s in workflow.states if s.phase is Phase.closed}
    while True:
        sources = {s.value for a in workflow.actions if ends & set(a.targets) for s in a.sources}
        if sources <= ends:
            break
        ends |= sources
    assert ends >= {s.value for s in workflow.states if s is not workflow.parked}


def everything_tested() -> str:
    return "\n".join(
        path.read_text(encoding="utf-8") for path in TESTS.rglob("*.py") if path != Path(__file__)
    )


def test_every_act_of_every_table_is_named_by_a_test() -> None:
    said = everything_tested()
    names = {a.name for w in all_workflows() for a in w.actions}
    assert sorted(n for n in names if f'"{n}"' not in said) == []


@every_workflow
def test_every_act_tells_its_article_its_label_and_its_effect(workflow: Workflow) -> None:
    for action in workflow.actions:
        assert action.label, action.name
        assert action.basis, action.name
        assert action.effect is None or action.effect in ClockEffect
        assert all(field.label for field in action.fields), action.name
        # A term without an effect would be shown and never counted.
        assert action.term is None or action.effect is not None, action.name


@every_workflow
def test_no_two_acts_or_states_share_a_name(workflow: Workflow) -> None:
    names = [a.name for a in workflow.actions]
    assert len(names) == len(set(names))
    assert len({s.label for s in workflow.states}) == len(workflow.states)


@pytest.mark.parametrize("action", CLOSING, ids=lambda a: a.name)
def test_every_closing_of_a_request_but_voiding_names_its_result(action: Action) -> None:
    if action.voids:
        assert not action.outcome
    elif action.outcome:
        assert action.outcome in OUTCOMES
    else:
        # The result comes from the act itself or from the draft that every way to it passes.
        assert "outcome" in action.sets or "issue" in action.after


@pytest.mark.parametrize("code", sorted(OUTCOMES))
@pytest.mark.parametrize("format", FORMATS, ids=lambda f: f.key)
def test_every_result_is_counted_in_exactly_one_row_of_each_format(code: str, format) -> None:
    row = OUTCOMES[code].rows[format.key]
    assert [r.key for r in format.rows if r.is_outcome].count(row) == 1
