"""The page that sets how a unit numbers: the next numbers before anything is saved, and each refusal in words."""

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.models.unit import Unit
from tests.factories import make_user
from tests.web.town import TODAY, Town, read_page
from workflows.numbering import PATTERN, numbering_of
from workflows.vocabulary import Role

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
PATH = "/admin/units/district/numbering"


@pytest.fixture
def admin(town: Town, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    return sign_in("admin")


def stored(town: Town) -> object:
    with town.office.db.read() as session:
        unit = session.scalars(select(Unit).where(Unit.code == "district")).one()
        return numbering_of(unit.settings)


def test_the_next_number_of_each_kind_is_shown_and_changes_with_what_is_typed(
    admin: FlaskClient, town: Town
) -> None:
    page = admin.get(PATH).text
    assert read_page(page).faults == []
    assert "某政公复〔" in page
    before = stored(town)
    form = {"pattern": "{mark}〔{year}〕第{serial}号", "word.answer": "公答", "look": "1"}
    looked = admin.post(PATH, data=form).text
    assert "某政公答〔" in looked
    assert "〕第1号" in looked
    assert "尚未保存" in looked
    assert stored(town) == before
    del form["look"]
    saved = admin.post(PATH, data=form)
    assert saved.status_code == 303
    assert "某政公答〔" in admin.get(saved.location).text
    assert stored(town) != before


def test_what_cannot_be_is_refused_in_words_and_stays_in_its_field(
    admin: FlaskClient, town: Town
) -> None:
    before = stored(town)
    wrong = admin.post(PATH, data={"pattern": "{mark}{year}{serial:03d}号"})
    assert wrong.status_code == 422
    assert "序号不编虚位" in wrong.text
    assert "{serial:03d}" in wrong.text
    assert read_page(wrong.text).faults == []
    twice = {"pattern": PATTERN, "word.answer": "公函", "word.termination": "公函"}
    split = admin.post(PATH, data={**twice, "series.answer": "甲"})
    assert "会编出相同的文号" in split.text
    assert stored(town) == before


def test_a_number_given_already_is_marked_and_a_series_is_kept_within_the_year(
    admin: FlaskClient, town: Town
) -> None:
    case = town.case()
    case.do("request_correction", TODAY, items_to_correct="写明文件名称", days=15)
    before = stored(town)
    leaves = {"pattern": PATTERN, "series.correction_notice": "另编"}
    refused = admin.post(PATH, data=leaves)
    assert refused.status_code == 409
    assert (
        "《政府信息公开申请补正告知书》2020年已在“公补”编号，年内改用其他序列会重号" in refused.text
    )
    assert 'name="series.correction_notice" value="另编"' in refused.text
    assert stored(town) == before
    again = {"word.correction_notice": "公正", "word.reasons_notice": "公补"}
    looked = admin.post(
        PATH, data={"pattern": PATTERN, "series.reasons_notice": "另编", **again, "look": "1"}
    ).text
    assert "的下一个文号“某政公补〔2020〕1号”已经用过，签发时会被拒绝" in looked
    assert looked.count("签发时会被拒绝") == 1


def test_only_an_administrator_sees_it(town: Town, sign_in: Callable[[str], FlaskClient]) -> None:
    make_user(town.office, "plain", roles=[Role.handler], name="李四")
    assert sign_in("plain").get(PATH).status_code in (403, 404)
