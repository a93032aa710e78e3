"""The page of the register of numbers: by unit, year and kind, with its files, and nothing out of sight."""

from collections.abc import Callable
from datetime import date

from flask.testing import FlaskClient

from casework.db import Database
from tests.web.town import Town, counted

D = date(2020, 9, 2)


def _numbered(town: Town, n: int) -> None:
    for _ in range(n):
        town.case().do("request_correction", D, items_to_correct="写明文件名称", days=15)


def test_the_register_shows_each_number_with_its_state_and_its_files(
    town: Town, client: FlaskClient
) -> None:
    _numbered(town, 1)
    case = town.case()
    case.do("request_correction", D, items_to_correct="写明文件名称", days=15)
    case.do("void", D, reasons="重复登记")
    page = client.get("/numbers?unit=district&year=2020").get_data(as_text=True)
    assert "某政公补〔2020〕1号" in page
    assert "尚无送达凭证" in page
    assert "作废：重复登记" in page
    only = client.get("/numbers?unit=district&year=2020&voided=1").get_data(as_text=True)
    assert "某政公补〔2020〕2号" in only
    assert "某政公补〔2020〕1号" not in only
    assert client.get("/numbers.pdf?unit=district&year=2020").data.startswith(b"%PDF")
    assert client.get("/numbers.doc?unit=district&year=2020").status_code == 404
    assert client.get("/numbers?unit=district&year=2020&key=nothing").status_code == 404


def test_a_register_out_of_sight_is_not_found(
    town: Town, sign_in: Callable[[str], FlaskClient]
) -> None:
    assert sign_in("edu").get("/numbers?unit=district&year=2020").status_code == 404


def test_a_longer_register_costs_no_more_questions(
    db: Database, town: Town, client: FlaskClient
) -> None:
    _numbered(town, 1)
    with counted(db) as few:
        client.get("/numbers?unit=district&year=2020")
    _numbered(town, 4)
    with counted(db) as many:
        client.get("/numbers?unit=district&year=2020")
    assert len(many) == len(few)
