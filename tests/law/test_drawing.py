"""The drawings of the workflows are made from their tables, and the ones in docs/ are up to date."""

from pathlib import Path
from xml.etree import ElementTree

import pytest

from workflows.definition import Workflow
from workflows.drawing import edges, mermaid, svg
from workflows.listing import listing
from workflows.registry import all_workflows

DOCS = Path(__file__).parents[2] / "docs" / "workflows"
every_workflow = pytest.mark.parametrize("workflow", all_workflows(), ids=lambda w: w.version)


@every_workflow
def test_the_drawings_in_the_documents_are_those_of_the_tables(workflow: Workflow) -> None:
    assert (DOCS / f"{workflow.version}.mmd").read_text(encoding="utf-8") == mermaid(
        workflow
    ) + "\n"
    assert (DOCS / f"{workflow.version}.svg").read_text(encoding="utf-8") == svg(workflow) + "\n"
    assert (DOCS / f"{workflow.version}.md").read_text(encoding="utf-8") == listing(workflow) + "\n"


@every_workflow
def test_the_list_has_one_line_for_each_act_with_its_article(workflow: Workflow) -> None:
    lines = listing(workflow).splitlines()[6:]
    assert len(lines) == len(workflow.actions)
    for line, action in zip(lines, workflow.actions, strict=True):
        assert line.startswith(f"| {action.label} `{action.name}` | {action.basis} |")
        assert line.count("|") == 10


@every_workflow
def test_every_act_that_moves_a_record_is_drawn(workflow: Workflow) -> None:
    drawn = {label for edge in edges(workflow) for label in edge.labels}
    moving = {
        action.label
        for action in workflow.actions
        if any(target not in action.sources or len(action.sources) > 1 for target in action.targets)
    }
    assert moving <= drawn


@every_workflow
def test_every_state_stands_in_the_svg_with_its_label(workflow: Workflow) -> None:
    texts = [node.text for node in ElementTree.fromstring(svg(workflow)).iter() if node.text]
    assert {state.label for state in workflow.states} <= set(texts)
