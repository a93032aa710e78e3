"""The draft of an answer: as a paper for a word processor, as a preview, and back from an upload; versions are saved here."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework import docx
from casework.blocks import Paper
from casework.errors import ActionRefused, Invalid, MissingEvidence, NotFound
from casework.models.record import Record
from casework.office import Office
from casework.queries import sight
from casework.queries.case_page import seen
from casework.services import actions, engine, journal, papers
from casework.services.engine import Done
from casework.services.paper_people import said_by
from casework.services.papers import Drawn
from casework.services.reasons_text import drawable
from casework.viewer import Moment, Viewer
from workflows import drafts
from workflows.action import Action, Situation
from workflows.documents import DOCUMENTS
from workflows.history import Facts, Thread
from workflows.registry import workflow_version

_ANSWER = "answer"
PLACEHOLDER = "（请在这里写明理由：事实和判断过程，逐项对应申请内容。）"
_UNDECIDED = {
    "sentences": ["（办理结果、依据由系统按提交的答复稿写入本段。）"],
    "remedy": "（救济途径由系统按办理结果写入本段。）",
}
_STAMP = re.compile(r"casework-draft-(\d{1,10})-(\d{1,10})")


@dataclass(frozen=True)
class Uploaded:
    """What an edited draft brought back; nothing of it is stored yet. `base` is the version it was made from."""

    text: str
    base: int
    changes: tuple[docx.Change, ...]
    remarks: tuple[str, ...]


@dataclass(frozen=True)
class _Desk:
    """A record with its facts as they stand, and the texts of its journal."""

    office: Office
    session: Session
    record: Record
    situation: Situation
    texts: Mapping[str, str]
    today: date


def draft(
    session: Session, office: Office, record_id: int, *, viewer: Viewer, moment: Moment
) -> bytes:
    """The draft of the answer as DOCX: the newest reasons, and around them what the system writes.

    Raises:
        NotFound: out of sight, or no request. MissingEvidence: what the paper lacks, by name.
    """
    return docx.write(_draft_paper(_desk(session, office, record_id, viewer, moment)))


def preview(
    session: Session, office: Office, record_id: int, *, viewer: Viewer, moment: Moment
) -> Drawn:
    """The answer exactly as it would be issued today, without its number.

    Raises:
        NotFound: out of sight, or no request. MissingEvidence: no result was proposed yet, or facts are missing.
    """
    at = _desk(session, office, record_id, viewer, moment)
    if drafts.proposed(at.situation.facts) is None:
        raise MissingEvidence(
            "还没有提交答复稿，办理结果未定，不能预览《答复书》（条例36）；"
            "可以先在“提交答复稿”中填写后预览。",
            basis="条例36",
        )
    return papers.drawing(
        at.session,
        at.office,
        at.record,
        key=_ANSWER,
        situation=at.situation,
        on_day=at.today,
        texts=at.texts,
        preview=True,
    )


def returned(
    session: Session,
    office: Office,
    record_id: int,
    data: bytes,
    *,
    viewer: Viewer,
    moment: Moment,
) -> Uploaded:
    """The reasons in an uploaded draft, and every change of the other parts, which are not taken.

    Raises:
        Invalid: it is no harmless draft of this case, or its reasons cannot be used; the sentence says why.
    """
    at = _desk(session, office, record_id, viewer, moment)
    found = docx.read(data, _draft_paper(at))
    base = _base(at.record, found.keywords)
    text = "\n".join(line for line in found.reasons if line != PLACEHOLDER)
    if not text:
        raise Invalid(
            "上传的文件的“理由”部分还没有填写；请写明理由后再上传。", fields={"file": "没有理由"}
        )
    text = drawable(office, text, label="理由", field="file")
    return Uploaded(text, base, found.changes, found.remarks)


def save(
    office: Office,
    record_id: int,
    *,
    text: str,
    based_on: int,
    comment: str,
    viewer: Viewer,
    moment: Moment,
) -> Done:
    """Save a text as the newest version, by the act that lies with the viewer now.

    Raises:
        NotFound, NotAllowed, ActionRefused, StaleCase, Invalid: as `actions.perform`.
        Invalid: the text is that of the newest version.
    """
    with office.db.read() as session:
        at = _desk(session, office, record_id, viewer, moment)
        action, version = _writing(at, viewer), at.record.version
        last = drafts.newest(at.situation.facts)
        if last and last.key == based_on and text_of(last, at.texts).split() == text.split():
            raise Invalid(
                "所填的理由与最新一稿相同，没有保存；请修改后再保存。",
                fields={"reasons": "没有改动"},
            )
    return actions.perform(
        office,
        record_id,
        action.name,
        viewer=viewer,
        version=version,
        on_day=moment.today,
        data={drafts.TEXT: text, drafts.BASE: based_on, "comment": comment},
        moment=moment,
    )


def text_of(version: Thread, texts: Mapping[str, str]) -> str:
    """What a version says."""
    return str(said_by(version.values[drafts.TEXT], texts))


def _writing(at: _Desk, viewer: Viewer) -> Action:
    workflow = workflow_version(at.record.workflow_version)
    roles = sight.roles_on(at.session, viewer, at.record)
    reachable = [a for a in workflow.reachable(at.situation.facts) if a.writes]
    found = next((a for a in reachable if a.roles & roles), None)
    if found is None:
        state = workflow.label(at.record.state)
        who = "、".join(r.label for a in reachable for r in a.roles)
        way = f"现在由{who}修改" if who else "需要修改的，请先退回承办人"
        raise ActionRefused(
            f"本案处于“{state}”，您现在不能修改理由（条例36）；{way}。", basis="条例36"
        )
    return found


def check_sight(session: Session, viewer: Viewer, record_id: int) -> Record:
    """The record, if it is one that is answered and the viewer may see its papers.

    Raises:
        NotFound: it is none, or out of sight.
    """
    record = seen(session, viewer, record_id)
    workflow = workflow_version(record.workflow_version)
    if not any(action.writes for action in workflow.actions):
        raise NotFound("这一类案件没有答复稿；请从政府信息公开申请的案件页打开。")
    if sight.only_contributes(viewer, record):
        raise NotFound("协办部门看不到本案的文书；需要的，请向承办人索取。")
    return record


def _desk(
    session: Session, office: Office, record_id: int, viewer: Viewer, moment: Moment
) -> _Desk:
    record = check_sight(session, viewer, record_id)
    workflow = workflow_version(record.workflow_version)
    at = engine.desk(session, office, viewer=viewer, moment=moment)
    facts = engine.history(session, record, workflow)
    situation = workflow.situation(facts, at.calendar)
    return _Desk(
        office, session, record, situation, journal.texts_of(session, record.id), moment.today
    )


def _draft_paper(at: _Desk) -> Paper:
    """The answer with a place for reasons in any case, marked with the record and the version it was made from."""
    facts = at.situation.facts
    text = _start(at, facts)
    base = drafts.newest(facts)
    if drafts.in_force(facts) is None:  # the place is held by a version that nobody has saved
        held = Thread(at.record.version + 1, drafts.VERSION, "", at.today, {drafts.TEXT: text})
        facts = facts.with_thread(held)
    kind, more = DOCUMENTS[_ANSWER], {}
    if drafts.proposed(facts) is None:
        kind, more = replace(kind, remedy=False), {**_UNDECIDED, "reasons": text.split("\n")}
    _, _, paper = papers.written(
        at.session,
        at.office,
        at.record,
        kind=kind,
        situation=replace(at.situation, facts=facts),
        on_day=at.today,
        texts=at.texts,
        number=papers.UNNUMBERED,
        more=more,
    )
    stamp = f"casework-draft-{at.record.id}-{base.key if base else 0}"
    return replace(paper, keywords=f"{paper.keywords} {stamp}")


def _start(at: _Desk, facts: Facts) -> str:
    """The text a draft begins with: the version in force, else what was typed into the submitted draft."""
    version, proposal = drafts.in_force(facts), drafts.proposed(facts)
    if version:
        return text_of(version, at.texts)
    typed: Any = proposal.data.get("fact_reasons") if proposal else None
    return str(said_by(typed, at.texts)) if typed else PLACEHOLDER


def _base(record: Record, keywords: str) -> int:
    """The version the file was made from; refuses the draft of another case."""
    found = _STAMP.search(keywords)
    if found is None:
        raise Invalid(
            "上传的文件看不出是哪一案、哪一稿的草稿（文件属性已被清除，或者不是从系统下载的）；"
            "请重新下载草稿，把改好的理由粘贴进去再上传，或者直接填写在页面上。",
            fields={"file": "不是本案的草稿"},
        )
    if int(found[1]) != record.id or (record.number and record.number not in keywords):
        number = keywords[: found.start()].strip()
        raise Invalid(
            f"上传的文件是另一案（{number or '未编号'}）的草稿，没有读取；请选择本案（{record.number or '未编号'}）的草稿。",
            fields={"file": "另一案的草稿"},
        )
    return int(found[2])
