"""Papers from the case page: sheets of the file, and the preview of what an act would send."""

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
        "paper": "correction_notice",
    }
    path = f"/cases/{case.done.record_id}/actions/request_correction"
    answer = client.post(path, data=form)
    assert answer.mimetype == "application/pdf"
    with town.office.db.read() as session:
        record = session.get_one(Record, case.done.record_id)
        assert (record.state, record.version) == (case.done.state, case.done.version)


def test_a_preview_that_lacks_a_field_shows_the_form_again(town: Town, client: FlaskClient) -> None:
    case = town.case()
    form = {"version": case.done.version, "on_day": "2020-09-10", "paper": "correction_notice"}
    answer = client.post(f"/cases/{case.done.record_id}/actions/request_correction", data=form)
    assert answer.status_code == 422
    assert "需要补正的内容和指导" in answer.text
