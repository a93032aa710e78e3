"""Envelopes and labels: one for each recipient, in the size of the form, and nothing of the matter on them."""

import io
from datetime import date

import pypdf
import pytest

from casework.db import Database
from casework.errors import MissingEvidence, NotFound
from casework.pdf.envelope import FORMS
from casework.services.envelopes import envelope
from tests.factories import Case, make_case, make_office, make_unit, make_user
from workflows.vocabulary import Role

MATTER = "某街道2019年房屋征收补偿方案"


@pytest.fixture
def case(db: Database) -> Case:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=list(Role), name="甲")
    made = make_case(office, clerk, unit_id=unit_id, names=("张三",), items=(MATTER,))
    made.do(
        "join_party", date(2020, 9, 2), role="applicant", name="李四",
        address="某市某区某路9号 276000", phone="13800000000", paper="共同申请书", category="natural",
    )  # fmt: skip
    return made


def drawn(case: Case, form: str, recipient: int) -> bytes:
    with case.office.db.read() as session:
        return envelope(
            session,
            case.office,
            case.done.record_id,
            recipient=recipient,
            form=form,
            viewer=case.viewer,
        )


@pytest.mark.parametrize("form", FORMS)
def test_an_envelope_has_its_size_and_tells_nothing_of_the_matter(case: Case, form: str) -> None:
    page = pypdf.PdfReader(io.BytesIO(drawn(case, form, 2))).pages[0]
    size = (float(page.mediabox.width) / 72 * 25.4, float(page.mediabox.height) / 72 * 25.4)
    assert size == pytest.approx(FORMS[form].size, abs=0.1)
    said = page.extract_text().replace(" ", "")
    assert "某市某区某路9号" in said
    assert "李四" in said
    assert "276000" in said
    assert case.done.number in said
    for word in ("信息公开", "申请", "征收", "张三"):
        assert word not in said
    assert ("13800000000" in said) == FORMS[form].phone


def test_an_envelope_without_an_address_or_a_recipient_is_refused(case: Case) -> None:
    with pytest.raises(MissingEvidence, match="没有登记通信地址"):
        drawn(case, "c5", 1)
    with pytest.raises(NotFound, match="没有第9位当事人"):
        drawn(case, "c5", 9)
    with pytest.raises(NotFound, match="DL 信封"):
        drawn(case, "b4", 2)
