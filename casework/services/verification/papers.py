"""Papers against the digests that the journal keeps of them; an erased paper leaves its row and no fault (model 12)."""

from collections.abc import Iterator, Mapping
from typing import Any

from casework.services.corrections import resting_on_old_facts
from casework.services.journal import as_acts
from casework.services.verification.case_file import CaseFile, Paper
from casework.services.verification.fault import Fault


def check(file: CaseFile) -> Iterator[Fault]:
    """Each paper that a row drew is there, with its number and its bytes."""
    stored = {(paper.seq, paper.key): paper for paper in file.papers}
    drawn: set[tuple[int, str]] = set()
    for row in file.rows:
        for entry in _entries(row.data):
            key = (row.seq, str(entry.get("key")))
            drawn.add(key)
            yield from _paper(file, row.seq, stored.get(key), entry=entry)
    for key in sorted(set(stored) - drawn):
        yield Fault(_place(file, stored[key]), "paper", "存有文书，日志中没有它的校验值。")
    yield from _marks(file)


def _entries(data: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    """What a row says of the paper it drew, and of each that went out with it."""
    enclosed = data.get("enclosed")
    for entry in (data.get("document"), *(enclosed if isinstance(enclosed, list) else ())):
        if isinstance(entry, dict):
            yield entry


def _paper(
    file: CaseFile, seq: int, paper: Paper | None, *, entry: Mapping[str, Any]
) -> Iterator[Fault]:
    if paper is None:
        yield Fault(file.place(seq), "paper", "该条生成的文书已不在；依法清除的应保留清除标记。")
        return
    if paper.number != entry.get("number") or paper.sha256 != entry.get("sha256"):
        yield Fault(_place(file, paper), "paper", "文书的文号或者校验值与日志所记不同。")
    if paper.digest not in (None, entry.get("sha256")):
        yield Fault(
            _place(file, paper), "paper", "文书内容与日志所记的校验值不符，在系统之外被改动。"
        )


def _marks(file: CaseFile) -> Iterator[Fault]:
    """Each paper says truly whether a correction took its facts away, and which (model 5)."""
    try:
        old = resting_on_old_facts(as_acts(file.rows), [paper.seq for paper in file.papers])
    except (LookupError, TypeError, ValueError):
        return  # a row that was changed from outside; the replay names it
    for paper in file.papers:
        wanted = old.get(paper.seq)
        if paper.outdated_by != wanted:
            marked = f"第{paper.outdated_by}条" if paper.outdated_by else "没有更正"
            due = f"第{wanted}条" if wanted else "没有更正"
            yield Fault(
                _place(file, paper),
                "paper",
                f"文书所依据的事实，标记为{marked}，由日志得{due}，两者应当相同。",
            )


def _place(file: CaseFile, paper: Paper) -> str:
    number = f"（{paper.number}）" if paper.number else ""
    return f"{file.place(paper.seq)}《{paper.title}》{number}"
