"""What is entered for an annual report: part two, words, comments, the day of publication."""

import io
from collections.abc import Mapping
from datetime import date
from typing import Any

import docx
import pypdf
import pytest

from casework.blocks import Merged, Span
from casework.db import Database
from casework.errors import ActionRefused, Invalid, NotAllowed, StaleCase
from casework.office import Office
from casework.queries.annual_documents import AnnualDocument, document
from casework.services import annual_entries, annual_years
from casework.services.annual_files import FILES
from casework.services.annual_years import YearKey
from casework.viewer import Moment
from tests.factories import OPERATOR, make_office, make_unit, make_user
from tests.services.test_annual_years import load
from workflows.annual_grid import RESULTS
from workflows.annual_part2 import figures
from workflows.annual_text import Words
from workflows.edited_sentences import Edited
from workflows.vocabulary import Role

NEXT = Moment.on(date(2023, 2, 1))
KEY = YearKey("town", 2022)


@pytest.fixture
def office(db: Database) -> Office:
    found = make_office(db)
    make_unit(found)
    make_unit(found, "town", name="某镇人民政府", parent="district")
    load(found, date(2020, 3, 2), date(2020, 4, 1))
    return found


def report(office: Office, key: YearKey = KEY) -> AnnualDocument:
    with office.db.read() as session:
        return document(
            session, OPERATOR, year=key.year, unit_code=key.unit_code, rollup=key.rollup, today=NEXT.today
        )  # fmt: skip


def enter(office: Office, key: YearKey = KEY, **typed: str) -> tuple[str, ...]:
    cells = {cell.replace("__", "."): text for cell, text in typed.items()}
    return annual_entries.enter_part2(office, key, cells, viewer=OPERATOR, moment=NEXT)


def close(office: Office, key: YearKey = KEY) -> None:
    annual_years.close_year(office, key, viewer=OPERATOR, moment=NEXT)


def every_cell(**given: str) -> Mapping[str, str]:
    return {cell.replace(".", "__"): "0" for cell in figures("2021")} | given


def test_part_two_is_entered_told_of_blanks_and_summed_for_the_group(office: Office) -> None:
    told = enter(office, document__made="9", document__valid="63", fee__amount="12.5", regulation__made="/")  # fmt: skip
    assert told == ("第二十条第（一）项“规章”的“本年制发件数”没有填写，按0计。",)
    enter(office, YearKey("district", 2022), document__made="1,000", fee__amount="0.25")
    summed = report(office, YearKey("district", 2022, rollup=True)).table.part2
    assert (str(summed["document.made"]), str(summed["fee.amount"])) == ("1009", "12.75")


@pytest.mark.parametrize(
    ("cell", "text", "sentence"),
    [
        ("document__made", "九", "应为数字，收到的是“九”"),
        ("document__made", "-1", "不能小于0"),
        ("document__made", "1.5", "只能填整数"),
        ("fee__amount", "1e99", "太大"),
    ],
)
def test_a_faulty_number_is_named_with_its_cell(
    office: Office, cell: str, text: str, sentence: str
) -> None:
    with pytest.raises(Invalid, match=sentence) as raised:
        enter(office, **{cell: text, "licence__decided": "3"})
    assert list(raised.value.fields) == [cell.replace("__", ".")]
    assert not report(office).table.part2


def test_the_stock_goes_on_from_last_years_and_a_confirmed_warning_keeps_its_comment(
    office: Office,
) -> None:
    enter(office, YearKey("town", 2021), **every_cell(document__valid="60"))
    enter(office, **every_cell(document__made="5", document__repealed="2", document__valid="64"))
    found = {one.key: one for one in report(office).table.checks}["R6.document.valid"]
    assert (found.left, found.right, found.difference, found.rank) == (64, 63, 1, "warning")
    assert ("document.made", "") in found.cells
    annual_entries.confirm(office, KEY, found.key, "清理时补登一件", viewer=OPERATOR, moment=NEXT)
    enter(office, licence__decided="3")
    comment = report(office).comments[found.key]
    assert (comment.text, comment.fits(found)) == ("清理时补登一件", True)
    enter(office, document__valid="65")
    again = {one.key: one for one in report(office).table.checks}[found.key]
    assert not report(office).comments[found.key].fits(again)
    with pytest.raises(ActionRefused, match="没有需要确认的提醒"):
        annual_entries.confirm(office, KEY, "R1.natural", "无", viewer=OPERATOR, moment=NEXT)


def test_an_edited_sentence_that_differs_keeps_the_year_open_unless_a_reason_is_given(
    office: Office,
) -> None:
    def write(**more: str) -> None:
        words = Words(before="本年依法办理。", edited={"handled": Edited("全年办结7件。", **more)})
        annual_entries.enter_words(office, KEY, {"requests": words}, viewer=OPERATOR, moment=NEXT)

    write()
    assert [one.rule for one in report(office).errors] == ["R10"]
    with pytest.raises(ActionRefused, match="“办理结果”的文字中有7，与表格不一致"):
        close(office)
    write(reason="含上一年度补答的案件")
    close(office)
    assert report(office).paragraphs["requests"][0] == "本年依法办理。"
    assert "全年办结7件。" in report(office).paragraphs["requests"]
    with pytest.raises(ActionRefused, match="已经封存"):
        write()


def test_how_shares_are_printed_is_chosen_once_and_frozen_with_the_report(office: Office) -> None:
    key = YearKey("town", 2020)

    def printed() -> str:
        found = report(office, key)
        return found.table.narrative + "".join(found.paragraphs["requests"])

    by: Any = {"viewer": OPERATOR, "moment": NEXT}
    assert "100.0%" in printed()
    with pytest.raises(Invalid, match="百分比写法"):
        annual_entries.enter_words(office, key, {}, **by, share_form="rough")
    annual_entries.enter_words(office, key, {}, **by, share_form="shortest")
    close(office, key)
    assert "100%" in printed()
    assert "100.0%" not in printed()


def test_words_equal_to_the_generated_ones_follow_the_numbers(office: Office) -> None:
    key = YearKey("town", 2020)
    generated = report(office, key).paragraphs["requests"][1]
    words = {"requests": Words(edited={"handled": Edited(generated)})}
    annual_entries.enter_words(office, key, words, viewer=OPERATOR, moment=NEXT)
    load(office, date(2020, 5, 2), date(2020, 5, 6))
    assert "办结2件" in report(office, key).paragraphs["requests"][1]


def test_the_day_of_publication_stands_behind_the_closing(office: Office) -> None:
    def tell() -> None:
        annual_entries.tell_publication(
            office, KEY, on_day=NEXT.today, address="https://www.example.invalid/nb", viewer=OPERATOR, moment=NEXT
        )  # fmt: skip

    with pytest.raises(ActionRefused, match="先封存"):
        tell()
    close(office)
    tell()
    assert report(office).published_on == NEXT.today
    assert report(office).deadline == date(2023, 1, 31)


def test_who_prepares_and_who_was_faster(office: Office) -> None:
    clerk = make_user(office, "clerk", unit="town", roles=[Role.handler])
    with pytest.raises(NotAllowed, match="统计员"):
        annual_entries.enter_part2(office, KEY, {"document.made": "1"}, viewer=clerk, moment=NEXT)
    counts = make_user(office, "counts", unit="town", roles=[Role.statistics])
    annual_entries.enter_part2(office, KEY, {"document.made": "1"}, viewer=counts, moment=NEXT)
    with pytest.raises(StaleCase, match="已有改动"):
        annual_entries.enter_part2(
            office, KEY, {"document.made": "2"}, viewer=counts, moment=NEXT, version=1
        )


@pytest.mark.parametrize("key", [YearKey("town", 2020), KEY])
def test_every_form_of_the_report_merges_the_cells_of_its_year(
    office: Office, key: YearKey
) -> None:
    found = report(office, key)
    used = found.table.format
    drawn = docx.Document(io.BytesIO(FILES["docx"][0](found)))
    part2, part3, part4 = drawn.tables
    assert [len(part2.columns), len(part3.columns), len(part4.columns)] == [4, 10, 15]
    assert len(part3.rows) == 3 + len(used.rows)
    assert part3.cell(5, 0).text == part3.cell(5 + len(used.outcome_keys), 0).text == RESULTS
    labels = {cell.text for row in part3.rows for cell in row.cells}
    assert {row.label for row in used.rows} <= labels
    html = FILES["html"][0](found).decode()
    assert html.startswith("<article")
    assert "style=" not in html
    assert all(row.label in html for row in used.rows)
    pages = pypdf.PdfReader(io.BytesIO(FILES["pdf"][0](found))).pages
    texts = [page.extract_text() for page in pages]
    (table,) = (text for text in texts if "三、收到和处理政府信息公开申请情况" in text)
    assert "四、结转下年度继续办理" in table.replace("\n", ""), "the heading stands above its table"
    assert "".join(texts).count("申请人情况") == 1


def test_a_merged_table_must_fill_its_grid() -> None:
    with pytest.raises(ValueError, match="fill its grid"):
        Merged((1.0, 1.0), ((Span("一", 2), Span("二")),))
