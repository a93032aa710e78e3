"""Filling in and closing the annual report from its pages."""

import pytest
from flask.testing import FlaskClient

EDIT = "/reports/annual/edit?year=2019&unit=district"
ANNUAL = "/reports/annual?year=2019&unit=district"


def post(client: FlaskClient, name: str, **data: str):
    address = f"/reports/annual/{name}?year=2019&unit=district"
    return client.post(address, data={key.replace("__", "."): v for key, v in data.items()})


@pytest.fixture
def backend() -> str:
    """Pages are drawn the same on either database."""
    return "sqlite"


def test_a_year_is_filled_in_closed_published_and_reopened(sign_in) -> None:
    boss = sign_in("boss")
    assert "规范性文件" in boss.get(EDIT).text
    assert post(boss, "part2", document__made="9", licence__decided="/").status_code == 303
    page = boss.get(EDIT).text
    assert 'value="9"' in page
    assert "有1格没有填写，按0计" in page
    sent = post(boss, "words", **{"problems-before": "一是队伍建设有待加强。"})
    assert sent.status_code == 303
    page = boss.get(ANNUAL).text
    assert "一是队伍建设有待加强。" in page
    assert "编制中" in page
    assert post(boss, "close", reason="").status_code == 303
    page = boss.get(ANNUAL).text
    assert "已封存：第1版" in page
    assert "孙主管（主管部门）" in page
    assert post(boss, "part2", document__made="10").status_code == 409
    assert post(boss, "publication", published_on="2020-01-20", published_at="").status_code == 303
    assert "已于2020-01-20公布" in boss.get(ANNUAL).text
    assert post(boss, "reopen", reason="").status_code == 422
    assert post(boss, "reopen", reason="漏填").status_code == 303
    page = boss.get(ANNUAL).text
    assert "已重新打开" in page
    assert "由孙主管（主管部门）重新打开：漏填" in page


def test_a_faulty_number_comes_back_with_its_sentence(sign_in) -> None:
    boss = sign_in("boss")
    answer = post(boss, "part2", document__made="九件", licence__decided="3")
    assert answer.status_code == 422
    assert 'value="九件" inputmode' in answer.text
    assert 'id="document.made-wrong"' in answer.text
    assert "应为数字，收到的是“九件”" in answer.text


def test_an_edited_sentence_that_differs_is_marked_and_lights_the_way(sign_in) -> None:
    boss = sign_in("boss")
    post(boss, "words", **{"requests-before": "", "requests-handled": "全年办结7件。"})
    page = boss.get(ANNUAL).text
    assert "“办理结果”的文字中有7，与表格不一致" in page
    assert "还有1处错误" in page
    refused = post(boss, "close")
    assert refused.status_code == 409
    assert "不能封存" in refused.text


def test_a_warning_is_confirmed_with_a_comment(sign_in) -> None:
    boss = sign_in("boss")
    post(boss, "part2", document__made="9")
    page = boss.get(ANNUAL).text
    lit = page.count('class="doubtful">')
    assert lit == page.count('<span class="hidden">（提醒）</span></td>') > 5, "no colour alone"
    assert post(boss, "confirm", check="R8.part2", comment="其余各项没有").status_code == 303
    assert "其余各项没有" in boss.get(ANNUAL).text


def test_who_may_not_prepare_sees_no_button(sign_in) -> None:
    page = sign_in("handler").get(ANNUAL).text
    assert "封存年报</button>" not in page
    assert "填写第二部分" not in page
    assert post(sign_in("handler"), "close").status_code == 403


@pytest.mark.parametrize("kind", ["pdf", "docx", "html"])
def test_the_report_goes_out_whole(sign_in, kind: str) -> None:
    answer = sign_in("boss").get(f"/reports/annual.{kind}?year=2019&unit=district")
    assert answer.status_code == 200
    start = {"pdf": b"%PDF", "docx": b"PK", "html": b"<article"}[kind]
    assert answer.data.startswith(start)
