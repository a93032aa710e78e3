"""The answering unit changes only while nothing was signed (条例10)."""

from datetime import date

import pytest
from law.stories import Refused, Story, issued, registered

from workflows.acts.moving import answering_unit
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


def moved(**since: object) -> Story:
    """Moved in row 3; `since` is what the receiving unit entered behind it."""
    story = registered().do("move", DAY, to_unit=2, from_unit=1, numbered_papers=0, reasons="—")
    return story.do("assign", DAY, **since) if since else story


def annulled(story: Story) -> Story:
    return story.do("annul", DAY, entry=3, to_unit=2, reasons="—")


def test_an_annulled_move_leaves_the_case_where_it_was_opened() -> None:
    story = moved()
    fields = {"move": "to_unit"}
    assert answering_unit(fields, story.facts.acts, opened_in=1) == 2
    assert answering_unit(fields, story.facts.acts, opened_in=1, upto=date(2020, 9, 9)) == 1
    assert answering_unit(fields, annulled(story).facts.acts, opened_in=1) == 1


def test_a_move_is_not_annulled_under_the_hands_of_whoever_has_the_case_by_it() -> None:
    with pytest.raises(Refused, match="移交以后已经分办（第4条）"):
        annulled(moved(handler=7))


def test_a_move_is_not_annulled_once_the_receiving_unit_gave_its_number() -> None:
    story = moved(number="某局〔2020〕1号")
    with pytest.raises(Refused, match="接收单位已经登记编号（第4条）"):
        annulled(story)
