"""The page of a district's units: its list, the units behind a cell, the form, and a report taken in or refused."""

import io

import openpyxl
import pytest

from casework.annual_filing.layout import sheets
from casework.docx.package import COMPOUND

PAGE = "/reports/annual/units?year=2019&unit=district"


@pytest.fixture
def backend() -> str:
    """Pages are drawn the same on either database."""
    return "sqlite"


def filled(form: bytes, **numbers: object) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(form))
    for sheet in sheets("2019"):
        for one in sheet.numbers:
            if one.key not in sheet.sums:
                book[sheet.name][one.address] = 0
    for address, value in numbers.items():
        book["三、申请情况"][address] = value
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def send(client, data: bytes, *, name: str = "form.xlsx", only_try: str = "", of: str = "edu"):
    sent = {"of": of, "file": (io.BytesIO(data), name), "try": only_try}
    return client.post(PAGE, data=sent, content_type="multipart/form-data")


def test_a_form_is_downloaded_refused_with_its_cells_tried_and_taken_in(sign_in) -> None:
    boss = sign_in("boss")
    page = boss.get(PAGE).text
    assert "逾期未公布" in page
    form = boss.get("/reports/annual/form.xlsx?year=2019&unit=edu").data
    refused = send(boss, filled(form, D6="两件"))
    assert refused.status_code == 422
    assert "三、申请情况!D6：数量应为数字，收到的是“两件”" in refused.text
    tried = send(boss, filled(form, D6=2, D8=2), only_try="1")
    assert tried.status_code == 200
    assert "检查通过，没有写入" in tried.text
    assert send(boss, filled(form, D6=2, D8=2)).status_code == 303
    blank = boss.get("/reports/annual/form.xlsx?year=2019&unit=district").data
    told = send(boss, filled(blank, D6=None), of="district")
    assert "三、申请情况!D6：空白按0计" in told.text, "what is only a reminder is read as well"
    page = boss.get(f"{PAGE}&row=new_received&column=natural").text
    assert "外部报送，第1版" in page
    assert "一、本年新收政府信息公开申请数量“自然人” <small>共2</small>" in page
    assert "逐格相符" in page
    assert "外部报送" in boss.get("/reports/annual?year=2019&unit=edu").text


def test_several_files_are_taken_in_each_by_itself(sign_in) -> None:
    boss = sign_in("boss")
    forms = {
        code: boss.get(f"/reports/annual/form.xlsx?year=2019&unit={code}").data
        for code in ("district", "edu")
    }

    def post(of: str = "", some: str = "", **numbers: object):
        files = [
            (io.BytesIO(filled(form, **(numbers if code == "edu" else {}))), f"{code}.xlsx")
            for code, form in forms.items()
        ]
        sent = {
            "of": of,
            "some": some,
            "file": [*files, (io.BytesIO(b"{}"), "空.json"), (io.BytesIO(COMPOUND), "加密.xlsx")],
        }
        return boss.post(PAGE, data=sent, content_type="multipart/form-data")

    assert "单位按文件中的代码" in post("edu").text
    answer = post(D6=2, D8=2)
    assert answer.status_code == 422
    assert "共4份：导入2份，2份有错误，没有导入" in answer.text
    assert "是 JSON，但不是本系统导出的报送文件" in answer.text
    assert "有口令保护；请取消口令，另存为 .xlsx" in answer.text
    assert answer.text.count("已导入，第1版") == 2
    some = post(some="1").text
    assert some.lstrip().startswith("<section"), "the page comes when all are through"
    assert "已经接收或者封存" in some


def test_the_page_is_the_supervisors(sign_in, town) -> None:
    assert sign_in("intake").get(PAGE).status_code == 403
    assert sign_in("edu").get(PAGE).status_code == 404
    assert send(sign_in("boss"), b"").status_code == 422


def test_a_published_report_is_checked_on_its_page(sign_in) -> None:
    boss = sign_in("boss")
    published = boss.get("/reports/annual.xlsx?year=2019&unit=edu").data
    address = "/reports/annual/check"
    assert "核对公布的年报" in boss.get(address).text

    def check(data: bytes, name: str = "report.xlsx"):
        sent = {"of": "", "file": (io.BytesIO(data), name)}
        return boss.post(address, data=sent, content_type="multipart/form-data")

    assert "某市某区教育局 2019年度：全部相符" in check(published).text
    book = openpyxl.load_workbook(io.BytesIO(published))
    book["三、申请情况"]["D6"] = 7
    out = io.BytesIO()
    book.save(out)
    wrong = check(out.getvalue()).text
    assert "有不符之处" in wrong
    assert "三、申请情况!D6" in wrong
    assert wrong.count('<td class="lit') == wrong.count('<span class="hidden">（不符）</span>') > 3
    assert check(b"").status_code == 422
