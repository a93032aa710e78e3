"""Files become rows: encodings, forms of dates, labels, columns and sheets; no database here."""

from datetime import date, datetime
from pathlib import Path
from typing import Any

import pytest
from openpyxl import Workbook

from casework.errors import Invalid
from casework.ledger import Ledger, read_ledger
from casework.ledger.columns import REQUEST_COLUMNS, REVIEW_COLUMNS
from tests.ledger.sheets import CASE, CLOSED, REVIEW, csv_file, xlsx_file
from workflows.annual_grid import FORMATS
from workflows.outcomes import OUTCOMES
from workflows.vocabulary import ApplicantCategory


def said(ledger: Ledger) -> list[tuple[int, str]]:
    return [(fault.row, fault.column) for fault in ledger.faults]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_csv_is_read_in_every_named_encoding(tmp_path: Path, encoding: str) -> None:
    ledger = read_ledger(csv_file(tmp_path / "a.csv", [CASE], encoding=encoding))

    assert not ledger.faults
    assert ledger.requests[0].text("name") == "张三"


@pytest.mark.parametrize(
    "written",
    [
        "2020-09-01",
        "2020-9-1",
        "2020/9/1",
        "2020年9月1日",
        "２０２０年９月１日",
        " 2020 年 9 月 1 日 ",
        date(2020, 9, 1),
        datetime(2020, 9, 1, 15, 30),  # noqa: DTZ001 - a spreadsheet knows no zone
        44075,
    ],
)
def test_a_day_is_read_in_every_form(tmp_path: Path, written: Any) -> None:
    ledger = read_ledger(xlsx_file(tmp_path / "a.xlsx", [{**CASE, "收到日期": written}]))

    assert not ledger.faults
    assert ledger.requests[0].day("received_on") == date(2020, 9, 1)


def test_date_numbers_of_the_1904_calendar_are_read_by_it(tmp_path: Path) -> None:
    from openpyxl.utils.datetime import CALENDAR_MAC_1904

    book = Workbook()
    book.epoch = CALENDAR_MAC_1904
    sheet = book.active
    assert sheet is not None
    sheet.append(list(CASE))
    sheet.append([*list(CASE.values())[:2], 44075 - 1462, CASE["申请内容"]])
    book.save(tmp_path / "a.xlsx")

    ledger = read_ledger(tmp_path / "a.xlsx")

    assert ledger.requests[0].day("received_on") == date(2020, 9, 1)


@pytest.mark.parametrize(
    "written", ["2020.9.1", "9/1/2020", "20-9-1", "昨天", 7, True, "2020-02-30"]
)
def test_what_is_no_day_is_a_fault_of_its_cell(tmp_path: Path, written: Any) -> None:
    ledger = read_ledger(xlsx_file(tmp_path / "a.xlsx", [CASE, {**CASE, "收到日期": written}]))

    assert said(ledger) == [(3, "收到日期")]


@pytest.mark.parametrize("label", ["自然人", " 自 然 人 ", "自然人\n", "natural", "Ｎatural"])
def test_labels_match_after_nfkc_and_without_white_space(tmp_path: Path, label: str) -> None:
    ledger = read_ledger(csv_file(tmp_path / "a.csv", [{**CASE, "申请人类型": label}]))

    assert ledger.requests[0].text("category") == ApplicantCategory.natural


@pytest.mark.parametrize("format", FORMATS, ids=lambda f: f.key)
def test_every_row_of_the_table_is_read_by_label_and_key(tmp_path: Path, format: Any) -> None:
    rows = [row for row in format.rows if row.is_outcome]
    written = [name for row in rows for name in (row.label, row.key)]
    cases = [{**CLOSED, "办理结果": name} for name in written]

    ledger = read_ledger(csv_file(tmp_path / "a.csv", cases))

    assert not ledger.faults
    counted = [OUTCOMES[row.text("outcome")].rows[format.key] for row in ledger.requests]
    assert counted == [row.key for row in rows for _ in range(2)]


@pytest.mark.parametrize("code", ["A1", "a2", "D1a", "Ｆ３ｄ", "C8"])
def test_an_outcome_is_read_by_its_code(tmp_path: Path, code: str) -> None:
    ledger = read_ledger(csv_file(tmp_path / "a.csv", [{**CLOSED, "办理结果": code}]))

    assert not ledger.faults
    assert ledger.requests[0].text("outcome") in OUTCOMES


@pytest.mark.parametrize(
    ("column", "written", "near"),
    [
        ("申请人类型", "企业", "商业企业"),
        ("接收渠道", "网上", "网络"),
        ("办理结果", "予以公开", "（一）予以公开"),
        ("办理结果", "（七）总计", ""),
    ],
)
def test_an_unknown_label_is_a_fault_that_names_the_nearest(
    tmp_path: Path, column: str, written: str, near: str
) -> None:
    ledger = read_ledger(csv_file(tmp_path / "a.csv", [{**CLOSED, column: written}]))

    assert said(ledger) == [(2, column)]
    assert written in ledger.faults[0].reason
    assert f"最接近的是“{near}" in ledger.faults[0].reason


def test_columns_stand_in_any_order(tmp_path: Path) -> None:
    turned = dict(reversed(CLOSED.items()))

    ledger = read_ledger(csv_file(tmp_path / "a.csv", [turned]))

    assert not ledger.faults
    assert ledger.requests[0].text("outcome") == "A"


def test_an_unknown_column_is_a_fault_that_names_the_nearest(tmp_path: Path) -> None:
    ledger = read_ledger(csv_file(tmp_path / "a.csv", [{**CASE, "申请人姓名": "张三"}]))

    assert said(ledger) == [(1, "申请人姓名")]
    assert "最接近的是“申请人”" in ledger.faults[0].reason


def test_an_unknown_column_is_passed_over_when_told_so(tmp_path: Path) -> None:
    path = csv_file(tmp_path / "a.csv", [{**CASE, "序 号": "1"}])

    assert not read_ledger(path, ignore_columns=["序号"]).faults


@pytest.mark.parametrize("column", [c.name for c in REQUEST_COLUMNS if c.required])
def test_a_missing_required_column_is_one_fault(tmp_path: Path, column: str) -> None:
    row = {name: value for name, value in CASE.items() if name != column}

    ledger = read_ledger(csv_file(tmp_path / "a.csv", [row, row]))

    assert said(ledger) == [(1, column)]


@pytest.mark.parametrize("column", [c.name for c in REQUEST_COLUMNS if c.required])
def test_an_empty_required_cell_is_a_fault(tmp_path: Path, column: str) -> None:
    ledger = read_ledger(csv_file(tmp_path / "a.csv", [{**CASE, column: " "}]))

    assert said(ledger) == [(2, column)]


@pytest.mark.parametrize("column", [c.name for c in REVIEW_COLUMNS if c.required])
def test_an_empty_required_cell_of_a_review_is_a_fault(tmp_path: Path, column: str) -> None:
    path = xlsx_file(tmp_path / "a.xlsx", [CASE], reviews=[{**REVIEW, column: None}])

    assert [(f.sheet, f.row, f.column) for f in read_ledger(path).faults] == [
        ("复议诉讼", 2, column)
    ]


def test_a_column_that_stands_twice_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "申请人,申请人,申请人类型,收到日期,申请内容\n张三,李四,自然人,2020-9-1,书\n"
    )

    assert said(read_ledger(tmp_path / "a.csv")) == [(1, "申请人")]


def test_content_under_no_name_is_a_fault(tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_text(
        "申请人,申请人类型,收到日期,申请内容\n张三,自然人,2020-9-1,书,多\n"
    )

    assert said(read_ledger(tmp_path / "a.csv")) == [(2, "")]


def test_rows_keep_the_number_that_the_spreadsheet_shows(tmp_path: Path) -> None:
    text = '申请人,申请人类型,收到日期,申请内容\n\n张三,自然人,2020-9-1,"书\n名"\n,,,\n李四,自然人,x,书\n'
    (tmp_path / "a.csv").write_text(text)

    ledger = read_ledger(tmp_path / "a.csv")

    assert [row.number for row in ledger.requests] == [3, 5]
    assert said(ledger) == [(5, "收到日期")]


def test_all_faults_are_collected(tmp_path: Path) -> None:
    bad = {**CASE, "申请人类型": "公司", "收到日期": "不详", "申请内容": ""}

    ledger = read_ledger(csv_file(tmp_path / "a.csv", [bad, bad]))

    assert len(ledger.faults) == 6


def test_whole_numbers_of_a_spreadsheet_are_texts_without_a_point(tmp_path: Path) -> None:
    row = {**CASE, "案件编号": 12.0, "联系电话": 13805390001}

    read = read_ledger(xlsx_file(tmp_path / "a.xlsx", [row])).requests[0]

    assert (read.text("number"), read.text("phone")) == ("12", "13805390001")


def test_an_identity_number_that_lost_its_digits_is_a_fault(tmp_path: Path) -> None:
    row = {**CASE, "证件号码": 371302198001010012}

    assert said(read_ledger(xlsx_file(tmp_path / "a.xlsx", [row]))) == [(2, "证件号码")]


@pytest.mark.parametrize(
    "written", ["#N/A", "张\x01三", "张" * 201], ids=["formula", "control", "long"]
)
def test_a_text_that_cannot_be_kept_is_a_fault(tmp_path: Path, written: str) -> None:
    ledger = read_ledger(csv_file(tmp_path / "a.csv", [{**CASE, "申请人": written}]))

    assert said(ledger) == [(2, "申请人")]


def test_reviews_come_from_the_same_workbook(tmp_path: Path) -> None:
    ledger = read_ledger(xlsx_file(tmp_path / "a.xlsx", [CASE], reviews=[REVIEW]))

    assert (len(ledger.requests), len(ledger.reviews)) == (1, 1)


@pytest.mark.parametrize("write", [csv_file, xlsx_file])
def test_reviews_come_from_a_second_file(tmp_path: Path, write: Any) -> None:
    first = csv_file(tmp_path / "a.csv", [CASE])
    second = write(tmp_path / "b", [REVIEW])

    assert len(read_ledger(first, reviews=second).reviews) == 1


def test_a_sheet_of_notes_is_passed_over(tmp_path: Path) -> None:
    book = Workbook()
    notes = book.active
    assert notes is not None
    notes.append(["填表说明"])
    sheet = book.create_sheet("台账")
    sheet.append(list(CASE))
    sheet.append(list(CASE.values()))
    book.save(tmp_path / "a.xlsx")

    assert len(read_ledger(tmp_path / "a.xlsx").requests) == 1


def test_two_sheets_that_look_like_ledgers_are_refused(tmp_path: Path) -> None:
    book = Workbook()
    for name in ("一季度", "二季度"):
        sheet = book.create_sheet(name)
        sheet.append(list(CASE))
        sheet.append(list(CASE.values()))
    book.save(tmp_path / "a.xlsx")

    with pytest.raises(Invalid, match=r"一季度.*二季度"):
        read_ledger(tmp_path / "a.xlsx")


def test_reviews_in_two_places_are_refused(tmp_path: Path) -> None:
    first = xlsx_file(tmp_path / "a.xlsx", [CASE], reviews=[REVIEW])

    with pytest.raises(Invalid, match="--reviews"):
        read_ledger(first, reviews=csv_file(tmp_path / "b.csv", [REVIEW]))


@pytest.mark.parametrize(
    ("content", "sentence"),
    [
        (b"", "没有任何内容"),
        (b" \n\n", "没有任何内容"),
        (b",,,\n,,\n", "没有任何内容"),
        (bytes(range(256)) * 4, "GB18030"),
        ("申请人".encode("utf-16"), "GB18030"),
        (b"PK\x03\x04 and nothing that follows", "XLSX"),
        (bytes.fromhex("d0cf11e0a1b11ae1") + bytes(100), "XLS"),
        ('申请人,申请内容\n"张三,书\n'.encode(), "引号"),
    ],
    ids=["empty", "blank", "commas", "junk", "utf16", "torn-zip", "old-xls", "quote"],
)
def test_a_file_that_is_no_ledger_is_refused_with_a_sentence(
    tmp_path: Path, content: bytes, sentence: str
) -> None:
    (tmp_path / "a").write_bytes(content)

    with pytest.raises(Invalid, match=sentence):
        read_ledger(tmp_path / "a")


def test_a_workbook_without_content_is_refused(tmp_path: Path) -> None:
    Workbook().save(tmp_path / "a.xlsx")

    with pytest.raises(Invalid, match="没有任何内容"):
        read_ledger(tmp_path / "a.xlsx")


def test_a_file_that_is_not_there_is_refused_with_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="不存在"):
        read_ledger(tmp_path / "nowhere.csv")
