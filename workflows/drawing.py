"""Drawings of a workflow, made from its table: Mermaid for documents, SVG for printing. Nothing is decided here."""

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from workflows.action import Action
from workflows.definition import Workflow
from workflows.vocabulary import Phase, PhasedState

_PHASE_ORDER = tuple(Phase)
_BOX_WIDTH, _BOX_HEIGHT = 132, 40
_COLUMN, _ROW, _MARGIN, _HEAD = 300, 92, 40, 60


@dataclass(frozen=True)
class Edge:
    """One way from a state to another, with the labels of every act that leads along it. An empty source opens a record."""

    source: str
    target: str
    labels: tuple[str, ...]


def edges(workflow: Workflow) -> tuple[Edge, ...]:
    """Every way between two states, in the order of the table; acts that leave the state as it is are left out."""
    found: dict[tuple[str, str], list[str]] = {}
    for action in workflow.actions:
        for source, target in _ways(action):
            if source != target:
                found.setdefault((source, target), []).append(action.label)
    return tuple(Edge(source, target, tuple(labels)) for (source, target), labels in found.items())


def mermaid(workflow: Workflow) -> str:
    """The workflow as a Mermaid state diagram."""
    lines = ["stateDiagram-v2", "  direction LR"]
    lines += [f'  state "{state.label}" as {state.value}' for state in workflow.states]
    for edge in edges(workflow):
        source = edge.source or "[*]"
        lines.append(f"  {source} --> {edge.target}: {' / '.join(edge.labels)}")
    for state in workflow.states:
        if not any(edge.source == state.value for edge in edges(workflow)):
            lines.append(f"  {state.value} --> [*]")
    return "\n".join(lines)


def svg(workflow: Workflow) -> str:
    """The workflow as an SVG: one column a phase, one box a state, and under it the acts that lead on."""
    places = dict(_places(workflow))
    onward = {state.value: _onward(workflow, state) for state in workflow.states}
    width = _MARGIN + _COLUMN * len(_columns(workflow))
    height = _HEAD + max(y for _, y in places.values()) + _ROW + 14 * max(map(len, onward.values()))
    body = [*_heads(workflow), *_boxes(workflow, places, onward)]
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" font-family="sans-serif" font-size="12">'
        f"<title>{escape(workflow.kind.label)}（{escape(workflow.version)}）</title>\n"
        + "\n".join(body)
        + "\n</svg>"
    )


def _ways(action: Action) -> Iterator[tuple[str, str]]:
    sources = ("",) if action.creates else tuple(state.value for state in action.sources)
    for source in sources:
        for target in action.targets:
            yield source, target.value


def _columns(workflow: Workflow) -> list[Phase]:
    used = {state.phase for state in workflow.states}
    return [phase for phase in _PHASE_ORDER if phase in used]


def _places(workflow: Workflow) -> Iterator[tuple[str, tuple[int, int]]]:
    for column, phase in enumerate(_columns(workflow)):
        y = _HEAD
        for state in workflow.states_in(phase):
            yield state.value, (_MARGIN + column * _COLUMN, y)
            y += _ROW + 14 * len(_onward(workflow, state))


def _onward(workflow: Workflow, state: PhasedState) -> list[str]:
    return [
        f"{label} → {workflow.label(edge.target)}"
        for edge in edges(workflow)
        if edge.source == state.value
        for label in edge.labels
    ]


def _heads(workflow: Workflow) -> Iterator[str]:
    for column, phase in enumerate(_columns(workflow)):
        x = _MARGIN + column * _COLUMN
        yield f'<text x="{x}" y="32" font-size="16" font-weight="bold">{escape(phase.label)}</text>'


def _boxes(
    workflow: Workflow, places: dict[str, tuple[int, int]], onward: dict[str, list[str]]
) -> Iterator[str]:
    for state in workflow.states:
        x, y = places[state.value]
        yield (
            f'<rect x="{x}" y="{y}" width="{_BOX_WIDTH}" height="{_BOX_HEIGHT}" rx="4" '
            'fill="#eef3fa" stroke="#1d4f91"/>'
        )
        middle_x, middle_y = x + _BOX_WIDTH // 2, y + _BOX_HEIGHT // 2 + 5
        label = escape(state.label)
        yield f'<text x="{middle_x}" y="{middle_y}" text-anchor="middle" font-size="14">{label}</text>'
        for n, line in enumerate(onward[state.value], start=1):
            yield f'<text x="{x}" y="{y + _BOX_HEIGHT + 4 + 14 * n}">{escape(line)}</text>'
