"""Foreign reports as web pages: of a portal that lays out with tables, and saved from a word processor."""

from collections.abc import Callable

from tests.annual_reading.foreign import (
    HEADS,
    PART2,
    RESULT_HEADS,
    RULE,
    TITLE3,
    TITLE4,
    Report,
    rows,
)

# A portal that lays its pages out with tables ---------------------------------------------------------------


def _cell(text: str, right: int = 1, down: int = 1) -> str:
    spans = (f' colspan="{right}"' if right > 1 else "") + (
        f' rowspan="{down}"' if down > 1 else ""
    )
    return f"<td{spans} align=center>{text}</td>"


def _html_part2(report: Report) -> str:
    lines = []
    for title, heads, inside in PART2[report.year > 2020]:
        width = 3 if len(heads) == 1 else 1
        lines.append(_cell(title, 4))
        lines.append(_cell("信息内容") + "".join(_cell(label, width) for _, label in heads))
        lines += [
            _cell(label)
            + "".join(_cell(report.cell(f"{key}.{head}", ""), width) for head, _ in heads)
            for key, label in inside
        ]
    return "".join(f"<tr>{line}</tr>" for line in lines)


def _html_part3(report: Report, say: Callable[[str], str] = str) -> str:
    lines = rows(report.year)
    head = (
        f"<tr>{_cell(say(RULE), 3, 3)}{_cell(say('申请人情况'), 7)}</tr>"
        f"<tr>{_cell(say('自然人'), 1, 2)}{_cell(say('法人或其他组织'), 5)}{_cell(say('总计'), 1, 2)}</tr>"
        f"<tr>{''.join(_cell(say(one)) for one in HEADS[1:-1])}</tr>"
    )
    inside = [row for row in lines if row.inside]
    body = []
    for row in lines:
        left = ""
        if row is inside[0]:
            left += _cell(say("三、本年度办理结果"), 1, len(inside))
        if not row.inside:
            left += _cell(say(row.label), 3)
        elif not row.group:
            left += _cell(say(row.label), 2)
        else:
            members = [one for one in lines if one.group == row.group]
            left += (_cell(say(row.group), 1, len(members)) if row is members[0] else "") + _cell(
                say(row.label)
            )
        body.append(f"<tr>{left}{''.join(_cell(text) for text in report.line(row.key))}</tr>")
    return head + "".join(body)


def _html_part4(report: Report, say: Callable[[str], str] = str) -> str:
    heads = [_cell(say(one), 1, 2) for one in RESULT_HEADS]
    later = [_cell(say(one)) for one in RESULT_HEADS]
    return (
        f"<tr>{_cell(say('行政复议'), 5)}{_cell(say('行政诉讼'), 10)}</tr>"
        f"<tr>{''.join(heads)}{_cell(say('未经复议直接起诉'), 5)}{_cell(say('复议后起诉'), 5)}</tr>"
        f"<tr>{''.join(later)}{''.join(later)}</tr><tr>{''.join(map(_cell, report.reviews()))}</tr>"
    )


def portal(report: Report) -> bytes:
    """A page in which a navigation, the report and its tables stand in tables within tables."""
    parts = [
        f"<p>{report.title}</p><p>一、总体情况</p><p>{report.sentence}</p><p>二、主动公开政府信息情况</p>",
        f"<table border=1>{_html_part2(report)}</table><p>{TITLE3}</p>",
        f"<table border=1><tbody>{_html_part3(report)}</tbody></table><p>{TITLE4}</p>",
        f"<table border=1>{_html_part4(report)}</table><p>五、存在的主要问题及改进情况</p>",
    ]
    inner = "".join(f"<tr><td>{one}</td></tr>" for one in parts)
    return (
        f"<!DOCTYPE html><html><head><meta charset=utf-8><title>{report.title}</title></head><body>"
        f"<table width=1000><tr><td>首页</td><td>政府信息公开</td></tr><tr><td colspan=2><table>{inner}</table></td></tr></table>"
        "<script>var n = '<table>';</script></body></html>"
    ).encode()


# Saved from a word processor as a page ----------------------------------------------------------------------


def _mso(text: str) -> str:
    """A text as a word processor saves it: runs, fonts, hard spaces, breaks inside of words."""
    half = len(text) // 2
    runs = "".join(
        f"<span lang=EN-US style='font-size:10.5pt;mso-fareast-language:ZH-CN'>{one}</span>"
        for one in (text[:half], text[half:])
    )
    return f"<p class=MsoNormal align=center style='mso-pagination:widow-orphan'>{runs}<span lang=EN-US><o:p>&nbsp;</o:p></span></p>"


def word_page(report: Report) -> bytes:
    """HTML of a word processor in GB2312: one class for everything, the narrow heads of part four set upright."""
    upright = {
        one: "".join(f"<p class=MsoNormal>{sign}</p>" for sign in one) for one in RESULT_HEADS
    }

    def say(text: str) -> str:
        return upright.get(text) or _mso(text)

    set_in = {**report.numbers}
    held = Report(
        report.name,
        report.year,
        set_in,
        report.zero,
        lambda text: f"<p class=MsoNormal>&nbsp;{report.digits(text)}&nbsp;</p>",
    )
    page = (
        '<html xmlns:o="urn:schemas-microsoft-com:office:office"><head>'
        '<meta http-equiv=Content-Type content="text/html; charset=gb2312"><style>.MsoNormal{mso-style-unhide:no}</style></head>'
        f"<body lang=ZH-CN><div class=WordSection1>{_mso(report.title)}{_mso(report.sentence)}"
        f"<table class=MsoNormalTable>{_html_part2(held)}</table>{_mso(TITLE3)}"
        f"<table class=MsoNormalTable>{_html_part3(held, say)}</table>{_mso(TITLE4)}"
        f"<table class=MsoNormalTable>{_html_part4(held, say)}</table></div></body></html>"
    )
    return page.encode("gb18030")
