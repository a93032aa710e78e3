"""The people of a case against the rows that brought them in; a row of a person that no act names is a fault."""

from collections.abc import Iterator, Mapping
from typing import Any

from casework.services.verification.case_file import GONE, CaseFile
from casework.services.verification.fault import Fault
from workflows.acts.erasing import ERASED
from workflows.registry import workflow_version


def check(file: CaseFile) -> Iterator[Fault]:
    """Every person is named by an act, in the part that the act gives him, and nobody named is missing."""
    named = dict(_named(file))
    stored = {party.position: party for party in file.parties}
    for position in sorted(set(stored) - set(named)):
        yield Fault(file.place(), "party", f"存有第{position}名当事人，日志中没有这一人。")
    for position, (seq, kind) in sorted(named.items()):
        if position not in stored:
            yield Fault(file.place(seq), "party", f"日志记有第{position}名当事人，数据中已不在。")
        elif kind and stored[position].kind != kind:
            found = stored[position].kind
            yield Fault(
                file.place(seq),
                "party",
                f"第{position}名当事人的身份存为“{found}”，由日志得“{kind}”，两者应当相同。",
            )
        if position in stored and stored[position].name == ERASED and seq > file.erased_in:
            yield Fault(file.place(seq), "party", f"第{position}名当事人的{GONE}")


def _named(file: CaseFile) -> Iterator[tuple[int, tuple[int, str]]]:
    """By place, the row that brought somebody in and his part; empty where the row does not say it."""
    for row in file.rows[:1]:
        yield from _at_first(row.data)
    workflow = workflow_version(file.record.workflow_version)
    for row in file.rows:
        action = workflow.action(row.action)
        if action is not None and action.party:
            yield int(row.data["position"]), (row.seq, str(row.data[action.party]))


def _at_first(data: Mapping[str, Any]) -> Iterator[tuple[int, tuple[int, str]]]:
    # A case that was divided off has its applicants from the first one, where one may have been a successor.
    applicant = "" if data.get("original") else "applicant"
    for position in data.get("applicants") or ():
        yield int(position), (1, applicant)
    for agent in data.get("agents") or ():
        yield int(agent["position"]), (1, str(agent.get("role") or "agent"))
    for position in data.get("third_parties") or ():
        yield int(position), (1, "third_party")
