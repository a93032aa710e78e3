"""What holds for every page and every template."""

import re
from datetime import date
from pathlib import Path

import pytest
from flask.testing import FlaskClient

from casework.paths import TEMPLATES
from tests.web.town import Town, read_page
from workflows.vocabulary import ApplicantCategory, Channel, Role, State

WEB = TEMPLATES / "web"
SOURCE = Path(__file__).parents[2] / "casework" / "web"
PAGES = (
    "/",
    "/cases",
    "/cases?phase=investigation&overdue=1&q=张三&soon=5",
    "/register",
    "/reports/annual?year=2020&unit=district",
    "/reports/annual/cases?year=2020&unit=district&row=new_received&column=total",
    "/nothing",
    "{case}",
    "{case}?act=submit_draft&outcome=B&ground=C4",
    "{case}?correct=2",
)


@pytest.mark.parametrize("address", PAGES)
def test_every_page_is_well_formed_and_keeps_to_the_content_policy(
    town: Town, client: FlaskClient, address: str
) -> None:
    case = town.in_progress(names=["张三", "李四"], items=["第一件", "第二件"])
    case.do("ask_extension", date(2020, 9, 3), days=20, reasons="案情复杂")
    answer = client.get(address.format(case=f"/cases/{case.done.record_id}"))
    assert answer.status_code in (200, 404)
    assert read_page(answer.text).faults == []


def test_the_log_in_page_is_well_formed(app, town: Town) -> None:
    assert read_page(app.test_client().get("/login").text).faults == []


@pytest.mark.parametrize("address", ["/", "/cases", "{case}", "/reports/annual"])
def test_every_link_of_a_page_leads_somewhere(town: Town, client, address: str) -> None:
    case = town.in_progress()
    page = client.get(address.format(case=f"/cases/{case.done.record_id}"))
    links = {link for link in read_page(page.text).links if link.startswith("/")}
    assert links
    for link in links:
        assert client.get(link).status_code == 200, link


def test_every_template_is_used() -> None:
    named = {f"web/{path.name}" for path in WEB.glob("*.html")}
    sources = [*SOURCE.glob("*.py"), *WEB.glob("*.html")]
    used = re.findall(r'"(web/\w+\.html)"', "".join(path.read_text() for path in sources))
    assert named == set(used)


@pytest.mark.parametrize("path", sorted(WEB.glob("*.html")), ids=lambda path: path.name)
def test_a_template_asks_for_no_role_and_no_state(path: Path) -> None:
    text = path.read_text()
    codes = [*State, *Role, *Channel, *ApplicantCategory]
    found = [code for code in codes if re.search(rf"""['"]{code.value}['"]""", text)]
    assert found == []
    labels = [m.label for m in (*State, *Channel, *ApplicantCategory) if len(m.label) > 2]
    assert [label for label in labels if label in text] == []
