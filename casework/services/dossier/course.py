"""The course of a case in print: attempts to reach the applicant, the tape of the period, the journal with its hashes."""

from collections.abc import Iterator

from casework.blocks import Block, Column, Note, Table
from casework.queries.case_page import EntryView, people
from casework.services.dossier.entry import Entry
from casework.services.dossier.opening import OpenCase
from casework.services.dossier.pages import Sheets
from casework.services.journal_words import details
from workflows.guards import chinese_day
from workflows.tape import TapeDay, TapeKind

_WEEKDAYS = "一二三四五六日"


def course(case: OpenCase, sheets: Sheets) -> Iterator[Entry]:
    """Contact log, tape and journal, each where there is something to tell."""
    if case.view.contacts:
        yield _sheet(sheets, "与申请人的联系记录", _contacts(case))
    if case.view.tape:
        yield _sheet(sheets, "期限日历", *_tape(case))
    yield _sheet(sheets, "办理过程记录", *_journal(case))


def _sheet(sheets: Sheets, title: str, *blocks: Block) -> Entry:
    return Entry(title, sheets.draw(title, *blocks), folder="记录", name=f"{title}.pdf")


def _contacts(case: OpenCase) -> Table:
    columns = (
        Column("序号", 0.5, "centre"),
        Column("日期", 1.2, "centre"),
        Column("是否联系到", 0.8, "centre"),
        Column("内容", 3.0),
        Column("经办人", 1.2),
    )
    rows = (
        (str(c.seq), chinese_day(c.on_day), "是" if c.reached else "否", c.note, c.actor)
        for c in case.view.contacts
    )
    return Table(columns, tuple(rows))


def _tape(case: OpenCase) -> Iterator[Block]:
    days = case.view.tape
    due = case.record.due_on or case.situation.clock.last_due_on
    safe = "收到之日尚待确认，以下自到达之日起稳妥计算。" if days[0].safe else ""
    told = f"答复期限：{chinese_day(due)}届满。" if due else ""
    if safe or told:
        yield Note(safe + told)
    columns = (
        Column("日期", 1.6, "centre"),
        Column("星期", 0.5, "centre"),
        Column("第几日", 0.6, "centre"),
        Column("是否计入", 0.95, "centre"),
        Column("理由", 2.2),
        Column("当日事项", 1.8),
    )
    yield Table(columns, tuple(_day(day) for day in days))


def _day(day: TapeDay) -> tuple[str, ...]:
    seen = f"，见第{day.by}条" if day.by and day.kind is not TapeKind.start else ""
    counts = "计入" if day.counts else "不计入"
    return (
        chinese_day(day.on),
        _WEEKDAYS[day.on.weekday()],
        str(day.number or ""),
        f"{counts}（暂定）" if day.provisional else counts,
        day.why + seen,
        "、".join(day.acts),
    )


def _journal(case: OpenCase) -> Iterator[Block]:
    columns = (
        Column("序号", 0.45, "centre"),
        Column("日期", 1.6, "centre"),
        Column("办理人", 0.9),
        Column("事项", 1.2),
        Column("内容", 2.4),
        Column("校验值", 1.4),
    )
    hashes = {row.seq: row.hash for row in case.rows}
    known = people(case.session, case.view)
    rows = []
    for entry in case.view.entries:
        said = "；".join(
            f"{label}：{value}" for label, value in details(case.view, entry, people=known)
        )
        rows.append(
            (
                str(entry.seq),
                chinese_day(entry.on_day),
                entry.actor.partition("（")[0],  # the roles stand in journal.json
                f"{entry.label}（{entry.basis}）" + ("（已撤销）" if entry.annulled else ""),
                _sentence(entry, said),
                hashes.get(entry.seq, ""),
            )
        )
    yield Table(columns, tuple(rows))
    yield Note(
        "每条的校验值（SHA-256）由该条内容和前一条的校验值算出，改动任何一条，其后各条都不再相符。"
        "压缩包中的 journal.json 载有各条原文，可以用 casework file check 逐条重算。"
    )


def _sentence(entry: EntryView, said: str) -> str:
    moved = entry.before != entry.after and entry.after
    state = (
        (f"由“{entry.before}”转为“{entry.after}”" if entry.before else f"进入“{entry.after}”")
        if moved
        else ""
    )
    return "。".join(part for part in (state, said) if part) + "。" if state or said else ""
