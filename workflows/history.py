"""The folded history of a record: dated acts in, facts out. Pure; the engine stores what comes out.

Two correcting acts change the effective history and never the rows: `annul` drops a row, `amend` puts another day
and other data in its place (model 5). State folds the effective rows by `seq`; the clock folds them by day.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

ANNUL = "annul"
AMEND = "amend"
WAIVE = "waive"


@dataclass(frozen=True)
class Act:
    """One journal row as the law sees it: which act, on which day, with what data."""

    seq: int
    action: str
    on_day: date
    data: Mapping[str, Any] = field(default_factory=dict)

    def day(self, key: str) -> date:
        """A day of this act: `on_day` itself, or a date field of its data."""
        return self.on_day if key == "on_day" else as_day(self.data[key])


@dataclass(frozen=True)
class Thread:
    """Something opened by one act and closed by another: a consultation, a correction, an extension, a service.

    `key` is the number of the opening row, so a replay finds the same thread again.
    """

    key: int
    kind: str
    action: str
    opened_on: date
    values: Mapping[str, Any]
    confirmed_on: date | None = None  # receipt proved, or the thing asked was granted
    closed_on: date | None = None
    closed_by: str = ""
    closed_in: int = 0  # the number of the closing row

    @property
    def is_open(self) -> bool:
        return self.closed_on is None


@dataclass(frozen=True)
class Facts:
    """What holds after the acts so far. Guards read this and nothing else."""

    state: str = ""
    resumes_to: str = ""
    values: Mapping[str, Any] = field(default_factory=dict)
    threads: tuple[Thread, ...] = ()
    acts: tuple[Act, ...] = ()
    closed_on: date | None = None
    outcome: str = ""
    closings: tuple[tuple[int, date], ...] = ()  # row and day of each closing; the first one counts

    @property
    def working_state(self) -> str:
        """The state the next act starts from: a case in 结转 is worked on where it stood."""
        return self.resumes_to or self.state

    def day(self, key: str) -> date | None:
        """A recorded day, or None while it is not known."""
        value = self.values.get(key)
        return None if value in (None, "") else as_day(value)

    def last(self, *actions: str) -> Act | None:
        """The latest of these acts, if any was done."""
        for act in reversed(self.acts):  # a generator would cost as much again
            if act.action in actions:
                return act
        return None

    def threads_of(self, *kinds: str, only_open: bool = False) -> tuple[Thread, ...]:
        """The threads of these kinds, in the order of their keys."""
        if not self.threads:
            return ()
        return tuple(t for t in self.threads if t.kind in kinds and (t.is_open or not only_open))

    def thread(self, key: object) -> Thread | None:
        return next((t for t in self.threads if str(t.key) == str(key)), None)

    def with_thread(self, thread: Thread) -> "Facts":
        """These facts with one thread added or put in the place of its earlier self."""
        others = tuple(t for t in self.threads if t.key != thread.key)
        return replace(self, threads=tuple(sorted((*others, thread), key=lambda t: t.key)))


def as_day(value: object) -> date:
    """A day from the journal, where it is kept as YYYY-MM-DD."""
    return value if isinstance(value, date) else date.fromisoformat(str(value))


def annulled(acts: Iterable[Act]) -> frozenset[int]:
    """The numbers of the rows that no longer hold.

    A correcting row can itself be annulled: the later row wins, so the rows are read from the end.
    """
    dropped: set[int] = set()
    for act in reversed(tuple(acts)):
        if act.action == ANNUL and act.seq not in dropped:
            dropped.add(int(act.data["entry"]))
    return frozenset(dropped)


def effective(acts: Iterable[Act]) -> tuple[Act, ...]:
    """The rows that hold: annulled ones dropped, amended ones with their new day and data."""
    rows = tuple(acts)
    dropped = annulled(rows)
    held = {a.seq: a for a in rows if a.seq not in dropped and a.action not in (ANNUL, AMEND)}
    for act in rows:
        target = int(act.data["entry"]) if act.action == AMEND else 0
        if act.seq not in dropped and target in held:
            new = {**held[target].data, **act.data.get("values", {})}
            held[target] = replace(held[target], on_day=act.day("new_day"), data=new)
    return tuple(held[seq] for seq in sorted(held))
