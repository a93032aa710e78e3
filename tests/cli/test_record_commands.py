"""`casework record` and `casework act`: the same acts and the same sentences as on the pages, in the name of a user."""

from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from casework.cli import main


@pytest.fixture
def run(db_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch):  # type: ignore[no-untyped-def]
    monkeypatch.setenv("CASEWORK_INSTANCE", str(tmp_path / "instance"))
    monkeypatch.setenv("CASEWORK_PASSWORD", "kouling-2020")

    def call(*words: str) -> Result:
        return CliRunner().invoke(main, [*words, "--database", db_url])

    assert call("upgrade").exit_code == 0
    call("unit", "add", "qu", "某区人民政府")
    call("user", "add", "li", "李某", "--unit", "qu", "--role", "intake", "--role", "legal")
    call("user", "add", "sun", "孙某", "--unit", "qu", "--role", "statistics")
    return call


def added(run, *more: str, kind: str = "letter", login: str = "li") -> Result:  # type: ignore[no-untyped-def]
    words = ("--unit", "qu", "--on", "2024-04-10", "--as", login)
    return run("record", "add", kind, *words, *more)


def test_a_record_is_added_listed_and_acted_on(run) -> None:  # type: ignore[no-untyped-def]
    answer = added(run, "--set", "subject=路灯不亮", "--set", "until=2024-04-20")
    assert answer.stdout == "已登记：信箱-QU-2024-0001，期限 2024-04-20\n"
    listed = run("record", "list", "letter").stdout
    assert listed == (
        "信箱-QU-2024-0001  办理中  路灯不亮  某区人民政府  期限 2024-04-20（已逾期）\n"
    )
    done = run(
        *("act", "信箱-QU-2024-0001", "reply", "--kind", "letter", "--as", "li"),
        *("--on", "2024-04-12", "--set", "reply=已修好"),
    )
    assert done.stdout == "已办理：信箱-QU-2024-0001，现为“已回复”\n"
    assert "已回复" in run("record", "list", "letter").stdout
    assert run("record", "list", "letter", "--open").stdout == ""


def test_an_act_that_is_not_open_is_refused_with_the_sentence_of_the_pages(run) -> None:  # type: ignore[no-untyped-def]
    added(run, kind="review")
    answer = run("act", "1", "submit_reply", "--kind", "review", "--as", "li")
    assert answer.exit_code == 1
    assert "没有编号为“1”的记录" in answer.stderr  # the first record is the register of the unit
    answer = run("act", "复议-QU-2024-0001", "submit_reply", "--kind", "review", "--as", "li")
    assert answer.exit_code == 1
    assert "本案处于“审理中”，不能“提交答复和证据”（复议法48）" in answer.stderr
    assert "收到申请书副本" in answer.stderr


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--set", "subject"), "“subject”不是“字段=值”"),
        (("--set", "=x"), "“=x”不是“字段=值”"),
        (("--set", "subject=甲", "--set", "subject=乙"), "字段“subject”给出了两次"),
        (("--set", "subject=甲", "--set", "subject.1=乙"), "字段“subject.1”给出了两次"),
        (("--set", "subject.1=甲", "--set", "subject=乙"), "字段“subject”给出了两次"),
        (("--set", "colour=红"), "“收到来信”没有这些字段：colour"),
        (("--set", "subject=甲", "--linked", "某号"), "关联的申请“某号”不能确定"),
        (("--set", "subject=甲", "--unit", "nowhere"), "没有代码为“nowhere”的单位"),
    ],
    ids=str,
)
def test_what_is_wrong_with_a_call_is_a_sentence(
    run, words: tuple[str, ...], sentence: str
) -> None:  # type: ignore[no-untyped-def]
    answer = added(run, *words)
    assert (answer.exit_code, answer.stdout) == (1, "")
    assert sentence in answer.stderr


def test_a_command_acts_with_the_roles_of_the_user_it_names(run) -> None:  # type: ignore[no-untyped-def]
    refused = added(run, "--set", "subject=甲", login="sun")
    assert refused.exit_code == 1
    assert "您在本单位没有这一角色" in refused.stderr
    nobody = added(run, "--set", "subject=甲", login="wang")
    assert "没有登录名为“wang”的用户" in nobody.stderr


def test_an_unknown_kind_and_a_page_too_far_are_told(run) -> None:  # type: ignore[no-untyped-def]
    assert "可以登记的有" in added(run, kind="hearing").stderr
    assert "没有“hearing”这一类记录" in run("record", "list", "hearing").stderr
    assert "只有 1 页" in run("record", "list", "letter", "--page", "2").stderr


def test_warnings_are_told_beside_the_result(run) -> None:  # type: ignore[no-untyped-def]
    added(run, "--set", "copy_received_on=2024-04-10", "--set", "procedure=simple", kind="review")
    answer = run(
        *("act", "复议-QU-2024-0001", "submit_reply", "--kind", "review", "--as", "li"),
        *("--on", "2024-04-18"),
    )
    assert answer.exit_code == 0
    assert "提醒：提交之日晚于期限2024年4月17日" in answer.stderr
