"""The yearly report of a unit that does not work in the system: the form it fills in, the signed file it sends, and how both are read."""

from casework.annual_filing.book import read_form
from casework.annual_filing.content import PUBLISHED, Fault, Filed, Reading, Wanted
from casework.annual_filing.form import to_form
from casework.annual_filing.identity import unit_in
from casework.annual_filing.kinds import is_workbook, refusal
from casework.annual_filing.signed import SignedReport, public_text, read_signed, sign, unsigned

__all__ = [
    "PUBLISHED",
    "Fault",
    "Filed",
    "Reading",
    "SignedReport",
    "Wanted",
    "is_workbook",
    "public_text",
    "read_form",
    "read_signed",
    "refusal",
    "sign",
    "to_form",
    "unit_in",
    "unsigned",
]
