"""Who takes part and who receives: joining, leaving, representing, ending (条例29; 235号; law 10.3)."""

from datetime import date

import pytest
from law.stories import CALENDAR, Refused, Story, issued, registered

from workflows.derived_facts import derived_answer_facts
from workflows.kinds.request import REQUEST_2019
from workflows.parties import agents_of, applicants_of, recipients_of, representative_of
from workflows.vocabulary import State

DAY, LATER = date(2020, 9, 10), date(2020, 9, 11)
PAPER = "授权委托书"


def joined(story: Story, position: int, role: str = "agent", **more: object) -> Story:
    """The engine puts the position in the place of the person."""
    return story.do("join_party", DAY, role=role, position=position, paper=PAPER, **more)


def served(story: Story, recipient: int, day: date = LATER) -> Story:
    return story.do("serve_by_post", day, recipient=recipient, tracking=f"EMS{recipient}")


def dead(*, applicants: int = 1) -> Story:
    return registered(applicants=applicants).do(
        "applicant_ended", DAY, recipient=1, event="death", occurred_on="2020-09-08", paper="证明"
    )


def test_every_joint_applicant_is_served_before_the_case_closes() -> None:
    story = served(issued(applicants=2), 1)
    assert story.facts.state == State.pending_service
    assert served(story, 2).facts.state == State.answered


def test_service_on_the_named_representative_is_service_on_all() -> None:
    story = registered(applicants=3).do("name_representative", DAY, recipient=2, paper="推选书")
    assert representative_of(story.facts) == 2
    signed = _sign(story.do("assign", DAY, handler=1))
    assert served(signed, 2).facts.state == State.answered


def _sign(story: Story) -> Story:
    story.do("submit_draft", DAY, outcome="D1b", fact_reasons="不属于本机关职责")
    return story.do("pass_review", DAY).do("approve", DAY).do("issue", DAY)


def test_a_representative_who_left_represents_nobody() -> None:
    story = registered(applicants=3).do("name_representative", DAY, recipient=2, paper="推选书")
    story.do("leave_party", DAY, recipient=2, paper="退出声明")
    assert representative_of(story.facts) is None
    assert applicants_of(story.facts) == (1, 3)


def test_a_single_applicant_needs_no_representative() -> None:
    with pytest.raises(Refused, match="只有一位申请人"):
        registered().do("name_representative", DAY, recipient=1, paper="推选书")


def test_only_an_applicant_represents_the_others() -> None:
    with pytest.raises(Refused, match="不是本案现有的申请人"):
        registered(applicants=2).do("name_representative", DAY, recipient=7, paper="推选书")


def test_an_agent_with_a_written_authorisation_receives_for_his_principal_only() -> None:
    story = joined(issued(applicants=2), 3, acts_for=1, may_receive=True)
    assert recipients_of(story.facts) == {1, 2, 3}
    assert served(story, 3).facts.state == State.pending_service
    assert served(story, 2).facts.state == State.answered


def test_an_agent_of_all_receives_for_all() -> None:
    assert served(joined(issued(applicants=2), 3, may_receive=True), 3).facts.state == "answered"


def test_an_agent_without_authorisation_receives_nothing() -> None:
    with pytest.raises(Refused, match="没有代收文书的书面授权"):
        served(joined(issued(), 2), 2)


def test_a_legal_representative_receives_by_law() -> None:
    story = joined(issued(), 2, "legal_representative")
    assert served(story, 2).facts.state == State.answered


def test_an_agent_acts_for_somebody_who_asked() -> None:
    with pytest.raises(Refused, match="被代理人不是"):
        joined(registered(), 2, acts_for=9)


def test_an_agent_named_at_the_desk_acts_from_the_beginning() -> None:
    agent = {"position": 2, "role": "agent", "authorisation": PAPER, "may_receive": True}
    story = Story().do(
        "receive",
        DAY,
        channel="in_person",
        category="natural",
        applicants=[1],
        items=1,
        agents=[agent],
    )
    assert [a.position for a in agents_of(story.facts)] == [2]


def test_an_agent_whose_authority_ended_leaves() -> None:
    story = joined(registered(), 2, may_receive=True).do(
        "leave_party", DAY, recipient=2, paper="解除委托"
    )
    assert agents_of(story.facts) == ()
    assert applicants_of(story.facts) == (1,)


def test_a_further_applicant_joins_one_request() -> None:
    story = joined(registered(), 2, "applicant")
    assert applicants_of(story.facts) == (1, 2)
    assert story.due_on == registered().due_on


def test_nobody_joins_as_an_applicant_once_the_answer_is_signed() -> None:
    with pytest.raises(Refused, match="另行登记申请"):
        joined(issued(), 2, "applicant")


def test_somebody_who_left_cannot_leave_again() -> None:
    story = registered(applicants=2).do("leave_party", DAY, recipient=2, paper="退出")
    with pytest.raises(Refused, match="已不在本案当事人之列"):
        story.do("leave_party", DAY, recipient=2, paper="退出")


def test_nothing_is_served_on_somebody_who_left() -> None:
    story = issued(applicants=2).do("leave_party", LATER, recipient=2, paper="退出")
    with pytest.raises(Refused, match="已不是本案的申请人"):
        served(story, 2)


def test_a_service_is_complete_when_the_one_still_to_be_served_has_left() -> None:
    story = served(issued(applicants=2), 1).do(
        "leave_party", date(2020, 9, 14), recipient=2, paper="退出"
    )
    with pytest.raises(Refused, match="答复之日是最后一次送达之日2020年9月11日"):
        story.do("complete_service", date(2020, 9, 14))
    story.do("complete_service", LATER)
    assert (story.facts.state, story.facts.closed_on) == (State.answered, LATER)


def test_a_service_is_not_complete_while_somebody_waits_for_it() -> None:
    with pytest.raises(Refused, match="还有申请人没有送达"):
        served(issued(applicants=2), 1).do("complete_service", LATER)


def test_a_successor_takes_the_place_of_an_applicant_who_died() -> None:
    story = dead()
    assert applicants_of(story.facts) == ()
    joined(story, 2, "successor", succeeds=1)
    assert applicants_of(story.facts) == (2,)
    assert story.facts.state == State.registered


def test_a_successor_follows_somebody_who_ended() -> None:
    with pytest.raises(Refused, match="请先登记“申请人死亡或者终止”"):
        joined(registered(), 2, "successor", succeeds=1)


def test_a_case_ends_for_want_of_a_successor_only_after_he_was_asked() -> None:
    story = dead()
    with pytest.raises(Refused, match="尚未征询"):
        story.do("lapse_succession", LATER)
    story.do("ask_successor", LATER, whom="继承人", days=10)
    limit = CALENDAR.add(LATER, 10)
    with pytest.raises(Refused, match="届满前不能终止办理"):
        story.do("lapse_succession", limit)
    story.do("lapse_succession", CALENDAR.add(limit, 1))
    assert (story.facts.state, story.facts.outcome) == (State.terminated, "F3d")


def test_a_case_goes_on_while_another_applicant_is_left() -> None:
    story = dead(applicants=2).do("ask_successor", LATER, whom="继承人", days=1)
    with pytest.raises(Refused, match="本案还有1位申请人"):
        story.do("lapse_succession", date(2020, 11, 2))


def test_nobody_is_asked_for_a_successor_before_the_end_is_recorded() -> None:
    with pytest.raises(Refused, match="须在“申请人死亡或者终止”之后"):
        registered().do("ask_successor", LATER, whom="继承人", days=1)
    with pytest.raises(Refused, match="没有申请人死亡或者终止的记录"):
        registered().do("lapse_succession", LATER)


@pytest.mark.parametrize(
    ("event", "words"), [("death", "申请人死亡"), ("dissolution", "申请人终止")]
)
def test_the_notice_says_who_ended_and_when(event: str, words: str) -> None:
    story = registered().do(
        "applicant_ended", DAY, recipient=1, event=event, occurred_on="2020-09-08", paper="证明"
    )
    found = derived_answer_facts(REQUEST_2019.situation(story.facts, CALENDAR))
    assert found == {"ended_on": date(2020, 9, 8), "ended_event": words}
