"""A request that an applicant sends himself: checked, registered and given its query code in one transaction (条例29, 31).

It goes through the same intake as a clerk's entry. The web form's own day is the receipt day, confirmed by the automatic
receipt (model 3; 指导案例26号).
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from casework.characters import shown
from casework.errors import ActionRefused, Invalid
from casework.files.checking import check
from casework.files.kinds import Checked
from casework.models.applying import SentApplication
from casework.models.record import Record
from casework.models.unit import Unit
from casework.office import Office
from casework.queries.open_units import desk_of
from casework.services import actions, engine, intake, portal_limits, query_codes
from casework.services.engine import Desk
from casework.services.intake import RequestForm
from casework.viewer import Moment, Viewer
from workflows.file_guards import FileKind
from workflows.vocabulary import Role

MOST_FILES = 6
_SHORTEST_KEY = 20  # the key of a form is a secret of 22 signs


@dataclass(frozen=True)
class Brought:
    """A file as it was sent; `kind` says what it proves, `field` where it was chosen."""

    kind: FileKind
    name: str
    content: bytes
    field: str = "files"


@dataclass(frozen=True)
class Application:
    """What an applicant sends. `key` is the secret of his form: sent twice, it registers once."""

    form: RequestForm
    key: str
    files: Sequence[Brought] = ()


@dataclass(frozen=True)
class Sent:
    """What he is told: the number and the code, and whether this form had been sent before."""

    record_id: int
    number: str
    code: str
    again: bool = False


def applicant(unit_id: int) -> Viewer:
    """The applicant himself, as the one who acts; he may do what the table of acts gives his role, in this unit."""
    return Viewer(None, "网上办理", roles={unit_id: frozenset({Role.applicant})})


def send(office: Office, application: Application, *, address: str, moment: Moment) -> Sent:
    """Register an application; the same form sent again is told the same number and code.

    `address` is the network address, of which only a keyed digest is counted.

    Raises:
        TooMany: a limit against abuse. ActionRefused: the unit does not take requests online.
        Invalid: one sentence per faulty field; nothing is then registered.
    """
    known = _known(office, application.key)
    if known is not None:
        return known
    unit_id = application.form.unit_id
    portal_limits.take(office, portal_limits.SEND, address, unit_id=unit_id, moment=moment)
    files = checked(office, application.files)
    try:
        return _registered(office, application, files, moment)
    except IntegrityError:  # another process has sent the same form in between
        known = _known(office, application.key)
        if known is None:
            raise
        return known


def checked(office: Office, files: Sequence[Brought]) -> list[tuple[FileKind, Checked]]:
    """The files as they may be kept, opened before any transaction begins.

    Raises:
        Invalid: too many, or one is not accepted; the sentence names it.
    """
    if len(files) > MOST_FILES:
        raise Invalid(
            f"附件最多{MOST_FILES}份；请把几页合并为一个 PDF。", fields={files[0].field: "份数过多"}
        )
    found = []
    for one in files:
        try:
            file = check(one.name, one.content, most_bytes=office.settings.file_bytes)
        except Invalid as error:
            raise Invalid(
                f"附件“{shown(one.name)}”没有接收。{error.message}",
                fields={one.field: error.message},
            ) from error
        found.append((one.kind, file))
    return found


def attach(
    at: Desk, record: Record, files: Sequence[tuple[FileKind, Checked]], **data: str
) -> None:
    """Attach checked files to a record in an open transaction, each by an act of its own."""
    for kind, file in files:
        payload: Mapping[str, str] = {"file_kind": kind, **data}
        day = at.moment.today
        actions.do(replace(at, file=file), record, "attach_file", on_day=day, payload=payload)


def _registered(
    office: Office,
    application: Application,
    files: Sequence[tuple[FileKind, Checked]],
    moment: Moment,
) -> Sent:
    with office.db.write() as session:
        _check_open(session, application.form.unit_id)
        viewer = applicant(application.form.unit_id)
        code = query_codes.of_form(office.cipher, application.key)
        desk = engine.desk(session, office, viewer=viewer, moment=moment)
        at = replace(desk, query_code=code)
        done = intake.enter(at, application.form, on_day=moment.today)
        record = session.get_one(Record, done.record_id)
        attach(at, record, files)
        row = SentApplication(
            key_index=_index(office, application.key), record_id=record.id, sent_at=moment.at
        )
        session.add(row)
        session.flush()
        return Sent(record.id, record.number or "", code)


def _check_open(session: Session, unit_id: int) -> None:
    unit = session.get(Unit, unit_id)
    if unit is None:
        raise Invalid("没有这个单位；请重新选择。", fields={"unit": "没有这个单位"})
    if not desk_of(session, unit).online:
        raise ActionRefused(
            f"{unit.name}没有公布网上提交这一渠道，本次没有提交；请当面提交或者邮寄（19号）。",
            basis="19号",
        )


def _known(office: Office, key: str) -> Sent | None:
    if len(key) < _SHORTEST_KEY:
        raise Invalid("这一页已经失效，本次没有提交；请重新打开申请页填写。")
    with office.db.read() as session:
        row = session.get(SentApplication, _index(office, key))
        if row is None:
            return None
        record = session.get_one(Record, row.record_id)
        code = query_codes.of_form(office.cipher, key)
        return Sent(record.id, record.number or "", code, again=True)


def _index(office: Office, key: str) -> str:
    return office.cipher.index(f"key of form:{key}")
