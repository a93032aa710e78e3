"""A unit is told at its set-up what it lacks for which paper, not when an answer is due."""

from datetime import date

import pytest
from factories import REMEDIES

from casework.models.unit import Unit
from casework.queries.remedies import gaps

TODAY = date(2026, 8, 3)
WHOLE = {"code": "a", "name": "某局", "mark": "某局", "settings": {"phone": "0000-0000001"}}


def unit(**changes: object) -> Unit:
    return Unit(**{**WHOLE, "remedies": REMEDIES, **changes})


def test_a_complete_unit_lacks_nothing() -> None:
    assert gaps(unit(), on_day=TODAY) == ()


@pytest.mark.parametrize(
    ("changes", "lacks", "paper", "stops"),
    [
        (
            {"remedies": {**REMEDIES, "review_bodies": []}},
            "复议机关的名称和地址",
            "全部答复书",
            True,
        ),
        (
            {"remedies": {**REMEDIES, "courts": []}},
            "有管辖权的人民法院的名称和地址",
            "种结果",
            True,
        ),
        (
            {"remedies": {**REMEDIES, "courts": [{"name": "某区人民法院"}]}},
            "有管辖权的人民法院（某区人民法院）的地址",
            "种结果",
            True,
        ),
        ({"remedies": {**REMEDIES, "online_review_url": ""}}, "网上申请途径", "网上", True),
        ({"mark": ""}, "机关代字", "发文字号", False),
        ({"settings": {}}, "联系电话和办公地址", "联系方式", False),
    ],
    ids=["review", "court", "address", "online", "mark", "contact"],
)
def test_what_is_missing_is_named_with_its_papers(
    changes: dict[str, object], lacks: str, paper: str, stops: bool
) -> None:
    (found,) = gaps(unit(**changes), on_day=TODAY)
    assert lacks in found.lacks
    assert paper in found.sentence
    assert found.stops is stops


def test_a_court_whose_time_is_over_is_no_court() -> None:
    past = [{"name": "某区人民法院", "address": "某路", "until": "2023-09-27"}]
    found = gaps(unit(remedies={**REMEDIES, "courts": past}), on_day=TODAY)
    assert "有管辖权的人民法院的名称和地址" in found[0].lacks


def test_a_refusal_needs_no_court_since_review_comes_first() -> None:
    (found,) = gaps(unit(remedies={**REMEDIES, "courts": []}), on_day=TODAY)
    (before,) = gaps(
        unit(remedies={**REMEDIES, "courts": [], "online_review_url": ""}), on_day=date(2020, 8, 3)
    )
    assert "全部" not in found.sentence
    assert "全部" in before.sentence
