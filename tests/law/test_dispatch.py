"""Dispatch and receipt of each paper: two facts, several attempts, and the periods that run from the receipt (235号)."""

from dataclasses import replace
from datetime import date

import pytest

from tests.law.stories import CALENDAR, Refused, Story, issued, registered
from workflows.history import Act
from workflows.kinds.request import REQUEST_2019
from workflows.serving import method_label, services
from workflows.vocabulary import Role, State

NOTICE, POSTED, SIGNED = date(2020, 9, 3), date(2020, 9, 4), date(2020, 9, 8)
BY_POST = {"recipient": 1, "method": "post", "tracking": "EA123456785CN"}


def refusal(story: Story, action: str, on_day: date, **data: object) -> str:
    with pytest.raises(Refused) as caught:
        story.do(action, on_day, **data)
    return str(caught.value)


def asked(document: str = "correction_notice") -> tuple[Story, int]:
    """A case whose applicant was asked to correct his request, and the row that drew the notice."""
    story = registered().do(
        "request_correction",
        NOTICE,
        items_to_correct="写明文件名称",
        days=15,
        document={"key": document, "number": "某政公补〔2020〕1号", "sha256": "c3"},
    )
    return story, story.facts.acts[-1].seq


def proof(
    story: Story, row: int, key: str = "correction_notice"
) -> tuple[date | None, date | None]:
    found = services(REQUEST_2019, story.facts)[row, key]
    return found.sent_on, found.served_on(story.facts)


def test_the_receipt_of_a_notice_is_no_consequence_of_its_dispatch() -> None:
    story, row = asked()
    assert proof(story, row) == (None, None)
    story.do("dispatch_paper", POSTED, paper=f"{row}.correction_notice", **BY_POST)
    assert proof(story, row) == (POSTED, None)
    assert story.facts.threads_of("correction")[0].confirmed_on is None


def test_the_period_for_correction_runs_from_the_receipt_of_the_paper() -> None:
    story, row = asked()
    story.do("dispatch_paper", POSTED, paper=f"{row}.correction_notice", **BY_POST)
    thread = story.facts.acts[-1].seq
    story.do("paper_received", SIGNED, thread=thread, way="signed", signer="张三")
    assert proof(story, row) == (POSTED, SIGNED)
    assert story.facts.threads_of("correction")[0].confirmed_on == SIGNED


def test_a_second_receipt_does_not_move_a_period_that_is_over() -> None:
    story, row = asked()
    paper = f"{row}.correction_notice"
    for _ in range(2):
        story.do("dispatch_paper", POSTED, paper=paper, **BY_POST)
    second = story.facts.acts[-1].seq
    signed = {"way": "signed", "signer": "张三"}
    story.do("paper_received", SIGNED, thread=second - 1, **signed)
    story.do("receive_correction", SIGNED, corrected_content="—")
    story.do("paper_received", date(2020, 9, 10), thread=second, **signed)
    assert story.facts.threads_of("correction")[0].confirmed_on == SIGNED


def test_a_parcel_that_came_back_leaves_its_day_of_posting_and_another_attempt() -> None:
    story, row = asked()
    paper = f"{row}.correction_notice"
    story.do("dispatch_paper", POSTED, paper=paper, **BY_POST)
    first = story.facts.acts[-1].seq
    story.do("paper_returned", SIGNED, thread=first, return_reason="迁移新址不明")
    assert "已经退回" in refusal(
        story, "paper_received", SIGNED, thread=first, way="signed", signer="张三"
    )
    story.do("dispatch_paper", date(2020, 9, 9), paper=paper, recipient=1, method="direct")
    second = story.facts.acts[-1].seq
    story.do("paper_received", date(2020, 9, 10), thread=second, way="left", witness="社区李某")
    assert proof(story, row) == (POSTED, date(2020, 9, 10))


@pytest.mark.parametrize(
    ("changed", "said"),
    [
        ({"tracking": ""}, "须填写邮件号码"),
        ({"tracking": "EA123456786CN"}, "校验位不符"),
        ({"recipient": None}, "请选择收件人"),
        ({"method": "agency", "tracking": ""}, "代为送达的机关"),
        ({"method": "electronic"}, "同意的记录"),
        ({"method": "electronic", "consented": True}, "发送记录"),
        ({"paper": "1.answer"}, "不是本案需要送达的文书"),
        ({"paper": "x"}, "不是本案需要送达的文书"),
    ],
)
def test_a_dispatch_without_its_proof_is_refused(changed: dict[str, object], said: str) -> None:
    story, row = asked()
    data = {"paper": f"{row}.correction_notice", **BY_POST, **changed}
    data = {key: value for key, value in data.items() if value not in (None, "")}
    assert said in refusal(story, "dispatch_paper", POSTED, **data)


def test_nothing_is_sent_before_it_was_made_nor_received_before_it_was_sent() -> None:
    story, row = asked()
    early = date(2020, 9, 2)
    assert "文书制作之日" in refusal(
        story, "dispatch_paper", early, paper=f"{row}.correction_notice", **BY_POST
    )
    story.do("dispatch_paper", POSTED, paper=f"{row}.correction_notice", **BY_POST)
    thread = story.facts.acts[-1].seq
    assert "文书送出之日" in refusal(
        story, "paper_received", NOTICE, thread=thread, way="signed", signer="张三"
    )
    assert "见证人" in refusal(story, "paper_received", SIGNED, thread=thread, way="left")
    assert "签收人" in refusal(story, "paper_received", SIGNED, thread=thread, way="signed")
    assert "只用于电子送达" in refusal(
        story, "paper_received", SIGNED, thread=thread, way="arrived"
    )


def test_a_receipt_recorded_by_the_older_act_proves_the_paper_as_well() -> None:
    story, row = asked()
    story.do("correction_notice_received", SIGNED, proof="张三签收")
    assert proof(story, row) == (None, SIGNED)


def granted() -> tuple[Story, str]:
    """An extension that was granted, and the notice of it as a form names it."""
    story = registered().do("ask_extension", NOTICE, days=10, reasons="资料分散")
    story.do("grant_extension", NOTICE)
    drawn = {"key": "extension_notice", "number": "某政公延〔2020〕1号"}
    story.do("make_extension_notice", NOTICE, document=drawn)
    return story, f"{story.facts.acts[-1].seq}.extension_notice"


def test_an_extension_takes_effect_when_its_notice_is_dispatched_not_when_it_is_made() -> None:
    story, paper = granted()
    before = story.due_on
    assert before == date(2020, 9, 28)
    sent = story.do("dispatch_extension_notice", before, paper=paper, **BY_POST)
    assert sent.due_on == date(2020, 10, 19)
    assert sent.facts.threads_of("extension")[0].closed_by == "dispatch_extension_notice"
    thread = story.facts.acts[-1].seq
    story.do("paper_returned", date(2020, 10, 9), thread=thread, return_reason="无人签收")
    story.do("dispatch_paper", date(2020, 10, 12), paper=paper, recipient=1, method="direct")
    assert story.due_on == date(2020, 10, 19)


def test_an_extension_notice_dispatched_after_the_due_date_extends_nothing() -> None:
    story, paper = granted()
    late = date(2020, 9, 29)
    assert story.do("dispatch_extension_notice", late, paper=paper, **BY_POST).due_on == date(
        2020, 9, 28
    )


def test_the_notice_of_an_extension_is_made_once_and_sent_by_its_own_act() -> None:
    story, paper = granted()
    assert "已经制作" in refusal(story, "make_extension_notice", NOTICE)
    assert "用“送出延期告知书”" in refusal(story, "dispatch_paper", POSTED, paper=paper, **BY_POST)
    assert "不是本次延期" in refusal(
        story, "dispatch_extension_notice", POSTED, paper="1.answer", **BY_POST
    )
    assert "制作之日" in refusal(
        story, "dispatch_extension_notice", date(2020, 9, 2), paper=paper, **BY_POST
    )


def test_a_notice_that_is_handed_over_when_it_is_made_needs_no_second_act() -> None:
    story = registered().do("ask_extension", NOTICE, days=10, reasons="资料分散")
    story.do("grant_extension", NOTICE)
    drawn = {"key": "extension_notice", "number": "某政公延〔2020〕1号"}
    story.do("send_extension_notice", NOTICE, proof="张三签收", document=drawn)
    assert proof(story, story.facts.acts[-1].seq, "extension_notice") == (NOTICE, None)


def test_the_answer_that_came_back_was_answered_on_the_day_of_its_first_posting() -> None:
    story = issued().do("serve_by_post", date(2020, 9, 11), recipient=1, tracking="EA123456785CN")
    first = story.facts.acts[-1].seq
    story.do("answer_returned", date(2020, 9, 20), thread=first, return_reason="无人签收")
    story.do("serve_by_post", date(2020, 10, 9), recipient=1, tracking="RR473124829CN")
    assert story.facts.closed_on == date(2020, 9, 11)


def test_a_paper_for_two_applicants_is_served_when_the_second_has_it() -> None:
    story = registered(applicants=2).do(
        "request_correction",
        NOTICE,
        items_to_correct="写明文件名称",
        days=15,
        document={"key": "correction_notice"},
    )
    row = len(story.rows)
    paper = f"{row}.correction_notice"
    for recipient, day in ((1, SIGNED), (2, date(2020, 9, 10))):
        assert proof(story, row)[1] is None
        story.do("dispatch_paper", POSTED, paper=paper, **{**BY_POST, "recipient": recipient})
        story.do("paper_received", day, thread=len(story.rows), way="signed", signer="—")
    assert proof(story, row) == (POSTED, date(2020, 9, 10))


def test_an_answer_is_not_sent_as_any_other_paper() -> None:
    """Its service has acts of its own: they close the case."""
    story = issued()
    story.rows[-1] = replace(story.rows[-1], data={"document": {"key": "answer"}})
    paper = f"{len(story.rows)}.answer"
    assert "另有事项登记" in refusal(story, "dispatch_paper", date(2020, 9, 10), paper=paper)


def test_the_dispatch_of_a_paper_is_offered_once_there_is_one() -> None:
    def against(story: Story) -> list[str]:
        situation = REQUEST_2019.situation(story.facts, CALENDAR)
        offered = REQUEST_2019.open_to(situation, roles=frozenset(Role), on_day=POSTED)
        (found,) = [one for one in offered if one.action.name == "dispatch_paper"]
        return [refusal.guard for refusal in found.refusals]

    assert against(registered()) == ["the_paper_can_be_sent"]
    assert against(asked()[0]) == []


def test_a_letter_to_a_third_party_goes_to_nobody_else() -> None:
    story = (
        registered()
        .do("assign", NOTICE, handler=1)
        .do(
            "consult_third_party",
            NOTICE,
            name="乙",
            matter="—",
            document={"key": "third_party_letter"},
        )
    )
    paper = f"{len(story.rows)}.third_party_letter"
    assert "请不要选择收件人" in refusal(story, "dispatch_paper", POSTED, paper=paper, **BY_POST)


def test_the_notice_to_the_applicant_proves_nothing_for_the_one_consulted() -> None:
    story = registered().do("assign", NOTICE, handler=1)
    drawn = {
        "document": {"key": "third_party_letter"},
        "enclosed": [{"key": "consultation_notice"}],
    }
    story.do("consult_third_party", NOTICE, name="乙", matter="—", **drawn)
    row = len(story.rows)
    story.do("dispatch_paper", POSTED, paper=f"{row}.consultation_notice", **BY_POST)
    story.do("paper_received", SIGNED, thread=row + 1, way="signed", signer="张三")
    assert proof(story, row, "consultation_notice") == (POSTED, SIGNED)
    consulted = story.facts.thread(row)
    assert consulted is not None
    assert consulted.confirmed_on is None


def test_an_act_of_another_table_tells_nothing_of_the_service_of_a_paper() -> None:
    story, row = asked()
    foreign = Act(9, "of_another_table", POSTED, {"paper": f"{row}.correction_notice"})
    facts = replace(story.facts, acts=(*story.facts.acts, foreign))
    found = services(REQUEST_2019, facts)[row, "correction_notice"]
    assert (found.sent_on, found.reached) == (None, ())


def test_a_way_of_service_is_named_in_words() -> None:
    assert [method_label(way) for way in ("post", "serve_by_post")] == ["邮政寄送"] * 2
    assert method_label("未知方式") == "未知方式"


TWO_DAYS = date(2020, 9, 11), date(2020, 9, 15)  # the first dispatch to each of two applicants
AGAIN = date(2020, 10, 9)


def sent_to_one_and_come_back() -> Story:
    """Two applicants; the parcel of the first came back before the second was served."""
    first, second = TWO_DAYS
    story = issued(applicants=2).do("serve_by_post", first, recipient=1, tracking="EA123456785CN")
    sent = story.facts.acts[-1].seq
    return story.do("answer_returned", second, thread=sent, return_reason="无人签收")


def test_a_second_dispatch_to_one_applicant_moves_no_closing_day_of_them_all() -> None:
    """235号: for each recipient the day of the first posting counts, so the last of these closes the case."""
    story = sent_to_one_and_come_back()
    assert story.facts.closed_on is None
    story.do("serve_by_post", TWO_DAYS[1], recipient=2, tracking="EA123456785CN")
    assert (story.facts.state, story.facts.closed_on) == (State.answered, TWO_DAYS[1])
    story.do("serve_by_post", AGAIN, recipient=1, tracking="RR473124829CN")
    assert (story.facts.state, story.facts.closed_on) == (State.answered, TWO_DAYS[1])


def test_a_second_dispatch_before_the_last_first_one_closes_nothing() -> None:
    second = TWO_DAYS[1]
    story = sent_to_one_and_come_back()
    story.do("serve_by_post", AGAIN, recipient=1, tracking="RR473124829CN")
    assert story.facts.closed_on is None
    story.do("serve_by_post", second, recipient=2, tracking="EA123456785CN")
    assert story.facts.closed_on == second
    assert REQUEST_2019.read_clock(story.facts, CALENDAR).closed_on == second


def test_whoever_is_left_was_answered_on_the_day_of_his_first_posting() -> None:
    """235号; law 10.3: the one not yet served leaves, and the parcel of the other one went out twice."""
    story = sent_to_one_and_come_back()
    story.do("serve_by_post", AGAIN, recipient=1, tracking="RR473124829CN")
    story.do("leave_party", AGAIN, recipient=2, reasons="书面退出")
    assert "答复之日是最后一次送达之日2020年9月11日" in refusal(story, "complete_service", AGAIN)
    story.do("complete_service", TWO_DAYS[0])
    assert story.facts.closed_on == TWO_DAYS[0]


def test_an_answer_given_anew_is_served_anew_on_everybody() -> None:
    story = sent_to_one_and_come_back()
    story.do("serve_by_post", TWO_DAYS[1], recipient=2, tracking="EA123456785CN")
    story.do("reopen_own", AGAIN, reasons="依据引用有误")
    story.do("submit_draft", AGAIN, outcome="D2", fact_reasons="未掌握该信息")
    for act in ("pass_review", "approve", "issue"):
        story.do(act, AGAIN)
    story.do("serve_by_post", AGAIN, recipient=1, tracking="RR473124829CN")
    assert story.facts.state == State.pending_service
