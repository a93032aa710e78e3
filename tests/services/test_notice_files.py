"""Files of notices: what a row or a key must hold, and the sentence with the place for whatever does not."""

from datetime import date
from pathlib import Path

import pytest

from casework.errors import Invalid
from casework.notices import Notice, Span
from casework.services.notice_files import read_file

CSV = """文号,标题,年度,类别,起始日,截止日,名称
国办发明电〔2026〕99号,国务院办公厅关于2027年部分节假日安排的通知,2027,放假,2027-02-06,2027-02-12,春节
国办发明电〔2026〕99号,,,上班,2027/2/20,,
兰政办电〔2026〕3号,关于雪灾停工的通知,,放假,2026年12月1日,,雪灾
"""


def test_the_rows_of_one_number_are_one_notice(tmp_path: Path) -> None:
    path = tmp_path / "notices.csv"
    path.write_bytes(CSV.encode("gb18030"))
    assert read_file(path) == (
        Notice(
            "国办发明电〔2026〕99号",
            "国务院办公厅关于2027年部分节假日安排的通知",
            (Span(date(2027, 2, 6), date(2027, 2, 12), "春节"),),
            (Span(date(2027, 2, 20), date(2027, 2, 20)),),
            2027,
        ),
        Notice(
            "兰政办电〔2026〕3号",
            "关于雪灾停工的通知",
            (Span(date(2026, 12, 1), date(2026, 12, 1), "雪灾"),),
        ),
    )


WRONG_FILES = {
    "empty": ("", "没有任何内容"),
    "unknown column": (CSV.replace("名称", "名字"), "第1行：没有“名字”这一列，相近的是“名称”"),
    "missing column": (CSV.replace(",类别", ""), "缺少“类别”列"),
    "empty cell": (CSV.replace("2026年12月1日", ""), "第4行缺少“起始日”"),
    "unknown kind": (
        CSV.replace("雪灾停工的通知,,放假", "雪灾停工的通知,,停工"),
        "第4行“类别”：“停工”不能使用",
    ),
    "no such day": (CSV.replace("2026年12月1日", "2026年11月31日"), "第4行"),
    "another title": (
        CSV.replace("号,,,上班", "号,另一标题,,上班"),
        "第3行“标题”：同一文号前面写的是",
    ),
    "no year": (CSV.replace(",2027,放假", ",明年,放假"), "“明年”不是年份"),
    "broken json": ('{"number": ', "不是完好的 JSON"),
    "no object": ("[1]", "第1份通知不是一个对象"),
    "unknown key": ('{"nummer": "1"}', "没有“nummer”这一项"),
    "no list": ('{"off": "2027-01-01"}', "“off”：请写成文字的列表"),
}


@pytest.mark.parametrize(("content", "sentence"), WRONG_FILES.values(), ids=WRONG_FILES)
def test_a_wrong_file_gets_a_sentence_with_the_place(
    tmp_path: Path, content: str, sentence: str
) -> None:
    path = tmp_path / "wrong"
    path.write_text(content, encoding="utf-8")
    with pytest.raises(Invalid, match=sentence):
        read_file(path)


def test_a_file_that_is_not_there_gets_a_sentence(tmp_path: Path) -> None:
    with pytest.raises(Invalid, match="不存在"):
        read_file(tmp_path / "none.csv")
