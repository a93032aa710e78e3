"""The case file (卷宗) of one case: what is in it, in which order, and its cover."""

from collections.abc import Iterator
from dataclasses import dataclass

from casework.errors import Invalid
from casework.files.binding import Told
from casework.pdf.fonts import font_set
from casework.queries import unit_settings
from casework.services import papers
from casework.services.dossier import binder
from casework.services.dossier.binder import Bundle, Heading
from casework.services.dossier.course import course
from casework.services.dossier.entry import Entry
from casework.services.dossier.opening import OpenCase, file_entry, paper_entry
from casework.services.dossier.pages import Cover, Sheets
from workflows.acts.erasing import Retention, kept_until
from workflows.documents import Addressee, DocumentType, offered_sheets
from workflows.guards import chinese_day
from workflows.outcomes import OUTCOMES

_LIST = "卷内目录"
_FIRST = "register_sheet"  # the file begins with it; the other sheets sum up what was done


@dataclass(frozen=True)
class Collected:
    """What a case file is made of, read in one moment; the session is closed when it is bound."""

    entries: tuple[Entry, ...]
    cover: Cover
    sheets: Sheets


def collected(case: OpenCase) -> Collected:
    """All that belongs to the file of a case, while its session is open."""
    sheets = Sheets(font_set(case.office.settings.font_dir), case.view.unit.name)
    entries = tuple(_entries(case, sheets))
    return Collected(entries, _cover(case, len(entries)), sheets)


def bind(found: Collected, *, told: Told) -> Bundle:
    """卷宗: cover, 卷内目录 and every entry.

    Raises:
        Invalid: the whole is more than one process may hold.
    """
    heading = Heading(found.cover, _LIST, lambda placed: found.sheets.contents(_LIST, placed))
    return binder.bind(found.entries, found.sheets, heading, told=told)


def _entries(case: OpenCase, sheets: Sheets) -> Iterator[Entry]:
    facts, linked = case.view.facts, case.record.parent_id is not None
    offered = [
        row
        for row in offered_sheets(case.record.kind, facts, linked=linked)
        if row.addressee is Addressee.internal
    ]
    yield from (drawn_sheet(case, row, sheets) for row in offered if row.key == _FIRST)
    yield from dated(case)
    yield from (drawn_sheet(case, row, sheets) for row in offered if row.key != _FIRST)
    yield from course(case, sheets)


def dated(case: OpenCase) -> Iterator[Entry]:
    """Papers and attached files in the order of their acts; a proof stands behind what it proves."""
    papers = [((paper.seq, 0, paper.id), paper_entry(case, paper)) for paper in case.papers]
    files = [((one.proves or one.seq, 1, one.seq), file_entry(case, one)) for one in case.files]
    yield from (entry for _, entry in sorted([*papers, *files], key=lambda pair: pair[0]))


def drawn_sheet(case: OpenCase, kind: DocumentType, sheets: Sheets) -> Entry:
    """A sheet as the case stands; what keeps it from being drawn stands on the page in its place."""
    entry = Entry(kind.title, b"", name=f"{kind.title}.pdf", folder="表单")
    try:
        content = papers.drawing(
            case.session,
            case.office,
            case.record,
            key=kind.key,
            situation=case.situation,
            on_day=case.as_of,
            texts=case.texts,
        ).pdf
    except Invalid as error:
        content = sheets.stand_in(entry, error.message)
    return Entry(kind.title, content, name=entry.name, folder=entry.folder)


def _cover(case: OpenCase, count: int) -> Cover:
    view, record = case.view, case.record
    applicants = "、".join(p.name for p in view.parties if not p.part)
    subject = "；".join(item.content.rstrip("。；;") for item in view.items)
    outcome = OUTCOMES[record.outcome].label if record.outcome in OUTCOMES else ""
    pairs = (
        ("立卷单位", view.unit.name),
        ("类别", view.workflow.kind.label),
        ("案件编号", record.number or "未编号"),
        ("案由", subject or view.workflow.opening.label),
        ("申请人", applicants),
        ("立案日期", chinese_day(record.received_on or record.arrived_on)),
        ("办结日期", chinese_day(record.closed_on) if record.closed_on else "未办结"),
        ("办理结果", outcome or view.state_label),
        ("保管期限", _retention(case)),
        ("件数", f"{count}件"),
    )
    note = f"本卷内容截至{chinese_day(case.as_of)}，记录至第{record.version}条。{_erased(case)}"
    return Cover("卷宗", view.unit.name, tuple((k, v) for k, v in pairs if v), note)


def _retention(case: OpenCase) -> str:
    """The class of the unit, and the last day where the case has ended (档案局令8)."""
    retention = Retention(unit_settings.value(case.session, case.record.unit_id, "retention"))
    until = kept_until(case.view.facts, retention) if case.is_closed else None
    return f"{retention.label}，至{chinese_day(until)}届满" if until else retention.label


def _erased(case: OpenCase) -> str:
    """What somebody who opens an erased case has to know; empty where nothing was erased."""
    facts = case.view.facts
    on = facts.day("erased_on")
    if on is not None:
        return f"个人信息、文书和文件的内容已于{chinese_day(on)}依法清除，各件只保留题名、文号、日期和登记的校验值。"
    gone = sum(paper.salt is None for paper in case.papers)
    gone += sum(one.is_erased for one in case.files)
    return f"有{gone}件的内容已依法清除，见备注。" if gone else ""
