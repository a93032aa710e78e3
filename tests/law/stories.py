"""Drives one record through the pure workflow with its guards, as the engine does; it holds no test."""

from datetime import date
from typing import Any

from casework.calendars import package_calendar
from workflows.calendar import WorkingCalendar
from workflows.definition import Workflow, missing_before
from workflows.history import Act, Facts
from workflows.kinds.request import REQUEST_2019

CALENDAR = package_calendar(first_year=2019, until_year=2023)


class Refused(Exception):
    """The sentences of the guards that spoke against an act."""


class Story:
    """A record and its rows so far."""

    def __init__(
        self, workflow: Workflow = REQUEST_2019, calendar: WorkingCalendar = CALENDAR
    ) -> None:
        self.workflow = workflow
        self.calendar = calendar
        self.rows: list[Act] = []

    @property
    def facts(self) -> Facts:
        return self.workflow.fold(self.rows)

    @property
    def due_on(self) -> date | None:
        return self.workflow.read_clock(self.facts, self.calendar).due_on

    def do(self, action: str, on_day: date, **data: Any) -> "Story":
        act = Act(len(self.rows) + 1, action, on_day, data)
        row = self.workflow.action(action)
        assert row is not None, action
        facts = self.facts
        assert row.creates or row.corrects or row in self.workflow.reachable(facts), facts.state
        situation = self.workflow.situation(facts, self.calendar)
        refusals = (
            *missing_before(row, facts, self.workflow),
            *self.workflow.refusals(situation, act),
        )
        if refusals:
            raise Refused("".join(r.sentence for r in refusals))
        self.workflow.fold((*self.rows, act))
        self.rows.append(act)
        return self


def registered(*, applicants: int = 1, items: int = 1) -> Story:
    """A request handed in on 1 September 2020 and registered the same day."""
    day = date(2020, 9, 1)
    people = list(range(1, applicants + 1))
    return (
        Story()
        .do("receive", day, channel="in_person", category="natural", applicants=people, items=items)
        .do("register", day, received_on=day.isoformat())
    )


def issued(*, applicants: int = 1) -> Story:
    """An answer signed on 10 September 2020 and not yet served."""
    day = date(2020, 9, 10)
    return (
        registered(applicants=applicants)
        .do("assign", date(2020, 9, 2), handler=1)
        .do("submit_draft", day, outcome="D1b", fact_reasons="不属于本机关职责")
        .do("pass_review", day)
        .do("approve", day)
        .do("issue", day)
    )
