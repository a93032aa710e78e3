"""A published report is read back from every form we write, and from what others publish; what differs is named with its place."""

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest

from casework.annual_reading import Found, found_in, of_words, opened
from casework.db import Database
from casework.docx.package import COMPOUND
from casework.errors import Invalid
from casework.files.sandbox import ask
from casework.queries.annual_documents import AnnualDocument
from casework.services import report_reading
from casework.services.annual_files import FILES
from casework.services.report_reading import Against, read_back
from casework.viewer import Moment
from tests.factories import OPERATOR, make_office, make_unit
from tests.files.samples import locked, pdf
from workflows import annual_text
from workflows.annual_part2 import figures
from workflows.annual_prose import Claim, Tables, claims
from workflows.annual_report import AnnualTable, format_for
from workflows.annual_text import Figures
from workflows.kinds.year import YearState

NAME = "某市某区人民政府"
GOLDEN = Path(__file__).parents[1] / "golden" / "2020-lanshan.json"


@pytest.fixture(scope="module")
def report() -> AnnualDocument:
    """The published figures of a district, with any part two, as one of our reports."""
    held = json.loads(GOLDEN.read_text(encoding="utf-8"))
    part2 = {key: Decimal(n) for n, key in enumerate(figures("2019"))}
    used = format_for(2020)
    table = AnnualTable("district", NAME, 2020, used, held["part3"], held["part4"], (), "", part2=part2)  # fmt: skip
    numbers = Figures(NAME, 2020, used, part2, held["part3"], held["part4"])
    return AnnualDocument(
        table, numbers, {}, annual_text.whole_text(numbers, {}), YearState.open, {}, date(2021, 1, 31), None, "", None
    )  # fmt: skip


def read(data: bytes) -> Found:
    if not data.startswith(b"%PDF"):
        return found_in(opened(data))
    return found_in(of_words(ask("words", data).decode()))


def told(found: tuple[Claim, ...]) -> list[tuple[str, str, str, bool]]:
    return sorted((one.word, f"{one.written}", one.sign, one.ok) for one in found)


def in_words(report: AnnualDocument, text: str = "") -> tuple[Claim, ...]:
    """The numbers in its own sentences, or in others."""
    n, lines = report.numbers, [line for slot in report.paragraphs.values() for line in slot]
    tables = Tables(n.part3, n.part4, n.before3, n.before4)
    return claims(text or "\n".join(lines), tables, unit_name=NAME, year=2020, about=True)


@pytest.mark.parametrize("kind", ["html", "docx", "xlsx", "pdf"])
def test_every_cell_and_every_number_of_the_words_comes_back_from_every_form(
    kind: str, report: AnnualDocument
) -> None:
    make, _ = FILES[kind]
    found = read(make(report))
    assert (found.unit_name, found.year, found.format) == (NAME, 2020, "2019")
    assert (found.unread, found.notes) == ([], [])
    table = report.table
    ours = {(key, ""): value for key, value in table.part2.items()}
    for part in (table.part3, table.part4):
        ours |= {(row, column): n for row, line in part.items() for column, n in line.items()}
    assert found.numbers == ours
    assert told(report_reading._judged(found, None, None).claims) == told(in_words(report))


def test_generated_sentences_agree_and_wrong_ones_are_named(report: AnnualDocument) -> None:
    found = in_words(report)
    assert len(found) > 15
    assert [one for one in found if not one.ok] == []
    wrong = in_words(
        report,
        "全年共受理申请206件，其中予以公开68件，占答复总量的34%；不予公开5件，占2.4%。"
        "行政复议案件21件，维持行政行为6件，纠错12件；行政诉讼案件18件，尚未审结3件。",
    )
    assert [(one.written, one.expected[0]) for one in wrong if not one.ok] == [
        (206, 205),
        (34, 33),
        (12, 11),
    ]


def test_another_offices_page_is_read_by_its_labels_and_told_what_is_odd(
    report: AnnualDocument,
) -> None:
    page = FILES["html"][0](report).decode()
    page = page.replace("2.重复申请", "2. 重复 申请").replace("1.信访举报投诉类申请", "1.信访、举报、投诉类的申请")  # fmt: skip
    page = page.replace(">111<", ">一一一<", 1).replace(">201<", ">/<", 1)
    found = read(f"<html><head><meta charset='gbk'></head><table><tr><td>{page}</td></tr></table></html>".encode("gb18030"))  # fmt: skip
    assert len(found.unread) == 1
    assert "应为数字，公布的是“一一一”" in found.unread[0]
    assert any("是“/”，按0计（R8）" in note for note in found.notes)
    assert any("与官方文字不同" in note for note in found.notes)


def test_no_report_is_no_report() -> None:
    with pytest.raises(Invalid, match="没有找到年报的表格"):
        report_reading._found(b"<html><p>x</p></html>")
    with pytest.raises(Invalid, match="不是 HTML"):
        opened(b"x")
    with pytest.raises(Invalid, match="有口令保护；请取消口令，另存为"):
        opened(COMPOUND + bytes(600) + b"<")
    with pytest.raises(Invalid, match="有口令保护，不能打开；请另存为不加密的文件"):
        report_reading._found(locked(pdf("text"), "secret"))


@pytest.fixture
def backend() -> str:
    """Nothing is stored here."""
    return "sqlite"


def test_a_copy_error_is_found_and_so_is_what_does_not_add_up(
    db: Database, report: AnnualDocument
) -> None:
    office = make_office(db)
    make_unit(office)
    page = FILES["html"][0](report)
    moment = Moment.on(date(2021, 2, 1))
    found = read_back(office, page, Against(), viewer=OPERATOR, moment=moment)
    assert found.against is not None
    assert ("一、本年新收政府信息公开申请数量“自然人”", 201, 0) in {
        (one.words, one.published, one.ours) for one in found.differences
    }
    assert found.failing == ()
    assert found.kept == f"{NAME}本单位自己的年报（案件现在的统计）"
    make_unit(office, "town", name="某镇人民政府", parent="district")
    for way, whose in (
        (None, "含下属单位的汇总年报"),
        (False, "本单位自己的年报"),
        (True, "含下属单位的汇总年报"),
    ):
        again = read_back(office, page, Against("", None, way), viewer=OPERATOR, moment=moment)
        assert whose in again.kept
    other = page.decode().replace(NAME, "某县人民政府").replace(">205<", ">206<", 1).encode()
    alone = read_back(office, other, Against(), previous=page, viewer=OPERATOR, moment=moment)
    assert alone.against is None
    assert {one.rule for one in alone.failing} == {"R1", "R2", "R5"}
    assert not alone.is_sound
