"""The list of the kinds of paper, and each of them before any case."""

import io
from collections.abc import Callable

import pypdf
import pytest
from flask.testing import FlaskClient

from casework.services import papers
from tests.factories import make_user
from tests.web.town import Town, read_page
from workflows.documents import DOCUMENTS
from workflows.vocabulary import Role

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def admin(town: Town, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    return sign_in("admin")


def test_every_kind_is_listed_with_what_it_needs_and_can_be_looked_at(admin: FlaskClient) -> None:
    page = admin.get("/admin/papers")
    assert read_page(page.text).faults == []
    for key, kind in DOCUMENTS.items():
        assert kind.title in page.text
        got = admin.get(f"/admin/papers/{key}.pdf")
        assert got.status_code == 200, key
        said = "".join(p.extract_text() for p in pypdf.PdfReader(io.BytesIO(got.data)).pages)
        said = "".join(said.split())
        assert kind.heading in said or "{{ title }}" not in papers.template(key)
        assert "〔" in said
        assert "None" not in said
    letter = admin.get("/admin/papers/third_party_letter.pdf").data
    text = "".join(pypdf.PdfReader(io.BytesIO(letter)).pages[0].extract_text().split())
    assert "〔征求意见的内容〕" in text
    assert admin.get("/admin/papers/nothing.pdf").status_code == 404


def test_only_an_administrator_sees_them(town: Town, sign_in: Callable[[str], FlaskClient]) -> None:
    make_user(town.office, "plain", roles=[Role.handler], name="李四")
    assert sign_in("plain").get("/admin/papers").status_code == 403
