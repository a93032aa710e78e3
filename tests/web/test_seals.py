"""The pages of sealing: what waits, sealing one paper, and the seal of a unit."""

import io
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from certificates import PASSPHRASE, certificate_file
from flask.testing import FlaskClient
from sheets import picture
from sqlalchemy import select

from casework.models.document import Document
from casework.services import sealing
from casework.settings import CertificateFile
from casework.viewer import system
from tests.factories import make_user
from tests.web.town import Town
from workflows.sealing import SealKind
from workflows.vocabulary import Role

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def town(town: Town, tmp_path: Path) -> Town:
    """The town with a certificate, and an administrator who is called admin."""
    make_user(town.office, "admin", roles=[Role.admin], name="吴管理")
    signing = CertificateFile(certificate_file(tmp_path), PASSPHRASE)
    office = replace(town.office, settings=replace(town.office.settings, signing=signing))
    return replace(town, office=office)


def test_a_waiting_paper_is_sealed_from_the_page_and_the_case_shows_both_files(
    town: Town, client: FlaskClient
) -> None:
    office = town.office
    sealing.choose(
        office, "district", SealKind.technical, viewer=system(Role.admin), moment=office.now()
    )
    case = town.in_progress()
    with office.db.read() as session:
        paper = session.scalars(select(Document.id).where(Document.seal_place.is_not(None))).first()
        version = case.done.version
    assert "技术签名，仅证明文件未被改动" in client.get("/seals").text
    path = f"/cases/{case.done.record_id}/papers/{paper}"
    stale = client.post(f"{path}/seal", data={"version": version - 1})
    assert stale.status_code == 409
    assert "没有加盖" in stale.text
    assert client.post(f"{path}/seal", data={"version": version}).status_code == 303
    assert "没有等待加盖的文书" in client.get("/seals").text
    page = client.get(f"/cases/{case.done.record_id}").text
    assert "技术签名，仅证明文件未被改动" in page
    assert "签发原件" in page
    signed, original = client.get(f"{path}.pdf").data, client.get(f"{path}.pdf?original=1").data
    assert signed.startswith(original)
    assert len(signed) > len(original)


def test_an_administrator_uploads_a_seal_and_looks_at_it_under_the_head(
    sign_in: Callable[[str], FlaskClient],
) -> None:
    client = sign_in("admin")
    sent = {"file": (io.BytesIO(picture()), "章.png")}
    assert client.post("/admin/seals/district/picture", data=sent).status_code == 303
    assert client.post("/admin/seals/district/kind", data={"kind": "picture"}).status_code == 303
    page = client.get("/admin/seals").text
    assert "印章图片，不具有电子印章效力" in page
    assert client.get("/admin/seals/district/preview.pdf").data.startswith(b"%PDF-")


@pytest.mark.parametrize("content", [b"%PDF-1.7 no image", b"MZ\x90\0", b"", b"GIF89a"])
def test_a_seal_that_is_no_image_is_refused_with_a_sentence(
    sign_in: Callable[[str], FlaskClient], content: bytes
) -> None:
    client = sign_in("admin")
    sent = {"file": (io.BytesIO(content), "章.png")}
    answer = client.post("/admin/seals/district/picture", data=sent)
    assert answer.status_code == 422
    assert "notice stop" in answer.text
    assert "请上传 PNG 或者 JPEG 格式的印章图片" in answer.text


def test_a_page_offers_no_electronic_seal_where_there_is_only_a_certificate(
    sign_in: Callable[[str], FlaskClient],
) -> None:
    client = sign_in("admin")
    assert 'value="official"' not in client.get("/admin/seals").text
    answer = client.post("/admin/seals/district/kind", data={"kind": "official"})
    assert answer.status_code == 422
    assert "在线政务服务规定9" in answer.text


def test_a_clerk_does_not_set_the_seal_of_a_unit(sign_in: Callable[[str], FlaskClient]) -> None:
    client = sign_in("handler")
    assert client.get("/admin/seals").status_code == 403
    assert client.post("/admin/seals/district/kind", data={"kind": "printed"}).status_code == 403
