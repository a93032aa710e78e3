"""Charts as data: where each bar of a picture lies, in the units of its own viewBox; the template draws them. It knows no case.

No picture stands alone: each carries the rows of its data table, and a pattern or an outline beside every colour.
"""

from collections.abc import Sequence
from dataclasses import dataclass

WIDTH = 760
_LEFT, _RIGHT, _TOP, _FOOT = 40, 10, 22, 30
_HEIGHT = 250
_ROW, _LABEL, _END = 26, 190, 160  # the numbers behind the bars grow on a telephone


@dataclass(frozen=True)
class Bar:
    """One bar with what it stands for; `kind` names its look, `text` is written beside it."""

    x: float
    y: float
    width: float
    height: float
    label: str
    text: str
    kind: str
    text_x: float = 0
    text_y: float = 0


@dataclass(frozen=True)
class Mark:
    """A line with its words: a tick of an axis, the name of a group, a limit."""

    x: float
    y: float
    text: str


@dataclass(frozen=True)
class Line:
    """One line of the data table: what it is about, and its cells with the list behind each."""

    label: str
    cells: tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Chart:
    """A picture with its table. `said` is what somebody is told who does not see it."""

    key: str
    title: str
    said: str
    height: float
    bars: tuple[Bar, ...]
    names: tuple[Mark, ...]
    ticks: tuple[Mark, ...]
    limit: Mark | None
    legend: tuple[tuple[str, str], ...]
    head: tuple[str, ...]
    lines: tuple[Line, ...]
    note: str = ""

    @property
    def width(self) -> int:
        return WIDTH

    @property
    def is_empty(self) -> bool:
        return not any(bar.width and bar.height for bar in self.bars)


@dataclass(frozen=True)
class Words:
    """What is said about a chart."""

    key: str
    title: str
    said: str
    head: tuple[str, ...]
    note: str = ""
    legend: tuple[tuple[str, str], ...] = ()


def columns(
    words: Words,
    groups: Sequence[tuple[str, Sequence[tuple[int, str]]]],
    lines: Sequence[Line],
    *,
    limit: tuple[int, str] | None = None,
) -> Chart:
    """Upright bars, several a group: pairs of number and look. `limit` draws a line behind so many groups."""
    most = _rounded(max((n for _, some in groups for n, _ in some), default=0))
    base, room = _TOP + _HEIGHT, WIDTH - _LEFT - _RIGHT
    step = room / max(1, len(groups))
    bars = []
    for at, (label, some) in enumerate(groups):
        width = step * 0.7 / max(1, len(some))
        for nth, (number, kind) in enumerate(some):
            x = _LEFT + step * (at + 0.15) + width * nth
            bars.append(_upright(x, width - 2, _HEIGHT * number / most, label, number, kind))
    line = limit and Mark(round(_LEFT + step * limit[0], 1), base, limit[1])
    return Chart(
        words.key, words.title, words.said, base + _FOOT, tuple(bars),
        tuple(
            Mark(round(_LEFT + step * (n + 0.5), 1), base + 18, label)
            for n, (label, _) in enumerate(groups)
        ),
        tuple(Mark(_LEFT, round(base - _HEIGHT * n / 4, 1), f"{most * n // 4}") for n in range(5)),
        line, words.legend, words.head, tuple(lines), words.note,
    )  # fmt: skip


def _upright(x: float, width: float, height: float, label: str, number: int, kind: str) -> Bar:
    top = _TOP + _HEIGHT - height
    places = (round(v, 1) for v in (x + width / 2, top - 4))
    said = str(number) if number else ""
    x, top, width, height = (round(v, 1) for v in (x, top, width, height))
    return Bar(x, top, width, height, label, said, kind, *places)


def rows(
    words: Words, found: Sequence[tuple[str, float, str, str]], lines: Sequence[Line]
) -> Chart:
    """Lying bars: name, share of the whole width from 0 to 1, text and look."""
    room = WIDTH - _LABEL - _END
    bars = tuple(
        Bar(
            _LABEL, n * _ROW + 4, round(room * share, 1), _ROW - 8, label, text, kind,
            round(_LABEL + room * share + 6, 1), n * _ROW + 18,
        )
        for n, (label, share, text, kind) in enumerate(found)
    )  # fmt: skip
    names = tuple(
        Mark(_LABEL - 8, n * _ROW + 18, _short(label)) for n, (label, *_) in enumerate(found)
    )
    return Chart(
        words.key, words.title, words.said, len(found) * _ROW + 4, bars, names, (), None,
        words.legend, words.head, tuple(lines), words.note,
    )  # fmt: skip


def _rounded(most: int) -> int:
    """The top of an axis: four equal whole steps that hold the largest number."""
    step = 1
    while step * 4 < most:
        step = next(n for n in _steps(step) if n > step)
    return step * 4


def _steps(above: int) -> list[int]:
    ten: int = 10 ** (len(str(above)) - 1)
    return [ten, 2 * ten, 5 * ten, 10 * ten, 20 * ten]


def _short(label: str) -> str:
    return label if len(label) <= 13 else f"{label[:12]}…"
