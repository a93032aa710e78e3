"""A ledger that is sent on a page: kept, tried, shown and then loaded, each beside the page that asked for it."""

import base64
import json
import logging
import threading
from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import CursorResult, delete
from sqlalchemy.orm import Session

from casework.errors import CaseworkError, Conflict, Invalid
from casework.ledger import Fault, Ledger, Sent, read_sent
from casework.models.ledger import SentLedger
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import sent_ledgers
from casework.services import units
from casework.services.importing import ImportReport, Share, check_importer, import_ledger
from casework.services.ledger_signs import Signs, is_lost
from casework.viewer import Moment, Viewer

_LOG = logging.getLogger(__name__)
_ONE = threading.Lock()  # the next ledger of this process waits its turn
_WAIT_SECONDS = 30.0
_QUEUED, _READING, _CHECKING = "排队等候", "读取", "检查"
_FAILED = "没有完成，原因已记入系统日志，没有导入任何行；请重试，仍不成功的请与管理员联系。"


@dataclass(frozen=True)
class LedgerForm:
    """What is sent: the unit of the rows that name none, the files, the reporting year, columns to pass over."""

    unit: str
    file: Sent
    reviews: Sent | None = None
    year: int | None = None
    ignored: Sequence[str] = ()


def receive(office: Office, form: LedgerForm, *, viewer: Viewer, moment: Moment) -> int:
    """Keep a ledger to be tried; answers its key.

    Raises:
        NotFound: no such unit. NotAllowed: not an importer there. Invalid: a file is empty or too large.
    """
    files = [one for one in (form.file, form.reviews) if one is not None]
    for one in files:
        _check_size(office, one)
    packed = json.dumps([(one.name, base64.b64encode(one.content).decode()) for one in files])
    content = office.cipher.encrypt(packed)
    with office.db.write() as session:
        unit = units.by_code(session, form.unit)
        check_importer(sent_ledgers.as_importer(session, viewer), unit)
        assert viewer.user_id is not None
        row = SentLedger(
            unit_id=unit.id, user_id=viewer.user_id, name=form.file.name[:200], year=form.year,
            ignored="\n".join(form.ignored), sent_at=moment.at, seen_at=moment.at, step=_QUEUED,
            content=content,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id


def ask_to_load(office: Office, ledger_id: int, *, viewer: Viewer, moment: Moment) -> bool:
    """Note that a ledger whose trial found nothing is to be loaded; whether `work` has to be called for it.

    A second click, and a ledger that is loaded, answer no.

    Raises:
        NotFound: it is another's, or gone. Conflict: its trial found faults, or has not ended.
    """
    with office.db.write() as session:
        # Of two that ask at once, the second finds what the first one wrote.
        session.get(SentLedger, ledger_id, with_for_update=True)
        row = sent_ledgers.sent_ledger(session, viewer, ledger_id)
        lost = is_lost(office, row, at=moment.at)
        if row.is_load and not lost and not row.fault:
            return False
        tried = row.is_load or (row.ended_at is not None and not row.fault)
        if not tried or row.faults:
            raise Conflict("试导没有通过或者没有做完，不能导入；请改正台账后重新上传。")
        row.is_load, row.ended_at, row.fault = True, None, ""
        row.done, row.total, row.step, row.seen_at = 0, 0, _QUEUED, moment.at
        return True


def discard(office: Office, ledger_id: int, *, viewer: Viewer, moment: Moment) -> None:
    """Throw away what was sent; cases that were loaded stay.

    Raises:
        NotFound: it is another's, or gone. Conflict: work on it is under way.
    """
    with office.db.write() as session:
        row = sent_ledgers.sent_ledger(session, viewer, ledger_id)
        if row.ended_at is None and not is_lost(office, row, at=moment.at):
            raise Conflict("正在处理，不能删除；请等处理完毕再删除。")
        session.delete(row)
    Signs(office, ledger_id).stop()


def work(office: Office, ledger_id: int, *, viewer: Viewer, moment: Moment) -> None:
    """Try it, or load it when that was asked for; whatever goes wrong is noted in its row as a sentence."""
    signs = Signs(office, ledger_id)
    while not _ONE.acquire(timeout=_WAIT_SECONDS):
        signs.give(0, 0, _QUEUED)
    try:
        signs.give(0, 0, _READING, at_once=True)
        _do(office, ledger_id, signs, viewer=viewer, moment=moment)
    except CaseworkError as error:
        _end(office, ledger_id, fault=error.message)
    except Exception:
        _LOG.exception("台账没有导入")
        _end(office, ledger_id, fault=_FAILED)
    finally:
        signs.stop()
        _ONE.release()


def report_of(office: Office, row: SentLedger) -> ImportReport:
    """What was found or loaded; empty while nothing has ended."""
    if not row.report:
        return ImportReport()
    told = json.loads(office.cipher.decrypt(row.report))
    return ImportReport(
        told["loaded"],
        told["reviews"],
        tuple(Fault(**one) for one in told["faults"]),
        tuple(Share(**one) for one in told["shares"]),
    )


def forget(office: Office, *, moment: Moment) -> int:
    """Erase what was sent too long ago; answers how many there were."""
    with office.db.write() as session:
        old = SentLedger.sent_at <= moment.at - sent_ledgers.KEPT
        gone = session.execute(delete(SentLedger).where(old))
        return gone.rowcount if isinstance(gone, CursorResult) else 0


def _check_size(office: Office, file: Sent) -> None:
    most = office.settings.file_bytes
    if len(file.content) > most:
        raise Invalid(
            f"文件“{file.name}”超过{most // 1024 // 1024} MB；请按年度分成几份，分别导入。",
            fields={"file": "过大"},
        )
    if not file.content.strip():
        raise Invalid(f"文件“{file.name}”没有任何内容；请核对文件。", fields={"file": "空文件"})


def _do(office: Office, ledger_id: int, signs: Signs, *, viewer: Viewer, moment: Moment) -> None:
    with office.db.read() as session:
        row = sent_ledgers.sent_ledger(session, viewer, ledger_id)
        unit_code = session.get_one(Unit, row.unit_id).code
        content, is_load = row.content or "", row.is_load
    ledger = _read(office, content, row.ignored.split("\n"), signs)
    total, done = len(ledger.requests) + len(ledger.reviews), 0
    signs.give(0, total, _CHECKING, at_once=True)

    def tick() -> None:
        nonlocal done
        done += 1
        signs.give(done, total, "导入" if is_load else "试导")

    def noted(session: Session, report: ImportReport) -> None:
        _note(office, session.get_one(SentLedger, ledger_id), report)

    report = import_ledger(
        office,
        ledger,
        unit_code=unit_code,
        year=row.year,
        dry_run=not is_load,
        viewer=viewer,
        moment=moment,
        tick=tick,
        noted=noted,
    )
    if report.faults or not is_load:
        _end(office, ledger_id, report=report)


def _read(office: Office, content: str, ignored: Sequence[str], signs: Signs) -> Ledger:
    packed = json.loads(office.cipher.decrypt(content))
    file, *others = [Sent(name, base64.b64decode(given)) for name, given in packed]
    lines = 0

    def tick(count: int) -> None:
        nonlocal lines
        lines += count
        signs.give(lines, 0, _READING)

    return read_sent(
        file,
        reviews=others[0] if others else None,
        ignore_columns=[*filter(None, ignored)],
        tick=tick,
    )


def _note(office: Office, row: SentLedger, report: ImportReport) -> None:
    """The end of the work, written where the caller writes: loaded cases and this note are committed together."""
    row.ended_at = row.seen_at = office.now().at
    row.faults = len(report.faults)
    row.report = office.cipher.encrypt(json.dumps(asdict(report), ensure_ascii=False))
    if row.is_load and not report.faults:
        row.content = None


def _end(
    office: Office, ledger_id: int, *, report: ImportReport | None = None, fault: str = ""
) -> None:
    with office.db.write() as session:
        row = session.get(SentLedger, ledger_id)
        if row is None:
            return
        if report is not None:
            _note(office, row, report)
        row.ended_at = row.seen_at = office.now().at
        row.fault = fault
