"""A unit without the system files its report: the form, the signed file, everything that is refused with its cell, and the sum above."""

import io
import json
from collections.abc import Callable
from datetime import date
from functools import lru_cache
from pathlib import Path
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

import openpyxl
import pytest
from click.testing import CliRunner, Result
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from openpyxl import Workbook

from casework.annual_filing import (
    Filed,
    SignedReport,
    Wanted,
    public_text,
    read_form,
    read_signed,
    sign,
    to_form,
    unsigned,
)
from casework.annual_filing.layout import sheets
from casework.cli import main
from casework.db import Database
from casework.errors import ActionRefused, NotAllowed
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import annual_documents, annual_versions
from casework.queries.sight import units_for
from casework.services import annual_entries, annual_filing, annual_years, report_signing
from casework.services.annual_years import YearKey
from casework.services.report_signing import signed_report
from casework.services.verification import editions
from casework.viewer import Moment, Viewer
from tests.factories import OPERATOR, make_office, make_unit, make_user
from workflows.vocabulary import Role

WANTED = Wanted("village", "某市某区某镇人民政府", 2022, "2021")
KEY = YearKey("village", 2022)
NOW = Moment.on(date(2023, 1, 20))
Change = Callable[[Workbook], None]


@lru_cache(maxsize=2)
def zeros(wanted: Wanted) -> bytes:
    """The form with 0 in every open cell."""
    book = openpyxl.load_workbook(io.BytesIO(to_form(wanted)))
    for sheet in sheets(wanted.format):
        for one in sheet.numbers:
            if one.key not in sheet.sums:
                book[sheet.name][one.address] = 0
    return saved(book)


def saved(book: Workbook) -> bytes:
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def filled(wanted: Wanted = WANTED, change: Change | None = None) -> bytes:
    """The same with two requests received and disclosed; then changed."""
    book = openpyxl.load_workbook(io.BytesIO(zeros(wanted)))
    book["三、申请情况"]["D6"] = book["三、申请情况"]["D8"] = 2
    if change is not None:
        change(book)
    return saved(book)


def put(sheet: str, address: str, value: object) -> Change:
    def change(book: Workbook) -> None:
        book[sheet][address] = value

    return change


def told(data: bytes) -> str:
    return "\n".join(map(str, read_form(data, WANTED).faults))


def test_a_filled_form_gives_every_number_and_its_sums() -> None:
    found = read_form(filled(), WANTED)
    assert found.faults == ()
    assert found.filed is not None
    assert found.filed.part3["total"]["total"] == 2
    assert found.filed.part3["new_received"]["total"] == 2
    assert found.filed.part4["litigation_direct"] == dict.fromkeys(
        ("upheld", "corrected", "other", "pending", "total"), 0
    )
    assert len(found.filed.part2) == 10
    assert found.notes == ()


@pytest.mark.parametrize(
    ("change", "said"),
    [
        (put("三、申请情况", "D6", "两件"), "三、申请情况!D6：数量应为数字，收到的是“两件”"),
        (put("三、申请情况", "E9", -1), "三、申请情况!E9：数量不能小于0"),
        (put("三、申请情况", "E9", 1.5), "三、申请情况!E9：数量只能填整数"),
        (put("三、申请情况", "E9", "=1+1"), "三、申请情况!E9：数量应填数字，现在是公式"),
        (put("三、申请情况", "J6", "=D6"), "三、申请情况!J6：合计的公式应为=SUM(D6:I6)"),
        (put("三、申请情况", "L6", 5), "三、申请情况!L6：表格以外填写了“5”"),
        (put("三、申请情况", "C10", "1.国家秘密"), "三、申请情况!C10：应为“1.属于国家秘密”"),
        (put("二、主动公开", "B5", "三"), "二、主动公开!B5：第二十条第（一）项“规章”的“本年制发件数”应为数字"),
        (lambda book: book["三、申请情况"].unmerge_cells("A6:C6"), "三、申请情况!A6:C6：这里应当是合并的单元格"),
        (lambda book: book["三、申请情况"].merge_cells("D6:E6"), "三、申请情况!D6:E6：这里合并了不应合并的单元格"),
        (lambda book: book["二、主动公开"].insert_cols(1), "二、主动公开!C4：“本年制发件数”应在B4，现在在C4：从这里起右移了1列"),
        (lambda book: book["三、申请情况"].insert_rows(3), "从这里起下移了1行"),
        (lambda book: book.remove(book["四、复议诉讼"]), "四、复议诉讼：没有这张工作表"),
        (put("填报说明", "B2", "other"), "填报说明!B2：这是“某市某区某镇人民政府”（other）的填报表"),
        (put("填报说明", "B4", 2021), "填报说明!B4：这是2021年度的填报表，现在要的是2022年度"),
        (put("填报说明", "B6", "一月下旬"), "填报说明!B6：公布日期“一月下旬”不能识别"),
        (put("填报说明", "B5", "2019"), "填报说明!B5：2022年度适用2021年格式（30号），这份是2019年格式"),
    ],
)  # fmt: skip
def test_each_fault_is_named_with_its_cell(change: Change, said: str) -> None:
    data = filled(change=change)
    assert read_form(data, WANTED).filed is None
    assert said in told(data)


def test_the_form_of_2019_with_a_changed_first_page_is_known_by_its_labels() -> None:
    old = filled(Wanted("village", WANTED.unit_name, 2020, "2019"), put("填报说明", "B4", 2022))
    book = openpyxl.load_workbook(io.BytesIO(old))
    book["填报说明"]["B5"] = "2021"
    assert "这是2019年格式（60号）的表；2022年度适用2021年格式（30号）" in told(saved(book))


def test_blanks_and_strokes_count_nothing_and_are_told() -> None:
    def change(book: Workbook) -> None:
        book["三、申请情况"]["E9"] = "/"
        book["三、申请情况"]["F9"] = None
        book["三、申请情况"]["G9"] = "0"

    found = read_form(filled(change=change), WANTED)
    assert found.filed is not None
    assert [str(one) for one in found.notes] == [
        "三、申请情况!E9：“/”按0计（没有的请填0）。",
        "三、申请情况!F9：空白按0计（没有的请填0）。",
        "三、申请情况!G9：以文本保存的“0”按数字0读取。",
    ]


def packed(*names: str, size: int = 1) -> bytes:
    """A zip of such parts."""
    out = io.BytesIO()
    with ZipFile(out, "w", ZIP_DEFLATED) as book:
        for name in names:
            book.writestr(name, bytes(size))
    return out.getvalue()


def torn() -> bytes:
    """A form with a part that is no XML."""
    out = io.BytesIO()
    with ZipFile(io.BytesIO(filled())) as book, ZipFile(out, "w") as other:
        for name in book.namelist():
            other.writestr(name, b"<x" if name.endswith("sheet1.xml") else book.read(name))
    return out.getvalue()


FOREIGN = (
    (b" \n", "文件：是空文件，没有任何内容；请核对保存、传送是否完整"),
    (b"%PDF-1.7", "文件：这是 PDF 文件，不能导入；请报送填好的填报表（XLSX），或者“导出报送文件”得到的 JSON 文件；要核对公布的年报"),
    (b"<html>", "文件：这是网页，不能导入"),
    ("单位,数量".encode(), "文件：既不是 XLSX 也不是 JSON；请报送填好的填报表"),
    (packed("word/document.xml"), "文件：这是 Word 文档（DOCX），不能导入"),
    (packed("a.xlsx", "b.json"), "文件：这是压缩包（ZIP），不是工作簿；请解压，选取其中"),
    (packed("xl/workbook.xml", size=31 * 1024 * 1024), "文件：展开后超过30 MB，疑似压缩炸弹，没有打开"),
    (packed("xl/workbook.xml")[:-9], "文件：不是完整的 XLSX 文件，可能没有传完"),
    (packed("xl/workbook.xml"), "文件：不是完好的 XLSX 文件"),
    (torn(), "文件：不是完好的 XLSX 文件"),
    (saved(Workbook()), "填报说明：没有这张工作表，不是本系统生成的填报表"),
    (b'{"a":', "文件：不是完整的 JSON 文件，可能没有传完"),
    (b"[1]", "文件：是 JSON，但不是本系统导出的报送文件；请用“导出报送文件”重新导出"),
)  # fmt: skip


@pytest.mark.parametrize(("data", "said"), FOREIGN, ids=[said[3:15] for _, said in FOREIGN])
def test_what_is_no_report_is_said_whether_or_not_a_unit_is_named(
    office: Office, boss: Viewer, data: bytes, said: str
) -> None:
    for code in ("", "village"):
        (found,) = annual_filing.file_reports(
            office, [("a.xlsx", data)], year=2022, unit_code=code, viewer=boss, moment=NOW
        )
        assert [str(one).startswith(said) for one in found.faults] == [True], found.faults
        assert found.edition is None


def test_an_address_without_its_day_is_told_with_both_cells() -> None:
    at = put("填报说明", "B7", "http://example.cn/1")
    assert "填报说明!B6、B7：填了公布网址，B6没有公布日期；已经公布的补填日期" in told(
        filled(change=at)
    )
    assert "填报说明!B7：公布网址有301个字，最多300个" in told(
        filled(change=put("填报说明", "B7", "a" * 301))
    )
    (note,) = read_form(filled(change=put("填报说明", "B6", "2023-01-20")), WANTED).notes
    assert str(note).startswith("填报说明!B6、B7：填了公布日期，没有填公布网址")


@pytest.fixture
def backend() -> str:
    """A version is read back as JSON on either database; `test_annual_years` does so on both."""
    return "sqlite"


@pytest.fixture
def office(db: Database) -> Office:
    made = make_office(db)
    make_unit(made)
    make_unit(made, "village", name=WANTED.unit_name, parent="district")
    return made


@pytest.fixture
def boss(office: Office) -> Viewer:
    return make_user(office, "boss", roles=[Role.supervisor])


def group(office: Office) -> annual_documents.AnnualDocument:
    with office.db.read() as session:
        return annual_documents.document(
            session, OPERATOR, year=2022, unit_code="district", rollup=True, today=NOW.today
        )


def test_a_filed_report_is_a_version_from_outside_and_enters_the_sum_above(
    office: Office, boss: Viewer
) -> None:
    tried = annual_filing.file_report(office, KEY, filled(), viewer=boss, moment=NOW, dry_run=True)
    assert tried.is_sound
    assert tried.edition is None
    assert group(office).table.part3["total"]["total"] == 0
    done = annual_filing.file_report(office, KEY, filled(), viewer=boss, moment=NOW)
    assert done.edition is not None
    assert (done.edition.number, done.edition.kind) == (1, "filed")
    above = group(office)
    assert above.table.part3["new_received"]["natural"] == 2
    assert above.errors == ()
    with pytest.raises(ActionRefused, match="已经接收或者封存"):
        annual_filing.file_report(office, KEY, filled(), viewer=boss, moment=NOW)
    annual_years.reopen_year(office, KEY, reason="更换", viewer=boss, moment=NOW)
    again = annual_filing.file_report(office, KEY, filled(), viewer=boss, moment=NOW)
    assert again.edition is not None
    assert again.edition.number == 2
    with office.db.read() as session:
        assert list(editions.check(session, today=NOW.today)) == []


def test_below_a_closed_sum_nothing_changes_and_both_levels_list_what_was_changed(
    office: Office, boss: Viewer
) -> None:
    above = YearKey("district", 2022, rollup=True)
    by: Any = {"viewer": boss, "moment": NOW}

    def changes(key: YearKey) -> list[tuple[object, ...]]:
        with office.db.read() as session:
            unit, _ = units_for(session, OPERATOR, key.unit_code, rollup=key.rollup)
            record = annual_versions.year_record(session, unit.id, 2022, rollup=key.rollup)
            assert record is not None
            (last, *_) = annual_versions.versions(session, record.id)
            return [tuple(one.values()) for one in last.changes]

    annual_years.close_year(office, above, **by)
    refused = pytest.raises(ActionRefused, match="没有导入：上级单位2022年度的汇总年报已经封存")
    with refused:
        annual_filing.file_report(office, KEY, filled(), **by)
    annual_years.reopen_year(office, above, reason="补报", **by)
    annual_filing.file_report(office, KEY, filled(), **by)
    annual_years.close_year(office, above, **by)
    assert ("disclosed", "natural", 0, 2) in changes(above)
    with pytest.raises(ActionRefused, match="不能重新打开报送的年报：上级单位"):
        annual_years.reopen_year(office, KEY, reason="更换", **by)
    own = YearKey("district", 2022)
    with pytest.raises(ActionRefused, match="没有录入第二部分：上级单位"):
        annual_entries.enter_part2(office, own, {"licence.decided": "1"}, **by)
    for key in (above, KEY):
        annual_years.reopen_year(office, key, reason="更换", **by)
    other = filled(change=put("二、主动公开", "B5", 3))
    annual_filing.file_report(office, KEY, other, **by)
    annual_years.close_year(office, above, **by)
    assert changes(KEY) == changes(above) == [("regulation.made", "", "0", "3")]


def test_the_commands_write_the_form_and_take_it_in(
    office: Office, boss: Viewer, tmp_path: Path
) -> None:
    def run(*words: str) -> Result:
        url = office.db.engine.url.render_as_string(hide_password=False)
        return CliRunner().invoke(main, ["report", words[0], "--database", url, *words[1:]])

    form, sent = tmp_path / "form.xlsx", tmp_path / "filled.xlsx"
    made = run("form", "--unit", "village", "--year", "2022", "-o", str(form))
    assert made.exit_code == 0
    sent.write_bytes(filled(change=put("三、申请情况", "E9", "/")))
    tried = run("import", str(sent), str(form), "--year", "2022", "--json", "--dry-run")
    assert tried.exit_code == 0
    assert json.loads(tried.output)["files"][0]["notes"][:1] == [
        {"place": "三、申请情况!E9", "reason": "“/”按0计（没有的请填0）。"}
    ]
    done = run("import", str(sent), "--year", "2022")
    assert "“某市某区某镇人民政府”已导入，第1版" in done.output
    refused = run("import", str(sent), "--year", "2021")
    assert refused.exit_code == 1
    assert "填报说明!B4：这是2022年度的填报表，现在要的是2021年度" in refused.output


def test_what_does_not_balance_is_told_with_its_cells_and_nothing_is_kept(
    office: Office, boss: Viewer
) -> None:
    data = filled(change=put("三、申请情况", "D8", 1))
    found = annual_filing.file_report(office, KEY, data, viewer=boss, moment=NOW)
    assert found.edition is None
    first = str(found.faults[0])
    assert first.startswith(
        "三、申请情况!D6、D7、D29、D30：R1 “自然人”列：本年新收2加上年结转0等于2"
    )
    with office.db.read() as session:
        assert annual_documents.annual_versions.state_of(session, 2, 2022).label == "编制中"


@pytest.mark.parametrize(
    ("day", "said"),
    [
        (date(2023, 1, 21), "填报说明!B6：公布日期不能晚于今天"),
        ("2022-01-20", "填报说明!B6：公布日期2022-01-20在2022年度结束以前"),
    ],
)
def test_a_report_cannot_be_published_before_its_year_is_over_or_in_days_to_come(
    office: Office, boss: Viewer, day: object, said: str
) -> None:
    data = filled(change=put("填报说明", "B6", day))
    found = annual_filing.file_report(office, KEY, data, viewer=boss, moment=NOW)
    assert found.edition is None
    assert [str(one).startswith(said) for one in found.faults] == [True]


def test_only_the_supervisor_takes_reports_in(office: Office) -> None:
    clerk = make_user(office, "clerk", roles=[Role.statistics], unit="village")
    with pytest.raises(NotAllowed, match="由主管部门办理"):
        annual_filing.file_report(office, KEY, filled(), viewer=clerk, moment=NOW)


def signed(office: Office, key: Ed25519PrivateKey, **changed: object) -> bytes:
    filed = read_form(filled(), WANTED).filed
    assert filed is not None
    data = json.loads(sign(filed, key))
    data["report"].update(changed)
    return json.dumps(data).encode()


def test_a_signed_file_is_taken_only_from_the_registered_key(office: Office, boss: Viewer) -> None:
    key, other = Ed25519PrivateKey.generate(), Ed25519PrivateKey.generate()

    def said(data: bytes) -> str:
        tried = annual_filing.file_report(office, KEY, data, viewer=boss, moment=NOW, dry_run=True)
        return "\n".join(map(str, tried.faults))

    assert "没有登记“某市某区某镇人民政府”的公钥" in said(signed(office, key))
    with office.db.write() as session:
        session.get_one(Unit, 2).settings = {"report_key": public_text(key)}
    assert said(signed(office, key)) == ""
    assert "不是“某市某区某镇人民政府”登记的公钥" in said(signed(office, other))
    assert "签名与内容不符" in said(signed(office, key, year=2021))
    done = annual_filing.file_report(office, KEY, signed(office, key), viewer=boss, moment=NOW)
    assert done.edition is not None


def test_a_closed_report_is_exported_signed_and_read_by_another_office(office: Office) -> None:
    with pytest.raises(ActionRefused, match="还没有封存"):
        signed_report(office, KEY, viewer=OPERATOR, moment=NOW)
    annual_years.close_year(office, KEY, viewer=OPERATOR, moment=NOW)
    sent = signed_report(office, KEY, viewer=OPERATOR, moment=NOW)
    public = report_signing.public_key(office, "village", viewer=OPERATOR)
    held = json.loads(sent)
    assert held["key"] == public
    assert set(held["report"]) == {
        "unit", "unit_name", "year", "format", "part2", "part3", "part4", "paragraphs",
        "published_on", "published_at",
    }  # fmt: skip


def test_filed_figures_that_carry_anything_else_are_refused() -> None:
    filed = read_form(filled(), WANTED).filed
    assert isinstance(filed, Filed)
    envelope = json.loads(sign(filed, Ed25519PrivateKey.generate()))
    envelope["report"]["applicants"] = ["张某"]
    opened = unsigned(json.dumps(envelope).encode())
    assert isinstance(opened, SignedReport)
    assert not opened.holds
    assert "报送文件只含表格和公布的文字" in str(read_signed(opened, WANTED).faults[0])
    del envelope["report"]["applicants"]
    envelope["report"]["published_at"] = "http://example.cn/1"
    lost = read_signed(SignedReport(envelope["report"], "", holds=True), WANTED)
    assert str(lost.faults[0]).startswith("published_on、published_at：有公布网址，没有公布日期")
