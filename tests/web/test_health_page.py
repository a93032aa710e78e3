"""The page that tells administrators how the installation is doing."""

from collections.abc import Callable

from flask.testing import FlaskClient

from tests.factories import make_user
from tests.web.town import Town, read_page
from workflows.vocabulary import Role


def test_the_page_tells_what_is_well_and_what_to_do_about_the_rest(
    town: Town, sign_in: Callable[[str], FlaskClient]
) -> None:
    make_user(town.office, "admin", roles=[Role.admin], name="钱管理")
    town.in_progress()
    page = sign_in("admin").get("/admin/health").text
    assert read_page(page).faults == []
    assert town.office.db.engine.dialect.name in page
    assert "结构是当前版本" in page
    assert "数据库连同文书和文件共" in page
    assert "已登记至2021年12月31日" in page
    timer = page.split("每日任务")[1].split("</tr>")[0]
    assert "! 请处理" in timer
    assert "casework tick" in timer
    refused = sign_in("all").get("/admin/health")
    assert refused.status_code == 403
    assert "请联系系统管理员" in refused.text
