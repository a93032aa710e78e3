"""The page of the indicators: each number opens its cases, the roll-up is the supervisor's, and the table goes out."""

import csv
import io
import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from tests.web.town import Town, read_page
from workflows.indicators import INDICATORS

SEPTEMBER = "/indicators?span=month&year=2020&part=9&unit=district"
NUMBER = re.compile(r'<td class="figure"><a class="[^"]*" href="([^"]+)">([^<]+)</a>')


@pytest.fixture
def month(town: Town) -> Town:
    """Two requests received in September 2020, one of them withdrawn."""
    town.case()
    town.in_progress(names=["李四"]).do("withdraw", date(2020, 9, 3), paper="书面撤回")
    return town


def test_every_number_of_the_page_opens_its_list(month: Town, sign_in) -> None:
    client: FlaskClient = sign_in("boss")
    page = client.get(SEPTEMBER + "&rollup=1").text
    assert read_page(page).faults == []
    numbers = [(href.replace("&amp;", "&"), text) for href, text in NUMBER.findall(page)]
    assert ("2", True) in {(text, "/cases/received" in href) for href, text in numbers}
    for href, text in dict(numbers).items():
        found = client.get(href)
        assert found.status_code == 200, href
        if text.isdigit():
            assert f"<small>{text} 件" in found.text, href


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
def test_the_last_years_of_every_indicator_and_the_months_of_one_open_their_cases(
    month: Town, sign_in
) -> None:
    client: FlaskClient = sign_in("boss")
    page = client.get("/indicators/years?unit=district&rollup=1&year=2020&key=dispute_rate").text
    assert read_page(page).faults == []
    rows = re.findall(r"<tr>\s*<td><a [^>]*>([^<]+)</a>.*?</tr>", page, re.S)
    assert rows == [one.label for one in INDICATORS if not one.today]
    assert "复议、诉讼率逐月" in page
    numbers = {(href.replace("&amp;", "&"), text) for href, text in NUMBER.findall(page)}
    assert {"year=2016" in href for href, _ in numbers} == {True, False}
    told = sorted((href, text) for href, text in numbers if text not in ("0", "—"))
    assert ("2", True) in {(text, "/cases/received?" in href) for href, text in told}
    for href, text in told:
        if text.isdigit():
            assert f"<small>{text} 件" in client.get(href).text, href


def test_without_the_supervisors_role_there_is_no_roll_up(month: Town, sign_in) -> None:
    assert sign_in("handler").get(SEPTEMBER + "&rollup=1").status_code == 403
    assert "含下属单位</small>" not in sign_in("handler").get("/indicators").text
    assert sign_in("edu").get(SEPTEMBER).status_code == 404


def test_a_period_to_come_or_an_unknown_number_is_refused_in_words(month: Town, sign_in) -> None:
    client = sign_in("boss")
    answer = client.get("/indicators?span=month&year=2020&part=12&unit=district")
    assert answer.status_code == 422
    assert "2020年12月还没有开始" in answer.text
    assert client.get("/indicators/cases/nothing").status_code == 404


def test_the_numbers_go_out_as_a_table(month: Town, sign_in) -> None:
    answer = sign_in("boss").get(SEPTEMBER.replace("/indicators", "/indicators.csv"))
    rows = list(csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig"))))
    assert [row["本期"] for row in rows if row["指标"] == "收到申请（件）"] == ["2"]
