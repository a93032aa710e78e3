"""Review body and court by kind of signatory and day, as a table (law of review of 2017 and of 2023)."""

from datetime import date

import pytest

from workflows.signatories import BASIC, MIDDLE, Signatory, doubts, remedies_of
from workflows.statute import provision

OLD, GATHERED, NEW, REVISED = (
    date(2020, 6, 1), date(2022, 6, 1), date(2024, 1, 1), date(2026, 7, 1),
)  # fmt: skip
LOCAL = date(2021, 6, 1)
GOVERNMENT, OWN = "上一级人民政府", "本级人民政府"

# fmt: off
TABLE = [
    # kind, before 2024, from the local day on, from 2024 on, court
    ("government", (GOVERNMENT,), (GOVERNMENT,), (GOVERNMENT,), MIDDLE),
    ("office", (OWN,), (OWN,), (OWN,), BASIC),
    ("department", (OWN, "上一级主管部门"), (OWN,), (OWN,), BASIC),
    ("town", (GOVERNMENT,), (GOVERNMENT,), (GOVERNMENT,), BASIC),
    ("street", ("设立该派出机关的人民政府",), ("设立该派出机关的人民政府",), ("设立该派出机关的人民政府",), BASIC),
    ("justice", (OWN, "上一级司法行政部门"), (OWN, "上一级司法行政部门"), (OWN, "上一级司法行政部门"), BASIC),
    ("branch", ("设立该派出机构的部门", "设立该派出机构的部门的本级人民政府"), ("设立该派出机构的部门的本级人民政府",),
     ("设立该派出机构的部门的本级人民政府", "所在地的县级人民政府"), BASIC),
    ("tax", ("上一级税务机关",), ("上一级税务机关",), ("上一级税务机关",), BASIC),
]
# fmt: on


def review(kind: str, day: date) -> tuple[str, ...]:
    return remedies_of(Signatory(kind), day, gathered_since=LOCAL).review


@pytest.mark.parametrize(("kind", "before", "gathered", "now", "court"), TABLE)
def test_the_signatory_and_the_day_decide_who_reviews(
    kind: str, before: tuple[str, ...], gathered: tuple[str, ...], now: tuple[str, ...], court: str
) -> None:
    assert review(kind, OLD) == before
    assert review(kind, GATHERED) == gathered
    assert review(kind, NEW) == review(kind, REVISED) == now
    assert review(kind, date(2023, 12, 31)) == gathered
    assert {remedies_of(Signatory(kind), day).court for day in (OLD, NEW)} == {court}


def test_a_committee_is_left_to_the_data_of_the_unit() -> None:
    for day in (OLD, NEW):
        row = remedies_of(Signatory.committee, day)
        assert not row.settled
        assert row.review == ()
    assert doubts(Signatory.committee, NEW, bodies=("甲", "乙"), courts=("某区人民法院",)) == ()


def test_every_kind_has_a_row_that_rests_on_a_provision() -> None:
    for kind in Signatory:
        for day in (OLD, NEW):
            assert provision(remedies_of(kind, day).basis)


def test_a_set_up_that_fits_raises_no_doubt() -> None:
    courts = ("某市中级人民法院",)
    assert doubts(Signatory.government, NEW, bodies=("某市人民政府",), courts=courts) == ()


@pytest.mark.parametrize(
    ("kind", "day", "bodies", "courts", "told"),
    [
        ("department", NEW, ("某区人民政府", "某市某局"), ("某区人民法院",), "应当是本级人民政府"),
        ("department", OLD, ("某区人民政府",), ("某区人民法院",), "本级人民政府、上一级主管部门"),
        ("government", NEW, ("某市人民政府",), ("某区人民法院",), "由中级人民法院管辖"),
        ("town", NEW, ("某区人民政府",), ("某市中级人民法院",), "由基层人民法院管辖"),
        ("town", NEW, ("某区人民政府",), ("甲区人民法院", "乙区人民法院"), "不能确定是哪一个"),
    ],
)
def test_what_does_not_fit_is_told_in_words(
    kind: str, day: date, bodies: tuple[str, ...], courts: tuple[str, ...], told: str
) -> None:
    (found,) = doubts(Signatory(kind), day, bodies=bodies, courts=courts)
    assert told in found
