"""The data of an act as the journal may hold it: texts, people and files go to erasable rows of their own."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy.orm import Session

from casework.errors import Invalid
from casework.files.kinds import Checked
from casework.models.record import Record
from casework.office import Office
from casework.services import file_store, journal, parties
from workflows.action import Action
from workflows.forms import Field, FieldKind


def kept(
    session: Session,
    office: Office,
    record: Record,
    action: Action,
    data: Mapping[str, Any],
    *,
    file: Checked | None,
) -> dict[str, Any]:
    """The data for the next row of a record; what may have to be erased is stored beside it and named by its digest.

    Raises:
        Invalid: the act brings a file, and none came with it.
    """
    seq = record.version + 1
    if action.party:
        kind = str(data[action.party])
        data = parties.join(session, office, data, record_id=record.id, kind=kind)
    if data.get(action.readdresses):
        position = int(data[action.readdresses])
        data = parties.readdress(session, office, data, record_id=record.id, position=position)
    found = dict(data)
    for key, text in texts_in(office, action, data).items():
        found[key] = journal.keep_text(session, record, seq=seq, field=key, text=text)
    if action.takes_file:
        found[action.takes_file] = _brought(session, record, action, file, seq=seq)
    return found


def texts_in(office: Office, action: Action, data: Mapping[str, Any]) -> dict[str, str]:
    """The texts of an act that may have to be erased, as their rows hold them.

    Raises:
        Invalid: a character of an address cannot be drawn.
    """
    personal = action.personal
    return {
        key: _written(office, personal.get(key), str(value))
        for key, value in data.items()
        if key in personal or (key.startswith("fact_") and isinstance(value, str))
    }


def _written(office: Office, field: Field | None, text: str) -> str:
    """The text as its row holds it: how somebody is reached is encrypted, and has to be printable.

    Raises:
        Invalid: a character of it cannot be drawn.
    """
    if field is None or field.kind is not FieldKind.contact or not text:
        return text
    wrong = parties.unfit_for_print({field.key: (field.label, text)}, office)
    if wrong:
        raise Invalid(f"{wrong[field.key]}。", fields=wrong)
    return office.cipher.encrypt(text)


def _brought(
    session: Session, record: Record, action: Action, file: Checked | None, *, seq: int
) -> dict[str, Any]:
    if file is None:
        raise Invalid(
            f"“{action.label}”须附上文件；请在案件页的“文件”中登记文件，给文书加盖印章的在“待加盖印章”中办理。",
            basis=action.basis,
            fields={"file": "请选择文件"},
        )
    return file_store.keep(session, record, file, seq=seq)
