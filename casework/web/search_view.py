"""The record of the searches of a case as rows: its own, and what departments answered; nothing here asks the database."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.queries.case_page import CaseView, EntryView, People
from workflows.acts.tasks import TASK, SearchResult
from workflows.history import Thread, as_day
from workflows.task_guards import is_search


@dataclass(frozen=True)
class SearchRow:
    """One search: when, by whom, where with which words, over which span, and what it brought."""

    on: str
    who: str
    systems: str = ""
    keywords: str = ""
    span: str = ""
    result: str = ""


def search_rows(view: CaseView, people: People) -> tuple[SearchRow, ...]:
    """The searches by day; a department that has not answered yet stands at the end."""
    entries = {entry.seq: entry for entry in view.entries}
    found = [*_own(view, entries), *_asked(view, people, entries)]
    return tuple(sorted(found, key=lambda row: (not row.on, row.on)))


def _own(view: CaseView, entries: dict[int, EntryView]) -> Iterator[SearchRow]:
    for search in view.facts.threads_of("search"):
        if search.key in entries:
            texts = entries[search.key].texts
            span = (as_day(search.values["span_from"]), as_day(search.values["span_to"]))
            asked = texts.get("units_asked", "")
            yield SearchRow(
                search.opened_on.isoformat(),
                texts.get("searcher", ""),
                texts.get("systems", "") + (f"；询问：{asked}" if asked else ""),
                texts.get("keywords", ""),
                f"{span[0]} 至 {span[1]}",
                _label(search),
            )


def _asked(view: CaseView, people: People, entries: dict[int, EntryView]) -> Iterator[SearchRow]:
    names = dict((*people.others, *people.units))
    for task in view.facts.threads_of(TASK):
        if not is_search(task) or task.closed_by == "withdraw_task":
            continue
        who = names.get(int(task.values["asked_unit"]), "")
        if task.is_open:
            yield SearchRow("", who, result="尚未答复")
        elif task.closed_in in entries and task.closed_on is not None:
            texts = entries[task.closed_in].texts
            yield SearchRow(
                task.closed_on.isoformat(),
                who,
                texts.get("systems", ""),
                texts.get("keywords", ""),
                "",
                _label(task),
            )


def _label(search: Thread) -> str:
    result = search.values.get("result")
    return SearchResult(str(result)).label if result else ""
