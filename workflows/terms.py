"""The statutory terms as data, and the one rule for the end of a term; it must not know any case.

The 条例 has no counting clause of its own. reading: 民诉法85 is borrowed: the starting day is not counted, and a term that
ends on a rest day ends on the first day after it.
"""

from calendar import monthrange
from dataclasses import dataclass, replace
from datetime import date, timedelta
from enum import StrEnum

from workflows.calendar import WorkingCalendar


class TermUnit(StrEnum):
    working_day = "working_day"
    day = "day"
    month = "month"


# An attribute of an enum class costs a lookup through its metaclass; terms are reckoned for every case of a list.
_WD, _DAY, _MONTH = TermUnit


@dataclass(frozen=True, slots=True)
class Term:
    """A length of time with its source, such as 20 working days under 条例33."""

    n: int
    unit: TermUnit
    basis: str

    def lasting(self, n: int) -> "Term":
        """This term with another number, where a notice named one; 0 leaves it as it is."""
        return replace(self, n=n) if n else self

    def nominal_end(self, start: date) -> date:
        """The last day of a day or month term before it rolls off a rest day (民诉法85).

        A month term ends on the same day number, or on the month's last day where that number is missing.
        """
        if self.unit is _DAY:
            return start + timedelta(days=self.n)
        if self.unit is not _MONTH:
            raise ValueError("a term of working days has no end without a calendar")
        years, month = divmod(start.month - 1 + self.n, 12)
        year, month = start.year + years, month + 1
        return date(year, month, min(start.day, monthrange(year, month)[1]))

    def end(self, start: date, calendar: WorkingCalendar) -> date:
        """The last day of the term; `start` is not counted (民诉法85). Raises `OutsideCalendar`."""
        if self.unit is _WD:
            return calendar.add(start, self.n)
        return calendar.roll(self.nominal_end(start))


ANSWER = Term(20, _WD, "条例33")
EXTENSION_MAX = Term(20, _WD, "条例33")
CORRECTION_NOTICE = Term(7, _WD, "条例30")
THIRD_PARTY_OPINION = Term(15, _WD, "条例32")
CO_MAKER_OPINION = Term(15, _WD, "条例34")
# reading: no article limits the consultation of an agency that is not a co-maker; 15 working days is our own cap where
# the unit has set no other (model 4).
AGENCY_OPINION = Term(15, _WD, "条例33")
FEE_PAYMENT = Term(20, _WD, "109号第6条")
REVIEW = Term(60, TermUnit.day, "复议法20")
DIRECT_SUIT = Term(6, TermUnit.month, "行诉法46")
SUIT_AFTER_REVIEW = Term(15, TermUnit.day, "行诉法45")
