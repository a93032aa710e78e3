"""Papers from the case page: sheets of the file, and the preview of what an act would send."""

import re
from dataclasses import replace
from datetime import date

from flask.testing import FlaskClient

from casework.models.record import Record
from tests.web.town import Town


def test_the_page_leads_to_each_sheet_of_the_file(town: Town, client: FlaskClient) -> None:
    case = town.case()
    page = client.get(f"/cases/{case.done.record_id}").text
    assert f"/cases/{case.done.record_id}/sheets/register_sheet.pdf" in page
    sheet = client.get(f"/cases/{case.done.record_id}/sheets/register_sheet.pdf")
    assert sheet.mimetype == "application/pdf"
    assert sheet.data.startswith(b"%PDF-")


def test_the_form_of_an_act_previews_what_it_sends(town: Town, client: FlaskClient) -> None:
    case = town.case()
    page = client.get(f"/cases/{case.done.record_id}?act=request_correction").text
    assert "预览《政府信息公开申请补正告知书》" in page
    form = {
        "version": case.done.version,
        "on_day": "2020-09-10",
        "items_to_correct": "写明文件名称",
        "days": "15",
        "preview": "correction_notice",
    }
    path = f"/cases/{case.done.record_id}/actions/request_correction"
    answer = client.post(path, data=form)
    assert answer.mimetype == "application/pdf"
    with town.office.db.read() as session:
        record = session.get_one(Record, case.done.record_id)
        assert (record.state, record.version) == (case.done.state, case.done.version)


def test_a_preview_that_lacks_a_field_shows_the_form_again(town: Town, client: FlaskClient) -> None:
    case = town.case()
    form = {"version": case.done.version, "on_day": "2020-09-10", "preview": "correction_notice"}
    answer = client.post(f"/cases/{case.done.record_id}/actions/request_correction", data=form)
    assert answer.status_code == 422
    assert "需要补正的内容和指导" in answer.text


def test_an_act_with_a_field_called_paper_is_done_and_not_previewed(
    town: Town, client: FlaskClient
) -> None:
    case = town.case()
    form = {"version": case.done.version, "on_day": "2020-09-10", "paper": "2020年9月10日书面撤回"}
    sent = client.post(f"/cases/{case.done.record_id}/actions/withdraw", data=form)
    assert sent.status_code == 303
    with town.office.db.read() as session:
        assert session.get_one(Record, case.done.record_id).state == "terminated"


def test_an_address_is_asked_for_until_the_letter_has_arrived(
    town: Town, client: FlaskClient
) -> None:
    case, day = town.in_progress(), date(2020, 9, 3)
    sent = [
        case.do("consult_third_party", day, name=name, matter="报价清单").version
        for name in ("某建筑公司", "某监理公司")
    ]
    path = f"/cases/{case.done.record_id}"
    assert client.get(path).text.count("没有登记通信地址，请办理“登记通信地址”") == 2
    form = {"version": case.done.version, "on_day": "2020-09-04", "address": "某市某路8号"}
    form["paper"] = f"{sent[0]}.third_party_letter"
    shown = client.post(f"{path}/actions/note_address", data=form, follow_redirects=True).text
    assert f"{path}/envelopes/c5-row-{sent[0]}.pdf" in shown
    case.done = replace(case.done, version=case.done.version + 1)
    case.do("third_party_received", date(2020, 9, 7), thread=sent[1], proof="李四签收")
    page = client.get(path).text
    assert "没有登记通信地址，请办理" not in page
    assert "某监理公司的信封" not in page


def test_only_letters_to_others_are_offered_with_their_address(
    town: Town, client: FlaskClient
) -> None:
    case = town.in_progress()
    case.do("consult_third_party", date(2020, 9, 3), name="某建筑公司", matter="报价清单")
    page = client.get(f"/cases/{case.done.record_id}").text
    offered = {
        act: set(
            re.findall(r'value="\d+\.(\w+)"', page.split(f'id="act-{act}"')[1].split("</form>")[0])
        )
        for act in ("note_address", "dispatch_paper")
    }
    assert offered["note_address"] == {"third_party_letter"}
    assert offered["dispatch_paper"] - offered["note_address"]
    assert "某市某路8号" not in page
