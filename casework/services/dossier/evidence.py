"""The evidence pack of a request for a review or a suit (复议法44, 48, 70): list, time line, numbered evidence, draft reply.

It is made of the request as it stands, so it can be had before there is a dispute.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy.orm import Session

from casework import docx
from casework.blocks import Column, Paper, Table
from casework.errors import MissingEvidence
from casework.files.binding import Told
from casework.models.record import Record
from casework.office import Office
from casework.pdf.fonts import font_set
from casework.pdf.render import render
from casework.services import papers
from casework.services.dossier import binder
from casework.services.dossier.binder import Bundle, Heading
from casework.services.dossier.case_file import drawn_sheet
from casework.services.dossier.entry import Entry, Placed
from casework.services.dossier.opening import OpenCase, file_entry, opened, paper_entry
from casework.services.dossier.pages import Cover, Sheets
from casework.services.paper_evidence import disputed
from casework.viewer import Moment, Viewer
from workflows.documents import DOCUMENTS, sheets_of
from workflows.guards import chinese_day

WORD = "证据"
_LIST, _TIMES = "evidence_list", "办理经过时间表"
_REPLIES = ("review_reply", "defence")
_FOLDER = "证据"


@dataclass(frozen=True)
class Collected:
    """What a pack is made of, read in one moment. `lacks` says in sentences what should still be attached."""

    about: Record
    entries: tuple[Entry, ...]
    heading: Heading
    sheets: Sheets
    drafts: tuple[tuple[str, bytes], ...]
    lacks: tuple[str, ...]


def collected(
    session: Session, office: Office, record_id: int, *, viewer: Viewer, moment: Moment
) -> Collected:
    """The pack of a request, or of the review or suit about it.

    Raises:
        NotFound: out of sight, also the request alone. MissingEvidence: the record is linked to no request.
    """
    case = opened(session, office, record_id, viewer=viewer, moment=moment)
    record = disputed(session, case.record)
    if record is None:
        raise MissingEvidence(
            "本案没有关联政府信息公开申请，没有可以提交的证据（复议法44）；请在登记时填写所涉及的申请。",
            basis="复议法44",
        )
    about = case
    if record.id != record_id:
        about = opened(session, office, record.id, viewer=viewer, moment=moment)
    facts, listed = _written(case, _LIST)
    sheets = Sheets(font_set(office.settings.font_dir), about.view.unit.name)
    entries = tuple(_entry(about, sheets, piece) for piece in facts["evidence"])
    drafts, lacks = _reply(case)
    times = sheets.draw(_TIMES, _times(facts))
    heading = Heading(
        _cover(about, case, len(entries)),
        DOCUMENTS[_LIST].title,
        lambda placed: render(_paged(listed, placed), fonts=sheets.fonts),
        more=((_TIMES, times),),
        word=WORD,
    )
    return Collected(record, entries, heading, sheets, drafts, (*lacks, *_lacks(about)))


def bind(found: Collected, *, told: Told) -> Bundle:
    """Cover, 证据清单 with pages, time line, and 证据1 to n.

    Raises:
        Invalid: the whole is more than one process may hold.
    """
    return binder.bind(found.entries, found.sheets, found.heading, told=told)


def _written(case: OpenCase, key: str) -> tuple[Mapping[str, Any], Paper]:
    context, _, paper = papers.written(
        case.session,
        case.office,
        case.record,
        kind=DOCUMENTS[key],
        situation=case.situation,
        on_day=case.as_of,
        texts=case.texts,
        number="",
    )
    return context, paper


def _entry(case: OpenCase, sheets: Sheets, piece: Mapping[str, str]) -> Entry:
    """The thing that a line of the list names."""
    kind, _, key = piece["source"].partition(":")
    if kind == "sheet":
        return replace(drawn_sheet(case, DOCUMENTS[key], sheets), folder=_FOLDER)
    if kind == "file":
        one = next(one for one in case.files if one.seq == int(key))
        return replace(file_entry(case, one), folder=_FOLDER)
    paper = next(paper for paper in case.papers if paper.id == int(key))
    return replace(paper_entry(case, paper), folder=_FOLDER)


def _paged(paper: Paper, placed: Sequence[Placed]) -> Paper:
    """The list with the pages at which each piece stands: its last column, which the paper leaves to the pen."""
    blocks = tuple(
        replace(
            block,
            rows=tuple((*row[:-1], one.pages) for row, one in zip(block.rows, placed, strict=True)),
        )
        if isinstance(block, Table)
        else block
        for block in paper.blocks
    )
    return replace(paper, blocks=blocks)


def _times(facts: Mapping[str, Any]) -> Table:
    """Every dated fact with the piece of evidence that proves it and its article."""
    numbers = {piece["source"]: n for n, piece in enumerate(facts["evidence"], start=1)}
    columns = (
        Column("日期", 1.5, "centre"),
        Column("事实", 2.4),
        Column("依据", 2.0),
        Column("证据", 0.8, "centre"),
    )
    rows = tuple(
        (
            one["day"],
            one["what"],
            one["basis"],
            "、".join(f"{WORD}{numbers[key]}" for key in one["sources"] if key in numbers),
        )
        for one in facts["timeline"]
    )
    return Table(columns, rows)


def _reply(case: OpenCase) -> tuple[tuple[tuple[str, bytes], ...], tuple[str, ...]]:
    """The draft of 行政复议答复书 or 答辩状 as PDF and for a word processor, where there is one; else what it lacks."""
    kind = next((row for row in sheets_of(case.record.kind) if row.key in _REPLIES), None)
    if kind is None:
        return (), ()
    try:
        _, paper = _written(case, kind.key)
    except MissingEvidence as error:
        return (), (error.message,)
    name = f"{kind.title}（草稿）"
    pdf = render(paper, fonts=font_set(case.office.settings.font_dir))
    return ((f"{name}.pdf", pdf), (f"{name}.docx", docx.write(paper))), ()


def _lacks(case: OpenCase) -> Iterator[str]:
    """What the file should hold and does not; the pack is made all the same."""
    held = {(one.kind, one.proves) for one in case.files if not one.is_withdrawn}
    kinds = {kind for kind, _ in held}
    if "application" not in kinds:
        yield "没有登记申请书的原件或者扫描件；有的，请在“文件”中登记。"
    for thread in case.view.facts.threads_of("service", "termination_service"):
        rows = {thread.key, thread.closed_in}
        if not any(kind == "service_proof" and proves in rows for kind, proves in held):
            yield f"第{thread.key}条的送达没有登记送达凭证；请登记邮寄凭证或者签收件，并写明证明第几条。"


def _cover(about: OpenCase, case: OpenCase, count: int) -> Cover:
    record = about.record
    disputed_by = (
        "" if case is about else f"{case.view.workflow.kind.label}　{case.record.number or ''}"
    )
    pairs = (
        ("提交单位", about.view.unit.name),
        ("争议案件", disputed_by),
        ("所涉及的申请", record.number or "未编号"),
        ("申请内容", "；".join(item.content.rstrip("。；;") for item in about.view.items)),
        ("证据份数", f"{count}份"),
    )
    note = f"内容截至{chinese_day(case.as_of)}。"
    return Cover("证据材料", about.view.unit.name, tuple((k, v) for k, v in pairs if v), note)
