"""Checks what was sent for an act against the rows of `workflows.forms`, through marshmallow schemas built from them."""

import unicodedata
from collections.abc import Mapping
from datetime import date
from typing import Any

from marshmallow import EXCLUDE, Schema, ValidationError, fields, validate

from casework.errors import Invalid
from workflows.action import Action
from workflows.forms import Choice, Field, FieldKind
from workflows.outcomes import OUTCOMES, facts_for
from workflows.topics import LONGEST

_TEXT_LIMIT = 300
_LONG_LIMIT = 20_000
_CODE_LIMIT = 60  # the width of the columns that keep such numbers
_LARGEST_ID = 2**31 - 1  # a larger number is no key in any database
_LIMITS = {
    FieldKind.text: _TEXT_LIMIT,
    FieldKind.contact: _TEXT_LIMIT,
    FieldKind.long_text: _LONG_LIMIT,
    FieldKind.code: _CODE_LIMIT,
    FieldKind.topic: LONGEST,
    FieldKind.paper: _CODE_LIMIT,
}
_FACT_KINDS = {
    "text": FieldKind.long_text,
    "date": FieldKind.date,
    "choice": FieldKind.choice,
}
_REFERENCES = frozenset(
    {FieldKind.recipient, FieldKind.thread, FieldKind.entry, FieldKind.user, FieldKind.unit}
)


class _Day(fields.Date):
    """A calendar day; kept as YYYY-MM-DD, as the journal holds it."""

    default_error_messages = {"invalid": "不是有效日期，请按 2020-09-01 的格式填写"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> Any:
        found = (
            value if isinstance(value, date) else super()._deserialize(value, attr, data, **kwargs)
        )
        return found.isoformat()


class _Flag(fields.Boolean):
    default_error_messages = {"invalid": "只能填写是或否"}
    truthy = {*fields.Boolean.truthy, "是"}
    falsy = {*fields.Boolean.falsy, "否", ""}


class _Whole(fields.Integer):
    default_error_messages = {"invalid": "只能填写整数"}


class _Line(fields.String):
    default_error_messages = {"invalid": "只能填写文字，不能含有控制字符"}

    def _deserialize(self, value: Any, attr: Any, data: Any, **kwargs: Any) -> str:
        text = str(super()._deserialize(value, attr, data, **kwargs)).replace("\r\n", "\n").strip()
        if any(unicodedata.category(c) in ("Cc", "Cs") and c not in "\n\t" for c in text):
            raise self.make_error("invalid")  # no database keeps these, and no font draws them
        return text


class _Items(fields.Dict):
    default_error_messages = {"invalid": "应逐项填写处理结果"}


def fields_of(action: Action, outcome: str = "", ground: str = "") -> tuple[Field, ...]:
    """What an act asks for; an act that names an outcome also asks for the facts of its answer."""
    if not action.asks_for_result:
        return action.fields
    return (*action.fields, *fact_fields(outcome, ground))


def fact_fields(outcome: str, ground: str = "") -> tuple[Field, ...]:
    """The facts that the answer of this outcome needs, as fields. Whether they are complete is asked by a guard."""
    if outcome not in OUTCOMES or OUTCOMES[outcome].imported_only:
        return ()
    found: dict[str, Field] = {}
    for fact in facts_for(outcome, ground if ground in OUTCOMES else None):
        found.setdefault(
            fact.key,
            Field(
                f"fact_{fact.key}",
                fact.label,
                _FACT_KINDS[fact.kind],
                required=False,
                basis=fact.basis,
                hint=fact.hint,
                choices=tuple(Choice(value, label) for value, label in fact.choices),
                suggests=fact.suggests,
            ),
        )
    return tuple(found.values())


def load(action: Action, payload: Mapping[str, Any]) -> dict[str, Any]:
    """The payload as clean values; empty optional fields are left out.

    Raises:
        Invalid: with one sentence per faulty field.
    """
    given = {k: v for k, v in payload.items() if not (isinstance(v, str) and not v.strip())}
    asked = fields_of(action, str(given.get("outcome", "")), str(given.get("ground", "")))
    unknown = set(given) - {field.key for field in asked}
    if unknown:
        raise Invalid(
            f"“{action.label}”没有这些字段：{'、'.join(sorted(unknown))}；请去掉后重试。",
            basis=action.basis,
            fields=dict.fromkeys(sorted(unknown), "没有这个字段"),
        )
    schema = Schema.from_dict({field.key: _field(field) for field in asked})(unknown=EXCLUDE)
    try:
        loaded: dict[str, Any] = schema.load(given)
    except ValidationError as error:
        raise _invalid(action, asked, error) from error
    return {key: value for key, value in loaded.items() if value not in (None, "")}


def _invalid(action: Action, asked: tuple[Field, ...], error: ValidationError) -> Invalid:
    labels = {field.key: field.label for field in asked}
    found = {str(key): _sentence(value) for key, value in error.messages_dict.items()}
    listed = "；".join(f"{labels.get(key, key)}：{text}" for key, text in found.items())
    return Invalid(f"“{action.label}”填写有误。{listed}。", basis=action.basis, fields=found)


def _sentence(messages: Any) -> str:
    if isinstance(messages, dict):
        return "；".join(_sentence(value) for value in messages.values())
    if isinstance(messages, list):
        return "；".join(_sentence(value) for value in messages)
    return str(messages)


def _field(field: Field) -> fields.Field[Any]:
    kinds: dict[FieldKind, type[fields.Field[Any]]] = {
        FieldKind.date: _Day,
        FieldKind.flag: _Flag,
        FieldKind.integer: _Whole,
        FieldKind.recipient: _Whole,
        FieldKind.thread: _Whole,
        FieldKind.entry: _Whole,
        FieldKind.user: _Whole,
        FieldKind.unit: _Whole,
        FieldKind.items: _Items,
    }
    made: type[fields.Field[Any]] = kinds.get(field.kind, _Line)
    return made(
        required=field.required,
        validate=list(_validators(field)),
        error_messages={"required": f"必填{_by(field)}", "null": f"必填{_by(field)}"},
    )


def _by(field: Field) -> str:
    return f"（{field.basis}）" if field.basis else ""


def _validators(field: Field) -> list[Any]:
    if field.kind is FieldKind.integer:
        most = field.most or None
        bounds = f"{field.least} 至 {most}" if most else f"不小于 {field.least} 的整数"
        return [validate.Range(field.least, most, error=f"只能是 {bounds}{_by(field)}")]
    if field.kind in _REFERENCES:
        return [validate.Range(1, _LARGEST_ID, error="没有这一编号，请重新选择")]
    if field.kind is FieldKind.choice:
        labels = "、".join(choice.label for choice in field.choices)
        values = [choice.value for choice in field.choices]
        return [validate.OneOf(values, error=f"只能是：{labels}")]
    if field.kind is FieldKind.items:
        return [_each_has_a_result_of_the_list]
    if field.kind in _LIMITS:
        limit = field.most or _LIMITS[field.kind]
        return [validate.Length(max=limit, error=f"不能超过 {limit} 个字")]
    return []


def _each_has_a_result_of_the_list(results: Mapping[Any, Any]) -> None:
    known = {code for code, one in OUTCOMES.items() if not one.imported_only}
    for position, code in results.items():
        if not str(position).isdecimal() or not isinstance(code, str) or code not in known:
            raise ValidationError(f"第{position}项的处理结果只能是办理结果清单中的代码")
