"""What the API takes in, as marshmallow schemas: kinds and lengths only; the rules of the law stay with the acts."""

from typing import Any

from marshmallow import Schema, fields, validate

from workflows.topics import LONGEST, TOPICS, UNSORTED
from workflows.vocabulary import ApplicantCategory, Channel, DeliveryForm, Phase, State

_LONGEST_SOON = 100  # working days; the recorded calendar reaches further
_YEARS = validate.Range(2000, 2100, error="只能是 2000 至 2100 的年份")

_Messages = dict[str, str | list[Any] | dict[Any, Any]]


def _says(**messages: str) -> _Messages:
    return {"required": "必填", "null": "不能为空", **messages}


class Text(fields.String):
    """A text; the parser has already refused characters that no database keeps."""

    default_error_messages = _says(invalid="只能填写文字")


class Whole(fields.Integer):
    default_error_messages = _says(invalid="只能填写整数", too_large="数字过大")


class Day(fields.Date):
    """A calendar day as YYYY-MM-DD."""

    default_error_messages = _says(
        invalid="不是有效日期，请按 2020-09-01 的格式填写", format="日期格式有误"
    )


class Flag(fields.Boolean):
    default_error_messages = _says(invalid="只能填写 true 或 false")


class Object(fields.Dict):
    default_error_messages = _says(invalid="应是 JSON 对象")


class Many(fields.List[Any]):
    default_error_messages = _says(invalid="应是 JSON 数组")


class Part(fields.Nested):
    default_error_messages = _says(type="应是 JSON 对象")


class Given(Schema):
    """Base of what is taken in: an unknown field is refused by name."""

    error_messages = {"unknown": "没有这个字段", "type": "应是 JSON 对象"}


def _one_of(values: Any) -> validate.OneOf:
    listed = [str(value) for value in values]
    return validate.OneOf(listed, error=f"只能是：{'、'.join(filter(None, listed))}")


def _at_most(length: int) -> validate.Length:
    return validate.Length(max=length, error=f"不能超过 {length} 个字")


def _listed(vocabulary: Any) -> dict[str, Any]:
    """The values for the description; the check itself belongs to the act."""
    pairs = "、".join(f"{one.value} {one.label}" for one in vocabulary)
    return {"description": pairs, "example": next(iter(vocabulary)).value}


class PartyIn(Given):
    """A person or body of a new request."""

    name = Text(required=True, validate=_at_most(200))
    category = Text(
        load_default=ApplicantCategory.natural.value, metadata=_listed(ApplicantCategory)
    )
    kind = Text(
        load_default="applicant",
        validate=_one_of(("applicant", "agent", "legal_representative", "third_party")),
    )
    id_type = Text(load_default="", validate=_at_most(40))
    id_number = Text(load_default="", validate=_at_most(40))
    phone = Text(load_default="", validate=_at_most(40))
    address = Text(load_default="", validate=_at_most(300))
    email = Text(load_default="", validate=_at_most(200))
    authorisation = Text(
        load_default="",
        validate=_at_most(60),
        metadata={"description": "代理人的授权委托书，如：2020年9月1日授权委托书"},
    )
    may_receive = Flag(load_default=False, metadata={"description": "代理人有代收文书的书面授权"})


class RequestIn(Given):
    """A request as it arrived (条例29)."""

    unit = Text(required=True, metadata={"description": "办理单位代码", "example": "lanshan"})
    arrived_on = Day(required=True, metadata={"description": "到达本机关的日期"})
    on_day = Day(load_default=None, metadata={"description": "登记之日，默认今天"})
    channel = Text(required=True, metadata=_listed(Channel))
    parties = Many(Part(PartyIn), required=True)
    items = Many(
        Text(),
        required=True,
        metadata={"description": "所申请公开的政府信息，每项一条"},
    )
    delivery = Text(load_default="", metadata=_listed(DeliveryForm))
    topic = Text(
        load_default="",
        validate=_at_most(LONGEST),
        metadata={"description": "事项类别，限于单位设置中的词", "example": TOPICS[0]},
    )
    awaits_confirmation = Flag(
        load_default=False, metadata={"description": "平信、传真等须与申请人确认收到日期（条例31）"}
    )


class ActIn(Given):
    """One act on a request: the version that was read, the day the law counts, the act's own fields."""

    version = Whole(required=True, metadata={"description": "读取案件时的 version"})
    on_day = Day(required=True, metadata={"description": "事项发生之日"})
    data = Object(
        keys=fields.String(),
        load_default=dict,
        metadata={"description": "字段见 available_actions 中该事项的 fields"},
    )


class QueueQuery(Given):
    """What to list; every filter narrows the list."""

    phase = Text(load_default="", validate=_one_of(("", *Phase)))
    state = Text(load_default="", validate=_one_of(("", *State)))
    overdue = Flag(load_default=False)
    soon = Whole(
        load_default=None,
        validate=validate.Range(0, _LONGEST_SOON, error=f"只能是 0 至 {_LONGEST_SOON} 的工作日数"),
        metadata={"description": "几个工作日之内到期"},
    )
    unit = Text(load_default="", metadata={"description": "单位代码"})
    mine = Flag(load_default=False, metadata={"description": "只列本人承办的"})
    year = Whole(load_default=None, validate=_YEARS, metadata={"description": "收到年份"})
    topic = Text(
        load_default="",
        validate=_at_most(LONGEST),
        metadata={"description": f"事项类别；“{UNSORTED}”列没有类别的"},
    )
    q = Text(load_default="", validate=_at_most(200))
    page = Whole(load_default=1, validate=validate.Range(1, error="从 1 起"))


class RecordIn(Given):
    """A record of another kind: its unit, the day of its first act, the fields of that act, the request it concerns."""

    unit = Text(required=True, metadata={"description": "单位代码", "example": "lanshan"})
    on_day = Day(load_default=None, metadata={"description": "事项发生之日，默认今天"})
    linked = Text(
        load_default="", validate=_at_most(60), metadata={"description": "所涉及的申请的编号"}
    )
    data = Object(keys=fields.String(), load_default=dict)


class RecordsQuery(Given):
    """What to list of a kind; every filter narrows the list."""

    state = Text(load_default="", validate=_at_most(40))
    open = Flag(load_default=False, metadata={"description": "只列未办结的"})
    overdue = Flag(load_default=False)
    unit = Text(load_default="", metadata={"description": "单位代码"})
    page = Whole(load_default=1, validate=validate.Range(1, error="从 1 起"))


class PaperQuery(Given):
    """Which of the two files of a paper that was signed after it was issued."""

    original = Flag(load_default=False, metadata={"description": "给出签发时未签名的原件"})


class AnnualQuery(Given):
    """Which annual table: the unit, with the units below it, in a format other than the year's own."""

    unit = Text(required=True, metadata={"description": "单位代码"})
    rollup = Flag(load_default=False, metadata={"description": "汇总下属单位"})
    table = Text(load_default="", validate=_one_of(("", "2019", "2021")))
    live = Flag(
        load_default=False, metadata={"description": "按案件现在的情况统计，不用已封存的版本"}
    )


class OutcomeQuery(Given):
    """The ground of a partial disclosure decides which facts its answer needs."""

    ground = Text(load_default="", metadata={"description": "部分公开的依据，即结果代码"})


class TokenIn(Given):
    """A new token: by login and password, or, when signed in already, by its label alone."""

    login = Text(load_default="")
    password = Text(load_default="", load_only=True)
    label = Text(load_default="", validate=_at_most(60), metadata={"example": "台账同步"})
