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


def workbook(report: Report) -> bytes:
    """All parts below one another from D6 on, the numbers as texts, a column left empty between the labels and them."""
    book = openpyxl.Workbook()
    page = book.active
    page.title = "Sheet1"
    line, left = 6, 4

    def put(texts: Sequence[str], at: int = left) -> None:
        for n, text in enumerate(texts):
            page.cell(line, at + n, text or None)

    put([report.title])
    line += 2
    put([report.sentence])
    line += 2
    for title, heads, inside in PART2[report.year > 2020]:
        put([title])
        line += 1
        put(["信息内容", "", *(label for _, label in heads)])
        line += 1
        for key, label in inside:
            put([label, "", *(report.cell(f"{key}.{head}", "") for head, _ in heads)])
            line += 1
    line += 1
    put([TITLE3])
    line += 1
    top = line
    put([RULE, "", "", "", "申请人情况"])
    line += 1
    put(["自然人", "法人或其他组织"], left + 4)
    page.cell(line, left + 10, "总计")
    line += 1
    put(HEADS[1:-1], left + 5)
    page.merge_cells(start_row=top, start_column=left, end_row=top + 2, end_column=left + 2)
    for row in rows(report.year):
        line += 1
        put(["三、本年度办理结果" if row.key == "disclosed" else "", row.group, ""])
        page.cell(
            line, left if not row.inside else left + 1 if not row.group else left + 2, row.label
        )
        put(report.line(row.key), left + 4)
    line += 2
    put([TITLE4])
    line += 1
    put(["行政复议", "", "", "", "", "行政诉讼"])
    line += 1
    put(["", "", "", "", "", "未经复议直接起诉", "", "", "", "", "复议后起诉"])
    line += 1
    put(RESULT_HEADS * 3)
    line += 1
    put(report.reviews())
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


def exported(report: Report, font: str) -> bytes:
    """Each cell drawn by itself, its label broken into short lines in the middle of the cell, pages broken within part three."""
    out = io.BytesIO()
    canvas = Canvas(out, A4)
    canvas.setFont(font, 9)
    at = [800.0]

    def say(texts: Sequence[tuple[float, str]], down: float = 14) -> None:
        for x, text in texts:
            canvas.drawString(x, at[0], text)
        at[0] -= down
        if at[0] < 60:
            canvas.showPage()
            canvas.setFont(font, 9)
            at[0] = 800

    say([(120, report.title)], 30)
    say([(50, report.sentence)])
    for title, heads, inside in PART2[report.year > 2020]:
        say([(250, title)])
        say([(50, "信息内容"), *((200 + 110 * n, label) for n, (_, label) in enumerate(heads))])
        for key, label in inside:
            say(
                [
                    (50, label),
                    *(
                        (200 + 110 * n, report.cell(f"{key}.{head}", ""))
                        for n, (head, _) in enumerate(heads)
                    ),
                ]
            )
    say([(50, TITLE3)])
    say([(50, RULE[:18]), (300, "申请人情况")])
    say([(50, RULE[18:]), (262, "自然人"), (330, "法人或其他组织"), (540, "总计")])
    say([(262 + 45 * n, head[:4]) for n, head in enumerate(HEADS[:-1])])
    for drawn in _pdf_part3(report):
        say(drawn, 11)
    say([(50, TITLE4)])
    say([(100, "行政复议"), (350, "行政诉讼")])
    say([(220, "未经复议直接起诉"), (400, "复议后起诉")])
    for sign in range(4):
        say(
            [
                (40 + 34 * n, head[sign])
                for n, head in enumerate(RESULT_HEADS * 3)
                if sign < len(head)
            ],
            10,
        )
    say([(40 + 34 * n, text) for n, text in enumerate(report.reviews())])
    canvas.save()
    return out.getvalue()
