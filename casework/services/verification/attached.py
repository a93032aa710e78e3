"""Attached files against the digests that the journal keeps of them; a file that an act erased leaves its row and no fault (model 12)."""

from collections.abc import Iterator

from casework.services.verification.case_file import CaseFile
from casework.services.verification.fault import Fault
from workflows.registry import workflow_version


def check(file: CaseFile) -> Iterator[Fault]:
    """Each file that a row attached is there with its bytes, and no other."""
    stored = {one.seq: one for one in file.attached}
    named: set[int] = set()
    try:
        workflow = workflow_version(file.record.workflow_version)
    except LookupError:
        return  # the replay names it
    for row in file.rows:
        action = workflow.action(row.action)
        entry = row.data.get(action.takes_file) if action and action.takes_file else None
        if not isinstance(entry, dict):
            continue
        named.add(row.seq)
        place, found = file.place(row.seq), stored.get(row.seq)
        if found is None:
            yield Fault(place, "file", "该条登记的文件已不在；依法清除的应保留清除标记。")
        elif found.sha256 != entry.get("sha256"):
            yield Fault(place, "file", "文件的校验值与日志所记不同。")
        elif against := file.against(row.seq, found.digest, entry.get("sha256")):
            yield Fault(place, "file", f"文件{against}")
    for seq in sorted(set(stored) - named):
        yield Fault(file.place(seq), "file", "存有文件，日志中没有它的校验值。")
