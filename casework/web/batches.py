"""Acts on several ticked cases: reading the ticks, and telling on the next page what became of each.

The telling waits in the session of the browser, so that the page it is sent on to can be loaded again and does nothing again.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request, session

from casework.errors import Invalid
from casework.services.batches import Became, Chosen

_KEPT = "batch"
TOLD: dict[str, Any] = {"told": 1}
"""What the address of the next page says, so that it tells and no other page does."""


@dataclass(frozen=True)
class Line:
    """A case of which there is something to say."""

    record_id: int
    number: str
    refused: str
    warning: str


@dataclass(frozen=True)
class Told:
    """What became of the cases: how many were done and how many not, what is to be said, and what can be taken back."""

    verb: str
    done: int
    refused: int
    lines: tuple[Line, ...]
    undo: tuple[Chosen, ...]


def chosen(picked: Iterable[str]) -> Iterable[Chosen]:
    """The ticked cases, each with the version that the page showed."""
    for text in picked:
        record_id, _, version = text.partition(":")
        if not (_is_number(record_id) and _is_number(version)):
            raise Invalid("勾选的办件无法识别；请刷新页面后重新勾选。", fields={"pick": "无效"})
        yield Chosen(int(record_id), int(version))


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit() and len(text) < 10


def keep(page: str, verb: str, became: Sequence[Became], *, can_undo: bool = False) -> None:
    """Let `page` tell this; `verb` says what was done, as in 已分办."""
    done = [one for one in became if not one.refused]
    lines = [
        [one.record_id, one.number, one.refused, "".join(one.warnings)]
        for one in became
        if one.refused or one.warnings
    ]
    undo = [[one.record_id, one.version] for one in done] if can_undo else []
    session[_KEPT] = {"page": page, "verb": verb, "of": len(became), "lines": lines, "undo": undo}


def told(page: str) -> Told | None:
    """What `page` has to tell, where its address says so."""
    kept: dict[str, Any] = session.get(_KEPT, {})
    if kept.get("page") != page or "told" not in request.args:
        return None
    lines = tuple(Line(*line) for line in kept["lines"])
    refused = sum(1 for line in lines if line.refused)
    undo = tuple(Chosen(*one) for one in kept["undo"])
    return Told(kept["verb"], kept["of"] - refused, refused, lines, undo)


def to_undo(page: str) -> tuple[Chosen, ...]:
    """What was done last from `page` and can be taken back."""
    kept: dict[str, Any] = session.get(_KEPT, {})
    return tuple(Chosen(*one) for one in kept["undo"]) if kept.get("page") == page else ()
