"""The pages of records of any kind: the menu, the list, the form that opens one, and the case page that shows it."""

import re
from datetime import date

import pytest
from factories import make_user
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.models.record import Record
from casework.queries.records import RecordFilter, Records
from casework.services import registering
from casework.services.engine import Done
from casework.viewer import Moment
from casework.web import record_page
from tests.web.town import TODAY, Town, counted, read_page
from workflows.registry import plain_kinds
from workflows.vocabulary import RecordKind, Role

KINDS = [w.kind.value for w in plain_kinds()]
LETTER = {"unit": "district", "on_day": "2020-09-08", "subject": "路灯不亮", "sender": "李四"}


def opened(town: Town, kind: str, on: date = date(2020, 9, 8), **more: object) -> Done:
    linked = more.pop("linked", None)
    return registering.open_record(
        town.office,
        kind=kind,
        unit_id=town.district,
        on_day=on,
        data=more,
        linked=linked,
        viewer=town.all,
        moment=Moment.on(TODAY),
    )


def records(town: Town, kind: str) -> list[Record]:
    with town.office.db.read() as session:
        return list(session.scalars(select(Record).where(Record.kind == kind)))


@pytest.mark.parametrize("kind", KINDS)
def test_every_kind_has_a_list_and_a_form_of_its_own_fields(
    client: FlaskClient, sign_in, kind: str
) -> None:
    workflow = next(w for w in plain_kinds() if w.kind == kind)
    above = workflow.opening.roles == {Role.supervisor}
    opener = sign_in("boss") if above else client
    listed, form = client.get(f"/records/{kind}"), opener.get(f"/records/{kind}/new")
    assert (listed.status_code, form.status_code) == (200, 200)
    assert workflow.kind.label in listed.text
    for page in (listed, form):
        assert read_page(page.text).faults == []
    for field in workflow.opening.fields:
        assert f'name="{field.key}"' in form.text
        assert field.label in form.text


def test_the_menu_names_the_kinds_that_a_viewer_works_on(
    sign_in, town: Town, client: FlaskClient
) -> None:
    labels = {w.kind.label for w in plain_kinds()}
    assert {label for label in labels if f">{label}</a>" in client.get("/").text} == labels
    make_user(town.office, "tuser", roles=[Role.legal])
    page = sign_in("tuser").get("/").text
    assert "行政诉讼</a>" in page
    assert "部门信箱</a>" not in page


def test_a_record_is_opened_and_shown_with_what_was_entered(
    town: Town, client: FlaskClient
) -> None:
    answer = client.post("/records/letter/new", data=LETTER, follow_redirects=True)
    assert answer.status_code == 200
    assert "已登记“部门信箱”，编号 信箱-DISTRICT-2020-0001" in answer.text
    text = " ".join(read_page(answer.text).text)
    assert "路灯不亮" in text
    assert "李四" in text
    assert "2020年9月15日" in text  # five working days
    [record] = records(town, "letter")
    assert record.unit_id == town.district


def test_the_page_of_another_kind_shows_nothing_of_a_request(
    town: Town, client: FlaskClient
) -> None:
    page = client.get(f"/cases/{opened(town, 'review').record_id}").text
    for stranger in ("申请内容</h3>", "<h3>申请人", "收到申请之日", "还没有文书", "答复期限</h2>"):
        assert stranger not in page
    assert "复议机关受理" in page
    assert read_page(page).faults == []


def test_the_form_sent_twice_opens_one_record(town: Town, client: FlaskClient) -> None:
    for _ in range(2):
        client.post("/records/letter/new", data={**LETTER, "key": "once"})
    assert len(records(town, "letter")) == 1


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        ({"subject": ""}, "主题：必填"),
        ({"on_day": "morgen"}, "不是有效日期"),
        ({"on_day": "2020-09-11"}, "不能登记尚未发生的事项"),
        ({"unit": "nowhere"}, "请选择单位"),
        ({"linked": "某号"}, "没有这一申请"),
        ({"until": "2020-09-01"}, "“办理期限”不能早于办理日期"),
    ],
    ids=str,
)
def test_what_is_wrong_is_told_and_what_was_typed_stays(
    town: Town, client: FlaskClient, change: dict[str, str], sentence: str
) -> None:
    answer = client.post("/records/letter/new", data={**LETTER, **change})
    assert answer.status_code in (409, 422)
    assert sentence in answer.text
    assert 'value="李四"' in answer.text
    assert read_page(answer.text).faults == []
    assert records(town, "letter") == []


def test_a_list_is_filtered_and_sorted_by_due_date(town: Town, client: FlaskClient) -> None:
    opened(town, "letter", subject="不急的", until="2020-12-01")
    opened(town, "letter", subject="快到期的", until="2020-09-14")
    opened(town, "letter", date(2020, 8, 24), subject="已逾期的", until="2020-08-31")
    page = client.get("/records/letter").text
    places = [page.index(title) for title in ("已逾期的", "快到期的", "不急的")]
    assert places == sorted(places)
    assert "逾期 8 个工作日" in page
    late = client.get("/records/letter?overdue=1").text
    assert "已逾期的" in late
    assert "快到期的" not in late
    assert "共 0 件" in client.get("/records/letter?state=replied").text
    assert "共 3 件" in client.get("/records/letter?open=1&unit=district").text
    assert "共 0 件" in client.get("/records/letter?unit=edu").text


def test_a_long_list_has_links_to_the_pages_near(app: Flask) -> None:
    found = Records(RecordKind.letter, (), (), total=500, page=5, pages=10)
    with app.test_request_context():
        page = record_page.listing(RecordFilter("letter", overdue=True), found, may_open=False)
    assert [link.label for link in page["pages"]] == ["1", "3", "4", "5", "6", "7", "10"]
    assert page["pages"][1].href == "/records/letter?overdue=1&page=3"


def test_a_review_and_its_request_lead_to_each_other(town: Town, client: FlaskClient) -> None:
    case = town.case()
    review = opened(town, "review", linked=case.done.number)
    assert case.done.number in client.get("/records/review").text
    page = client.get(f"/cases/{case.done.record_id}").text
    assert f'href="/cases/{review.record_id}"' in page
    assert review.number in page
    back = client.get(f"/cases/{review.record_id}").text
    assert f'href="/cases/{case.done.record_id}"' in back


def test_a_request_leads_to_the_form_of_a_review_about_it(
    sign_in, town: Town, client: FlaskClient
) -> None:
    case = town.case()
    href = f"/records/review/new?linked={case.done.number}&amp;unit=district"
    assert href in client.get(f"/cases/{case.done.record_id}").text
    form = client.get(href.replace("&amp;", "&")).text
    assert f'value="{case.done.number}"' in form
    assert "登记行政复议" not in sign_in("boss").get(f"/cases/{case.done.record_id}").text
    review = opened(town, "review")
    assert "登记行政复议" not in client.get(f"/cases/{review.record_id}").text


def test_a_result_on_the_page_reopens_the_request(town: Town, client: FlaskClient) -> None:
    case = town.case()
    case.do("withdraw", date(2020, 9, 2), paper="书面撤回")
    review = opened(town, "review", linked=case.done.number)
    sent = {"version": review.version, "on_day": "2020-09-09", "result": "corrected"}
    answer = client.post(f"/cases/{review.record_id}/actions/conclude", data=sent)
    assert answer.status_code == 303
    assert "重新办理" in client.get(f"/cases/{case.done.record_id}").text
    assert "自的次日起" not in client.get(f"/cases/{review.record_id}").text


def test_who_may_not_open_a_kind_is_told_who_may(sign_in, town: Town) -> None:
    boss = sign_in("boss")
    assert boss.get("/records/letter").status_code == 200
    assert "登记部门信箱" not in boss.get("/records/letter").text
    refused = boss.get("/records/letter/new")
    assert refused.status_code == 403
    assert "“收到来信”由承办人、登记员办理" in refused.text


@pytest.mark.parametrize("kind", ["request", "administration", "hearing"])
def test_what_is_no_plain_kind_has_no_list(client: FlaskClient, kind: str) -> None:
    for path in (f"/records/{kind}", f"/records/{kind}/new"):
        answer = client.get(path)
        assert answer.status_code == 404
        assert "review（行政复议）" in answer.text


def test_records_out_of_sight_are_not_listed(sign_in, town: Town) -> None:
    done = opened(town, "letter", subject="区里的信")
    edu = sign_in("edu")
    assert "区里的信" not in edu.get("/records/letter").text
    assert edu.get(f"/cases/{done.record_id}").status_code == 404


def test_the_number_of_queries_does_not_grow_with_the_list(town: Town, client: FlaskClient) -> None:
    numbers = []
    for _ in range(2):
        opened(town, "letter", subject="又一封")
        with counted(town.office.db) as sent:
            client.get("/records/letter")
        numbers.append(len(sent))
    assert numbers[0] == numbers[1]


def test_the_menu_marks_the_kind_of_the_record_that_is_shown(
    client: FlaskClient, town: Town
) -> None:
    review = opened(town, "review").record_id
    request = town.in_progress().done.record_id
    for path, label in (
        (f"/cases/{review}", "行政复议"),
        (f"/cases/{review}/files", "行政复议"),
        (f"/cases/{request}", "办件"),
        (f"/cases/{request}/draft", "办件"),
        (f"/cases/{request}/annual", "办件"),
        ("/reports/annual/edit", "年报统计"),
        ("/reports/annual/check", "年报统计"),
    ):
        page = client.get(path).text
        marked = re.findall(r'aria-current="page">([^<]+)</a></li>', page)
        assert marked == [label], path
