"""The registering form as data: reading what was typed, and the inputs to draw; it asks no database and registers nothing."""

import secrets
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from casework.queries.access import UnitRow
from casework.services.intake import PartyForm, RequestForm
from casework.services.parties import IDENTITY
from casework.viewer import Viewer
from casework.web.act_form import Group, Input, Option
from casework.web.filters import intake_roles
from workflows.acts.common import TOPIC
from workflows.kinds.request import REQUEST_2019
from workflows.parties import PartyKind
from workflows.receipt import RECEIPT_RULES, Confirmation
from workflows.vocabulary import ApplicantCategory, DeliveryForm, Labelled

MOST_ROWS = 50
_PARTY = (
    ("kind", "身份", True),
    ("name", "姓名或者名称", True),
    ("category", "申请人类型", True),
    ("id_type", "证件名称", False),
    ("id_number", "证件号码", False),
    ("phone", "联系电话", False),
    ("email", "电子邮箱", False),
    ("address", "通信地址", False),
    ("authorisation", "授权委托书", False),
    ("may_receive", "可以代收文书", False),
)
_KINDS = (
    ("applicant", "申请人"),
    (PartyKind.agent.value, PartyKind.agent.label),
    (PartyKind.legal_representative.value, PartyKind.legal_representative.label),
)
_CHOSEN = frozenset(
    {"kind", "category"}
)  # chosen from a list, so they say nothing of a row's being filled
_HINTS = {
    "authorisation": "代理人填写，如：2020年9月1日授权委托书；没有的，可告知补正（条例30）",
    "may_receive": "代理人有代收文书书面授权的勾选",
}


@dataclass(frozen=True)
class Typed:
    """What the form holds: single values, and the rows of applicants and items."""

    values: Mapping[str, str] = field(default_factory=dict)
    parties: Sequence[Mapping[str, str]] = ({},)
    items: Sequence[str] = ("",)
    key: str = ""

    @property
    def says_something(self) -> bool:
        """Whether anything was typed that would be a pity to lose."""
        people = (value for party in self.parties for k, value in party.items() if k not in _CHOSEN)
        return any(text.strip() for text in (*people, *self.items))


@dataclass(frozen=True)
class ChannelLine:
    """A channel with the sentence of the article that fixes its receipt day."""

    value: str
    label: str
    sentence: str
    basis: str
    chosen: bool
    by_choice: bool


def blank(today: date) -> Typed:
    """An empty form with a key of its own, so that sending it twice registers once."""
    return Typed({"arrived_on": today.isoformat()}, key=secrets.token_urlsafe(12))


def read(form: Mapping[str, str]) -> Typed:
    """What was sent; rows without a single entry are left out, one row stays."""
    parties = [
        {name: form.get(f"parties.{n}.{name}", "").strip() for name, _, _ in _PARTY}
        for n in _rows(form, "parties.")
    ]
    typed = [p for p in parties if any(v for k, v in p.items() if k not in _CHOSEN)]
    items = [form[f"items.{n}"] for n in _rows(form, "items.") if form[f"items.{n}"].strip()]
    return Typed(form, typed or parties[:1] or [{}], items or [""], form.get("key", ""))


def _rows(form: Mapping[str, str], prefix: str) -> list[int]:
    numbers = {k.removeprefix(prefix).partition(".")[0] for k in form if k.startswith(prefix)}
    return sorted(int(n) for n in numbers if n.isascii() and n.isdigit() and int(n) < MOST_ROWS)


def with_another(typed: Typed, what: str) -> Typed:
    """One more empty row of applicants or items."""
    parties = [*typed.parties, {}] if what == "party" else list(typed.parties)
    items = [*typed.items, ""] if what == "item" else list(typed.items)
    return Typed(typed.values, parties[:MOST_ROWS], items[:MOST_ROWS], typed.key)


def with_person(typed: Typed, n: int, person: PartyForm) -> Typed:
    """The form with what is known of a person in the row; what was typed there already stays."""
    if n >= len(typed.parties):
        return typed
    known = {name: str(getattr(person, name)) for name in IDENTITY} | {"category": person.category}
    parties = list(typed.parties)
    parties[n] = {**parties[n], **{k: v for k, v in known.items() if v and not parties[n].get(k)}}
    values = {k: v for k, v in typed.values.items() if not k.startswith("parties.")}
    for place, party in enumerate(parties):
        values |= {f"parties.{place}.{name}": value for name, value in party.items()}
    return Typed(values, parties, typed.items, typed.key)


def request_of(typed: Typed, *, units: Iterable[UnitRow], arrived_on: date) -> RequestForm:
    """What the service registers."""
    unit = next((u.id for u in units if u.code == typed.values.get("unit")), 0)
    return RequestForm(
        unit_id=unit,
        arrived_on=arrived_on,
        channel=typed.values.get("channel", ""),
        parties=[_party_form(party) for party in typed.parties],
        items=list(typed.items),
        delivery=typed.values.get("delivery", ""),
        awaits_confirmation=typed.values.get("awaits_confirmation") == "1",
        topic=typed.values.get("topic", ""),
    )


def _party_form(party: Mapping[str, str]) -> PartyForm:
    given: dict[str, Any] = {name: value for name, value in party.items() if value}
    given["may_receive"] = party.get("may_receive") == "1"
    return PartyForm(**{"name": "", **given})


def page(
    typed: Typed,
    *,
    units: Sequence[UnitRow],
    topics: Sequence[str],
    errors: Mapping[str, str],
    message: str = "",
) -> dict[str, Any]:
    """Everything the template needs; `topics` are those of all these units."""
    return {
        "key": typed.key,
        "fresh": not typed.says_something,
        "message": message,
        "head": (*_head(typed, units, errors=errors), _topic(typed, topics, errors=errors)),
        "channels": channels(typed.values.get("channel", "")),
        "channel_error": errors.get("channel", ""),
        "waits": typed.values.get("awaits_confirmation") == "1",
        "waits_label": _waits_label(),
        "parties": [tuple(_party(n, p, errors=errors)) for n, p in enumerate(typed.parties)],
        "items": [_item(n, text, errors=errors) for n, text in enumerate(typed.items)],
        "others": tuple(errors[k] for k in ("parties",) if k in errors),
    }


def _head(typed: Typed, units: Sequence[UnitRow], *, errors: Mapping[str, str]) -> Iterator[Input]:
    given = typed.values
    options = tuple(Option(u.code, u.name, u.code == given.get("unit")) for u in units)
    if len(options) == 1:
        yield Input("unit", "办理单位", "hidden", value=units[0].code)
    else:
        yield Input("unit", "办理单位", "select", True, groups=(Group("", options),))
    yield Input(
        "arrived_on",
        "到达日期",
        "date",
        True,
        hint="申请到达本机关之日",
        value=given.get("arrived_on", ""),
        error=errors.get("arrived_on", errors.get("on_day", "")),
    )
    forms = _choices(DeliveryForm, given.get("delivery", ""))
    yield Input("delivery", "获取方式", "select", error=errors.get("delivery", ""), groups=forms)


def _topic(typed: Typed, topics: Sequence[str], *, errors: Mapping[str, str]) -> Input:
    given = typed.values.get("topic", "")
    listed = (Group("", tuple(Option(word, word, word == given) for word in topics)),)
    hint = "供统计和年报用，不影响期限；以后也可以归类"
    return Input(
        TOPIC.key, TOPIC.label, "select", hint=hint, error=errors.get("topic", ""), groups=listed
    )


def _choices(vocabulary: type[Labelled], value: str) -> tuple[Group, ...]:
    return (Group("", tuple(Option(m.value, m.label, m.value == value) for m in vocabulary)),)


def channels(chosen: str) -> tuple[ChannelLine, ...]:
    """Every channel in the order of the law's table."""
    return tuple(
        ChannelLine(
            rule.channel.value,
            rule.channel.label,
            rule.sentence,
            rule.basis,
            rule.channel.value == chosen,
            rule.confirmation is Confirmation.by_choice,
        )
        for rule in RECEIPT_RULES
    )


def _waits_label() -> str:
    row = REQUEST_2019.action("receive")
    labels = {f.key: f.label for f in row.fields} if row else {}
    return labels.get("awaits_confirmation", "")


def _party(n: int, party: Mapping[str, str], *, errors: Mapping[str, str]) -> Iterator[Input]:
    for name, label, required in _PARTY:
        key = f"parties.{n}.{name}"
        value = party.get(name, "")
        yield Input(
            key,
            label,
            _WIDGETS.get(name, "text"),
            required,
            hint=_HINTS.get(name, ""),
            value=value,
            error=errors.get(key, ""),
            groups=_party_choices(name, value),
        )


_WIDGETS = {"kind": "select", "category": "select", "may_receive": "check"}


def _party_choices(name: str, value: str) -> tuple[Group, ...]:
    if name == "category":
        return _choices(ApplicantCategory, value or ApplicantCategory.natural)
    if name == "kind":
        chosen = value or _KINDS[0][0]
        return (Group("", tuple(Option(v, label, v == chosen) for v, label in _KINDS)),)
    return ()


def _item(n: int, text: str, *, errors: Mapping[str, str]) -> Input:
    error = errors.get(f"items.{n}", "") or (errors.get("items", "") if n == 0 else "")
    label = f"第 {n + 1} 项"
    return Input(f"items.{n}", label, "area", n == 0, value=text, error=error)


def units_for_intake(viewer: Viewer, units: Iterable[UnitRow]) -> tuple[UnitRow, ...]:
    """The units in which the viewer may register."""
    return tuple(u for u in units if viewer.roles_in(u.id) & intake_roles())
