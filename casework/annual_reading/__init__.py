"""Reads a published annual report back: HTML, DOCX, XLSX, or the text of a PDF, into tables by their official labels. It knows no case."""

from casework.annual_reading.content import Found, Source, Table
from casework.annual_reading.finding import found_in
from casework.annual_reading.opening import of_words, opened

__all__ = ["Found", "Source", "Table", "found_in", "of_words", "opened"]
