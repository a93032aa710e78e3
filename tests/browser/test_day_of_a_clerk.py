"""A day at the pages with a real browser: from registering to the annual table."""

import re
import shutil
from collections.abc import Iterator
from pathlib import Path
from threading import Thread
from typing import TYPE_CHECKING

import pytest
from werkzeug.serving import make_server

from casework.app import create_app
from casework.db import Database
from casework.settings import read_settings
from tests.factories import PASSWORD, make_office, make_unit, make_user
from tests.web.town import DatedOffice
from workflows.vocabulary import Role

if TYPE_CHECKING:
    from playwright.sync_api import Page

pytestmark = pytest.mark.browser
SIZE = {"width": 1366, "height": 768}


@pytest.fixture
def address(sqlite_template: Path, tmp_path: Path) -> Iterator[str]:
    """A running server with one user who may do everything."""
    shutil.copyfile(sqlite_template, tmp_path / "casework.db")
    plain = make_office(Database(f"sqlite:///{tmp_path / 'casework.db'}"))
    settings = read_settings({"CASEWORK_INSTANCE": str(tmp_path)})
    office = DatedOffice(plain.db, plain.cipher, settings)
    make_unit(office)
    make_user(office, "all", roles=tuple(Role)[:5], name="王审")
    server = make_server("127.0.0.1", 0, create_app(office=office), threaded=True)
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    yield f"http://127.0.0.1:{server.port}"
    server.shutdown()
    thread.join()
    server.server_close()
    office.db.close()


@pytest.fixture
def desk(page: "Page", address: str) -> "Page":
    """A signed-in browser at the desk; a fault in a script, a blocked file or a request to anybody else fails the test."""
    faults: list[str] = []
    ours = address + "/"
    page.on("request", lambda one: faults.append(one.url) if not one.url.startswith(ours) else None)
    page.on("pageerror", lambda error: faults.append(str(error)))
    page.on("console", lambda said: faults.append(said.text) if said.type == "error" else None)
    page.set_viewport_size(SIZE)
    page.goto(f"{address}/login")
    page.get_by_label("登录名").fill("all")
    page.get_by_label("口令").fill(PASSWORD)
    page.get_by_role("button", name="登录").click()
    page.get_by_role("heading", name="工作台").wait_for()
    yield page
    assert faults == []


def _register(page: "Page", name: str = "张三") -> None:
    page.get_by_role("link", name="登记", exact=True).first.click()
    page.get_by_role("radio", name=re.compile("当面提交")).check()
    page.get_by_label("姓名或者名称").fill(name)
    page.get_by_label("第 1 项").fill("某街道2019年房屋征收补偿方案")
    page.get_by_role("button", name="登记", exact=True).click()
    page.get_by_text("登记回执已生成").wait_for()


def test_a_request_goes_from_the_counter_to_the_annual_table(desk: "Page", address: str) -> None:
    _register(desk)
    desk.locator("#act-assign summary").click()
    desk.locator("#f-assign-handler").select_option(index=1)
    desk.locator("#act-assign button.primary").click()
    desk.get_by_text("已办理“分办”。").wait_for()
    assert desk.locator(".steps .now").inner_text().startswith("办理")
    assert desk.locator(".weeks .day.counted").count() >= 15
    desk.get_by_role("link", name="年报统计").click()
    desk.locator("table.annual").first.wait_for()
    desk.locator("table.annual td a", has_text=re.compile("^1$")).first.click()
    desk.get_by_role("heading", name=re.compile("本年新收.* 1 件")).wait_for()
    assert "张三" in desk.locator("table.cases").inner_text()


def test_the_facts_of_an_answer_follow_the_chosen_result_in_place(desk: "Page") -> None:
    _register(desk)
    desk.locator("#act-answer_on_the_spot summary").click()
    form = desk.locator("#act-answer_on_the_spot form")
    assert not form.get_by_role("button", name="显示该结果所需的内容").is_visible()
    form.locator("[name=signer]").fill("张三")
    form.locator("[name=outcome]").select_option("D1b")
    form.locator("[name=fact_reasons]").fill("不归我们")
    form.locator("[name=outcome]").select_option("A1")
    form.locator("[name=fact_published_way]").wait_for()
    assert form.locator("[name=signer]").input_value() == "张三"
    assert form.locator("[name=fact_reasons]").count() == 0


def test_what_an_act_changes_is_said_as_soon_as_its_form_is_filled_in(desk: "Page") -> None:
    _register(desk)
    desk.locator("#act-assign summary").click()
    desk.locator("#f-assign-handler").select_option(index=1)
    told = desk.locator("#act-assign [data-preview]")
    told.wait_for()
    assert "办理中" in told.inner_text()
    assert desk.locator(".badge").first.inner_text() == "已登记"


def test_a_half_written_registration_is_there_again_by_keyboard_alone(
    desk: "Page", address: str
) -> None:
    desk.goto(f"{address}/register?new=1")
    desk.keyboard.press("Space")
    desk.get_by_text("2020年9月10日（周四）为收到申请之日").wait_for()
    desk.get_by_label("姓名或者名称").focus()
    desk.keyboard.type("诸葛明")
    desk.get_by_label("证件号码").fill("110105194912310021")
    desk.locator(".field .doubt", has_text="校验码不符").wait_for()
    assert desk.evaluate("localStorage.length + sessionStorage.length") == 0
    desk.goto(f"{address}/register")
    assert desk.get_by_label("姓名或者名称").input_value() == "诸葛明"
    desk.get_by_label("第 1 项").fill("某街道2019年房屋征收补偿方案")
    desk.keyboard.press("Control+Enter")
    desk.get_by_text("登记回执已生成").wait_for()


def test_the_keys_search_explain_and_close(desk: "Page") -> None:
    desk.keyboard.press("/")
    assert desk.evaluate("document.activeElement.id") == "find"
    desk.keyboard.press("Escape")
    desk.keyboard.press("?")
    assert desk.locator("#keys").is_visible()
    desk.keyboard.press("Escape")
    assert not desk.locator("#keys").is_visible()


def test_a_paper_is_sent_by_a_real_server(desk: "Page") -> None:
    _register(desk)
    link = desk.locator(".papers a").first.get_attribute("href")
    answer = desk.request.get(desk.url.partition("/cases/")[0] + str(link))
    assert answer.status == 200
    assert answer.body().startswith(b"%PDF-")


def test_a_row_of_the_queue_opens_its_case(desk: "Page", address: str) -> None:
    _register(desk)
    desk.goto(f"{address}/cases")
    desk.locator("table.cases tbody td", has_text="补偿方案").click()
    desk.get_by_role("heading", name="可以办理的事项").wait_for()


def test_the_tape_speaks_to_the_keyboard(desk: "Page") -> None:
    _register(desk)
    desk.locator(".tape").focus()
    assert "2020-09-10" in desk.locator(".tape .said").inner_text()
    desk.keyboard.press("ArrowRight")
    assert "2020-09-11（周五）：第 1 个工作日" in desk.locator(".tape .said").inner_text()


@pytest.mark.parametrize("path", ["/", "/cases", "/register", "/reports/annual", "{case}"])
def test_nothing_runs_over_the_edge_of_the_screen(desk: "Page", address: str, path: str) -> None:
    _register(desk, name="某市某某房地产开发建设集团有限责任公司第三分公司")
    case = desk.url.removeprefix(address).partition("#")[0]
    desk.goto(address + path.format(case=case))
    for size in (SIZE, {"width": 390, "height": 844}):
        desk.set_viewport_size(size)
        assert desk.evaluate("document.documentElement.scrollWidth") <= size["width"]


def test_on_paper_the_tape_is_a_table_and_the_menu_is_gone(desk: "Page") -> None:
    _register(desk)
    desk.emulate_media(media="print")
    assert not desk.locator(".side").is_visible()
    assert not desk.locator(".tape").is_visible()
    assert desk.get_by_text("2020年9月11日（周五）").is_visible()
