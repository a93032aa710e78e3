"""Cases that belong together: linked, divided, merged; and an answer that the agency takes back (条例36(6), 45)."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story, registered

from workflows.acts.linking import stays_divided
from workflows.history import Facts
from workflows.items import moved_items, positions, remaining_items
from workflows.kinds.request import REQUEST_2019
from workflows.vocabulary import State

DAY = date(2020, 9, 10)
OTHER = {
    "case": "DISTRICT-2020-0001",
    "case_id": 7,
    "case_same_applicant": True,
    "case_answered_on": "2020-08-03",
    "case_outcome": "A2",
    "case_state": "answered",
}


def letter(items: int) -> Story:
    first = date(2020, 9, 1)
    story = Story().do(
        "receive", first, channel="mail", category="natural", applicants=[1], items=items
    )
    return story.do("register", first, received_on="2020-09-01")


@pytest.mark.parametrize(
    ("text", "places"),
    [("2、3", (2, 3)), ("第3项，第2项", (2, 3)), ("2,2", (2,)), ("其余", ()), ("20200901", ())],
)
def test_places_are_read_as_people_write_them(text: str, places: tuple[int, ...]) -> None:
    assert positions(text) == places


def test_what_was_divided_off_is_answered_elsewhere() -> None:
    story = letter(3).do("split_off", DAY, items_moved="2、3", case="DISTRICT-2020-0002")
    assert moved_items(story.facts) == dict.fromkeys((2, 3), "DISTRICT-2020-0002")
    assert remaining_items(story.facts) == (1,)
    story.do("assign", DAY, handler=1)
    with pytest.raises(Refused, match="没有第2项"):
        story.do(
            "submit_draft", DAY, outcome="D2", fact_reasons="—", item_results={"1": "D2", "2": "D2"}
        )
    story.do("submit_draft", DAY, outcome="D2", fact_reasons="—", item_results={"1": "D2"})
    assert story.facts.state == State.legal_review


@pytest.mark.parametrize(
    ("wanted", "sentence"),
    [
        ("1、2、3", "至少要留下一项"),
        ("4", "第4项不在本案的申请内容中"),
        ("全部", "没有写明拆出哪几项"),
    ],
)
def test_a_division_that_cannot_be_is_refused(wanted: str, sentence: str) -> None:
    with pytest.raises(Refused, match=sentence):
        letter(3).do("split_off", DAY, items_moved=wanted, case="X")


def test_nothing_is_divided_off_twice() -> None:
    story = letter(3).do("split_off", DAY, items_moved="2", case="X")
    with pytest.raises(Refused, match="已经拆出"):
        story.do("split_off", DAY, items_moved="2", case="Y")


def test_a_case_with_one_item_cannot_be_divided() -> None:
    situation = REQUEST_2019.situation(registered().facts, CALENDAR)
    roles = frozenset({*REQUEST_2019.action("split_off").roles})
    found = {a.action.name: a for a in REQUEST_2019.open_to(situation, roles=roles, on_day=DAY)}
    assert "至少要留下一项" in found["split_off"].refusals[0].sentence


def divided_off() -> Story:
    return Story().do(
        "receive_split",
        DAY,
        channel="mail",
        category="natural",
        applicants=[1],
        items=1,
        items_moved="2",
        arrived_on="2020-09-01",
        received_on="2020-09-01",
        runs_from="2020-09-01",
        original=1,
    )


def test_a_case_that_was_divided_off_runs_from_the_receipt_of_the_letter() -> None:
    story = divided_off()
    assert story.facts.day("arrived_on") == date(2020, 9, 1)
    assert story.due_on == letter(2).due_on


@pytest.mark.parametrize(
    ("values", "state", "stays"),
    [
        ({"split_from": 1}, State.registered, True),
        ({"split_from": 1}, State.void, False),
        ({"split_from": 1, "merged_into": 1}, State.void, False),
        ({"split_from": 1, "merged_into": 9}, State.void, True),
    ],
)
def test_what_was_divided_off_goes_home_with_a_void_case(
    values: dict[str, int], state: State, stays: bool
) -> None:
    facts = Facts(state=state, values=values)
    assert stays_divided(facts, divided_off().rows[0]) is stays


def test_a_repeat_names_the_answered_case_of_the_same_applicant() -> None:
    story = registered().do("link_case", DAY, relation="repeat", **OTHER)
    assert story.facts.acts[-1].data["case_answered_on"] == "2020-08-03"
    assert story.facts.state == State.registered


def test_the_question_of_another_applicant_is_no_repeat() -> None:
    stranger = {**OTHER, "case_same_applicant": False}
    with pytest.raises(Refused, match="不是重复申请"):
        registered().do("link_case", DAY, relation="repeat", **stranger)
    registered().do("link_case", DAY, relation="related", **stranger)


def test_a_case_registered_twice_is_merged_and_counts_nowhere() -> None:
    story = registered().do("merge_into", DAY, reasons="—", **OTHER)
    assert (story.facts.state, story.facts.closings) == (State.void, ())
    assert story.facts.values["merged_into"] == 7


@pytest.mark.parametrize(
    ("changed", "sentence"),
    [
        ({"case_same_applicant": False}, "两案的申请人不同"),
        ({"case_state": "void"}, "另一案件已是“作废”"),
        ({"case_state": "terminated"}, "另一案件已是“已终止”"),
    ],
)
def test_what_cannot_be_answered_there_is_not_merged(
    changed: dict[str, object], sentence: str
) -> None:
    with pytest.raises(Refused, match=sentence):
        registered().do("merge_into", DAY, reasons="—", **{**OTHER, **changed})


def answered() -> Story:
    story = registered().do("assign", DAY, handler=1)
    return story.do("withdraw", DAY, paper="—")


def test_the_agency_takes_its_own_answer_back_and_has_the_whole_period_again() -> None:
    story = answered().do("reopen_own", date(2020, 10, 12), reasons="—")
    assert story.facts.state == State.redoing
    assert story.due_on == CALENDAR.add(date(2020, 10, 12), 20)
    assert story.facts.closed_on == DAY


def test_the_agency_may_set_itself_a_day() -> None:
    story = answered().do("reopen_own", date(2020, 10, 12), reasons="—", until="2020-10-16")
    assert story.due_on == date(2020, 10, 16)
    with pytest.raises(Refused, match="不能早于决定纠正之日"):
        answered().do("reopen_own", date(2020, 10, 12), reasons="—", until="2020-10-09")
