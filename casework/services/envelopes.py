"""Envelopes and labels of a case, one for each recipient; drawn whenever somebody asks, and kept nowhere."""

import re
from dataclasses import replace

from sqlalchemy import select
from sqlalchemy.orm import Session

from casework.errors import MissingEvidence, NotFound
from casework.models.party import Party
from casework.models.record import Note, Record
from casework.models.unit import Unit
from casework.office import Office
from casework.pdf.envelope import FORMS, Address, Envelope, draw_envelope
from casework.pdf.fonts import font_set
from casework.queries import sight
from casework.queries.case_page import seen
from casework.services import engine, journal
from casework.services.paper_people import unit_facts
from casework.viewer import Viewer
from workflows.acts.erasing import ERASED
from workflows.registry import workflow_version
from workflows.serving import address_place, writes_to_others

_POSTCODE = re.compile(r"(?<![0-9])([0-9]{6})(?![0-9])")


def envelope(
    session: Session, office: Office, record_id: int, *, recipient: int, form: str, viewer: Viewer
) -> bytes:
    """The envelope or label of one party of a case.

    Raises:
        NotFound: the case is out of sight, or has no such party; no such form.
        MissingEvidence: no address of the party is recorded.
    """
    record = _record(session, viewer, record_id, form)
    party = session.scalar(
        select(Party).where(Party.record_id == record.id, Party.position == recipient)
    )
    if party is None:
        raise NotFound(f"本案没有第{recipient}位当事人；请从案件页列出的当事人中选择。")
    if party.name == ERASED:
        raise NotFound(_GONE)
    phone, place = (office.cipher.decrypt(one) for one in (party.phone, party.address))
    return _drawn(session, office, record, form, Address(f"{party.name}　收", place, phone))


def envelope_to_other(
    session: Session, office: Office, record_id: int, *, seq: int, form: str, viewer: Viewer
) -> bytes:
    """The envelope or label for whom the act in this row wrote to: a third party, a co-maker, another agency.

    Raises:
        NotFound: the case is out of sight, or the row wrote to nobody; no such form.
        MissingEvidence: no address was recorded with the act or after it.
    """
    record = _record(session, viewer, record_id, form)
    found = session.scalars(select(Note).where(Note.record_id == record.id, Note.seq == seq))
    notes = {note.field: note for note in found}
    workflow = workflow_version(record.workflow_version)
    facts = engine.history(session, record, workflow)
    if "name" not in notes or not writes_to_others(facts, seq):
        raise NotFound(f"第{seq}条记录没有发给别人的文书；请从案件页的“信封”打开。")
    if notes["name"].content is None:
        raise NotFound(_GONE)
    texts = journal.texts_of(session, record.id)
    place = office.cipher.decrypt(texts.get(address_place(workflow, facts, seq), ""))
    return _drawn(session, office, record, form, Address(f"{notes['name'].content}　收", place, ""))


_GONE = "本案的个人信息已依法清除，没有可以打印的地址；编号、日期和结果仍在案件页。"


def _record(session: Session, viewer: Viewer, record_id: int, form: str) -> Record:
    if form not in FORMS:
        known = "、".join(f"{key}（{one.label}）" for key, one in FORMS.items())
        raise NotFound(f"没有“{form}”这一种信封；可以打印的有：{known}。")
    record = seen(session, viewer, record_id)
    if sight.only_contributes(viewer, record):
        raise NotFound("协办部门看不到本案的当事人；需要的，请向承办人索取。")
    return record


def _drawn(session: Session, office: Office, record: Record, form: str, to: Address) -> bytes:
    if not to.place:
        name = to.name.removesuffix("　收")
        raise MissingEvidence(
            f"“{name}”没有登记通信地址，不能打印信封（235号）；请在案件页办理“登记通信地址”。",
            basis="235号",
        )
    sender = unit_facts(session.get_one(Unit, record.unit_id))
    postcode = _POSTCODE.search(to.place)
    made = Envelope(
        form,
        replace(to, place=_without(to.place)),
        Address(sender["signatory"], sender["address"], sender["phone"]),
        record.number or "",
        postcode[1] if postcode else "",
    )
    return draw_envelope(made, fonts=font_set(office.settings.font_dir))


def _without(place: str) -> str:
    """An address without its postcode, which stands in a place of its own."""
    return _POSTCODE.sub("", place).strip(" ，,（）()") or place
