"""What differs between two texts, paragraph by paragraph and within a paragraph word by word; for Chinese, too.

Pure functions on text. The work is bounded: texts that differ in more places than anybody reads are shown as replaced.
"""

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Literal

Kind = Literal["same", "del", "ins"]
# Latin words and figures stay whole; Chinese is written without spaces, so each of its characters is a word here.
_WORD = re.compile(r"[A-Za-z0-9]+(?:[.:/-][A-Za-z0-9]+)*|\s+|.", re.DOTALL)
_MOST_EDITS = 600
_MOST_PAIRS = 2500
_ALIKE = 0.4  # the share of common characters from which a paragraph counts as changed rather than replaced


@dataclass(frozen=True)
class Piece:
    """Some words that stayed, were struck out or were put in."""

    kind: Kind
    text: str


@dataclass(frozen=True)
class Line:
    """A paragraph: same, struck out or put in as a whole, or changed within."""

    kind: Literal["same", "del", "ins", "changed"]
    pieces: tuple[Piece, ...]


def differences(before: str, after: str) -> tuple[Line, ...]:
    """Every paragraph of both texts in reading order; what was struck out stands before what took its place."""
    found: list[Line] = []
    edits = _edits(before.split("\n"), after.split("\n"))
    for stayed, run in groupby(edits, key=lambda edit: edit.kind == "same"):
        if stayed:
            found.extend(Line("same", (piece,)) for piece in run)
        else:
            pieces = list(run)
            found.extend(_paired([p.text for p in pieces if p.kind == "del"],
                                 [p.text for p in pieces if p.kind == "ins"]))  # fmt: skip
    return tuple(line for line in found if line.pieces[0].text or len(line.pieces) > 1)


def differs(lines: Sequence[Line]) -> bool:
    """Whether any paragraph is not the same."""
    return any(line.kind != "same" for line in lines)


def _paired(struck: list[str], put: list[str]) -> Iterator[Line]:
    """Each struck paragraph with the first one put in that is like it; the others as a whole, in their order."""
    at = 0
    for old in struck:
        near = put[at:] if len(struck) * len(put) <= _MOST_PAIRS else ()
        step = next((n for n, new in enumerate(near) if _alike(old, new)), None)
        if step is None:
            yield Line("del", (Piece("del", old),))
            continue
        yield from (Line("ins", (Piece("ins", new),)) for new in put[at : at + step])
        yield Line("changed", _words(old, put[at + step]))
        at += step + 1
    yield from (Line("ins", (Piece("ins", new),)) for new in put[at:])


def _alike(old: str, new: str) -> bool:
    common = sum((Counter(old) & Counter(new)).values())
    return common >= _ALIKE * max(len(old), len(new), 1)


def _words(old: str, new: str) -> tuple[Piece, ...]:
    """The words of one changed paragraph; a single word that stayed between two changes is read with them."""
    edits = list(_edits(_WORD.findall(old), _WORD.findall(new)))
    loose = [
        edit.kind == "same"
        and 0 < n < len(edits) - 1
        and edits[n - 1].kind != "same"
        and edits[n + 1].kind != "same"
        for n, edit in enumerate(edits)
    ]
    found: list[Piece] = []
    marked = list(zip(edits, loose, strict=True))
    for stayed, run in groupby(marked, key=lambda pair: pair[0].kind == "same" and not pair[1]):
        pieces = [edit for edit, _ in run]
        if stayed:
            found.append(Piece("same", "".join(p.text for p in pieces)))
            continue
        struck = "".join(p.text for p in pieces if p.kind != "ins")
        put = "".join(p.text for p in pieces if p.kind != "del")
        found += [Piece("del", struck)] if struck else []
        found += [Piece("ins", put)] if put else []
    return tuple(found)


def _edits(before: Sequence[str], after: Sequence[str]) -> Iterator[Piece]:
    """The shortest way from one sequence to the other."""
    head = _common(before, after)
    tail = _common(before[head:][::-1], after[head:][::-1])
    old, new = before[head : len(before) - tail], after[head : len(after) - tail]
    yield from (Piece("same", text) for text in before[:head])
    yield from _shortest(old, new)
    yield from (Piece("same", text) for text in before[len(before) - tail :])


def _common(a: Sequence[str], b: Sequence[str]) -> int:
    return next(
        (n for n, (x, y) in enumerate(zip(a, b, strict=False)) if x != y), min(len(a), len(b))
    )


def _shortest(old: Sequence[str], new: Sequence[str]) -> list[Piece]:
    """Myers' greedy search (An O(ND) Difference Algorithm, 1986), given up after a bounded number of edits."""
    reach, trace = {1: 0}, []
    for edits in range(min(len(old) + len(new), _MOST_EDITS) + 1):
        trace.append(dict(reach))
        for k in range(-edits, edits + 1, 2):
            down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
            x = reach[k + 1] if down else reach[k - 1] + 1
            while x < len(old) and x - k < len(new) and old[x] == new[x - k]:
                x += 1
            reach[k] = x
            if x >= len(old) and x - k >= len(new):
                return _walked(old, new, trace)
    return [Piece("del", text) for text in old] + [Piece("ins", text) for text in new]


def _walked(old: Sequence[str], new: Sequence[str], trace: list[dict[int, int]]) -> list[Piece]:
    """The way that was found, walked back from its end."""
    found: list[Piece] = []
    x, y = len(old), len(new)
    for edits in range(len(trace) - 1, 0, -1):
        reach, k = trace[edits], x - y
        down = k == -edits or (k != edits and reach[k - 1] < reach[k + 1])
        from_x = reach[k + 1] if down else reach[k - 1]
        while x > (from_x if down else from_x + 1):
            x, y = x - 1, y - 1
            found.append(Piece("same", old[x]))
        if down:
            y -= 1
            found.append(Piece("ins", new[y]))
        else:
            x -= 1
            found.append(Piece("del", old[x]))
    return [*(Piece("same", text) for text in old[:x]), *found[::-1]]
