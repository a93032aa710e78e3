"""The annual table as a page."""

import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.web.town import DatedOffice, Town
from workflows.annual_grid import FORMATS

CELL = re.compile(r'<td[^>]*><a href="([^"]+)">(\d+)</a></td>')
ANNUAL = "/reports/annual?year=2020&unit=district"


@pytest.fixture
def year(town: Town) -> Town:
    """Two requests, one of them answered."""
    town.case()
    case = town.in_progress(names=["李四"])
    case.do("submit_draft", date(2020, 9, 3), outcome="D1b", fact_reasons="不归我们")
    case.do("pass_review", date(2020, 9, 3))
    case.do("approve", date(2020, 9, 3))
    case.do("issue", date(2020, 9, 4))
    case.do("serve_by_post", date(2020, 9, 4), recipient=1, tracking="EMS1")
    return town


def test_every_number_opens_a_list_of_as_many_cases(year: Town, client: FlaskClient) -> None:
    cells = CELL.findall(client.get(ANNUAL).text)
    assert len(cells) == len(FORMATS[0].rows) * 7 + 15
    assert sum(int(n) > 0 for _, n in cells) >= 8
    for href, n in cells:
        page = client.get(href.replace("&amp;", "&"))
        assert page.status_code == 200, href
        assert f"<small>{n} 件</small>" in page.text, href
        assert page.text.count("<tr data-href=") == int(n), href


def test_the_checks_are_said_in_sentences(year: Town, client: FlaskClient) -> None:
    page = client.get(ANNUAL).text
    assert "新收加上年结转，等于办理结果总计加结转下年度：7 处全部相符。" in page


def test_the_format_of_the_year_is_shown_and_can_be_switched(year: Town, client) -> None:
    assert "（六）其他处理" in client.get(ANNUAL).text
    page = client.get(f"{ANNUAL}&table=2021").text
    assert "2.申请人逾期未按收费通知要求缴纳费用" in page
    assert "table=2021" in CELL.findall(page)[0][0]


@pytest.mark.parametrize(
    ("kind", "start"),
    [("json", b"{"), ("csv", b"\xef\xbb\xbf"), ("xlsx", b"PK"), ("txt", "某市某区".encode())],
)
def test_the_table_goes_out_as_a_file(year: Town, client, kind: str, start: bytes) -> None:
    answer = client.get(f"/reports/annual.{kind}?year=2020&unit=district")
    assert answer.status_code == 200
    assert answer.data.lstrip()[: len(start)] == start or start in answer.data
    assert f".{kind}" in answer.headers["Content-Disposition"]


def test_an_unknown_kind_of_file_is_404(year: Town, client: FlaskClient) -> None:
    assert client.get("/reports/annual.exe?year=2020").status_code == 404


def test_a_roll_up_needs_the_role_of_the_supervisor(year: Town, client, sign_in) -> None:
    assert client.get(f"{ANNUAL}&rollup=1").status_code == 403
    assert sign_in("boss").get(f"{ANNUAL}&rollup=1").status_code == 200


def test_a_unit_out_of_sight_is_404(year: Town, client: FlaskClient) -> None:
    assert client.get("/reports/annual?year=2020&unit=edu").status_code == 404


def test_a_year_without_a_table_says_so(year: Town, client: FlaskClient) -> None:
    answer = client.get("/reports/annual?year=2012&unit=district")
    assert answer.status_code == 422
    assert "年报" in answer.text


def test_the_running_year_says_that_its_numbers_still_move(year: Town, client) -> None:
    assert str(DatedOffice.day.year) == "2020"
    assert "本年度尚未结束" in client.get("/reports/annual").text


def test_part_six_tells_the_fee_since_there_is_one(year: Town, client, monkeypatch) -> None:
    monkeypatch.setattr(DatedOffice, "day", date(2021, 6, 1))
    page = client.get("/reports/annual?year=2021&unit=district").text
    assert "六、其他需要报告的事项" in page
    assert "本年度未收取政府信息公开信息处理费。" in page
    assert "无其他需要报告的事项。" in client.get(ANNUAL).text


def test_a_case_shows_its_cells_and_why_it_is_in_no_other(year: Town, client) -> None:
    page = client.get("/cases/4").text
    assert 'href="/cases/4/annual"' in page
    page = client.get("/cases/4/annual?year=2020&row=disclosed&column=natural").text
    assert "第三部分“1.本机关不掌握相关政府信息：自然人”" in page
    assert "一案只计一种结果。" in page
    assert client.get("/cases/1/annual").status_code == 404
