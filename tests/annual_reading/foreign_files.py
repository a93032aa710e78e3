"""Foreign reports as files of an office program: a document, a workbook, and the PDF it exports."""

import io
from collections.abc import Iterator, Sequence

import docx
import openpyxl
from docx.document import Document as DocumentObject
from docx.table import Table
from reportlab.lib.pagesizes import A4
from reportlab.pdfgen.canvas import Canvas

from tests.annual_reading.foreign import (
    HEADS,
    PART2,
    RESULT_HEADS,
    RULE,
    TITLE3,
    TITLE4,
    Report,
    rows,
)

# A document whose table goes on behind its head on the next page --------------------------------------------


def _fill(table: Table, line: int, texts: Sequence[str], at: int = 0) -> None:
    for n, text in enumerate(texts, start=at):
        table.cell(line, n).text = text


def _docx_head(table: Table) -> None:
    table.cell(0, 0).merge(table.cell(2, 2)).text = RULE
    table.cell(0, 3).merge(table.cell(0, 9)).text = "申请人情况"
    table.cell(1, 4).merge(table.cell(1, 8)).text = "法人或其他组织"
    table.cell(1, 3).merge(table.cell(2, 3)).text = "自然人"
    table.cell(1, 9).merge(table.cell(2, 9)).text = "总计"
    _fill(table, 2, HEADS[1:-1], 4)


def _docx_part2(book: DocumentObject, report: Report) -> None:
    part2 = PART2[report.year > 2020]
    table = book.add_table(sum(2 + len(inside) for _, _, inside in part2), 4)
    line = 0
    for title, heads, inside in part2:
        table.cell(line, 0).merge(table.cell(line, 3)).text = title
        spans = [(1, 3)] if len(heads) == 1 else [(n, n) for n in range(1, len(heads) + 1)]
        table.cell(line + 1, 0).text = "信息内容"
        for (first, last), (_, label) in zip(spans, heads, strict=True):
            table.cell(line + 1, first).merge(table.cell(line + 1, last)).text = label
        for below, (key, label) in enumerate(inside, start=line + 2):
            table.cell(below, 0).text = label
            for (first, last), (head, _) in zip(spans, heads, strict=True):
                table.cell(below, first).merge(table.cell(below, last)).text = report.cell(
                    f"{key}.{head}", ""
                )
        line += 2 + len(inside)


def _docx_part3(book: DocumentObject, report: Report) -> None:
    lines = rows(report.year)
    for piece in (lines[:13], lines[13:]):
        table = book.add_table(3 + len(piece), 10)
        _docx_head(table)
        for n, row in enumerate(piece, start=3):
            first = 0 if not row.inside else 1 if not row.group else 2
            if row.inside:
                table.cell(n, 0).text = "三、本年度办理结果" if row.key == "disclosed" else ""
            if row.group:
                table.cell(n, 1).text = row.group
            table.cell(n, first).merge(table.cell(n, 2)).text = row.label
            _fill(table, n, report.line(row.key), 3)


def document(report: Report) -> bytes:
    """A DOCX in which part three is two tables, each under the head of the form, and a caption stands inside of part four."""
    book = docx.Document()
    book.add_heading(report.title, 0)
    book.add_paragraph(report.sentence)
    _docx_part2(book, report)
    book.add_heading(TITLE3, 1)
    _docx_part3(book, report)
    book.add_heading(TITLE4, 1)
    table = book.add_table(5, 15)
    table.cell(0, 0).merge(table.cell(0, 14)).text = "单位：件"
    table.cell(1, 0).merge(table.cell(1, 4)).text = "行政复议"
    table.cell(1, 5).merge(table.cell(1, 14)).text = "行政诉讼"
    table.cell(2, 5).merge(table.cell(2, 9)).text = "未经复议直接起诉"
    table.cell(2, 10).merge(table.cell(2, 14)).text = "复议后起诉"
    for n, head in enumerate(RESULT_HEADS):
        table.cell(2, n).merge(table.cell(3, n)).text = "\n".join(head)
        table.cell(3, 5 + n).text = table.cell(3, 10 + n).text = "\n".join(head)
    _fill(table, 4, report.reviews())
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# One sheet with everything, not at its corner ---------------------------------------------------------------


def _sheet_part2(report: Report) -> Iterator[Sequence[str]]:
    for title, heads, inside in PART2[report.year > 2020]:
        yield [title]
        yield ["信息内容", "", *(label for _, label in heads)]
        for key, label in inside:
            yield [label, "", *(report.cell(f"{key}.{head}", "") for head, _ in heads)]


def _sheet_part3(report: Report) -> Iterator[Sequence[str]]:
    yield [RULE, "", "", "", "申请人情况"]
    yield ["", "", "", "", "自然人", "法人或其他组织", "", "", "", "", "总计"]
    yield ["", "", "", "", "", *HEADS[1:-1]]
    for row in rows(report.year):
        left = ["三、本年度办理结果" if row.key == "disclosed" else "", row.group, ""]
        left[0 if not row.inside else 1 if not row.group else 2] = row.label
        yield [*left, "", *report.line(row.key)]


def workbook(report: Report) -> bytes:
    """All parts below one another from D6 on, the numbers as texts, a column left empty between the labels and them."""
    lines: list[Sequence[str]] = [[report.title], [], [report.sentence], [], *_sheet_part2(report)]
    lines += [[], [TITLE3]]
    top = 6 + len(lines)
    lines += [
        *_sheet_part3(report),
        [],
        [TITLE4],
        ["行政复议", "", "", "", "", "行政诉讼"],
        ["", "", "", "", "", "未经复议直接起诉", "", "", "", "", "复议后起诉"],
        RESULT_HEADS * 3,
        report.reviews(),
    ]
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Sheet1"
    for line, texts in enumerate(lines, start=6):
        for at, text in enumerate(texts, start=4):
            page.cell(line, at, text or None)
    page.merge_cells(start_row=top, start_column=4, end_row=top + 2, end_column=6)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


# A PDF as an office program exports it ----------------------------------------------------------------------


def _pdf_part3(report: Report) -> Iterator[list[tuple[float, str]]]:
    """The lines of part three: a label of several has its numbers in the middle one, or in the last."""
    for row in rows(report.year):
        pieces = [row.label[n : n + 12] for n in range(0, len(row.label), 12)]
        middle = (len(pieces) - 1) // 2 if report.year > 2020 else len(pieces) - 1
        for n, piece in enumerate(pieces):
            left = [(130.0, piece)]
            if row.group and n == 0 and row.label[0] == "1":
                left.insert(0, (70.0, row.group))
            if n == middle:
                left += [(262.0 + 45 * k, text) for k, text in enumerate(report.line(row.key))]
            yield left


def _pdf_part2(report: Report) -> Iterator[list[tuple[float, str]]]:
    for title, heads, inside in PART2[report.year > 2020]:
        at = [200.0 + 110 * n for n in range(len(heads))]
        yield [(250, title)]
        yield [(50, "信息内容"), *zip(at, (label for _, label in heads), strict=True)]
        for key, label in inside:
            numbers = (report.cell(f"{key}.{head}", "") for head, _ in heads)
            yield [(50, label), *zip(at, numbers, strict=True)]


def _pdf_part4(report: Report) -> Iterator[list[tuple[float, str]]]:
    at = [40.0 + 34 * n for n in range(15)]
    yield [(100, "行政复议"), (350, "行政诉讼")]
    yield [(220, "未经复议直接起诉"), (400, "复议后起诉")]
    for sign in range(4):
        yield [
            (x, head[sign])
            for x, head in zip(at, RESULT_HEADS * 3, strict=True)
            if sign < len(head)
        ]
    yield list(zip(at, report.reviews(), strict=True))


def exported(report: Report, font: str) -> bytes:
    """Each cell drawn by itself, its label broken into short lines in the middle of the cell, pages broken within part three."""
    lines = [
        [(120.0, report.title)],
        [(50.0, report.sentence)],
        *_pdf_part2(report),
        [(50.0, TITLE3)],
        [(50.0, RULE[:18]), (300.0, "申请人情况")],
        [(50.0, RULE[18:]), (262.0, "自然人"), (330.0, "法人或其他组织"), (540.0, "总计")],
        [(262.0 + 45 * n, head[:4]) for n, head in enumerate(HEADS[:-1])],
        *_pdf_part3(report),
        [(50.0, TITLE4)],
        *_pdf_part4(report),
    ]
    out = io.BytesIO()
    canvas = Canvas(out, A4)
    for line, texts in enumerate(lines):
        if line % 60 == 0:
            if line:
                canvas.showPage()
            canvas.setFont(font, 9)
        for x, text in texts:
            canvas.drawString(x, 800 - 12 * (line % 60), text)
    canvas.save()
    return out.getvalue()
