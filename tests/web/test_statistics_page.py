"""The page of pictures: each drawn with its words and its table, from a number of statements that does not grow."""

import re
from datetime import date
from urllib.parse import quote

import pytest
from flask.testing import FlaskClient

from tests.web.town import Town, counted, read_page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def test_every_picture_has_words_a_table_and_cases_behind_its_numbers(
    town: Town, client: FlaskClient
) -> None:
    for day in (1, 2, 3):
        case = town.in_progress()
        case.do("withdraw", date(2020, 9, day + 4), paper="书面撤回")
    case.do("classify", date(2020, 9, 7), topic="财政")
    page = client.get("/statistics?year=2020&unit=district")
    found = read_page(page.text)
    assert found.faults == []
    pictures = re.findall(r"<svg class=\"drawing.*?</svg>", page.text, re.DOTALL)
    assert len(pictures) == 4
    assert all("<title id=" in one and "<desc id=" in one for one in pictures)
    assert page.text.count('<details class="data-table">') == len(pictures)
    assert "2020年共收到3件，2019年为0件。" in page.text
    href = next(one for one in found.links if "cases/other" in one)
    assert len(set(re.findall(r'href="/cases/\d+"', client.get(href).text))) == 3
    assert "收到3件，已归类1件，未归类2件。" in page.text
    for topic, n in (("财政", 1), ("未归类", 2)):
        listed = client.get(next(one for one in found.links if quote(topic) in one)).text
        assert len(set(re.findall(r'href="/cases/\d+"', listed))) == n
        assert ("在办件列表中归类" in listed) is (topic == "未归类")


def test_the_page_asks_a_constant_number_of_statements(town: Town, client: FlaskClient) -> None:
    with counted(town.office.db) as few:
        assert client.get("/statistics?year=2020").status_code == 200
    for _ in range(3):
        town.in_progress()
    with counted(town.office.db) as more:
        client.get("/statistics?year=2020")
    assert len(more) == len(few)


@pytest.mark.parametrize("address", ["?year=abc", "?year=9999", "?unit=nowhere", "?year=2019"])
def test_an_odd_address_is_answered_in_words(client: FlaskClient, address: str) -> None:
    assert client.get(f"/statistics{address}").status_code in (200, 404, 422)
