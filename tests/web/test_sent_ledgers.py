"""The pages of a ledger of earlier years: sent, tried, shown with every fault or by unit and year, then loaded."""

import io
from collections.abc import Callable
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from sqlalchemy import create_engine, event

from casework.services import accounts, beside
from casework.viewer import Moment
from tests.factories import OPERATOR, make_user
from tests.ledger.sheets import CASE, CLOSED, Rows, xlsx_file
from tests.web.town import TODAY, Town, read_page
from workflows.vocabulary import Role

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)


@pytest.fixture
def clerk(town: Town, sign_in: Callable[[str], FlaskClient]) -> FlaskClient:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    accounts.change_roles(
        town.office, "intake", "district", [Role.importer], viewer=OPERATOR, moment=Moment.on(TODAY)
    )
    return sign_in("intake")


def send(client: FlaskClient, folder: Path, rows: Rows, **typed: str) -> str:
    """The address of the page that a ledger leads to."""
    file = xlsx_file(folder / "ledger.xlsx", rows).read_bytes()
    data = {"unit": "district", "file": (io.BytesIO(file), "台账.xlsx"), **typed}
    answer = client.post("/ledgers", data=data)
    assert answer.status_code == 303, answer.text
    beside.finish(60)
    return answer.headers["Location"]


def test_a_ledger_is_sent_shown_and_loaded(clerk: FlaskClient, tmp_path: Path) -> None:
    form = clerk.get("/ledgers")
    assert "/ledgers/template.xlsx" in form.text
    assert clerk.get("/ledgers/template.xlsx").data.startswith(b"PK")
    assert read_page(form.text).faults == []
    assert ">导入台账</a>" in form.text
    there = send(clerk, tmp_path, [CASE, {**CLOSED, "办结日期": "2020-09-08"}], year="2020")
    shown = clerk.get(there).text
    assert read_page(shown).faults == []
    assert "试导通过，还没有写入：可以导入 2 件申请" in shown
    assert "导入约需 1 分钟，其间可以查看，其他人的提交须等待" in shown
    year = '<td class="when">2020年</td><td class="figure">2</td><td class="figure">1</td>'
    assert year in shown
    assert clerk.post(f"{there}/load").status_code == 303
    beside.finish(60)
    done = clerk.get(there).text
    assert "已导入 2 件申请" in done
    assert f'action="{there}/load"' not in done
    assert "<td>已导入</td>" in " ".join(clerk.get("/ledgers").text.split())
    assert clerk.post(f"{there}/discard").status_code == 303
    assert clerk.get(there).status_code == 404


def test_faults_are_shown_with_the_way_out_and_may_be_saved(
    clerk: FlaskClient, tmp_path: Path
) -> None:
    there = send(clerk, tmp_path, [{**CASE, "收到日期": "何时", "序号": 1}])
    shown = clerk.get(there).text
    assert read_page(shown).faults == []
    assert "2 行共 2 处错误，没有导入任何行" in shown
    assert "略过的列" in shown
    assert f'action="{there}/load"' not in shown
    table = clerk.get(f"{there}/faults.csv")
    assert table.headers["Content-Disposition"].startswith("attachment")
    assert table.data.decode("utf-8-sig").splitlines()[0] == "工作表,行,列,原因"
    refused = clerk.post(f"{there}/load")
    assert refused.status_code == 409
    assert "改正台账后重新上传" in refused.text


def test_what_is_wrong_with_the_form_is_said_and_what_was_typed_stays(
    clerk: FlaskClient, tmp_path: Path
) -> None:
    nothing = clerk.post("/ledgers", data={"unit": "district", "ignored": "序号"})
    assert nothing.status_code == 422
    assert "没有选择文件" in nothing.text
    assert 'value="序号"' in nothing.text
    file = (io.BytesIO(b"x"), "a.csv")
    year = clerk.post("/ledgers", data={"unit": "district", "year": "去年", "file": file})
    assert "四位数字" in year.text
    assert year.status_code == 422


def test_without_the_role_the_page_says_who_grants_it(
    town: Town, sign_in: Callable[[str], FlaskClient]
) -> None:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    assert "由系统管理员在" in sign_in("admin").get("/ledgers").text
    refused = sign_in("handler").get("/ledgers")
    assert refused.status_code == 403
    assert "台账导入角色" in refused.text
    assert ">导入台账</a>" not in sign_in("handler").get("/").text


def test_who_submits_while_a_long_writer_holds_the_database_is_told_to_come_back(
    town: Town, clerk: FlaskClient
) -> None:
    other = create_engine(town.office.db.url)
    event.listen(
        town.office.db.engine, "connect", lambda made, _: made.execute("PRAGMA busy_timeout=1")
    )
    town.office.db.close()  # whoever connects now waits no half minute
    with other.connect() as connection:
        connection.exec_driver_sql("BEGIN IMMEDIATE")
        answer = clerk.post("/ledgers/1/discard")
        assert answer.status_code == 503
        assert "请过几分钟再提交" in answer.text
        assert clerk.get("/ledgers").status_code == 200
    other.dispose()
