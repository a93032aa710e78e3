"""The desk: what waits, how much of it, and behind every number the list of exactly so many cases."""

import re
from datetime import date
from html import unescape

from flask.testing import FlaskClient

from tests.factories import OPERATOR, make_case
from tests.web.town import Town, counted, read_page

# Who asks (3), units in sight and of the table (2), calendar, numbers (2), lists (2 each, 1 where empty), the table (3),
# news, notices, gaps, tasks, unread, announcements, the rate in time, reports not published (2).
DESK_QUERIES = 24


def numbers_of(page: str) -> list[tuple[int, str]]:
    """Every number of the desk with the address behind it."""
    in_groups = re.findall(r'href="(/cases[^"]*)">[^<]*<b>(\d+)</b>', page)
    of_units = re.findall(r'href="(/cases[^"]*)">(\d+)</a></td>', page)
    return [(int(n), unescape(href)) for href, n in (*in_groups, *of_units)]


def busy(town: Town) -> None:
    """Cases of every stage that the desk tells apart."""
    town.case(arrived_on=date(2020, 8, 12))  # late
    town.case(arrived_on=date(2020, 8, 13))  # due today
    town.case(arrived_on=date(2020, 8, 14))
    town.case(channel="ordinary_mail")
    town.in_progress()
    town.case().do("withdraw", date(2020, 9, 2), paper="—")
    town.case().do("void", date(2020, 9, 2), reasons="重复登记")
    waiting = town.in_progress()
    waiting.do("request_correction", date(2020, 9, 3), items_to_correct="请写明名称", days=10)
    make_case(town.office, OPERATOR, unit_id=town.department, arrived_on=date(2020, 8, 11))


def test_every_number_opens_the_list_of_exactly_so_many_cases(town: Town, sign_in) -> None:
    busy(town)
    for login in ("all", "boss"):
        client = sign_in(login)
        found = numbers_of(client.get("/").text)
        assert len(found) >= 30
        assert sum(n > 0 for n, _ in found) > 12
        for number, href in dict.fromkeys(found):
            listed = client.get(href).text
            assert f"共 {number} 件" in listed, href
            assert listed.count('class="c-number" data-label') == number, href


def test_the_desk_counts_this_year_without_the_void(town: Town, client: FlaskClient) -> None:
    busy(town)
    page = client.get("/").text
    assert "收到 <b>6</b>" in page
    assert "办结 <b>1</b>" in page


def test_a_supervisor_sees_the_unit_that_is_late_first(town: Town, sign_in) -> None:
    busy(town)
    make_case(town.office, OPERATOR, unit_id=town.department, arrived_on=date(2020, 8, 10))
    page = sign_in("boss").get("/").text
    units = re.findall(r'<th scope="row">([^<]+)</th>', page)
    assert units == ["某市某区教育局", "某市某区人民政府"]
    assert not read_page(page).faults


def test_a_supervisor_sees_which_units_have_not_published_their_report(town: Town, sign_in) -> None:
    """条例49."""
    page = sign_in("boss").get("/").text
    assert "2 个单位还没有公布2019年度的年报" in page
    assert 'href="/reports/annual?unit=edu&amp;year=2019"' in page
    assert "还没有公布" not in sign_in("all").get("/").text


def test_the_desk_tells_the_rate_in_time_of_the_year(town: Town, client: FlaskClient) -> None:
    assert "按时办结率 <b>—</b>" in client.get("/").text
    town.in_progress().do("withdraw", date(2020, 9, 4), paper="书面撤回")
    assert "按时办结率 <b>100.0%</b>" in client.get("/").text


def test_a_clerk_of_one_unit_is_shown_no_table_of_units(town: Town, sign_in) -> None:
    assert "各单位" not in sign_in("edu").get("/").text


def test_the_desk_asks_as_much_however_many_cases_there_are(town: Town, sign_in) -> None:
    boss, asked = sign_in("boss"), []
    for _ in range(2):
        busy(town)
        with counted(town.office.db) as sent:
            boss.get("/")
        asked.append(len([s for s in sent if s.lstrip().upper().startswith(("SELECT", "WITH"))]))
    assert asked == [DESK_QUERIES] * 2
