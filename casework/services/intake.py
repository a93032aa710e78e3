"""Register what arrived: the record, its parties and items, and its first acts, in one transaction (条例29, 31)."""

import secrets
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any

from sqlalchemy.orm import Session

from casework import forms
from casework.characters import shown
from casework.errors import Invalid, NotFound
from casework.models.record import Record, RequestItem
from casework.models.unit import Unit
from casework.office import Office
from casework.queries import unit_settings
from casework.services import engine, form_drafts, parties, topics
from casework.services.engine import Desk, Done
from casework.services.journal import salted_digest
from casework.services.parties import PartyForm as PartyForm
from casework.services.searching import index_record
from casework.viewer import Moment, Viewer
from workflows.action import Action
from workflows.parties import PartyKind
from workflows.receipt import BASIC_CHANNELS
from workflows.registry import workflow_for
from workflows.vocabulary import RecordKind, State


@dataclass(frozen=True)
class RequestForm:
    """A request as it arrived. `items` are the things asked, one text each.

    `electronic_service`: the applicant agrees to it; `assistance`: the help he asks for (条例43). `topic` is the office's word
    for what it is about, which no applicant is asked for.
    """

    unit_id: int
    arrived_on: date
    channel: str
    parties: Sequence[PartyForm]
    items: Sequence[str]
    delivery: str = ""
    awaits_confirmation: bool = False
    carrier: str = ""
    electronic_service: bool = False
    assistance: str = ""
    topic: str = ""
    number: str = ""
    extra: Mapping[str, Any] = field(default_factory=dict)


def register(
    office: Office,
    form: RequestForm,
    *,
    viewer: Viewer,
    moment: Moment,
    on_day: date | None = None,
    form_key: str = "",
) -> Done:
    """Enter a request; where the channel settles the receipt day it is registered and numbered at once.

    A letter without signature, a fax and the like stay in 待确认 until the contact is recorded (条例31). `on_day` is the
    day of registering, today by default. A form with a key is registered once, however often it is sent.

    Raises:
        Invalid: one sentence per faulty field. NotAllowed: no intake role in the unit.
    """
    with office.db.write() as session:
        at = engine.desk(session, office, viewer=viewer, moment=moment)
        day = on_day or moment.today
        done = form_drafts.once(at, form_key, lambda: enter(at, form, on_day=day))
        return _told_of_gaps(done, form)


def enter(at: Desk, form: RequestForm, *, on_day: date) -> Done:
    """The same inside an open transaction, without a word on what is missing."""
    record, done = receive(at, form)
    if record.state != State.pending_registration:
        return done
    data = {"received_on": record.arrived_on.isoformat()}
    registered = engine.apply(at, record, "register", on_day=on_day, data=data)
    return replace(registered, warnings=(*done.warnings, *registered.warnings))


def receive(at: Desk, form: RequestForm, *, action: str = "receive") -> tuple[Record, Done]:
    """Open the record with its children and its first act, inside an open transaction."""
    check(at.office, form)
    unit = at.session.get(Unit, form.unit_id)
    if unit is None:
        raise NotFound("没有这个单位；请重新选择办理单位。")
    topics.check(at.session, unit.id, form.topic)
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
    for position, party in enumerate(form.parties, start=1):
        parties.add(at.session, at.office.cipher, party, record_id=record.id, position=position)
    contents = add_items(at.session, record, form.items)
    data = entered(row, form) | told_of(form, contents)
    announced = unit_settings.chosen(at.session, unit.id, "channels")
    if announced is not None:
        data["channel_announced"] = form.channel in {*BASIC_CHANNELS, *announced}
    data |= form.extra
    done = engine.apply(at, record, action, on_day=form.arrived_on, data=data)
    index_record(at.session, record)
    return record, done


def entered(row: Action, form: RequestForm) -> dict[str, Any]:
    """What the creating act asks of a form, as clean values."""
    asked = {f.key for f in row.fields}
    return forms.load(row, {k: v for k, v in _entered(form).items() if k in asked})


def told_of(form: RequestForm, contents: Sequence[str]) -> dict[str, Any]:
    """What the journal tells beside: how many things are asked, their digests, who takes part by place."""
    return {"items": len(contents), "contents": list(contents), **_places(form.parties)}


def _entered(form: RequestForm) -> dict[str, Any]:
    """What the creating act records of a form; a table of acts that asks for less keeps less."""
    return {
        "channel": form.channel,
        "category": form.parties[0].category,
        "delivery": form.delivery,
        "awaits_confirmation": form.awaits_confirmation,
        "carrier": form.carrier,
        "electronic_service": form.electronic_service or "",
        "assistance": form.assistance,
        "topic": form.topic,
    }


def check(office: Office, form: RequestForm) -> None:
    """Whether a form can be registered as it is.

    Raises:
        Invalid: one sentence per faulty field.
    """
    wrong = _missing(form)
    for n, party in enumerate(form.parties):
        found = parties.faults(party, office)
        wrong |= {f"parties.{n}.{key}": sentence for key, sentence in found.items()}
    contents = {f"items.{n}": ("申请内容", text) for n, text in enumerate(form.items)}
    wrong |= parties.unfit_for_print(contents, office)
    if wrong:
        listed = "；".join(wrong.values())
        raise Invalid(f"登记内容有误：{listed}。", basis="条例29", fields=wrong)


MOST_CHARACTERS = 100_000
"""reading: the 条例 limits no request; some two hundred pages, and what is longer comes as an enclosure."""


def _missing(form: RequestForm) -> dict[str, str]:
    wrong: dict[str, str] = {}
    if not form.parties or form.parties[0].kind != "applicant":
        wrong["parties"] = "至少填写一名申请人，申请人写在最前（条例29）"
    if not [text for text in form.items if shown(text).strip()]:
        wrong["items"] = "填写所申请公开的政府信息内容（条例29）"
    count = sum(map(len, form.items))
    if count > MOST_CHARACTERS:
        wrong["items"] = (
            f"申请内容共{count:,}字，超过{MOST_CHARACTERS:,}字；请写明所申请的信息，申请人的材料登记为文件"
        )
    if any("\0" in text for text in form.items):
        wrong["items"] = "申请内容含有不能保存的控制字符，请重新输入"
    return wrong


def _places(parties: Sequence[PartyForm]) -> dict[str, Any]:
    """Who takes part, by place: the journal names nobody."""
    found: dict[str, Any] = {"applicants": _positions(parties, "applicant")}
    others = {"agents": _agents(parties), "third_parties": _positions(parties, "third_party")}
    return found | {key: places for key, places in others.items() if places}


def _positions(parties: Sequence[PartyForm], kind: str) -> list[int]:
    return [n for n, party in enumerate(parties, start=1) if party.kind == kind]


def _agents(parties: Sequence[PartyForm]) -> list[dict[str, Any]]:
    """Who acts for the applicants, by which paper, and whether he may receive; the journal keeps places, not names."""
    return [
        {
            "position": n,
            "role": party.kind,
            "authorisation": party.authorisation,
            "may_receive": party.may_receive,
        }
        for n, party in enumerate(parties, start=1)
        if party.acts_for_another
    ]


def gaps(form: RequestForm) -> tuple[str, ...]:
    """What 条例29 asks for and the applicant left out: grounds on which he may be told to correct (条例30)."""
    found = []
    for n, party in enumerate(form.parties, start=1):
        who = f"第{n}名当事人"
        if party.kind == "applicant" and not (party.id_number or party.id_type):
            found.append(f"{who}没有身份证明")
        if party.kind == "applicant" and not (party.phone or party.email or party.address):
            found.append(f"{who}没有联系方式")
        if party.kind == PartyKind.agent and not party.authorisation:
            found.append(f"{who}没有授权委托书")
    return tuple(found)


def doubts(form: RequestForm, office: Office) -> dict[str, str]:
    """What should be looked at again before it is printed, by field: doubtful numbers, signs that no font can draw.

    Names that are missing are not among them: the form may still be half written.
    """
    found: dict[str, str] = {}
    for n, party in enumerate(form.parties):
        wrong = parties.faults(party, office) if party.name.strip() else {}
        about = wrong | parties.number_doubts(party)
        found |= {f"parties.{n}.{key}": sentence for key, sentence in about.items()}
    contents = {f"items.{n}": (f"第{n + 1}项", text) for n, text in enumerate(form.items)}
    return found | parties.unfit_for_print(contents, office)


def _told_of_gaps(done: Done, form: RequestForm) -> Done:
    told = tuple(
        f"第{n}名当事人：{sentence}。"
        for n, party in enumerate(form.parties, start=1)
        for sentence in parties.number_doubts(party).values()
    )
    done = replace(done, warnings=(*done.warnings, *told))
    found = gaps(form)
    if not found:
        return done
    missing = f"{'；'.join(found)}（条例29）；需要补齐的，自收到之日起七个工作日内一次性告知补正（条例30）。"
    return replace(done, warnings=(*done.warnings, missing))


def add_items(session: Session, record: Record, items: Sequence[str]) -> list[str]:
    """Store what is asked; what comes back are the salted digests that the journal keeps."""
    rows = item_rows(record.id, items)
    session.add_all(RequestItem(**row) for row in rows)
    return [digest_of(row) for row in rows]


def item_rows(record_id: int, items: Iterable[str]) -> list[dict[str, Any]]:
    """What is asked as rows: one for each text that says something."""
    texts = [text.strip() for text in items if text.strip()]
    return [
        {
            "record_id": record_id,
            "position": position,
            "content": text,
            "salt": secrets.token_hex(16),
        }
        for position, text in enumerate(texts, start=1)
    ]


def digest_of(row: Mapping[str, Any]) -> str:
    """The salted digest of a thing asked, which is all that the journal keeps of it."""
    return salted_digest(str(row["salt"]), str(row["content"]).encode())
