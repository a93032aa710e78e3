"""Erasable texts against the digests that the journal keeps of them; a tombstone that an act left is no fault (model 12)."""

from collections.abc import Iterator, Mapping
from typing import Any

from casework.services.verification.case_file import CaseFile, digest_of
from casework.services.verification.fault import Fault
from workflows.acts.erasing import ERASED

_REFERENCE = frozenset({"note", "sha256"})


def check(file: CaseFile) -> Iterator[Fault]:
    """Each text is what the journal row saw, or erased with its salt; none is there without a row."""
    stored = {f"{note.seq}.{note.field}": note for note in file.notes}
    named: set[str] = set()
    for row in file.rows:
        for key, reference in _references(row.data):
            place = f"{file.place(row.seq)}“{key}”"
            named.add(str(reference["note"]))
            note = stored.get(str(reference["note"]))
            if note is None:
                yield Fault(place, "text", "该条所附的文字已不在；依法清除的应保留清除标记。")
                continue
            content = None if note.content is None else note.content.encode()
            found = digest_of(note.salt, content)
            if against := file.against(note.seq, found, reference["sha256"]):
                yield Fault(place, "text", f"所附文字的{against}")
    yield from _contents(file)
    for name in sorted(set(stored) - named):
        seq, _, field = name.partition(".")
        yield Fault(f"{file.place(int(seq))}“{field}”", "text", "存有文字，日志中没有它的校验值。")


def _contents(file: CaseFile) -> Iterator[Fault]:
    """What was asked is what the first row saw; an erased content has lost its salt with its text."""
    seen = list(file.rows[0].data.get("contents", ())) if file.rows else []
    for item, digest in zip(file.items, seen, strict=False):
        gone = item.salt == "" and item.content == ERASED
        found = None if gone else digest_of(item.salt or None, item.content.encode())
        if against := file.against(1, found, digest):
            place = f"{file.place(1)}第{item.position}项申请内容"
            yield Fault(place, "text", against)
    if len(seen) != len(file.items):
        yield Fault(
            file.place(1), "text", f"登记时有{len(seen)}项申请内容，现存{len(file.items)}项。"
        )


def _references(data: Mapping[str, Any]) -> Iterator[tuple[str, Mapping[str, Any]]]:
    for key, value in data.items():
        if isinstance(value, Mapping):
            if set(value) == _REFERENCE:
                yield key, value
            else:
                yield from _references(value)
