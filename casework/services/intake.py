"""Register what arrived: the record, its parties and items, and its first acts, in one transaction (条例29, 31)."""

import secrets
import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework import forms
from casework.errors import Invalid, NotFound
from casework.models.party import Party
from casework.models.record import Record, RequestItem
from casework.models.unit import Unit
from casework.office import Office
from casework.pdf.fonts import font_set, unprintable
from casework.services import engine
from casework.services.engine import Desk, Done
from casework.services.journal import salted_digest
from casework.services.searching import index_record
from casework.viewer import Moment, Viewer
from workflows.registry import workflow_for
from workflows.vocabulary import ApplicantCategory, RecordKind, State


@dataclass(frozen=True)
class PartyForm:
    """A person or body as entered. `kind` is applicant, agent or third_party."""

    name: str
    category: str = ApplicantCategory.natural
    kind: str = "applicant"
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""


@dataclass(frozen=True)
class RequestForm:
    """A request as it arrived. `items` are the things asked, one text each."""

    unit_id: int
    arrived_on: date
    channel: str
    parties: Sequence[PartyForm]
    items: Sequence[str]
    delivery: str = ""
    awaits_confirmation: bool = False
    number: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def register(
    office: Office, form: RequestForm, *, viewer: Viewer, moment: Moment, on_day: date | None = None
) -> Done:
    """Enter a request; where the channel settles the receipt day it is registered and numbered at once.

    A letter without signature, a fax and the like stay in 待确认 until the contact is recorded (条例31). `on_day` is the
    day of registering, today by default.

    Raises:
        Invalid: one sentence per faulty field. NotAllowed: no intake role in the unit.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        record, done = receive(at, form)
        if record.state != State.pending_registration:
            return done
        day = on_day or moment.today
        data = {"received_on": record.arrived_on.isoformat()}
        return engine.apply(at, record, "register", on_day=day, data=data)


def receive(at: Desk, form: RequestForm, *, action: str = "receive") -> tuple[Record, Done]:
    """Open the record with its children and its first act, inside an open transaction."""
    _check(at.office, form)
    unit = at.session.get(Unit, form.unit_id)
    if unit is None:
        raise NotFound("没有这个单位；请重新选择办理单位。")
    workflow = workflow_for(RecordKind.request, form.arrived_on)
    row = workflow.action(action)
    if row is None:
        raise LookupError(f"{workflow.version} has no act {action}")
    record = Record(
        kind=workflow.kind,
        unit_id=unit.id,
        arrived_on=form.arrived_on,
        workflow_version=workflow.version,
        number=form.number or None,
        number_year=form.arrived_on.year if form.number else None,
        version=0,
    )
    at.session.add(record)
    at.session.flush()
    positions = _add_parties(at.session, at.office, record, form.parties)
    contents = _add_items(at.session, record, form.items)
    entered = {
        "channel": form.channel,
        "category": form.parties[0].category,
        "delivery": form.delivery,
        "awaits_confirmation": form.awaits_confirmation,
    }
    asked = {f.key for f in row.fields}
    data = forms.load(row, {k: v for k, v in entered.items() if k in asked})
    data |= {"applicants": positions, "items": len(contents), "contents": contents}
    data |= form.extra
    done = engine.apply(at, record, action, on_day=form.arrived_on, data=data)
    index_record(at.session, record)
    return record, done


def _check(office: Office, form: RequestForm) -> None:
    wrong = {**_missing(form), **_unprintable(office, form)}
    if wrong:
        listed = "；".join(wrong.values())
        raise Invalid(f"登记内容有误：{listed}。", basis="条例29", fields=wrong)


def _missing(form: RequestForm) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not [p for p in form.parties if p.kind == "applicant"]:
        wrong["parties"] = "至少填写一名申请人（条例29）"
    if not [text for text in form.items if text.strip()]:
        wrong["items"] = "填写所申请公开的政府信息内容（条例29）"
    if any("\0" in text for text in form.items):
        wrong["items"] = "申请内容含有不能保存的控制字符，请重新输入"
    for n, party in enumerate(form.parties):
        if not party.name.strip():
            wrong[f"parties.{n}.name"] = "填写姓名或者名称（条例29）"
        wrong |= _unfit(n, party)
        if party.category not in set(ApplicantCategory):
            labels = "、".join(c.label for c in ApplicantCategory)
            wrong[f"parties.{n}.category"] = f"申请人类型只能是：{labels}"
    return wrong


_LONGEST = {"name": 200, "id_type": 40, "id_number": 60, "phone": 60, "address": 300, "email": 120}


def _unfit(n: int, party: PartyForm) -> dict[str, str]:
    found = {}
    for key, most in _LONGEST.items():
        text = str(getattr(party, key))
        if len(text) > most:
            found[f"parties.{n}.{key}"] = f"内容过长，最多{most}个字"
        elif any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
            found[f"parties.{n}.{key}"] = "含有不能保存的控制字符，请重新输入"
    return found


def _unprintable(office: Office, form: RequestForm) -> dict[str, str]:
    fonts = font_set(office.settings.font_dir)
    wrong: dict[str, str] = {}
    for label, key, text in _texts(form):
        bad = unprintable(text, fonts=fonts)
        if bad:
            listed = "、".join(f"{c}（U+{ord(c):04X}）" for c in bad)
            wrong[key] = f"{label}中的{listed}现有字体不能打印，请核对用字，或者安装含有该字的字体"
    return wrong


def _texts(form: RequestForm) -> list[tuple[str, str, str]]:
    found = [("申请内容", f"items.{n}", text) for n, text in enumerate(form.items)]
    for n, party in enumerate(form.parties):
        found.append(("姓名或者名称", f"parties.{n}.name", party.name))
        found.append(("通信地址", f"parties.{n}.address", party.address))
    return found


def _add_parties(
    session: Session, office: Office, record: Record, parties: Sequence[PartyForm]
) -> list[int]:
    cipher = office.cipher
    positions = []
    for position, party in enumerate(parties, start=1):
        session.add(
            Party(
                record_id=record.id,
                position=position,
                kind=party.kind,
                category=party.category,
                name=party.name.strip(),
                name_index=cipher.index(party.name),
                id_type=party.id_type,
                id_number=cipher.encrypt(party.id_number),
                id_index=cipher.index(party.id_number),
                phone=cipher.encrypt(party.phone),
                phone_index=cipher.index(party.phone),
                address=cipher.encrypt(party.address),
                email=cipher.encrypt(party.email),
                email_index=cipher.index(party.email),
                salt=secrets.token_hex(16),
            )
        )
        if party.kind == "applicant":
            positions.append(position)
    return positions


def _add_items(session: Session, record: Record, items: Sequence[str]) -> list[str]:
    """Store what is asked; what comes back are the salted digests that the journal keeps."""
    digests = []
    texts = [text.strip() for text in items if text.strip()]
    for position, text in enumerate(texts, start=1):
        salt = secrets.token_hex(16)
        session.add(RequestItem(record_id=record.id, position=position, content=text, salt=salt))
        digests.append(salted_digest(salt, text.encode()))
    return digests
