"""Files of a record: checked, attached by an act, copied with places covered. The act itself is done by `actions`."""

from collections.abc import Iterable, Mapping
from datetime import date
from typing import Any

from casework.errors import Invalid
from casework.files import redaction
from casework.files.checking import check, page_sizes
from casework.files.kinds import MEDIA, Checked
from casework.files.marks import Mark
from casework.models.record import Record
from casework.office import Office
from casework.queries.files import file_of
from casework.services import actions, engine
from casework.services.engine import Done
from casework.viewer import Moment, Viewer
from workflows.file_guards import FileKind
from workflows.registry import workflow_version

ATTACH = "attach_file"
_COPY = "（去标识化）"


def attach(
    office: Office,
    record_id: int,
    *,
    viewer: Viewer,
    version: int,
    on_day: date,
    name: str,
    content: bytes,
    data: Mapping[str, Any],
    moment: Moment,
) -> Done:
    """Check a file and attach it to a record by an act of its own.

    The file is opened before the transaction begins, so that nobody waits for a slow scan.

    Raises:
        Invalid: the file is not accepted; whatever `actions.perform` raises. The record is untouched then.
    """
    file = check(name, content, most_bytes=office.settings.file_bytes)
    return actions.perform(
        office,
        record_id,
        ATTACH,
        viewer=viewer,
        version=version,
        on_day=on_day,
        data=data,
        moment=moment,
        file=file,
    )


def attach_redacted(
    office: Office,
    record_id: int,
    seq: int,
    marks: Iterable[Mark],
    *,
    viewer: Viewer,
    version: int,
    on_day: date,
    moment: Moment,
) -> Done:
    """Attach a copy of the PDF of row `seq` with the marked places covered, of the same kind and linked to it.

    Raises:
        NotFound: there is no such file. Invalid: it is no PDF, or a mark is wrong.
    """
    original = _pdf(office, record_id, seq, viewer=viewer)
    content = redaction.redacted(original.data, marks)
    copy = Checked(_copied(original.name), MEDIA["pdf"], content, original.pages)
    with office.db.read() as session:
        record = session.get_one(Record, record_id)
        workflow = workflow_version(record.workflow_version)
        thread = engine.history(session, record, workflow).thread(seq)
        file_kind = thread.values["file_kind"] if thread else FileKind.other
    return actions.perform(
        office,
        record_id,
        ATTACH,
        viewer=viewer,
        version=version,
        on_day=on_day,
        data={"file_kind": file_kind, "original": seq},
        moment=moment,
        file=copy,
    )


def proposals(office: Office, record_id: int, seq: int, *, viewer: Viewer) -> tuple[Mark, ...]:
    """Where the PDF of a row seems to hold identity, card and telephone numbers; nothing is covered by it.

    Raises:
        NotFound: there is no such file. Invalid: it is no PDF.
    """
    return redaction.proposed(_pdf(office, record_id, seq, viewer=viewer).data)


def sizes(
    office: Office, record_id: int, seq: int, *, viewer: Viewer
) -> tuple[tuple[float, float], ...]:
    """Width and height of the pages of the PDF of a row, in points."""
    return page_sizes(_pdf(office, record_id, seq, viewer=viewer).data)


def _pdf(office: Office, record_id: int, seq: int, *, viewer: Viewer) -> Checked:
    with office.db.read() as session:
        row, content = file_of(session, viewer, record_id, seq)
        if content.media != "pdf" or content.content is None:
            raise Invalid("只有 PDF 可以标记遮盖；请把图片或者文档打印为 PDF 后登记。")
        return Checked(row.name or "", MEDIA["pdf"], content.content, content.pages)


def _copied(name: str) -> str:
    stem = name[: -len(".pdf")] if name.lower().endswith(".pdf") else name
    return f"{stem}{_COPY}.pdf"
