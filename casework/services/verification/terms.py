"""The stored terms of a record against those its journal tells; reminders and pages read the stored ones."""

from collections.abc import Iterator, Sequence

from casework.services.projection import columns_of, key_of
from casework.services.verification.case_file import CaseFile
from casework.services.verification.fault import Fault
from workflows.timer import Timer


def check(file: CaseFile, running: Sequence[Timer]) -> Iterator[Fault]:
    """Every term that is missing, too many, or other than replayed."""
    wanted = {key_of(timer): timer for timer in running}
    stored = {key_of(row): row for row in file.timers}
    for key in sorted(set(stored) - set(wanted)):
        yield Fault(
            file.place(), "timer", f"存有期限“{stored[key].label}”，由日志重演没有这一期限。"
        )
    for key, timer in wanted.items():
        if key not in stored:
            yield Fault(file.place(), "timer", f"由日志重演有期限“{timer.label}”，数据中没有。")
            continue
        for name, value in columns_of(timer).items():
            found = getattr(stored[key], name)
            if found != value:
                yield Fault(
                    file.place(),
                    "timer",
                    f"期限“{timer.label}”的{name}存为“{found}”，由日志重演得“{value}”，两者应当相同。",
                )
