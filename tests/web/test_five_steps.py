"""The five questions in the browser: by links alone to a result, and from there into the form with what is known."""

import re

import pytest
from flask.testing import FlaskClient

from tests.web.test_approvals import drafted
from tests.web.town import Town, read_page
from workflows.five_steps import way_to


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_answers_lead_by_links_into_the_reply_form(town: Town, client: FlaskClient) -> None:
    case = town.in_progress()
    page = client.get(f"/cases/{case.done.record_id}").text
    address = re.search(r'href="(/cases/\d+/five-steps)"', page)
    assert address
    page = client.get(address[1]).text
    way = way_to("C6")
    assert way
    for question, answer in way.answered:
        assert question.text in page
        href = re.search(rf'href="([^"]+)">{answer.label} <small>', page)
        assert href
        page = client.get(href[1].replace("&amp;", "&")).text
        assert read_page(page).faults == []
    assert "C6 属于四类过程性信息" in page
    assert "过程性信息的类别" in page
    form = re.search(r'href="([^"#]+)#act-submit_draft"', page)
    assert form
    filled = client.get(form[1].replace("&amp;", "&")).text
    assert '<option value="C6" selected>' in filled
    assert '<option value="no" selected>不能区分</option>' in filled


def follow(client: FlaskClient, page: str, label: str) -> str:
    """The page behind the first link of this label."""
    found = re.search(rf'href="([^"#]+)[^"]*"[^>]*>{label}', page)
    assert found, label
    return client.get(found[1].replace("&amp;", "&")).text


def answer_all(client: FlaskClient, page: str, outcome: str) -> str:
    """Answer what is still asked on the way to this result."""
    way = way_to(outcome)
    assert way
    for question, answer in way.answered:
        if f"</span> {question.text}</h2>" in page:
            page = follow(client, page, f"{answer.label} <small>")
            assert read_page(page).faults == []
    return page


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_each_thing_asked_has_its_result_and_the_whole_fills_in_the_draft(
    town: Town, client: FlaskClient
) -> None:
    """条例37: what is given of one thing and refused of another is one partial disclosure."""
    case = town.in_progress(items=["甲路的规划文本", "甲路的会议讨论记录", "乙路的会议讨论记录"])
    page = client.get(f"/cases/{case.done.record_id}/five-steps").text
    assert "第1项：甲路的规划文本" in page
    page = answer_all(client, page, "A2")
    assert "这一项的结果" in page
    assert "填入“" not in page
    page = answer_all(client, follow(client, page, "接着判断下一项"), "C6")
    page = follow(client, page, "接着判断下一项")
    assert "第3项：乙路的会议讨论记录" in page
    page = follow(client, follow(client, page, "与第2项相同"), "看整件的结果")
    assert "整件的结果" in page
    filled = follow(client, page, "填入“提交答复稿”")
    for chosen in ("B", "C6", "A2"):
        assert f'<option value="{chosen}" selected>' in filled
    assert (
        filled.count('<option value="C6" selected>') == 3
    )  # the ground and two of the things asked
    assert '<option value="none" selected>' in filled  # no rule orders disclosure: answered already


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_what_is_answered_for_the_whole_is_asked_once_and_may_end_everything(
    town: Town, client: FlaskClient
) -> None:
    case = town.in_progress(items=["甲路的规划文本", "乙路的规划文本"])
    steps = f"/cases/{case.done.record_id}/five-steps"
    page = client.get(f"{steps}?standing=yes&1.clear=yes&many=no&item=2").text
    assert "内容、身份证明、联系方式和获取形式是否齐全、明确" in page
    page = client.get(f"{steps}?standing=yes&1.clear=yes&many=unreasonable").text
    assert "E4" in page
    assert "整件" not in page
    page = client.get(
        f"{steps}?standing=yes&many=no&1.clear=no&1.told=never&2.clear=no&2.told=never"
    )
    assert page.text.count("去办“告知补正”") == 1


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_an_act_that_comes_first_is_named_with_what_speaks_against_it(
    town: Town, client: FlaskClient
) -> None:
    case = town.in_progress()
    steps = f"/cases/{case.done.record_id}/five-steps"
    page = client.get(f"{steps}?standing=yes&clear=no&told=silent").text
    assert "F1 逾期不补正，不再处理" in page
    assert "现在没有由您办理的这一事项" in page
    page = client.get(f"{steps}?standing=yes&clear=no&told=never").text
    assert "去办“告知补正”" in page
    assert "条例30" in page


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_adviser_sees_the_answers_that_the_drafted_result_stands_for(
    town: Town, client: FlaskClient
) -> None:
    case = drafted(town)
    page = client.get(f"/cases/{case.done.record_id}/review").text
    assert "由其他行政机关负责" in page
    page = client.get(f"/cases/{case.done.record_id}/five-steps").text
    assert "答复稿拟定的结果：<b>D1b 不属于本机关负责公开</b>" in page
