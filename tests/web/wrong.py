"""Forms as a page draws them, and every way in which a field can be wrong; it must hold no test."""

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from hashlib import sha256
from typing import Any
from urllib.parse import urlsplit

from flask.testing import FlaskClient
from lxml import html

from workflows.action import Action
from workflows.forms import Field, FieldKind

WRONG: dict[str, Any] = {
    "nothing": "",
    "blanks": " 　\t",
    "too long": "长" * 30_000,
    "control characters": "甲\x00\x07乙",
    "marks that turn the line": "\u202e甲\u2066乙\u200f",
    "markup": "<script>alert(1)</script>\"'&{{ 7 * 7 }}%s",
    "a huge number": "9" * 40,
    "a negative number": "-1",
    "a fraction": "1.5",
    "a digit that is none": "²",
    "a fullwidth number": "１２",
    "no day": "2020-13-45",
    "the first day": "0001-01-01",
    "the last day": "9999-12-31",
    "a day to come": "2021-02-03",
    "an unknown choice": "no-such-choice",
    "two values": ["1", "2"],
    "an emoji": "😀𠮷",
    "bytes that are no text": b"\xff\xfe".decode("latin-1"),
}
UNSEEN = frozenset({"control characters", "too long"})
"""Ways whose text a page cannot or need not show letter by letter."""


@dataclass(frozen=True)
class Form:
    """A form to be sent: where to, what it holds when it is filled in rightly, and the words beside its fields.

    `texts` are the fields that show any text again; a list cannot show a choice that it does not have.
    """

    path: str
    values: Mapping[str, str]
    labels: Mapping[str, str]
    texts: frozenset[str] = frozenset()
    files: tuple[str, ...] = ()

    def is_named(self, key: str, typed: object, said: str) -> bool:
        """Whether the field is called by its label or by what was typed; of a file, that it is one."""
        quoted = isinstance(typed, str) and len(typed) > 5 and typed in said
        return quoted or self.labels[key] in said or (key in self.files and "文件" in said)

    def with_one_wrong(self, key: str, value: Any) -> dict[str, Any]:
        """What is sent when this field alone is wrong."""
        sent: dict[str, Any] = {**self.values, key: value}
        for name in self.files:
            text = sent.get(name) if name == key and isinstance(value, str) else ""
            sent[name] = (io.BytesIO(str(text or "x").encode()), "扫描.pdf")
        return sent


def post(client: FlaskClient, path: str, sent: Mapping[str, Any]) -> Any:
    """Send a form as a browser would."""
    has_file = any(isinstance(value, tuple) for value in sent.values())
    kind = "multipart/form-data" if has_file else "application/x-www-form-urlencoded"
    return client.post(path, data=sent, content_type=kind)


def forms_of(page: str, *, at: str) -> Iterator[Form]:
    """The forms of a page that change something, filled in as they ask."""
    tree = html.fromstring(page)
    for form in tree.forms:
        if form.method == "POST":
            outside = tree.xpath("//input[@form=$id]", id=form.get("id") or "-")
            inside = [one for one in form.inputs if one.get("form") in (None, form.get("id"))]
            drawn = [o for o in (*inside, *outside) if o.name and _is_for_people(o)]
            yield Form(
                urlsplit(form.action or at).path,
                {one.name: _filled(one) for one in drawn if _is_sent(one)},
                {one.name: _label(tree, one) for one in drawn},
                frozenset(one.name for one in drawn if _takes_text(one)),
                tuple(one.name for one in drawn if one.get("type") == "file"),
            )


def form_of_act(path: str, action: Action, *, user: int, unit: int) -> Form:
    """The form of an act as the law's table asks for it, whether or not a page draws it now."""
    values = {f.key: fitting(f, user=user, unit=unit) for f in action.fields if f.required}
    labels = {"on_day": "办理日期"} | {f.key: f.label for f in action.fields}
    texts = {f.key for f in action.fields if f.kind in _TEXTS and not f.standards}
    return Form(path, {"on_day": "2020-09-10", **values}, labels, frozenset({"on_day", *texts}))


_TEXTS = (
    FieldKind.text,
    FieldKind.long_text,
    FieldKind.contact,
    FieldKind.code,
    FieldKind.date,
    FieldKind.integer,
)


def fitting(field: Field, *, user: int, unit: int) -> str:
    """Something that the field takes."""
    if field.choices:
        return field.choices[0].value
    plain = {
        FieldKind.date: "2020-09-10",
        FieldKind.flag: "1",
        FieldKind.outcome: "A1",
        FieldKind.user: str(user),
        FieldKind.unit: str(unit),
        FieldKind.paper: "1.receipt",
    }
    numbers = (FieldKind.integer, FieldKind.recipient, FieldKind.thread, FieldKind.entry)
    return str(max(field.least, 1)) if field.kind in numbers else plain.get(field.kind, "某事")


def ways_of(form: Form, key: str) -> list[str]:
    """Every way to be wrong, in an order of this field's own that is the same in every run."""
    start = sha256(f"{form.path} {key}".encode()).digest()[0]
    ways = list(WRONG)
    return [ways[(start + n) % len(ways)] for n in range(len(ways))]


@dataclass(frozen=True)
class Answer:
    """What came back: what it says is wrong, the fields it marks, and every text it still holds of what was typed."""

    said: str
    marked: frozenset[str]
    shown: str


def read_answer(page: str) -> Answer:
    """The page that comes back after a wrong form."""
    said, marked, shown = [], set(), []
    for one in html.fromstring(page).iter(
        "input", "textarea", "select", "dd", "pre", "p", "div", "small", "span"
    ):
        if one.get("aria-invalid") == "true":
            marked.add(str(one.get("name")))
        if one.get("role") == "alert" or "wrong" in one.get("class", ""):
            said.append(" ".join(one.itertext()))
        if one.tag in ("input", "textarea", "dd", "pre"):
            shown.append(str(one.get("value") or one.text or ""))
    return Answer(" ".join(said), frozenset(marked), "\n".join(shown))


def _filled(one: Any) -> str:
    if one.tag == "select":
        options = [value for value in one.value_options if value]
        return str(one.value or (options[0] if options and one.get("required") is not None else ""))
    if one.name == "pick":  # nothing can be done with rows before one is ticked
        return str(one.get("value"))
    if one.get("type") in ("checkbox", "radio"):
        group = one.getparent().xpath("ancestor::form//input[@name=$n]", n=one.name)
        return str(group[0].get("value") or "1") if one.get("required") is not None else ""
    value = str(one.value or "")
    if value or one.get("required") is None:
        return value
    return {"date": "2020-09-10", "number": one.get("min") or "1"}.get(one.get("type"), "某事")


def _is_for_people(one: Any) -> bool:
    """Buttons are no fields, and a field that no person sees is a trap for programs."""
    return one.get("type") != "submit" and not one.xpath("ancestor::*[@aria-hidden='true']")


def _is_sent(one: Any) -> bool:
    """A browser sends no box that is not ticked, and a file in a part of its own."""
    kind = one.get("type")
    return kind != "file" and (kind not in ("checkbox", "radio") or bool(_filled(one)))


def _takes_text(one: Any) -> bool:
    return one.tag == "textarea" or (one.tag == "input" and one.get("type") in (None, "text"))


def _label(tree: Any, one: Any) -> str:
    if one.get("type") in ("checkbox", "radio") and (
        group := one.xpath("ancestor::fieldset/legend")
    ):
        return str(group[-1].text or "").strip()
    beside = tree.xpath("//label[@for=$id]", id=one.get("id") or "-")
    texts = [
        "".join(t for t in label.itertext()).strip()
        for label in (*beside, *one.xpath("ancestor::label"))
    ]
    return texts[0].split()[0] if texts and texts[0] else ""
