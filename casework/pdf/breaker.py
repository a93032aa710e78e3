"""Breaks Chinese text into lines (GB/T 15834-2011, 5.1: where punctuation may stand); pure functions, no fonts.

Lengths are in em of the text's size. A character takes its width, and `tracking` (usually a little below zero) is
added between two characters; the last one of a line has none behind it.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from functools import lru_cache
from itertools import accumulate, chain
from typing import NamedTuple

Width = Callable[[str], float]

# GB/T 15834-2011, 5.1: these do not begin a line. Half-width marks are treated like their full-width forms.
NOT_FIRST = frozenset("，。、；：？！）》〉」』】〕］｝〗〙”’…—·～‰％℃°′″－／,.;:?!)]}%")
# … and these do not end one.
NOT_LAST = frozenset("（《〈「『【〔［｛〖〘“‘￥¥$№§／([{")

# A line may be squeezed by one character at most, and each gap by no more than can be seen (0.58 pt at 16 pt).
SQUEEZE_LINE, SQUEEZE_GAP = 1.0, 0.0385
# Beyond this stretch a line is better left ragged than torn apart.
STRETCH_GAP = 0.5

# … and stretched further than this it shows, so that a number of several parts is better divided (0.14 em, 2.3 pt).
GAPING = 0.14

SPACES = " \u3000"
_HAN = "\u4e00\u9fff"
_TOKEN = re.compile(
    "…{2}|—{2}"  # marks of two cells are never divided (GB/T 15834-2011, 5.1)
    "|[0-9A-Za-z\u00c0-\u024f*][0-9A-Za-z\u00c0-\u024f.@:/_%+\\-?=&#~*]*"
    "|[\u4e00-\u9fff]+"
    "|.",
    re.DOTALL,
)
_PIECE = re.compile("…{2}|—{2}|.[ \u3000]*", re.DOTALL)
_ADDRESS = re.compile(r"@|://|^www\.")
_HYPHEN = re.compile(r"(?<=[0-9A-Za-z]{2}-)(?=[0-9A-Za-z])")
_PARTS = 2
_AFTER = re.compile(r"(?<=[@./?=&])")


class Line(NamedTuple):
    """A line: its characters with trailing spaces, their natural length in em without those, and the tracking to set."""

    text: str
    length: float
    tracking: float

    @property
    def visible(self) -> str:
        return self.text.rstrip(SPACES)


class _Cluster(NamedTuple):
    """Characters that stay together, with the spaces behind them, which hang when the line ends there."""

    text: str
    length: float
    characters: int
    hanging: float
    row: bool = False  # characters of one width, between any two of which the line may end

    def cut(self, begin: int, end: int) -> "_Cluster":
        """Part of a row."""
        share = (end - begin) / self.characters
        return _Cluster(self.text[begin:end], self.length * share, end - begin, 0.0, row=True)

    @property
    def closing(self) -> bool:
        """It ends in a mark that may not begin a line, so the line may be squeezed to take it in."""
        return self.text[self.characters - 1] in NOT_FIRST


class _Filling:
    """The line being filled: its clusters, and their length and number of characters including hanging spaces."""

    def __init__(self, room: float, tracking: float) -> None:
        self.room, self.tracking = room, tracking
        self.clusters: list[_Cluster] = []
        self.length, self.count = 0.0, 0

    def takes(self, cluster: _Cluster) -> bool:
        _, length, characters, _, _ = cluster
        gaps = self.count + characters - 1
        excess = self.length + length + gaps * self.tracking - self.room
        if excess <= 1e-9:
            return True
        return cluster.closing and excess <= min(SQUEEZE_LINE, SQUEEZE_GAP * gaps)

    def add(self, cluster: _Cluster) -> None:
        text, length, _, hanging, _ = cluster
        self.clusters.append(cluster)
        self.length += length + hanging
        self.count += len(text)

    def fit(self, cluster: _Cluster) -> int:
        """How many characters of the cluster the line takes: all or none, or some of a row."""
        if self.takes(cluster):
            return len(cluster.text)
        if not cluster.row:
            return 0
        free = self.room - self.length - (self.count - 1) * self.tracking
        each = cluster.length / cluster.characters + self.tracking
        whole = cluster.characters - 1
        return min(max(int((free + 1e-9) / each), 0), whole) if each > 0 else whole

    @property
    def gapes(self) -> bool:
        """Ended here, the line would have to be spread so far that it shows."""
        gaps = self.count - 1
        return gaps > 0 and (self.room - self.length) / gaps - self.tracking > GAPING

    def line(self, *, spread: bool) -> Line:
        text = "".join(c.text for c in self.clusters)
        if not self.clusters:
            return Line("", 0.0, self.tracking)
        last = self.clusters[-1]
        length = self.length - last.hanging
        gaps = self.count - len(last.text) + last.characters - 1
        exact = (self.room - length) / gaps if gaps > 0 else self.tracking
        # A squeezed line is set to its measure even when it is not spread, or it would leave its cell.
        if exact < self.tracking or (spread and exact - self.tracking <= STRETCH_GAP):
            return Line(text, length, exact)
        return Line(text, length, self.tracking)


def break_lines(
    text: str,
    measure: float,
    *,
    width: Width,
    tracking: float = 0.0,
    first_indent: float = 0.0,
    justify: bool = True,
) -> tuple[Line, ...]:
    """The lines of one paragraph; their texts joined give `text` again. An empty text is one empty line.

    `measure` is the length of a line in em, the first is shorter by `first_indent`; `width` gives the advance of a
    character in em; `justify` spreads each line but the last over the measure.
    """
    lines: list[Line] = []
    filling = _Filling(measure - first_indent, tracking)
    for cluster in chain.from_iterable(_segment(part, width) for part in _SEGMENT.findall(text)):
        waiting = [cluster]
        while waiting:
            part = waiting.pop()
            fit = filling.fit(part)
            if fit == len(part.text):
                filling.add(part)
            elif fit:
                filling.add(part.cut(0, fit))
                waiting.append(part.cut(fit, len(part.text)))
            elif filling.gapes and (halves := _hyphened(part, filling, width)):
                waiting += reversed(halves)
            elif filling.clusters:
                lines.append(filling.line(spread=justify))
                filling = _Filling(measure, tracking)
                waiting.append(part)
            else:
                # What is longer than a whole line (a very narrow cell) is divided wherever it must.
                first, *rest = _divided(part, width)
                filling.add(first)
                waiting += reversed(rest)
    return (*lines, filling.line(spread=False))


def _hyphened(part: _Cluster, filling: _Filling, width: Width) -> tuple[_Cluster, _Cluster] | None:
    """A number such as XXGK-2024-0001 divided behind the last hyphen that the line takes.

    None when there is none, and for a telephone number, which has one hyphen and is read as a whole.
    """
    if part.text.count("-") < _PARTS:
        return None
    ends = [found.end() for found in _HYPHEN.finditer(part.text)]
    for end in reversed(ends):
        head = _cluster(part.text[:end], width)
        if filling.takes(head):
            return head, _cluster(part.text[end:], width)
    return None


def line_ends(text: str) -> tuple[int, ...]:
    """The positions inside `text` behind which a line may end."""
    steps = (
        step
        for cluster in _clusters(text, lambda _: 0.0)
        for step in ([1] * cluster.characters if cluster.row else [len(cluster.text)])
    )
    return tuple(accumulate(steps))[:-1]


# Behind such a mark and before a Han character a line may always end, so what stands between two such places groups by
# itself, and the same again in the next paper.
_SEGMENT = re.compile(
    "(?:[^。，；：、？！]|[。，；：、？！](?![\u4e00-\u9fff]))*[。，；：、？！]?", re.DOTALL
)
_REMEMBERED = 200


def _segment(text: str, width: Width) -> Iterable[_Cluster]:
    return _remembered(text, width) if len(text) <= _REMEMBERED else _clusters(text, width)


@lru_cache(maxsize=4096)
def _remembered(text: str, width: Width) -> tuple[_Cluster, ...]:
    return tuple(_clusters(text, width))


def _tokens(text: str) -> Iterator[str]:
    for token in _TOKEN.findall(text):
        if len(token) > 1 and _ADDRESS.search(token):
            yield from filter(None, _AFTER.split(token))
        else:
            yield token


def _clusters(text: str, width: Width) -> Iterator[_Cluster]:
    """Groups tokens so that every boundary between two groups is a place where a line may end."""
    held: list[str] = []
    last = ""  # the last character of `held` that is no space
    for token in _tokens(text):
        if held and _divisible(last, token):
            yield _cluster(held[0] if len(held) == 1 else "".join(held), width)
            held, last = [], ""
        if len(token) > 1 and _HAN[0] <= token[0] <= _HAN[1]:
            if held:  # an opening mark keeps the first of the row
                held.append(token[0])
                yield _cluster("".join(held), width)
                held, token = [], token[1:]
            yield from _rows(token[:-1], width)
            token = token[-1]  # may have to stay with a mark that follows
        held.append(token)
        if token not in SPACES:
            last = token[-1]
    if held:
        yield _cluster(held[0] if len(held) == 1 else "".join(held), width)


def _rows(text: str, width: Width) -> Iterator[_Cluster]:
    """Han without marks as one cluster, so that a line is filled at a stroke; one by one when their widths differ."""
    widths = {*map(width, text)}
    if len(widths) == 1:
        yield _Cluster(text, widths.pop() * len(text), len(text), 0.0, row=True)
    else:
        yield from (_cluster(character, width) for character in text)


def _divisible(last: str, after: str) -> bool:
    """May a line end between `last` (empty when there are only spaces) and the token `after`?"""
    if after in SPACES:
        return not last  # spaces stay with what stands before them
    return after[0] not in NOT_FIRST and last not in NOT_LAST


def _cluster(text: str, width: Width) -> _Cluster:
    if len(text) == 1:
        return _single(text, width(text))
    count = len(text.rstrip(SPACES)) or len(text)
    return _Cluster(text, sum(map(width, text[:count])), count, sum(map(width, text[count:])))


@lru_cache(maxsize=16384)
def _single(character: str, length: float) -> _Cluster:
    """Most clusters are one of a few thousand characters."""
    return _Cluster(character, length, 1, 0.0)


def _divided(cluster: _Cluster, width: Width) -> Iterator[_Cluster]:
    """Single characters; only marks of two cells stay whole."""
    for mark in _PIECE.findall(cluster.text):
        yield _cluster(mark, width)
