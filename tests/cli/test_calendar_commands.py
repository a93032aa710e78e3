"""`casework calendar`: what record, import and list say and store; on both databases."""

import json
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casework.calendars import package_calendar
from casework.cli import main
from casework.db import Database
from casework.services import calendars
from casework.viewer import Moment

NUMBER, TITLE = "国办发明电〔2026〕99号", "国务院办公厅关于2027年部分节假日安排的通知"
SPRING = ("--off", "2027-02-06..2027-02-12:春节", "--work", "2027-02-20")
YEAR = ("--number", NUMBER, "--title", TITLE, *SPRING, "--year", "2027")
SNOW = (
    "--number",
    "兰政办电〔2026〕3号",
    "--title",
    "关于雪灾停工的通知",
    "--off",
    "2026-12-01:雪灾",
)

Run = Callable[..., Result]


@pytest.fixture
def run(db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    monkeypatch.setenv("CASEWORK_INSTANCE", str(tmp_path / "instance"))

    def call(*words: str, said: str | None = None) -> Result:
        return CliRunner().invoke(main, [*words, "--database", db_url], input=said)

    assert call("upgrade").exit_code == 0
    assert call("unit", "add", "qu", "某区人民政府").exit_code == 0
    return call


def listed(run: Run) -> dict:  # type: ignore[type-arg]
    return json.loads(run("calendar", "list", "--json").stdout)


def test_a_notice_is_recorded_and_listed_with_its_number(run: Run) -> None:
    answer = run("calendar", "record", *YEAR, "--yes")
    assert answer.exit_code == 0
    assert "2027-02-20（周六）改为上班：调休上班" in answer.stdout
    text = run("calendar", "list").stdout
    assert f"通知：{TITLE}（{NUMBER}）（第 2 版，系统登记）" in text
    assert "暂定：2027年12月25日至2028年12月31日" in text


def test_a_preview_lists_the_effect_and_stores_nothing(run: Run) -> None:
    answer = run("calendar", "record", *YEAR, "--preview")
    assert (answer.exit_code, answer.stdout.splitlines()[-1]) == (0, "以上为预览，没有登记。")
    assert listed(run)["notices"] == []


def test_whoever_does_not_confirm_stores_nothing(run: Run) -> None:
    answer = run("calendar", "record", *YEAR, said="n\n")
    assert answer.exit_code == 1
    assert "没有登记" in answer.stderr
    assert listed(run)["notices"] == []


def test_whoever_confirms_records(run: Run) -> None:
    assert run("calendar", "record", *SNOW, said="y\n").exit_code == 0
    (found,) = listed(run)["notices"]
    assert found["number"] == "兰政办电〔2026〕3号"
    assert (found["off"], found["work"], found["year"]) == (["2026-12-01:雪灾"], [], None)


def test_what_was_recorded_survives_an_upgrade(run: Run) -> None:
    run("calendar", "record", *SNOW, "--yes")
    before = listed(run)
    answer = run("upgrade")
    assert "以手工登记的通知为准：2026年12月1日" in answer.stdout
    assert listed(run) == before


REFUSED = {
    "no number": (("--title", TITLE, *SPRING), "缺少文号"),
    "a working Monday": ((*YEAR, "--work", "2027-02-22"), "本来就是工作日"),
}


@pytest.mark.parametrize(("words", "sentence"), REFUSED.values(), ids=REFUSED)
def test_a_wrong_notice_gets_a_sentence_and_nothing_is_stored(
    run: Run, words: tuple[str, ...], sentence: str
) -> None:
    answer = run("calendar", "record", *words, "--yes")
    assert answer.exit_code == 1
    assert sentence in answer.stderr
    assert len(listed(run)["versions"]) == 1


def test_the_same_notice_is_recorded_once(run: Run) -> None:
    run("calendar", "record", *SNOW, "--yes")
    answer = run("calendar", "record", *SNOW, "--yes")
    assert answer.exit_code == 1
    assert "已经登记，不能重复登记" in answer.stderr


# Files ---------------------------------------------------------------------------------------------------------

CSV = """文号,标题,年度,类别,起始日,截止日,名称
国办发明电〔2026〕99号,国务院办公厅关于2027年部分节假日安排的通知,2027,放假,2027-02-06,2027-02-12,春节
国办发明电〔2026〕99号,,,上班,2027/2/20,,
兰政办电〔2026〕3号,关于雪灾停工的通知,,放假,2026年12月1日,,雪灾
"""
JSON = json.dumps(
    [
        {
            "number": NUMBER,
            "title": TITLE,
            "year": 2027,
            "off": ["2027-02-06..2027-02-12:春节"],
            "work": ["2027-02-20"],
        },
        {
            "number": "兰政办电〔2026〕3号",
            "title": "关于雪灾停工的通知",
            "off": ["2026-12-01:雪灾"],
        },
    ],
    ensure_ascii=False,
)


@pytest.mark.parametrize(
    ("name", "content"), [("n.csv", CSV), ("n.json", JSON)], ids=["csv", "json"]
)
def test_a_file_of_notices_is_recorded_in_one_step(
    run: Run, tmp_path: Path, name: str, content: str
) -> None:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    answer = run("calendar", "import", str(path), "--yes")
    assert answer.exit_code == 0, answer.stderr
    found = listed(run)
    assert [(one["number"], one["year"]) for one in found["notices"]] == [
        (NUMBER, 2027),
        ("兰政办电〔2026〕3号", None),
    ]
    assert found["notices"][0]["off"] == ["2027-02-06..2027-02-12:春节"]
    assert len(found["versions"]) == 2


@pytest.mark.parametrize(
    ("content", "sentence"),
    [(CSV.replace("2026年12月1日", "2026年11月31日"), "第4行"), ("[]", "没有要登记的通知")],
    ids=["no such day", "no notice"],
)
def test_a_wrong_file_gets_a_sentence_and_nothing_is_stored(
    run: Run, tmp_path: Path, content: str, sentence: str
) -> None:
    path = tmp_path / "wrong"
    path.write_text(content, encoding="utf-8")
    answer = run("calendar", "import", str(path), "--yes")
    assert answer.exit_code == 1
    assert sentence in answer.stderr
    assert len(listed(run)["versions"]) == 1


def test_a_file_that_is_not_there_gets_a_sentence(run: Run, tmp_path: Path) -> None:
    answer = run("calendar", "import", str(tmp_path / "none.csv"))
    assert answer.exit_code == 1
    assert "不存在" in answer.stderr


# The timer -----------------------------------------------------------------------------------------------------


def test_the_timer_says_that_a_calendar_is_about_to_end(run: Run, db_url: str) -> None:
    short = package_calendar(first_year=2019, until_year=2020)
    database = Database(db_url)
    with database.write() as session:
        calendars.record(session, short, label="旧版本", moment=Moment.on(date(2019, 1, 2)))
    database.close()
    assert "工作日历只到2020年12月31日" in run("tick").stdout
    run("upgrade")
    assert "工作日历只到" not in run("tick").stdout
