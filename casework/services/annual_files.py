"""An annual report as a file: PDF, DOCX, XLSX, CSV, JSON, text, and an HTML fragment for the website of a government."""

import json
from collections.abc import Callable, Mapping
from typing import Any

from casework.annual_table import to_csv, to_data, to_text, to_xlsx
from casework.docx import writing
from casework.pdf.render import render
from casework.preview_html import preview
from casework.queries.annual_documents import AnnualDocument
from casework.services.annual_paper import paper_of
from workflows.annual_text import Slot


def to_report_data(found: AnnualDocument) -> dict[str, Any]:
    """The whole report as plain values: the tables in their stable form, then the words by slot and where it stands."""
    return {
        **to_data(found.table),
        "words": {slot.value: list(found.paragraphs.get(slot.value, ())) for slot in Slot},
        "state": found.state.value,
        "deadline": found.deadline.isoformat(),
        "published_on": found.published_on.isoformat() if found.published_on else None,
        "published_at": found.published_at,
        "confirmed": _confirmed(found),
    }


def _confirmed(found: AnnualDocument) -> dict[str, Any]:
    """The comments on warnings by check, and whether each still speaks of the numbers as they are."""
    checks = {one.key: one for one in found.table.checks}
    return {
        key: {
            "comment": said.text,
            "by": said.by,
            "holds": key in checks and said.fits(checks[key]),
        }
        for key, said in found.comments.items()
    }


def to_json(found: AnnualDocument) -> str:
    """`to_report_data` as JSON text."""
    return json.dumps(to_report_data(found), ensure_ascii=False, indent=1) + "\n"


def to_html(found: AnnualDocument) -> str:
    """One `article` without style or script, to be put into a page of any website."""
    return f"{preview(paper_of(found))}\n"


def to_pdf(found: AnnualDocument) -> bytes:
    """The report as it is printed; what is not published yet says so on each page."""
    return render(paper_of(found), mark="" if found.table.edition else "草稿")


def to_docx(found: AnnualDocument) -> bytes:
    """The report for a word processor."""
    return writing.write(paper_of(found), locked=False)


_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
FILES: Mapping[str, tuple[Callable[[AnnualDocument], bytes], str]] = {
    "pdf": (to_pdf, "application/pdf"),
    "docx": (to_docx, _DOCX),
    "xlsx": (lambda found: to_xlsx(found.table, found.paragraphs), _XLSX),
    "html": (lambda found: to_html(found).encode(), "text/html"),
    "csv": (lambda found: to_csv(found.table).encode("utf-8-sig"), "text/csv"),
    "json": (lambda found: to_json(found).encode(), "application/json"),
    "txt": (lambda found: to_text(found.table).encode(), "text/plain"),
}
"""Each form by the ending of its file: how it is made, and what it is."""
