"""What goes into the statutory clock (dated acts) and what comes out (the reading); it must not compute anything."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from workflows.terms import Term
from workflows.vocabulary import ClockEffect


class ClockPhase(StrEnum):
    none = "none"
    running = "running"
    waiting = "waiting"
    ended = "ended"


@dataclass(frozen=True, slots=True)
class ClockAct:
    """One dated act with an effect on the clock. What the fields mean depends on the effect:

    start, restart: the period runs from `on_day` (not counted) for `term` (default: 20 working days, 条例33).
    exclude: a consultation sent on `on_day`, proven received by the consulted party on `received_on`, over on `ended_on` (the
      opinion came in, or silence was recorded), within the legal limit `term`; `accepted_late` lifts that limit.
    extend: `days` more working days, by a notice dispatched on `on_day`; at most `term` (default: 20 working days, 条例33).
    fix: the period ends on `until`, by a notice (条例35) or a decision made on `on_day`; without a day `term` runs anew.
    stop: `final` closes the clock; otherwise it waits for the applicant, and `term`, counted from the receipt day, is the time in
      which the notice had to be sent (without it: the due date).
    """

    seq: int
    on_day: date
    effect: ClockEffect
    basis: str
    label: str = ""
    term: Term | None = None
    days: int = 0
    until: date | None = None
    key: str = ""
    received_on: date | None = None
    ended_on: date | None = None
    final: bool = False
    accepted_late: bool = False


@dataclass(frozen=True, slots=True)
class ClockWarning:
    """Why an act has no effect, or less than it says; `message` is a Chinese sentence."""

    seq: int
    basis: str
    message: str


@dataclass(frozen=True, slots=True)
class Exclusion:
    """The working days d with after < d <= until are not counted (条例33); `open` while no end is recorded."""

    key: str
    after: date
    until: date
    basis: str
    label: str
    open: bool = False


@dataclass(frozen=True, slots=True)
class ClockMark:
    """A day on which the phase changed by an effective act; the tape is drawn from these."""

    on: date
    phase: ClockPhase
    label: str
    basis: str
    seq: int = 0


@dataclass(frozen=True, slots=True)
class Reading:
    """What the clock says. Dates are the last day of the period; lengths are working days.

    `due_on` is empty while the clock waits or has ended; `last_due_on` is the due date in force at closing.
    `strict_due_on` leaves the end day of each consultation counted: the amber line, never later than `due_on`.
    `provisional`: a notice not yet recorded may still move the date. `frozen`: a consultation with proven receipt is open.
    """

    phase: ClockPhase
    started_on: date | None
    term: Term
    due_on: date | None
    strict_due_on: date | None
    last_due_on: date | None
    provisional: bool
    frozen: bool
    extension_days: int
    excluded_days: int
    exclusions: tuple[Exclusion, ...]
    warnings: tuple[ClockWarning, ...]
    fixed_by: ClockAct | None
    waiting_since: date | None
    closed_on: date | None
    marks: tuple[ClockMark, ...]
    extended_by: ClockAct | None = None
