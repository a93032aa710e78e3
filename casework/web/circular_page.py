"""Circulars as data for their pages: lines whose figures lead to their cases, and the fields of the words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import url_for

from casework.errors import Invalid
from casework.services.circular_reading import CircularView
from casework.services.circulars import WRITE
from casework.web import indicator_page
from casework.web.indicator_page import Wanted
from workflows.circular import region_of, title, usual_addressee
from workflows.kinds.circular import CIRCULAR
from workflows.periods import Period, Span, last_ended


@dataclass(frozen=True)
class Words:
    """One part of the words with what was written."""

    key: str
    label: str
    value: str
    rows: int


def draft_data(typed: dict[str, str], unit_name: str) -> dict[str, Any]:
    """The fields of a new circular; the title is worded as usual.

    Raises:
        Invalid: the period does not exist.
    """
    span = next((s for s in Span if s.value == typed.get("span")), Span.month)
    try:
        period = Period(span, int(typed.get("year", "")), int(typed.get("part") or 1))
    except ValueError as error:
        raise Invalid(f"时期填写有误：{error}", fields={"part": "不存在"}) from error
    return {
        "title": title(period, region_of(unit_name)),
        "span": span.value,
        "year": period.year,
        "part": period.part,
        "until": typed.get("until", ""),
        **({"as_of": typed["as_of"]} if typed.get("as_of") else {}),
    }


def offered(today: date) -> tuple[Period, ...]:
    """The periods a new circular is most likely about: the newest that are over."""
    return (last_ended(Span.month, today), last_ended(Span.quarter, today))


def page(view: CircularView) -> dict[str, Any]:
    """Everything the page of one circular needs."""
    asked = Wanted(view.office.code, True, view.period, view.as_of)
    return {
        "view": view,
        "chapters": [
            {
                "heading": chapter["heading"],
                "sections": [
                    {**section, "lines": [_linked(line, asked) for line in section["lines"]]}
                    for section in chapter["sections"]
                ],
            }
            for chapter in view.content["chapters"]
        ],
        "words": tuple(_words(view)),
        "figures": url_for(
            "web.further_figures",
            unit=view.office.code,
            year=view.period.year,
            month=view.period.last.month,
        ),
        "may_write": WRITE in view.acts,
        "may_issue": "issue_circular" in view.acts,
    }


def _linked(line: dict[str, Any], asked: Wanted) -> list[tuple[str, str]]:
    """Each run of text with the list behind it, where it states a count."""
    return [
        (text, indicator_page.cases_href(asked, key, about=about) if key else "")
        for text, key, about in line["pieces"]
    ]


def _words(view: CircularView) -> Iterator[Words]:
    row = CIRCULAR.action(WRITE)
    usual = {"addressee": usual_addressee(region_of(view.office.name))}
    for field in row.fields if row else ():
        value = view.words.get(field.key) or usual.get(field.key, "")
        rows = 1 if field.key == "addressee" else 6 if field.key in ("problems", "tasks") else 2
        yield Words(field.key, field.label, value, rows)
