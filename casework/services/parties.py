"""The people of a case as rows: names checked, identity and contact encrypted, searchable by blind index. No act is decided here."""

import secrets
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework import identity
from casework.characters import hidden, spelt
from casework.encryption import Cipher
from casework.errors import Invalid
from casework.models.party import Party
from casework.office import Office
from casework.pdf.fonts import font_set, unprintable
from workflows.parties import PartyKind
from workflows.vocabulary import ApplicantCategory

IDENTITY = ("name", "id_type", "id_number", "phone", "address", "email")
"""What of a party is personal: kept in its row, never in the journal."""
_LABELS = {
    "name": "姓名或者名称",
    "id_type": "证件名称",
    "id_number": "证件号码",
    "phone": "联系电话",
    "address": "通信地址",
    "email": "电子邮箱",
    "authorisation": "授权委托书",
}
_LONGEST = {
    "name": 200,
    "id_type": 40,
    "id_number": 60,
    "phone": 60,
    "address": 300,
    "email": 120,
    "authorisation": 60,
}
_PRINTED = ("name", "address")
_CATEGORIES = frozenset(ApplicantCategory)


@dataclass(frozen=True)
class PartyForm:
    """A person or body as entered. `kind` is applicant, agent, legal_representative or third_party.

    `authorisation` names the paper by which an agent acts; `may_receive`: it lets him receive papers (代收).
    """

    name: str
    category: str = ApplicantCategory.natural
    kind: str = "applicant"
    id_type: str = ""
    id_number: str = ""
    phone: str = ""
    address: str = ""
    email: str = ""
    authorisation: str = ""
    may_receive: bool = False

    @property
    def acts_for_another(self) -> bool:
        """Whether he is an agent or a 法定代理人."""
        return self.kind in (PartyKind.agent, PartyKind.legal_representative)


def faults(party: PartyForm, office: Office) -> dict[str, str]:
    """What is wrong with a party as entered, by field; nothing when it can be kept and printed."""
    wrong: dict[str, str] = {}
    if not party.name.strip():
        wrong["name"] = "填写姓名或者名称（条例29）"
    for key, most in _LONGEST.items():
        text = str(getattr(party, key))
        if len(text) > most:
            wrong[key] = f"{_LABELS[key]}过长，最多{most}个字"
        elif not text.isprintable() and any(unicodedata.category(c) in ("Cc", "Cs") for c in text):
            wrong[key] = f"{_LABELS[key]}含有不能保存的控制字符，请重新输入"
    if party.category not in _CATEGORIES:
        labels = "、".join(c.label for c in ApplicantCategory)
        wrong["category"] = f"申请人类型只能是：{labels}"
    texts = {key: (_LABELS[key], str(getattr(party, key))) for key in _PRINTED if key not in wrong}
    return wrong | unfit_for_print(texts, office)


def number_doubts(party: PartyForm) -> dict[str, str]:
    """What is doubtful about his numbers and addresses, by field; he may be entered all the same (条例29 asks for none)."""
    return identity.doubts(
        category=party.category,
        id_type=party.id_type,
        id_number=party.id_number,
        phone=party.phone,
        email=party.email,
        address=party.address,
    )


def unfit_for_print(texts: Mapping[str, tuple[str, str]], office: Office) -> dict[str, str]:
    """By key, the sentence on characters that none of the fonts can draw; `texts` are pairs of label and text."""
    fonts = font_set(office.settings.font_dir)
    wrong: dict[str, str] = {}
    for key, (label, text) in texts.items():
        bad = unprintable(text, fonts=fonts)
        unseen = hidden(text) if bad else ()
        if unseen:
            wrong[key] = f"{label}含有改变书写方向的标记或者控制字符（{spelt(unseen)}），请删去"
        elif bad:
            wrong[key] = (
                f"{label}中的{spelt(bad)}现有字体不能打印，请核对用字，或者安装含有该字的字体"
            )
    return wrong


def add(
    session: Session, cipher: Cipher, party: PartyForm, *, record_id: int, position: int
) -> None:
    """Store a party; identity and contact data are encrypted."""
    session.add(Party(record_id=record_id, position=position, **columns_of(cipher, party)))


def columns_of(cipher: Cipher, party: PartyForm) -> dict[str, str]:
    """A party as its row holds it, beside the place."""
    return {
        "kind": party.kind,
        "category": party.category,
        "name": party.name.strip(),
        "name_index": cipher.index(party.name),
        "id_type": party.id_type,
        "id_number": cipher.encrypt(party.id_number),
        "id_index": cipher.index(party.id_number),
        "phone": cipher.encrypt(party.phone),
        "phone_index": cipher.index(party.phone),
        "address": cipher.encrypt(party.address),
        "email": cipher.encrypt(party.email),
        "email_index": cipher.index(party.email),
        "salt": secrets.token_hex(16),
    }


def join(
    session: Session, office: Office, data: Mapping[str, Any], *, record_id: int, kind: str
) -> dict[str, Any]:
    """Store the party that an act brings in; what comes back is the act's data with the position in the place of the person.

    Raises:
        Invalid: the party cannot be kept or printed.
    """
    given: dict[str, Any] = {key: str(data.get(key) or "") for key in IDENTITY}
    given["category"] = str(data.get("category") or ApplicantCategory.natural)
    party = PartyForm(**given, kind=kind)
    wrong = faults(party, office)
    if wrong:
        raise Invalid(
            f"当事人填写有误：{'；'.join(wrong.values())}。", basis="条例29", fields=wrong
        )
    last = session.scalar(select(func.max(Party.position)).where(Party.record_id == record_id))
    position = (last or 0) + 1
    add(session, office.cipher, party, record_id=record_id, position=position)
    kept = {key: value for key, value in data.items() if key not in IDENTITY}
    return {**kept, "position": position}


def readdress(
    session: Session, office: Office, data: Mapping[str, Any], *, record_id: int, position: int
) -> dict[str, Any]:
    """Store the address that an act tells of a party; what comes back is the act's data without it.

    Raises:
        Invalid: it is too long, or cannot be printed.
    """
    row = session.scalars(
        select(Party).where(Party.record_id == record_id, Party.position == position)
    ).one()
    address = str(data["address"]).strip()
    wrong = faults(PartyForm(row.name, address=address), office)
    if wrong:
        raise Invalid(f"通信地址填写有误：{'；'.join(wrong.values())}。", fields=wrong)
    row.address = office.cipher.encrypt(address)
    return {key: value for key, value in data.items() if key != "address"}


def copy(session: Session, places: Collection[int], *, record_id: int, to: int) -> None:
    """The parties at these places of a record, at the same places of one that was divided off."""
    rows = session.scalars(
        select(Party).where(Party.record_id == record_id, Party.position.in_(places))
    )
    for row in rows.all():
        session.add(_copied(row, to))


def _copied(row: Party, to: int) -> Party:
    kept = {
        column.key: getattr(row, column.key)
        for column in Party.__table__.columns
        if column.key not in ("id", "record_id", "salt")
    }
    return Party(**kept, record_id=to, salt=secrets.token_hex(16))
