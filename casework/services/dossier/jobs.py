"""Makes bundles beside the page that asked for them: a row in the database tells how far each has come, in every process."""

import logging
import threading
import time
from collections.abc import Callable
from enum import StrEnum

from sqlalchemy import CursorResult, delete

from casework.errors import CaseworkError
from casework.models.bundle import Bundle
from casework.office import Office
from casework.queries import bundles
from casework.services import beside
from casework.services.dossier.making import Form, Made, make_case_file, make_evidence
from casework.services.dossier.opening import opened
from casework.viewer import Moment, Viewer

_LOG = logging.getLogger(__name__)
_ONE = threading.Lock()  # a bundle may hold 300 MB; the next of this process waits its turn
_QUEUED, _SIGN_SECONDS, _WAIT_SECONDS = "排队等候", 0.5, 30.0
_FAILED = "制作没有完成，原因已记入系统日志；请重试，仍不成功的请与管理员联系。"


class What(StrEnum):
    """Which bundle."""

    case_file = "case_file"
    evidence = "evidence"

    @property
    def label(self) -> str:
        return {What.case_file: "卷宗", What.evidence: "证据材料"}[self]


_MAKERS: dict[What, Callable[..., Made]] = {
    What.case_file: make_case_file,
    What.evidence: make_evidence,
}


def ask(
    office: Office, record_id: int, what: What, form: Form, *, viewer: Viewer, moment: Moment
) -> tuple[int, bool]:
    """Note that a bundle is wanted; its key, and whether `make` has to be called for it.

    Asked again while the same is being made, it answers the one that is on its way.

    Raises:
        NotFound: the record is out of sight, or the viewer only contributes.
    """
    with office.db.read() as session:
        opened(session, office, record_id, viewer=viewer, moment=moment)
    assert viewer.user_id is not None
    with office.db.write() as session:
        found = bundles.running(session, viewer, record_id, what=what, form=form, at=moment.at)
        if found is not None:
            return found, False
        row = Bundle(
            record_id=record_id, user_id=viewer.user_id, what=what, form=form,
            asked_at=moment.at, seen_at=moment.at, step=_QUEUED,
        )  # fmt: skip
        session.add(row)
        session.flush()
        return row.id, True


def begin(
    office: Office,
    bundle_id: int,
    record_id: int,
    what: What,
    form: Form,
    *,
    viewer: Viewer,
    moment: Moment,
    patience: float,
) -> None:
    """Have it made beside the caller, who waits so many seconds at most."""

    def work() -> None:
        make(office, bundle_id, record_id, what, form, viewer=viewer, moment=moment)

    beside.begin(work, patience=patience)


def make(
    office: Office,
    bundle_id: int,
    record_id: int,
    what: What,
    form: Form,
    *,
    viewer: Viewer,
    moment: Moment,
) -> None:
    """Make it and lay it ready; whatever goes wrong is noted in its row as a sentence."""
    sign = _Sign(office, bundle_id)
    while not _ONE.acquire(timeout=_WAIT_SECONDS):
        sign(0, 0, _QUEUED)
    try:
        made = _MAKERS[what](office, record_id, form, viewer=viewer, moment=moment, told=sign)
    except CaseworkError as error:
        _end(office, bundle_id, fault=error.message)
    except Exception:
        _LOG.exception("卷宗没有制作完成")
        _end(office, bundle_id, fault=_FAILED)
    else:
        _end(office, bundle_id, made=made)
    finally:
        _ONE.release()


def forget(office: Office, *, moment: Moment) -> int:
    """Erase the bundles that have lain ready for long enough; answers how many there were."""
    with office.db.write() as session:
        gone = session.execute(delete(Bundle).where(Bundle.asked_at <= moment.at - bundles.KEPT))
        return gone.rowcount if isinstance(gone, CursorResult) else 0


class _Sign:
    """Notes how far the work has come, not more often than a person looks."""

    def __init__(self, office: Office, bundle_id: int) -> None:
        self._office, self._bundle_id, self._last = office, bundle_id, float("-inf")

    def __call__(self, done: int, of: int, what: str) -> None:
        now = time.monotonic()
        if now - self._last < _SIGN_SECONDS:
            return
        self._last = now
        with self._office.db.write() as session:
            row = session.get(Bundle, self._bundle_id)
            if row is not None:
                row.done, row.total, row.step = done, of, what
                row.seen_at = self._office.now().at


def _end(office: Office, bundle_id: int, *, made: Made | None = None, fault: str = "") -> None:
    """Its last entry. A row that is gone was erased with its record meanwhile, and then nothing is kept."""
    with office.db.write() as session:
        row = session.get(Bundle, bundle_id)
        if row is None:
            return
        row.ended_at = row.seen_at = office.now().at
        row.fault = fault
        if made is not None:
            row.name, row.sha256, row.content = made.name, made.sha256, made.content
            row.entries, row.pages, row.lacks = made.entries, made.pages, "\n".join(made.lacks)
