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
