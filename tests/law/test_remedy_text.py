"""The remedy paragraph, by result, ground, day and way of service."""

from datetime import date

import pytest

from workflows.outcomes import GROUND_CODES
from workflows.remedy_text import (
    ANSWERABLE,
    VERSIONS,
    Body,
    MissingRemedyData,
    RemedyData,
    missing_remedy_data,
    order_of,
    remedy_text,
    version_on,
)
from workflows.statute import provision

BEFORE, FROM_2024, FROM_2026 = date(2023, 12, 31), date(2024, 1, 1), date(2026, 7, 1)
CITY = Body("临沂市人民政府", "临沂市北城新区")
COURT = Body("临沂市中级人民法院", "临沂市法院路")
URL = "https://fuyi.example.cn"
UNIT = RemedyData((CITY,), (COURT,), URL)
REFUSED_14_TO_16 = {f"C{number}" for number in range(1, 8)}
EVERY_ANSWER = [(code, None) for code in ANSWERABLE if code != "B"] + [
    ("B", ground) for ground in GROUND_CODES
]
EVERY_DAY = pytest.mark.parametrize("day", [BEFORE, FROM_2024, FROM_2026], ids=str)


def _text(
    code: str,
    day: date,
    *,
    ground: str | None = None,
    unit: RemedyData = UNIT,
    online: bool = False,
) -> str:
    return remedy_text(code, ground=ground, unit=unit, answered_on=day, online=online)


@EVERY_DAY
@pytest.mark.parametrize(("code", "ground"), EVERY_ANSWER)
def test_review_comes_first_only_since_2024_and_only_for_refusals(
    code: str, ground: str | None, day: date
) -> None:
    text = _text(code, day, ground=ground)
    if day >= FROM_2024 and (ground or code) in REFUSED_14_TO_16:
        assert "应当先自收到本告知书之日起60日内向临沂市人民政府" in text
        assert "《中华人民共和国行政复议法》第二十三条" in text
        assert "自收到行政复议决定书之日起15日内" in text
        # A direct court line beside a review-first text would mislead.
        assert COURT.name not in text
        assert "6个月" not in text
    else:
        assert "应当先" not in text
        assert "60日内向临沂市人民政府（地址：临沂市北城新区）申请行政复议；" in text
        assert "6个月内向临沂市中级人民法院（地址：临沂市法院路）提起行政诉讼" in text


def test_every_result_of_our_own_has_a_remedy_paragraph() -> None:
    assert {"F1", "F2", "F3a", "A1", "E2"} < set(ANSWERABLE)
    assert not {"A", "D1", "F"} & set(ANSWERABLE)


@pytest.mark.parametrize("code", ["A", "D1", "F"])
def test_an_imported_result_has_no_remedy_paragraph(code: str) -> None:
    with pytest.raises(ValueError, match="只用于导入的台账"):
        _text(code, FROM_2024)


@pytest.mark.parametrize(
    ("code", "ground", "day", "words"),
    [
        ("C1", None, FROM_2024, "本告知书中不予公开的决定"),
        ("C1", None, date(2026, 6, 30), "本告知书中不予公开的决定"),
        ("C1", None, FROM_2026, "全部或者部分不予公开政府信息的决定"),
        ("B", "C5", FROM_2024, "不予公开部分政府信息的决定"),
        ("B", "C5", FROM_2026, "不予公开部分政府信息的决定"),
    ],
)
def test_the_text_names_the_refusal_it_means(
    code: str, ground: str | None, day: date, words: str
) -> None:
    assert f"{words}，根据" in _text(code, day, ground=ground)


@pytest.mark.parametrize("day", [FROM_2024, FROM_2026], ids=str)
@pytest.mark.parametrize("code", ["A1", "C1", "D1a"])
def test_an_answer_over_the_internet_names_the_online_door(code: str, day: date) -> None:
    assert URL in _text(code, day, online=True)
    assert URL not in _text(code, day, online=False)


def test_no_online_door_was_due_before_2024() -> None:
    assert URL not in _text("A1", BEFORE, online=True)


def test_several_review_bodies_are_offered_as_a_choice() -> None:
    unit = RemedyData((CITY, Body("兰山区人民政府", "银雀山路")), (COURT,))
    assert (
        "向临沂市人民政府（地址：临沂市北城新区）或者兰山区人民政府（地址：银雀山路）申请"
        in _text("A1", FROM_2024, unit=unit)
    )


@pytest.mark.parametrize(
    ("day", "court"),
    [
        (date(2021, 9, 30), "临沂市中级人民法院"),
        (date(2021, 10, 1), "兰山区人民法院"),
        (date(2023, 9, 27), "兰山区人民法院"),
        (date(2023, 9, 28), "临沂市中级人民法院"),
    ],
)
def test_the_court_is_the_one_competent_on_the_day_of_the_answer(day: date, court: str) -> None:
    courts = (
        Body("临沂市中级人民法院", "法院路", until=date(2021, 9, 30)),
        Body("兰山区人民法院", "通达路", since=date(2021, 10, 1), until=date(2023, 9, 27)),
        Body("临沂市中级人民法院", "法院路", since=date(2023, 9, 28)),
    )
    text = _text("A1", day, unit=RemedyData((CITY,), courts))
    assert f"向{court}（" in text
    assert text.count("人民法院") == 1


@pytest.mark.parametrize(
    ("code", "unit", "online", "missing"),
    [
        ("A1", UNIT, True, ()),
        ("A1", RemedyData(), False, ("复议机关的名称和地址", "有管辖权的人民法院的名称和地址")),
        ("C1", RemedyData(), False, ("复议机关的名称和地址",)),
        ("C1", RemedyData((CITY,)), True, ("行政复议网上申请途径",)),
        ("C1", RemedyData((CITY,)), False, ()),
        ("A1", RemedyData((Body("区政府"),), (COURT,)), False, ("复议机关（区政府）的地址",)),
        (
            "A1",
            RemedyData((CITY,), (Body("旧法院", "x", until=BEFORE),)),
            False,
            ("有管辖权的人民法院的名称和地址",),
        ),
    ],
)
def test_what_the_settings_lack_is_named(
    code: str, unit: RemedyData, online: bool, missing: tuple[str, ...]
) -> None:
    asked = missing_remedy_data(code, ground=None, unit=unit, answered_on=FROM_2024, online=online)
    assert asked == missing
    if missing:
        with pytest.raises(MissingRemedyData) as refused:
            _text(code, FROM_2024, unit=unit, online=online)
        assert refused.value.missing == missing
        assert missing[0] in str(refused.value)


def test_the_paragraph_names_its_paper() -> None:
    text = remedy_text(
        "F1", ground=None, unit=UNIT, answered_on=FROM_2024, online=False, paper="本通知书"
    )
    assert text.startswith("如不服本通知书，可以自收到本通知书之日起60日内")


def test_a_partial_answer_without_a_ground_has_no_order() -> None:
    with pytest.raises(ValueError, match="部分公开须写明"):
        order_of("B", ground=None, answered_on=FROM_2024)


def test_there_is_no_text_before_the_regulation_of_2019() -> None:
    with pytest.raises(ValueError, match="2019-05-14早于2019年5月15日"):
        version_on(date(2019, 5, 14))


@pytest.mark.parametrize("version", VERSIONS, ids=lambda version: str(version.since))
def test_each_version_rests_on_a_provision_as_certain_as_itself(version: object) -> None:
    assert provision(version.basis).confirmed is version.confirmed  # type: ignore[attr-defined]


def test_versions_stand_in_order() -> None:
    days = [version.since for version in VERSIONS]
    assert days == sorted(set(days))
