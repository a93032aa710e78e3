"""Consultation of a third party, a co-maker and another agency: what each letter, opinion and silence does."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story, registered

from workflows.kinds.request import REQUEST_2019
from workflows.vocabulary import State

SENT, CAME, OPINION = date(2020, 9, 3), date(2020, 9, 4), date(2020, 9, 10)
LIMIT = CALENDAR.add(CAME, 15)
PLAIN_DUE = date(2020, 9, 28)


def in_progress() -> Story:
    return registered().do("assign", date(2020, 9, 2), handler=1)


def asked(kind: str) -> Story:
    return in_progress().do(f"consult_{kind}", SENT, name="某单位", matter="—")


@pytest.mark.parametrize(
    ("sent", "received", "opinion"),
    [
        ("consult_third_party", "third_party_received", "third_party_opinion"),
        ("consult_co_maker", "co_maker_received", "co_maker_opinion"),
        ("consult_agency", "agency_received", "agency_opinion"),
    ],
)
def test_the_days_from_the_letter_to_the_opinion_are_not_counted(
    sent: str, received: str, opinion: str
) -> None:
    story = in_progress().do(sent, SENT, name="某单位", matter="—").do(received, CAME, proof="—")
    story.do(opinion, OPINION, opinion="consent")
    assert story.facts.state == State.in_progress
    assert story.due_on == CALENDAR.add(PLAIN_DUE, CALENDAR.count(SENT, OPINION))


@pytest.mark.parametrize("silent", ["third_party_silent", "co_maker_silent", "agency_silent"])
def test_silence_is_recorded_only_after_the_period_of_a_proven_receipt(silent: str) -> None:
    kind = silent.removesuffix("_silent")
    with pytest.raises(Refused, match="尚未起算"):
        asked(kind).do(silent, LIMIT, decision_note="—")
    story = asked(kind).do(f"{kind}_received", CAME, proof="—")
    with pytest.raises(Refused, match="届满前不能按未答复处理"):
        story.do(silent, LIMIT, decision_note="—")
    story.do(silent, date(LIMIT.year, LIMIT.month, LIMIT.day + 1), decision_note="—")
    assert story.facts.state == State.in_progress


@pytest.mark.parametrize(
    ("kind", "opinion"),
    [
        ("third_party", "none_decide_by_regulation"),
        ("co_maker", "consent"),
        ("agency", "none_decide_by_regulation"),
    ],
)
def test_only_the_silence_of_a_co_maker_is_consent(kind: str, opinion: str) -> None:
    story = asked(kind).do(f"{kind}_received", CAME, proof="—")
    story.do(f"{kind}_silent", date(2020, 9, 30), decision_note="—")
    assert story.facts.threads_of(kind)[0].values["opinion"] == opinion


def test_a_letter_that_nobody_is_proved_to_have_received_excludes_nothing() -> None:
    assert asked("agency").due_on == PLAIN_DUE


def test_the_period_that_a_letter_to_another_agency_names_bounds_what_is_not_counted() -> None:
    story = in_progress().do("consult_agency", SENT, name="某单位", matter="—", days=5)
    story.do("agency_received", CAME, proof="—")
    last = CALENDAR.add(CAME, 5)
    assert story.due_on == CALENDAR.add(PLAIN_DUE, CALENDAR.count(SENT, last))
    with pytest.raises(Refused, match="届满前不能按未答复处理"):
        story.do("agency_silent", last, decision_note="—")
    story.do("agency_silent", CALENDAR.add(last, 1), decision_note="—")
    assert story.facts.state == State.in_progress


def test_an_answer_that_came_back_from_approval_is_worked_on_again() -> None:
    day = date(2020, 9, 4)
    story = in_progress().do("submit_draft", day, outcome="D1b", fact_reasons="—")
    story.do("pass_review", day).do("return_from_approval", day, opinion="依据不足")
    assert story.facts.state == State.in_progress


def test_a_new_calendar_leaves_the_case_where_it_stands() -> None:
    story = in_progress().do("calendar_changed", SENT, calendar=2)
    assert (story.facts.state, story.due_on) == (State.in_progress, PLAIN_DUE)


def test_what_is_archived_is_archived_for_good() -> None:
    story = registered().do("withdraw", SENT, paper="—").do("archive", OPINION)
    assert story.facts.state == State.archived
    assert not REQUEST_2019.is_open(story.facts.state)
