"""The manual in the browser: every page leads to its chapter, every chapter is there, and every link in it leads somewhere."""

import re
from urllib.parse import unquote

import pytest
from flask import Flask
from flask.testing import FlaskClient

from casework import manual
from casework.paths import MANUAL
from casework.web.help_links import BY_STEP, CHAPTERS, ROLES
from tests.web.town import read_page
from workflows.vocabulary import Role

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
AUDITOR = {Role.auditor}  # reads what others write
NOBODY = {Role.importer, Role.contributor, Role.system}


def chapter(name: str) -> manual.Chapter:
    return manual.chapter(name, "/help/{}".format, "/help/img/{}".format)


def test_every_page_that_is_named_exists_and_leads_to_a_part_that_exists(app: Flask) -> None:
    views = {rule.endpoint.removeprefix("web.") for rule in app.url_map.iter_rules()}
    assert set(CHAPTERS) <= views
    for led in (*CHAPTERS.values(), *BY_STEP.values(), *(name for _, name in ROLES)):
        name, _, part = led.partition("#")
        assert not part or part in {one.anchor for one in chapter(name).parts}, led


def test_every_role_has_a_chapter_with_a_picture(app: Flask) -> None:
    assert {role for role, _ in ROLES} | AUDITOR | NOBODY == set(Role)
    assert all("<img" in chapter(name).html for _, name in ROLES)


def test_every_link_and_every_picture_of_the_manual_leads_somewhere(client: FlaskClient) -> None:
    anonymous = client.application.test_client()
    ids: dict[str, list[str]] = {}
    for name in ("README", "guards", *manual.names()):
        page = anonymous.get("/help" if name == "README" else f"/help/{name}")
        assert page.status_code == 200, name
        found = read_page(page.text)
        assert found.faults == [], name
        ids[f"/help/{name}"] = found.ids
    ids["/help"] = ids.pop("/help/README")
    pictures = set()
    for name in ("README", *manual.names()):
        html = chapter(name).html
        pictures |= set(re.findall(r'src="/help/img/([^"]+)"', html))
        for href in re.findall(r'href="([^"]+)"', html):
            address, _, part = href.partition("#")
            assert not part or unquote(part) in ids[address or f"/help/{name}"], (name, href)
    assert {one for one in pictures if not (MANUAL / "img" / one).is_file()} == set()
    with anonymous.get("/help/img/case.png") as picture:
        assert picture.mimetype == "image/png"


@pytest.mark.parametrize(
    "address",
    ["/help/nothing", "/help/..%2fdecisions", "/help/img/nothing.png", "/help/img/..%2fREADME.md"],
)
def test_nothing_but_the_manual_is_shown(client: FlaskClient, address: str) -> None:
    assert client.get(address).status_code == 404


def test_a_page_leads_to_its_chapter(client: FlaskClient) -> None:
    assert 'class="help" href="/help/registrar"' in client.get("/register").text
    assert unquote(client.get("/").text).count('href="/help/queue#工作台"') == 1


def test_applicants_read_their_chapter_among_their_own_pages(client: FlaskClient) -> None:
    anonymous = client.application.test_client()
    assert 'href="/apply/help"' in anonymous.get("/apply").text
    page = anonymous.get("/apply/help")
    assert read_page(page.text).faults == []
    assert "查询码遗失" in page.text
