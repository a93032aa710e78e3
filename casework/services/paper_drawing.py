"""Papers that are not kept: sheets drawn from the state whenever somebody asks, and the preview of what an act would send."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework.blocks import Paper
from casework.errors import ActionRefused, NotFound
from casework.models.record import Record
from casework.office import Office
from casework.queries import sight
from casework.queries.case_page import paper, seen
from casework.services import actions, engine, journal, papers, query_codes
from casework.services.papers import Drawn
from casework.viewer import Moment, Viewer
from workflows.action import Action
from workflows.definition import Workflow
from workflows.documents import sheets_of
from workflows.history import Act, Facts
from workflows.registry import workflow_version


def sheet(
    session: Session, office: Office, record_id: int, *, key: str, viewer: Viewer, moment: Moment
) -> Drawn:
    """A sheet of a record as its file stands now; nothing is stored.

    Raises:
        NotFound: no such record, or no such sheet for its kind. MissingEvidence: what it lacks, by name.
    """
    record = _open(session, record_id, viewer)
    kind = next((row for row in sheets_of(record.kind) if row.key == key), None)
    if kind is None:
        listed = "、".join(f"{row.key}（{row.title}）" for row in sheets_of(record.kind)) or "没有"
        raise NotFound(f"没有“{key}”这一种文书；本类案件可以打印的有：{listed}。")
    at = engine.desk(session, office, viewer=viewer, moment=moment)
    workflow = workflow_version(record.workflow_version)
    facts = engine.history(session, record, workflow)
    return papers.drawing(
        session,
        office,
        record,
        key=key,
        situation=workflow.situation(facts, at.calendar),
        on_day=moment.today,
        texts=journal.texts_of(session, record.id),
    )


def preview(
    session: Session,
    office: Office,
    record_id: int,
    action: str,
    *,
    viewer: Viewer,
    on_day: date,
    data: Mapping[str, Any],
    moment: Moment,
) -> tuple[Drawn, ...]:
    """What the act would send, paper by paper: marked as a preview, without number, and stored nowhere.

    Raises:
        NotFound: the record is out of sight. ActionRefused, NotAllowed, Invalid: what the act itself would say.
        MissingEvidence: what a paper lacks, by name.
    """
    record = _open(session, record_id, viewer)
    at = engine.desk(session, office, viewer=viewer, moment=moment)
    workflow = workflow_version(record.workflow_version)
    row = workflow.action(action)
    if row is None or not row.previews:
        raise ActionRefused("这一事项不生成文书，没有可以预览的内容；请直接办理。", basis="条例45")
    return _previewed(at, record, workflow, row=row, on_day=on_day, data=data)


def answer_of(
    session: Session, office: Office, record_id: int, *, viewer: Viewer, moment: Moment
) -> Paper:
    """The answer as it would read if it were signed today, from the draft at hand; no act is tried and no guard asked.

    Raises:
        NotFound: the record is out of sight. MissingEvidence: what the answer lacks, by name.
        ActionRefused: this kind of record has no answer that is signed.
    """
    record = _open(session, record_id, viewer)
    at = engine.desk(session, office, viewer=viewer, moment=moment)
    workflow = workflow_version(record.workflow_version)
    row = next((a for a in workflow.actions if a.signs and a.document), None)
    if row is None:
        raise ActionRefused("本类案件没有经审批签发的答复；请从案件页查看文书。", basis="条例45")
    facts = engine.history(session, record, workflow)
    return papers.drawing(
        session,
        office,
        record,
        key=row.document,
        situation=workflow.situation(facts, at.calendar),
        on_day=moment.today,
        texts=journal.texts_of(session, record.id),
        preview=True,
    ).paper


def draft_of(
    session: Session, office: Office, record_id: int, *, action: str, viewer: Viewer, moment: Moment
) -> Drawn:
    """The paper that an act will issue, as it would read today; no guard and no role is asked, so that a draft can be looked at
    while something still speaks against it.

    Raises:
        NotFound: the record is out of sight. MissingEvidence: what the paper lacks, by name.
        ActionRefused: the act issues no paper, or the record is not in a state that it starts from.
    """
    record = _open(session, record_id, viewer)
    at = engine.desk(session, office, viewer=viewer, moment=moment)
    workflow = workflow_version(record.workflow_version)
    row = workflow.action(action)
    facts = engine.history(session, record, workflow)
    if row is None or not row.document or not workflow.reaches(facts, row):
        state = workflow.label(record.state)
        raise ActionRefused(
            f"现在处于“{state}”，没有草稿可以看；请在办理过程中查看。", basis="条例45"
        )
    act = Act(record.version + 1, row.name, moment.today, {})
    return _as_if_done(at, record, workflow, row=row, facts=facts, act=act)[0]


def _previewed(
    at: engine.Desk,
    record: Record,
    workflow: Workflow,
    *,
    row: Action,
    on_day: date,
    data: Mapping[str, Any],
) -> tuple[Drawn, ...]:
    entered = actions.loaded(at, record, row, data)
    facts = engine.history(at.session, record, workflow)
    engine.checked(at, record, workflow, facts, name=row.name, on_day=on_day, data=entered)
    # The texts stand in the act itself here: their rows are written only when the act is done.
    act = Act(record.version + 1, row.name, on_day, entered)
    return _as_if_done(at, record, workflow, row=row, facts=facts, act=act)


def _as_if_done(
    at: engine.Desk,
    record: Record,
    workflow: Workflow,
    *,
    row: Action,
    facts: Facts,
    act: Act,
) -> tuple[Drawn, ...]:
    after = workflow.foreseen(workflow.fire(facts, act), act)
    situation = workflow.situation(after, at.calendar)
    code = query_codes.shown_before(at.office) if row.renews_code else ""
    return tuple(
        papers.drawing(
            at.session,
            at.office,
            record,
            key=key,
            situation=situation,
            on_day=act.on_day,
            texts=journal.texts_of(at.session, record.id),
            preview=True,
            code=code,
        )
        for key in row.previews
    )


def issued(
    session: Session, office: Office, record_id: int, document_id: int, *, viewer: Viewer
) -> Drawn:
    """A paper that left the house, from its frozen facts, for a word processor.

    Raises:
        NotFound: out of sight, no such paper, or erased. Conflict: its template has changed since.
    """
    return papers.kept(office, paper(session, viewer, record_id, document_id))


def _open(session: Session, record_id: int, viewer: Viewer) -> Record:
    record = seen(session, viewer, record_id)
    if sight.only_contributes(viewer, record):
        raise NotFound("协办部门看不到本案的文书；需要的，请向承办人索取。")
    return record
