"""One path for every role and for the applicant, from the first click to the last, each with an account of his own."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from casework.db import Database
from casework.demo import PASSWORD as SHOWN
from casework.services import unit_settings
from casework.settings import read_settings
from casework.viewer import Moment
from tests.browser.site import NARROW, WIDE, Site, faults_of, served, sign_in
from tests.factories import FOUNDED, OPERATOR, PASSWORD, make_office, make_unit, make_user
from tests.web.town import DatedOffice
from workflows.vocabulary import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Locator, Page

pytestmark = pytest.mark.browser
STAFF = {
    "lideng": (Role.intake, "李登记"),
    "zhao": (Role.handler, "赵承办"),
    "wufa": (Role.legal, "吴法务"),
    "zheng": (Role.approver, "郑审批"),
}
WHAT = "某街道2019年房屋征收补偿方案"


@pytest.fixture
def fresh(sqlite_template: Path, tmp_path: Path) -> Iterator[Site]:
    """An office without a case, with one member of staff for each role and an announced online channel."""
    shutil.copyfile(sqlite_template, tmp_path / "casework.db")
    plain = make_office(Database(f"sqlite:///{tmp_path / 'casework.db'}"))
    office = DatedOffice(
        plain.db, plain.cipher, read_settings({"CASEWORK_INSTANCE": str(tmp_path)})
    )
    make_unit(office)
    online = {"channels": "网络", "phone": "0539-0000001"}
    unit_settings.change(office, "district", online, viewer=OPERATOR, moment=Moment.on(FOUNDED))
    for login, (role, name) in STAFF.items():
        make_user(office, login, roles=[role], name=name)
    with served(office) as site:
        yield site
    office.db.close()


def _browse(browser: "Browser", site: Site, **more: object) -> Iterator["Page"]:
    options = {"viewport": WIDE, "locale": "zh-CN", "timezone_id": "Asia/Shanghai", **more}
    context = browser.new_context(**options)
    faults = faults_of(context, site)
    yield context.new_page()
    context.close()
    assert faults == []


@pytest.fixture
def office_page(browser: "Browser", fresh: Site) -> Iterator["Page"]:
    yield from _browse(browser, fresh)


@pytest.fixture
def phone(browser: "Browser", fresh: Site) -> Iterator["Page"]:
    """The browser of an applicant on a telephone, in which no script runs."""
    yield from _browse(browser, fresh, viewport=NARROW, java_script_enabled=False)


@pytest.fixture
def plain(browser: "Browser", fresh: Site) -> Iterator["Page"]:
    """The browser of a clerk in which no script runs."""
    yield from _browse(browser, fresh, java_script_enabled=False)


@pytest.fixture
def reader(browser: "Browser", demonstration: Site) -> Iterator["Page"]:
    yield from _browse(browser, demonstration)


def _as(page: "Page", site: Site, login: str, password: str = PASSWORD) -> None:
    page.context.clear_cookies()
    sign_in(page, site, login, password)


def _register(page: "Page", site: Site) -> str:
    """The address of a request that was taken at the counter."""
    page.goto(f"{site.address}/register?new=1")
    page.get_by_role("radio", name=re.compile("当面提交")).check()
    page.get_by_label("姓名或者名称").fill("张三")
    page.get_by_label("第 1 项").fill(WHAT)
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("登记回执已生成").wait_for()
    return page.url.partition("#")[0].partition("?")[0]


def _open(page: "Page", act: str) -> "Locator":
    form = page.locator(f"#act-{act}")
    if form.get_attribute("open") is None:
        form.locator("summary").first.click()
    return form


def _assign(page: "Page") -> None:
    form = _open(page, "assign")
    handler = form.locator("[name=handler] option", has_text="赵承办").get_attribute("value")
    form.locator("[name=handler]").select_option(handler)
    form.locator("button.primary").click()
    page.get_by_text("已办理“分办”。").wait_for()


def _sign(page: "Page", case: str, step: str, button: str) -> None:
    page.goto(f"{case}/{step}")
    page.locator("details[open]").get_by_role("button", name=button, exact=True).click()
    page.wait_for_url("**/approvals")


def test_a_request_passes_from_hand_to_hand_until_its_answer_is_sent(
    office_page: "Page", fresh: Site
) -> None:
    page = office_page
    _as(page, fresh, "lideng")
    case = _register(page, fresh)
    _assign(page)
    _as(page, fresh, "zhao")
    page.get_by_role("link", name="办件", exact=True).first.click()
    page.locator("table.cases tbody td", has_text="补偿方案").click()
    form = _open(page, "submit_draft")
    form.locator("[name=outcome]").select_option("D1b")
    form.locator("[name=fact_reasons]").fill("不属于本机关职责")
    form.locator("button.primary").click()
    page.get_by_text("已办理“提交答复稿”。").wait_for()
    _as(page, fresh, "wufa")
    _sign(page, case, "review", "法制审核通过")
    _as(page, fresh, "zheng")
    _sign(page, case, "approval", "审批同意")
    _sign(page, case, "approval", "签发")
    _as(page, fresh, "zhao")
    page.goto(case)
    form = _open(page, "serve_by_post")
    form.locator("[name=recipient]").select_option(index=1)
    form.locator("[name=tracking]").fill("1234567890123")
    form.locator("button.primary").click()
    page.get_by_text("。按期答复。").wait_for()
    assert page.locator(".badge").first.inner_text() == "已答复"


def test_a_clerk_registers_and_assigns_without_a_script(plain: "Page", fresh: Site) -> None:
    _as(plain, fresh, "lideng")
    _register(plain, fresh)
    _assign(plain)


def test_an_applicant_applies_follows_and_withdraws_on_a_telephone_without_a_script(
    phone: "Page", fresh: Site
) -> None:
    page = phone
    page.goto(f"{fresh.address}/apply")
    page.get_by_role("link", name="某市某区人民政府").click()
    page.locator("[name='items.0.description']").fill(WHAT)
    page.locator("[name=name]").fill("张三")
    page.locator("[name=phone]").fill("13900000001")
    page.get_by_role("button", name="下一步，核对").click()
    page.get_by_role("button", name="提交申请").click()
    number, code = page.locator("dd").all_inner_texts()[:2]
    page.context.clear_cookies()
    page.goto(f"{fresh.address}/apply/track")
    page.get_by_label("编号").fill(number)
    page.get_by_label("查询码").fill(code)
    page.get_by_role("button", name="查询").click()
    page.get_by_role("link", name="撤回申请").click()
    page.locator("main form button").first.click()
    page.get_by_text("申请已经撤回").wait_for()


def test_a_session_that_ended_while_typing_goes_on_after_the_log_in(
    office_page: "Page", fresh: Site
) -> None:
    page = office_page
    _as(page, fresh, "lideng")
    page.goto(f"{fresh.address}/register?new=1")
    page.get_by_role("radio", name=re.compile("当面提交")).check()
    page.get_by_label("姓名或者名称").fill("张三")
    page.get_by_label("第 1 项").fill(WHAT)
    page.context.clear_cookies()
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_label("登录名").fill("lideng")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("button", name="继续提交").click()
    page.get_by_text("登记回执已生成").wait_for()
    assert "张三" in page.locator("main").inner_text()


def test_the_statistician_opens_a_number_of_the_table_as_its_cases(
    reader: "Page", demonstration: Site
) -> None:
    _as(reader, demonstration, "tongji", SHOWN)
    reader.get_by_role("link", name="年报统计").click()
    reader.goto(f"{demonstration.address}/reports/annual?year=2020&unit=lanshan")
    number = reader.locator("table.annual td a").first
    count = number.inner_text()
    number.click()
    reader.get_by_role("heading", name=re.compile(f"{count} 件")).wait_for()


def test_the_supervisor_goes_from_a_number_of_the_desk_to_its_cases(
    reader: "Page", demonstration: Site
) -> None:
    _as(reader, demonstration, "zhuguan", SHOWN)
    reader.locator("td.figure a:not(.none)").first.click()
    reader.locator("table.cases tbody tr").first.wait_for()
    reader.locator("table.cases tbody a").first.click()
    reader.locator(".steps .now").wait_for()


def test_many_filed_reports_are_sent_some_at_a_time_and_told_together(
    reader: "Page", demonstration: Site
) -> None:
    _as(reader, demonstration, "zhuguan", SHOWN)
    reader.goto(f"{demonstration.address}/reports/annual/units?year=2019&unit=lanshan")
    empty = {"mimeType": "application/json", "buffer": b"{}"}
    reader.set_input_files("#file", [{"name": f"{n}.json", **empty} for n in range(12)])
    with reader.expect_request(lambda one: one.method == "POST"):
        reader.get_by_role("button", name="只检查").click()
    reader.get_by_role("heading", name="共12份：12份有错误，没有导入").wait_for()
    reader.get_by_text("12份全部完成。").wait_for()
    reader.locator("#taken [data-came=wrong]").nth(11).wait_for()


def test_the_administrator_sets_up_a_unit_and_its_first_member_of_staff(
    reader: "Page", demonstration: Site
) -> None:
    _as(reader, demonstration, "guanli", SHOWN)
    reader.goto(f"{demonstration.address}/admin/people")
    form = reader.locator("form:has([name=login])").last
    form.locator("[name=login]").fill("xinren")
    form.locator("[name=name]").fill("钱新人")
    form.get_by_label("登记员").check()
    form.get_by_role("button").last.click()
    reader.get_by_text("只显示这一次").wait_for()
