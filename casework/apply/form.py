"""The application as data: reading what was typed, what is wrong with it, and the request it makes; nothing is registered here."""

import secrets
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date

from casework.services.intake import PartyForm, RequestForm
from workflows.parties import PartyKind
from workflows.vocabulary import ApplicantCategory, Channel, DeliveryForm

MOST_ITEMS = 10
MOST_OTHERS = 4  # joint applicants beside the first; more of them come in person or by post
ITEM_PARTS = (("name", "名称"), ("mark", "文号"), ("description", "内容描述"))
TRAP = "website"
"""A field that nobody sees: whoever fills it in is a program."""

_PERSON = ("name", "id_type", "id_number", "phone", "email", "address")
OTHER_PARTS = (
    ("name", "姓名或者单位名称"),
    ("id_type", "身份证明的种类"),
    ("id_number", "号码"),
    ("phone", "联系电话"),
    ("address", "通信地址"),
)
_AGENT = ("name", "id_type", "id_number", "phone", "authorisation")
_SINGLE = (
    *_PERSON,
    "category",
    "has_agent",
    *(f"agent_{name}" for name in _AGENT),
    "agent_may_receive",
    "carrier",
    "delivery",
    "electronic_service",
    "assistance",
)
_LONGEST = 5000  # characters of one thing asked
_AGENTS_PAPER = "授权委托书"


@dataclass(frozen=True)
class Typed:
    """What the form holds: single values, the parts of each thing asked, and those of each joint applicant.

    `key` is the secret of this form.
    """

    values: Mapping[str, str] = field(default_factory=dict)
    items: Sequence[Mapping[str, str]] = ({},)
    key: str = ""
    trapped: bool = False
    others: Sequence[Mapping[str, str]] = ()

    def __getitem__(self, name: str) -> str:
        return self.values.get(name, "")

    @property
    def has_agent(self) -> bool:
        return self["has_agent"] == "1"

    def hidden(self) -> Iterator[tuple[str, str]]:
        """Every entry as the page of review carries it on."""
        yield "key", self.key
        yield from ((name, self[name]) for name in _SINGLE if self[name])
        for n, item in enumerate(self.items):
            yield from (
                (f"items.{n}.{part}", item[part]) for part, _ in ITEM_PARTS if item.get(part)
            )
        for n, other in enumerate(self.others):
            yield from (
                (f"others.{n}.{part}", other[part]) for part, _ in OTHER_PARTS if other.get(part)
            )


def blank() -> Typed:
    """An empty form with a secret of its own."""
    return Typed({"category": ApplicantCategory.natural}, key=secrets.token_urlsafe(16))


def read(form: Mapping[str, str]) -> Typed:
    """What was sent; things asked without an entry are left out, one stays, and so are people without any."""
    values = {name: form.get(name, "").strip() for name in _SINGLE}
    items = [
        {part: form.get(f"items.{n}.{part}", "").strip() for part, _ in ITEM_PARTS}
        for n in range(MOST_ITEMS)
    ]
    filled = [item for item in items if any(item.values())]
    people = [
        {part: form.get(f"others.{n}.{part}", "").strip() for part, _ in OTHER_PARTS}
        for n in range(MOST_OTHERS)
    ]
    others = [one for one in people if any(one.values())]
    return Typed(values, filled or [{}], form.get("key", ""), bool(form.get(TRAP)), others)


def with_another(typed: Typed) -> Typed:
    """One more empty thing to ask for."""
    return replace(typed, items=[*typed.items, {}][:MOST_ITEMS])


def with_another_person(typed: Typed) -> Typed:
    """Room for one more joint applicant."""
    return replace(typed, others=[*typed.others, {}][:MOST_OTHERS])


def request_of(typed: Typed, *, unit_id: int, today: date) -> RequestForm:
    """What the service registers: it arrived today, by the web form."""
    return RequestForm(
        unit_id=unit_id,
        arrived_on=today,
        channel=Channel.online,
        parties=list(_parties(typed)),
        items=[asked(item) for item in typed.items],
        delivery=typed["delivery"],
        carrier=typed["carrier"],
        # reading: whoever opens a paper first proves the arrival for himself only, so joint applicants are served each.
        electronic_service=typed["electronic_service"] == "1" and not typed.others,
        assistance=typed["assistance"],
    )


def asked(item: Mapping[str, str]) -> str:
    """One thing asked in one sentence: 名称, 文号 and what else describes it (条例29第2项)."""
    parts = [item.get(part, "").rstrip("。；") for part, _ in ITEM_PARTS]
    name, mark, description = parts
    named = [f"名称：{name}"] if name else []
    named += [f"文号：{mark}"] if mark else []
    return "；".join([*named, *([description] if description else [])])


def _parties(typed: Typed) -> Iterator[PartyForm]:
    yield PartyForm(
        name=typed["name"],
        category=typed["category"],
        id_type=typed["id_type"] if typed["id_number"] else "",
        id_number=typed["id_number"],
        phone=typed["phone"],
        email=typed["email"],
        address=typed["address"],
    )
    for one in typed.others:
        yield PartyForm(
            name=one.get("name", ""),
            category=typed["category"],
            id_type=one.get("id_type", "") if one.get("id_number") else "",
            id_number=one.get("id_number", ""),
            phone=one.get("phone", ""),
            address=one.get("address", ""),
        )
    if typed.has_agent:
        yield PartyForm(
            name=typed["agent_name"],
            kind=PartyKind.agent,
            id_type=typed["agent_id_type"] if typed["agent_id_number"] else "",
            id_number=typed["agent_id_number"],
            phone=typed["agent_phone"],
            authorisation=typed["agent_authorisation"] or _AGENTS_PAPER,
            may_receive=typed["agent_may_receive"] == "1",
        )


def faults(typed: Typed) -> dict[str, str]:
    """What is missing for a request sent from a distance, beside what the intake itself checks."""
    wrong: dict[str, str] = {}
    if not (typed["phone"] or typed["email"] or typed["address"]):
        wrong["phone"] = "电话、电子邮箱、通信地址至少填写一项，否则无法与您联系（条例29）"
    for n, item in enumerate(typed.items):
        if len(asked(item)) > _LONGEST:
            wrong[f"items.{n}.description"] = f"内容过长，每项最多{_LONGEST}个字"
    if typed["delivery"] == DeliveryForm.mail and not typed["address"]:
        wrong["address"] = "选择邮寄的，请填写通信地址（条例29）"
    if typed["delivery"] == DeliveryForm.email and "@" not in typed["email"]:
        wrong["email"] = "选择电子邮件的，请填写电子邮箱（条例29）"
    return wrong


def places(fields: Mapping[str, str], typed: Typed) -> dict[str, str]:
    """Faults as the intake names them, by the fields of this form; what is named so already stays."""
    return {_place(key, len(typed.others)): sentence for key, sentence in fields.items()}


def _place(key: str, others: int) -> str:
    head, _, rest = key.partition(".")
    if head == "parties" and rest:
        number, _, name = rest.partition(".")
        return _person(int(number), name, others)
    if head == "items":
        return f"items.{rest.partition('.')[0] or 0}.description"
    return key


def _person(number: int, name: str, others: int) -> str:
    """The field of somebody: first the applicant, then those who ask with him, then the agent."""
    if number == 0:
        return name
    return f"others.{number - 1}.{name}" if number <= others else f"agent_{name}"
