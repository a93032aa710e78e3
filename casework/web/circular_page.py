"""Circulars as data for their pages: lines whose figures lead to their cases, and the fields of the words."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from flask import request, url_for

from casework.errors import Invalid
from casework.services.circular_reading import CircularView
from casework.web import edited_words, indicator_page
from casework.web.indicator_page import Wanted
from workflows.circular import CHAPTERS, SECTIONS, SENTENCES, title, usual_addressee
from workflows.circular_annexes import Annex, issued_annexes
from workflows.circular_facts import region_of
from workflows.circular_sentences import UNPUBLISHED
from workflows.circular_words import CHOOSE, WRITE, reason_field, words_field
from workflows.edited_sentences import Edited
from workflows.further_figures import Further
from workflows.kinds.circular import CIRCULAR
from workflows.periods import Period, Span, last_ended

_NAME = "say-{}"  # a sentence may bear the key of its section, whose words are another field


@dataclass(frozen=True)
class Words:
    """One part of the words with what was written."""

    key: str
    label: str
    value: str
    rows: int


@dataclass(frozen=True)
class Rewording:
    """A generated sentence with other words for it, as its form names them; `told` says where their numbers do not agree."""

    name: str
    label: str
    generated: str
    edited: Edited
    told: str


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


def page(view: CircularView, typed: Mapping[str, str] | None = None) -> dict[str, Any]:
    """Everything the page of one circular needs; what was typed and refused stands in the form again."""
    typed = typed or {}
    asked = Wanted(view.office.code, True, view.period, view.as_of)
    return {
        "view": view,
        "chapters": [
            {
                "heading": chapter["heading"],
                "sections": [
                    {
                        **section,
                        "lines": [_linked(line["pieces"], asked) for line in section["lines"]],
                    }
                    for section in chapter["sections"]
                ],
            }
            for chapter in view.content["chapters"]
        ],
        "annexes": [
            {**one, "rows": [_linked(row, asked) for row in one["rows"]]}
            for one in issued_annexes(view.content)
        ],
        "sections": tuple(_sections(view, typed)),
        "around": tuple(_around(view, typed)),
        "number": typed.get("number", ""),
        "all_annexes": tuple((one, one in view.chosen) for one in Annex),
        "figures": _figures(asked),
        "may_write": WRITE in view.acts,
        "may_choose": CHOOSE in view.acts,
        "may_issue": "issue_circular" in view.acts,
    }


def _linked(pieces: list[list[str]], asked: Wanted) -> list[tuple[str, str]]:
    """Each run of text with what it was counted from, where it states a count."""
    return [(text, _source(key, about, asked) if key else "") for text, key, about in pieces]


def _source(key: str, about: str, asked: Wanted) -> str:
    """The cases, the small table, or the dates that a number comes from."""
    if key in set(Further):
        return _figures(asked, anchor=key)
    if key == UNPUBLISHED:
        return url_for("web.annual_units", unit=asked.unit, year=asked.period.last.year - 1)
    return indicator_page.cases_href(asked, key, about=about)


def _figures(asked: Wanted, anchor: str = "") -> str:
    period = asked.period
    return url_for(
        "web.further_figures",
        unit=asked.unit,
        span=period.span.value,
        year=period.year,
        month=period.part,
        _anchor=anchor or None,
    )


def _sections(
    view: CircularView, typed: Mapping[str, str]
) -> Iterator[tuple[str, tuple[Rewording, ...], Words]]:
    """Each section of the first chapter: its sentences, and the words behind them."""
    for section in SECTIONS:
        sentences = tuple(
            Rewording(
                _NAME.format(one.key),
                one.label,
                view.generated[one.key],
                _edited(view, typed, one.key),
                view.unlike.get(one.key, ""),
            )
            for one in section.sentences
            if view.generated[one.key] or one.key in view.edited
        )
        said = typed.get(section.key, view.words.get(section.key, ""))
        more = Words(section.key, "后面的段落", said, 2)
        yield section.heading, sentences, more


def _edited(view: CircularView, typed: Mapping[str, str], key: str) -> Edited:
    if words_field(key) in typed:
        return Edited(typed[words_field(key)], typed.get(reason_field(key), ""))
    return view.edited.get(key, Edited(""))


def _around(view: CircularView, typed: Mapping[str, str]) -> Iterator[Words]:
    """What stands before the figures and behind them."""
    words = {"addressee": usual_addressee(region_of(view.office.name)), **view.words, **typed}
    yield Words("addressee", "主送", words["addressee"], 1)
    yield Words("lead", "开头", words.get("lead", ""), 2)
    for key, heading in CHAPTERS:
        yield Words(key, heading, words.get(key, ""), 6)


def words_sent() -> dict[str, str]:
    """What the form of the words holds, under the fields of its act."""
    row = CIRCULAR.action(WRITE)
    found = {field.key: request.form.get(field.key, "") for field in (row.fields if row else ())}
    for one in SENTENCES:
        edited = edited_words.sent(_NAME.format(one.key))
        found |= {words_field(one.key): edited.text, reason_field(one.key): edited.reason}
    return found
