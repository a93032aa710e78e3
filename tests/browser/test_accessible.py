"""No page of the application, for no role and for no applicant, breaks a rule of WCAG 2.1 AA that axe can find.

The pages are found in the table of routes, so that a new one is tested as soon as it exists. A page that shows nothing new is not
opened in the browser. It holds that every template was among them.
"""

import io
import re
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask, template_rendered
from flask.testing import FlaskClient
from jinja2 import Template
from sqlalchemy import select

from casework.demo import PASSWORD
from casework.models.record import Record
from casework.models.user import User
from casework.paths import TEMPLATES
from casework.services import accounts, beside, unit_settings
from casework.viewer import Moment
from tests.browser.crawl import Signatures, addresses, new_pages, values
from tests.browser.narrow import Walker
from tests.browser.site import WIDE, Site, faults_of, sign_in
from tests.demo.loading import TODAY
from tests.factories import OPERATOR
from tests.files import samples
from workflows.five_steps import way_to
from workflows.vocabulary import Role

if TYPE_CHECKING:
    from playwright.sync_api import Browser, Page

pytestmark = pytest.mark.browser
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa"]},
    "resultTypes": ["violations"],
}
TEMPLATES_OF_PAGES = {
    path.relative_to(TEMPLATES).as_posix()
    for folder in ("web", "apply")
    for path in (TEMPLATES / folder).glob("[!_]*.html")
}
PARTS = {"web/layout.html", "apply/layout.html"}
STAFF = ("dengji", "chengban", "fawu", "shenpi", "tongji", "zhuguan", "guanli", "shenjiyuan")

# The fourth row of a kind shows axe nothing that the three before it did not, and costs as much.
_FEW_OF_A_KIND = """
() => {
  const sort = one => `${one.tagName} ${[...one.attributes].map(a => a.name).sort()} ${one.className} (${[...one.children].map(sort)})`;
  for (const parent of document.querySelectorAll('main *')) {
    const kinds = new Map();
    for (const one of [...parent.children]) {
      const kind = sort(one), number = (kinds.get(kind) || 0) + 1;
      kinds.set(kind, number);
      const asks = one.querySelector('input:not([type=checkbox]), select, textarea');
      if (number > 3 && one.matches('tr, li') && !asks) one.remove();
    }
  }
}
"""


# To the end of the five questions.
_ANSWERS = [f"{q.key}={a.key}" for way in [way_to("B", "C6")] if way for q, a in way.answered]


@dataclass
class Judge:
    """Runs axe on what a browser shows and keeps what it found, and which templates it has been shown."""

    site: Site
    page: "Page"
    axe: Axe = field(default_factory=Axe)
    walker: Walker = field(default_factory=Walker)
    found: list[str] = field(default_factory=list)
    shown: set[str] = field(default_factory=set)

    def go(self, path: str) -> None:
        self.page.goto(self.site.address + path)
        self.look()

    def look(self) -> None:
        """Everything that can be opened is opened: axe does not see what is hidden."""
        self.page.evaluate(
            "document.querySelectorAll('details').forEach(one => { one.removeAttribute('name'); one.open = true })"
        )
        path = self.page.url.removeprefix(self.site.address)
        self.found += [f"{path} {fault}" for fault in self.walker.faults(self.page)]
        self.page.evaluate(_FEW_OF_A_KIND)
        for fault in self.axe.run(self.page, options=RULES).response["violations"]:
            first = fault["nodes"][0]
            told = " ".join(f"{first['html'][:200]} {first['failureSummary'][:300]}".split())
            self.found.append(f"{path} {fault['id']} ×{len(fault['nodes'])}: {told}")

    def note(self, _app: Flask, template: Template, **_more: object) -> None:
        self.shown.add(str(template.name))

    def send(self, form: str, **typed: str) -> None:
        """Fill in a form of the page, whatever it asks for, and judge what comes back."""
        drawn = self.page.locator(form)
        drawn.evaluate("one => { one.noValidate = true }")
        for name, value in typed.items():
            drawn.locator(f"[name='{name}']").first.fill(value)
        with self.page.expect_navigation():
            drawn.locator("button.primary").last.click()
        self.look()


def test_no_page_of_any_role_breaks_a_rule(browser: "Browser", demonstration: Site) -> None:
    _prepare(demonstration)
    context = browser.new_context(locale="zh-CN", timezone_id="Asia/Shanghai", viewport=WIDE)
    faults = faults_of(context, demonstration)
    judge = Judge(demonstration, context.new_page())
    with template_rendered.connected_to(judge.note, demonstration.app):
        for login, paths in _worth_a_look(demonstration).items():
            sign_in(judge.page, demonstration, login, PASSWORD)
            for path in paths:
                judge.go(path)
            context.clear_cookies()
        _refusals(judge)
        _a_circular(judge)
        _of_an_applicant(judge)
    context.close()
    assert "\n".join(judge.found) == ""
    assert faults == []
    assert TEMPLATES_OF_PAGES - PARTS - judge.shown == set()


def _worth_a_look(site: Site) -> dict[str, list[str]]:
    """The pages of each role that show something that none before it showed."""
    found = list(addresses(site.app.url_map, values(site.office)))
    seen = Signatures()
    return {who: list(new_pages(_client(site, who), found, seen)) for who in STAFF}


def _refusals(judge: Judge) -> None:
    """What comes back when something is wrong, and the pages that only a form leads to."""
    page, site = judge.page, judge.site
    judge.go("/login")
    judge.send("main form", login="guanli", password="falsch")
    sign_in(page, site, "guanli", PASSWORD)
    judge.go("/nowhere")
    judge.go("/cases?q=没有这样的内容")
    judge.go("/reports/annual?year=2020&unit=lanshan")
    judge.go(str(page.locator("table.annual td a").first.get_attribute("href")))
    page.context.clear_cookies()
    sign_in(page, site, "dengji", PASSWORD)
    judge.go("/admin")
    judge.go("/register?new=1")
    judge.send("form:has([name=channel])")
    page.context.clear_cookies()
    sign_in(page, site, "chengban", PASSWORD)
    judge.go(f"/cases/{_in_progress(site).id}/five-steps?{'&'.join(_ANSWERS)}")
    judge.go("/training")
    judge.send("main form.training")
    judge.go(f"/cases/{_in_progress(site).id}?act=request_correction")
    form = "#act-request_correction form"
    page.context.clear_cookies()
    judge.send(form)
    judge.send("main form", login="chengban", password=PASSWORD)
    judge.send("main form")


def _a_circular(judge: Judge) -> None:
    """A circular to be drafted; the demonstration holds none."""
    judge.page.context.clear_cookies()
    sign_in(judge.page, judge.site, "zhuguan", PASSWORD)
    judge.go("/circulars/figures?unit=lanshan&year=2020&month=9")
    judge.go("/circulars")
    judge.page.get_by_role("button", name="起草", exact=True).click()
    judge.page.wait_for_url(re.compile(r"/circulars/\d+$"))
    judge.look()


def _of_an_applicant(judge: Judge) -> None:
    """From the choice of a unit to the withdrawal, and what comes back when something is missing."""
    page = judge.page
    page.context.clear_cookies()
    judge.go("/apply/to/lanshan")
    judge.send("main form")
    asked = {"items.0.description": "某街道2019年房屋征收补偿方案"}
    judge.send("main form", name="张三", phone="13900000001", **asked)
    judge.send("main form:has([value=send])")
    judge.go("/apply/case")
    judge.go("/apply/case/withdraw")
    judge.go("/apply/nowhere")
    judge.go("/apply/track")
    judge.send("main form", number="x", code="y")


def _client(site: Site, login: str) -> FlaskClient:
    with site.office.db.read() as session:
        user_id = session.scalars(select(User.id).where(User.login == login)).one()
    client = site.app.test_client()
    with client.session_transaction() as cookie:
        cookie["_user_id"] = str(user_id)
    return client


def _in_progress(site: Site) -> Record:
    """The request in progress whose pages are looked at."""
    with site.office.db.read() as session:
        wanted = select(Record).where(Record.kind == "request", Record.state == "in_progress")
        return session.scalars(wanted.order_by(Record.id.desc()).limit(1)).one()


def _prepare(site: Site) -> None:
    """What the demonstration does not have: a file, ledgers on trial, and a unit that takes no request online."""
    moment = Moment.on(TODAY)
    unit_settings.change(site.office, "ziran", {"channels": "传真"}, viewer=OPERATOR, moment=moment)
    record = _in_progress(site)
    sent = {"version": record.version, "file_kind": "release", "on_day": TODAY.isoformat()}
    file = (io.BytesIO(samples.pdf("plain")), "扫描.pdf")
    path = f"/cases/{record.id}/files"
    answer = _client(site, "chengban").post(path, data={**sent, "file": file})
    assert answer.status_code == 303, answer.text
    _send_ledgers(site, moment)


def _send_ledgers(site: Site, moment: Moment) -> None:
    """One with a fault and one without, by an administrator who may load them."""
    roles = (Role.admin, Role.importer)
    accounts.change_roles(site.office, "guanli", "lanshan", roles, viewer=OPERATOR, moment=moment)
    client = _client(site, "guanli")
    for category in ("自然人", "自然"):
        row = f"申请人类型,申请人,收到日期,申请内容\n{category},张三,2020-03-02,某街道的文件\n"
        file = (io.BytesIO(row.encode()), "台账.csv")
        assert client.post("/ledgers", data={"unit": "lanshan", "file": file}).status_code == 303
    beside.finish(60)
