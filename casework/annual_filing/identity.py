"""Which unit a filed report says it is of, before anything else of it is believed."""

import json

from casework.annual_filing.book import unit_of_form


def unit_in(data: bytes) -> str:
    """The code of the unit in a form or a signed file; empty where there is none."""
    if data.startswith(b"PK"):
        return unit_of_form(data)
    try:
        held = json.loads(data)
        return str(held["report"]["unit"])
    except (ValueError, RecursionError, KeyError, TypeError):
        return ""
