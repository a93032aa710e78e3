"""Reports as other offices publish them are read in every cell, whatever the form, the format of the year and the sign for zero."""

from collections.abc import Callable

import pytest
from reportlab.pdfbase import pdfmetrics
from reportlab.pdfbase.cidfonts import UnicodeCIDFont

from casework.annual_reading import Found, found_in, of_words, opened
from casework.files.sandbox import ask
from casework.services.report_reading import _judged
from tests.annual_reading import foreign, foreign_files, foreign_pages
from tests.annual_reading.foreign import Report

FONT = "STSong-Light"  # named, not embedded, as a small office's printer driver leaves it


def exported(report: Report) -> bytes:
    pdfmetrics.registerFont(UnicodeCIDFont(FONT))
    return foreign_files.exported(report, FONT)


def read(data: bytes) -> Found:
    if not data.startswith(b"%PDF"):
        return found_in(opened(data))
    return found_in(of_words(ask("words", data).decode()))


FORMS = (
    foreign_pages.portal,
    foreign_pages.word_page,
    foreign_files.document,
    foreign_files.workbook,
    exported,
)


@pytest.mark.parametrize("year", [2020, 2022])
@pytest.mark.parametrize("form", FORMS)
def test_every_cell_of_a_foreign_report_is_read(form: Callable[[Report], bytes], year: int) -> None:
    reports = dict(foreign.every(year))
    # The forms that take seconds are read with one sign for zero.
    ways = ("dash",) if form in (exported, foreign_files.document) else tuple(reports)
    for way in ways:
        report = reports[way]
        found = read(form(report))
        assert (found.unit_name, found.year) == (report.name, year)
        assert found.unread == []
        assert found.numbers == report.numbers, way
        assert any("按0计（R8）" in note for note in found.notes) == (way in ("dash", "stroke"))
        verdict = _judged(found, None, None)
        assert (verdict.missing, verdict.failing, verdict.wrong_claims) == ((), (), ())
        assert len(verdict.claims) == 3


@pytest.mark.parametrize("form", FORMS)
def test_what_is_wrong_in_a_foreign_report_is_told(form: Callable[[Report], bytes]) -> None:
    (_, right), *_ = foreign.every(2022)
    numbers = {**right.numbers, ("disclosed", "natural"): right.numbers["disclosed", "natural"] + 1}
    told = _judged(read(form(Report(right.name, 2022, numbers))), None, None)
    assert [(one.rule, one.where) for one in told.failing] == [
        ("R2", "disclosed"),
        ("R3", "natural"),
    ]
