"""The remarks on the reasons of a case beside the paragraphs they stand at, out of the case as it was read; asks nothing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime

from casework.queries.case_page import CaseView, EntryView
from casework.queries.draft_versions import Version
from workflows import remarks
from workflows.history import Thread


@dataclass(frozen=True)
class Remark:
    """One remark. `number` is the paragraph of its version (0: the whole text), `place` what stood there.

    `at_now` is where the same words stand in the newest version, 0 where they do not stand any more.
    """

    seq: int
    version: int
    number: int
    place: str
    at_now: int
    actor: str
    at: datetime
    text: str
    is_open: bool
    settled_by: str
    settled_at: datetime | None
    answer: str


@dataclass(frozen=True)
class Passage:
    """A paragraph of the newest version, counted from 1, with what was remarked on it."""

    number: int
    text: str
    remarks: tuple[Remark, ...]


def remarks_of(view: CaseView, versions: Sequence[Version]) -> tuple[Remark, ...]:
    """Every remark that holds, oldest first."""
    entries = {entry.seq: entry for entry in view.entries}
    known = {one.seq: one for one in versions}
    newest = _lines(versions[-1]) if versions else []
    return tuple(_remark(t, entries, known, newest) for t in remarks.remarks(view.facts))


def passages(newest: Version, found: Sequence[Remark]) -> Iterator[Passage]:
    """The newest version paragraph by paragraph."""
    for number, text in enumerate(_lines(newest), 1):
        yield Passage(number, text, tuple(one for one in found if one.at_now == number))


def _remark(
    thread: Thread, entries: dict[int, EntryView], known: dict[int, Version], newest: list[str]
) -> Remark:
    entry, closing = entries[thread.key], entries.get(thread.closed_in)
    number = int(thread.values.get(remarks.PARAGRAPH) or 0)
    version = known.get(int(thread.values[remarks.VERSION]))
    lines = _lines(version) if version else []
    place = lines[number - 1] if 0 < number <= len(lines) else ""
    return Remark(
        seq=thread.key,
        version=version.number if version else 0,
        number=number,
        place=place,
        at_now=_now_at(place, number, newest),
        actor=entry.actor,
        at=entry.at,
        text=entry.texts.get("remark", ""),
        is_open=thread.is_open,
        settled_by=closing.actor if closing else "",
        settled_at=closing.at if closing else None,
        answer=closing.texts.get("answer", "") if closing else "",
    )


def _now_at(place: str, number: int, newest: list[str]) -> int:
    """The paragraph with the same words, the nearest where there are several."""
    same = [n for n, text in enumerate(newest, 1) if place and text == place]
    return min(same, key=lambda n: abs(n - number), default=0)


def _lines(version: Version) -> list[str]:
    return version.text.split("\n") if version.text else []
