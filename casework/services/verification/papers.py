"""Papers against the digests that the journal keeps of them; a paper that an act erased leaves its row and no fault (model 12)."""

from collections.abc import Iterator, Mapping
from typing import Any

from casework.services.journal import as_acts
from casework.services.paper_state import states_of
from casework.services.projection import seals_of
from casework.services.verification.case_file import CaseFile, Paper
from casework.services.verification.fault import Fault
from workflows.action import Impossible
from workflows.registry import workflow_version


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
    yield from _seals(file)


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
    if against := file.against(seq, paper.digest, entry.get("sha256")):
        yield Fault(_place(file, paper), "paper", f"文书{against}")


def _marks(file: CaseFile) -> Iterator[Fault]:
    """Each paper says truly whether a correction took its facts away, whether it is void, and what is known of its service."""
    try:
        acts = as_acts(file.rows)
        workflow = workflow_version(file.record.workflow_version)
        at = [(paper.seq, paper.key) for paper in file.papers]
        wanted = states_of(workflow, acts, workflow.fold(acts), at)
    except (LookupError, TypeError, ValueError, Impossible):
        return  # a row that was changed from outside; the replay names it
    for paper in file.papers:
        due = wanted[paper.seq, paper.key]
        for label, stored, derived in zip(_STATE, paper.state, due, strict=True):
            if stored != derived:
                yield Fault(
                    _place(file, paper),
                    "paper",
                    f"文书的{label}存为{_said(stored)}，由日志得{_said(derived)}，两者应当相同。",
                )


_STATE = ("事实更正标记", "作废标记", "送出日期", "收到日期")


def _said(value: object) -> str:
    if value is None:
        return "无"
    return f"第{value}条" if isinstance(value, int) else str(value)


def _seals(file: CaseFile) -> Iterator[Fault]:
    """Each paper with a place for a signature says truly whether it was signed, by which row and as what."""
    try:
        facts = workflow_version(file.record.workflow_version).fold(as_acts(file.rows))
        signed = seals_of(facts)
    except (Impossible, LookupError, TypeError, ValueError, AttributeError):
        return  # the replay names it
    for paper in file.papers:
        if paper.reserved and paper.seal != signed.get((paper.seq, paper.key), (None, None)):
            yield Fault(
                _place(file, paper),
                "paper",
                "文书是否已经签名、由哪一条签名、签名的性质，与日志所记不同。",
            )


def _place(file: CaseFile, paper: Paper) -> str:
    number = f"（{paper.number}）" if paper.number else ""
    return f"{file.place(paper.seq)}《{paper.title}》{number}"
