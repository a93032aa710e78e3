"""The answering unit changes only while nothing was signed (条例10)."""

from datetime import date

import pytest
from law.stories import Refused, issued, registered

from workflows.kinds.request import REQUEST_2019
from workflows.vocabulary import State

DAY = date(2020, 9, 10)


def test_a_moved_case_keeps_its_clock_and_waits_for_a_handler() -> None:
    story = registered().do("assign", DAY, handler=1, handler_unit=3)
    due = story.due_on
    story.do("move", DAY, to_unit=2, from_unit=1, numbered_papers=0, numbered_by=1, reasons="—")
    assert (story.facts.state, story.due_on) == (State.in_progress, due)
    assert not {"handler", "handler_unit"} & set(story.facts.values)
    assert story.facts.values["numbered_by"] == 1


def test_a_unit_that_wrote_under_its_own_number_goes_on_answering() -> None:
    with pytest.raises(Refused, match="已有本单位编号的文书"):
        registered().do("move", DAY, to_unit=2, numbered_papers=1, reasons="—")


def test_a_signed_answer_is_not_moved() -> None:
    names = {action.name for action in REQUEST_2019.reachable(issued().facts)}
    assert "move" not in names
