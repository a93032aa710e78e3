"""The year as a record: who prepares, closes, amends and reopens a report, and that only its services do (条例49, 50)."""

from datetime import date

import pytest

from workflows.calendar import WorkingCalendar
from workflows.history import Act, Facts
from workflows.kinds.year import YEAR, YearState
from workflows.vocabulary import Role

DAY = date(2021, 2, 1)
WRITTEN = {"digest": "0" * 64}


def after(*names: str) -> Facts:
    return YEAR.fold(Act(n, name, DAY, WRITTEN) for n, name in enumerate(("open_year", *names), 1))


@pytest.mark.parametrize(
    ("names", "state"),
    [
        ([], YearState.open),
        (["enter_report", "enter_published"], YearState.open),
        (["freeze"], YearState.frozen),
        (["receive_report"], YearState.frozen),
        (["receive_report", "reopen", "receive_report"], YearState.frozen),
        (["freeze", "tell_publication"], YearState.frozen),
        (["freeze", "amend_year", "amend_year"], YearState.amended),
        (["freeze", "amend_year", "reopen"], YearState.open),
        (["freeze", "reopen", "freeze"], YearState.frozen),
    ],
)
def test_a_year_is_open_frozen_or_amended(names: list[str], state: YearState) -> None:
    assert after(*names).state == state


@pytest.mark.parametrize(
    ("name", "may", "may_not"),
    [
        ("enter_report", Role.statistics, Role.handler),
        ("freeze", Role.approver, Role.statistics),
        ("amend_year", Role.approver, Role.handler),
        ("reopen", Role.supervisor, Role.approver),
        ("receive_report", Role.supervisor, Role.approver),
    ],
)
def test_each_act_of_a_year_has_its_roles(name: str, may: Role, may_not: Role) -> None:
    action = YEAR.action(name)
    assert action is not None
    assert may in action.roles
    assert may_not not in action.roles


@pytest.mark.parametrize("name", ["enter_report", "freeze", "reopen"])
def test_an_act_sent_from_elsewhere_is_refused(name: str, calendar: WorkingCalendar) -> None:
    facts = after(*(["freeze"] if name == "reopen" else []))
    here = YEAR.situation(facts, calendar)
    assert [r.basis for r in YEAR.refusals(here, Act(9, name, DAY, {}))] == ["条例50"]
    assert YEAR.refusals(here, Act(9, name, DAY, WRITTEN)) == ()
