"""What a program sends as the text of a request: drawn as it stands, or refused with its name; nothing is half-done."""

import io

import pypdf
import pytest

pytestmark = pytest.mark.parametrize("backend", ["sqlite"], indirect=True)
HUGE = "申请公开某项目的审批文件，" * 7692


def receipt(clerk, case) -> str:  # type: ignore[no-untyped-def]
    (paper,) = [one for one in case["documents"] if one["key"] == "receipt"]
    got = clerk.get(f"/requests/{case['id']}/documents/{paper['id']}")
    pages = pypdf.PdfReader(io.BytesIO(got.data)).pages
    return "".join(page.extract_text() for page in pages).replace("\n", "")


def test_markup_and_a_hundred_thousand_characters_are_printed_as_they_were_sent(clerk):
    markup = "<b>甲</b>&amp; {{ case.number }} 甲|乙 p: 正文"
    assert "<b>甲</b>&amp;" in receipt(clerk, clerk.register(items=[markup]))
    assert receipt(clerk, clerk.register(items=[HUGE])).count("审批文件") > 7000


@pytest.mark.parametrize(
    ("typed", "named"),
    [
        ("某项目😀", "U+1F600"),
        ("某\u202e项目", "U+202E"),
        ("某\x07项目", "控制字符"),
        ("某\ud800项目", "控制字符"),
        ("\u200b", "信息内容"),
        ("", "信息内容"),
    ],
)
def test_a_text_that_cannot_be_printed_is_named_and_nothing_is_registered(clerk, typed, named):
    body = {"unit": "district", "arrived_on": "2020-09-01", "channel": "in_person"}
    sent = {**body, "parties": [{"name": "张三"}], "items": [typed]}
    answer = clerk.post("/requests", sent)
    assert answer.status_code in (400, 422), answer.text
    assert named in answer.text
    assert clerk.get("/requests").json["items"] == []
