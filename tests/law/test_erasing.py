"""Erasing: not before the archive term, not without an appraisal, not while a dispute is open (个人信息保护法19)."""

from datetime import date
from typing import Any

import pytest
from law.stories import Refused, Story, registered

from workflows.acts.erasing import Retention, kept_until

ARCHIVED = date(2020, 9, 10)
OVER = date(2051, 1, 1)
UNIT: dict[str, Any] = {"retention": "30", "open_disputes": []}


def archived() -> Story:
    story = registered().do("assign", ARCHIVED, handler=1).do("withdraw", ARCHIVED, paper="—")
    return story.do("archive", ARCHIVED)


def appraised(conclusion: str = "destroy") -> Story:
    return archived().do("appraise", OVER, conclusion=conclusion, reasons="期满", **UNIT)


@pytest.mark.parametrize(
    ("retention", "until"), [("10", date(2030, 12, 31)), ("30", date(2050, 12, 31))]
)
def test_the_term_runs_in_whole_years_behind_the_year_of_the_last_act(
    retention: str, until: date
) -> None:
    assert kept_until(archived().facts, Retention(retention)) == until


def test_neither_an_appraisal_nor_sorting_prolongs_the_term() -> None:
    looked_through = appraised().do("classify", OVER, topic="财政")
    assert kept_until(looked_through.facts, Retention.thirty) == date(2050, 12, 31)


def test_nothing_is_appraised_on_the_last_day_of_the_term() -> None:
    with pytest.raises(Refused, match="至2050年12月31日届满"):
        archived().do("appraise", date(2050, 12, 31), conclusion="destroy", reasons="—", **UNIT)


@pytest.mark.parametrize("act", ["appraise", "erase"])
def test_what_is_kept_for_ever_is_never_erased(act: str) -> None:
    story = appraised() if act == "erase" else archived()
    with pytest.raises(Refused, match="永久保存"):
        story.do(act, date(2200, 1, 1), **{**UNIT, "retention": "permanent"})


def test_what_was_appraised_is_erased() -> None:
    story = appraised().do("erase", OVER, **UNIT)
    assert story.facts.day("erased_on") == OVER
    assert (story.facts.state, story.facts.closed_on) == ("archived", ARCHIVED)


def test_nothing_is_erased_without_an_appraisal() -> None:
    with pytest.raises(Refused, match="须在“档案鉴定”之后"):
        archived().do("erase", OVER, **UNIT)


def test_the_last_appraisal_decides() -> None:
    story = appraised().do("appraise", OVER, conclusion="keep", reasons="仍有用", **UNIT)
    with pytest.raises(Refused, match="继续保存"):
        story.do("erase", OVER, **UNIT)


def test_an_open_dispute_keeps_the_file() -> None:
    with pytest.raises(Refused, match="行政复议复议-1尚未结案"):
        appraised().do("erase", OVER, **{**UNIT, "open_disputes": ["行政复议复议-1"]})
