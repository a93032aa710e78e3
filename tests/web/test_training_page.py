"""The exercise in the browser: the table comes back graded, with everything that was filled in."""

import pytest
from flask.testing import FlaskClient

from casework.training import exercise
from tests.web.town import read_page

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


def test_a_table_is_graded_trap_by_trap(client: FlaskClient) -> None:
    page = client.get("/training?exercise=5")
    assert read_page(page.text).faults == []
    asked = exercise(5)
    filled = {".".join(cell): str(n) for cell, n in asked.truth.items()}
    assert "<b>100</b> 分" in client.post("/training", data={"exercise": 5, **filled}).text
    filled["new_received.natural"] = "99"
    graded = client.post("/training", data={"exercise": 5, **filled})
    assert read_page(graded.text).faults == []
    assert "一、本年新收政府信息公开申请数量：自然人：填的是 99" in graded.text
    assert 'value="99"' in graded.text


def test_what_is_no_number_is_named_and_the_rest_stays(client: FlaskClient) -> None:
    sent = {"exercise": 1, "new_received.natural": "三", "carried_in.natural": "2"}
    page = client.post("/training", data=sent)
    assert page.status_code == 422
    assert "“三”不是件数" in page.text
    assert 'value="2"' in page.text


@pytest.mark.parametrize("number", ["0", "100", "x", "²"])
def test_an_exercise_that_does_not_exist_is_not_found(client: FlaskClient, number: str) -> None:
    assert client.get(f"/training?exercise={number}").status_code == 404
