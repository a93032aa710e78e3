"""What the statutory tables look like as JSON."""

from marshmallow import Schema, fields

_NUMBER = {"description": "件数；第二部分的数字为文本，以免舍入"}


class CheckOut(Schema):
    rule = fields.String()
    rank = fields.String()
    ok = fields.Boolean()
    where = fields.String()
    left = fields.Raw(metadata=_NUMBER)
    right = fields.Raw(metadata=_NUMBER)
    difference = fields.Raw(metadata=_NUMBER)
    cells = fields.List(fields.List(fields.String()), metadata={"description": "所核对的格"})


_CELLS = {"description": "行键 → 列键 → 件数"}


class FeesOut(Schema):
    """The information-processing fee of the year: cases that paid, and yuan after refunds (109号)."""

    cases = fields.Integer()
    yuan = fields.Integer()


class EditionOut(Schema):
    """The published version that the numbers come from; null while the cases answer."""

    number = fields.Integer()
    kind = fields.String(metadata={"description": "frozen、amended 或者 published"})
    digest = fields.String()
    signer = fields.String()
    on_day = fields.String()


class AnnualOut(Schema):
    """The annual table, the same as `casework report annual --format json`."""

    unit = fields.String()
    unit_name = fields.String()
    year = fields.Integer()
    format = fields.String()
    part3 = fields.Dict(metadata=_CELLS)
    part4 = fields.Dict(metadata=_CELLS)
    checks = fields.List(fields.Nested(CheckOut))
    narrative = fields.String()
    fees = fields.Nested(FeesOut)
    part2 = fields.Dict(metadata={"description": "第二部分：行键.列键 → 数字（文本）"})
    rollup = fields.Boolean()
    edition = fields.Nested(EditionOut, allow_none=True)
    words = fields.Dict(metadata={"description": "文字：部分 → 段落"})
    state = fields.String(metadata={"description": "open、frozen 或者 amended"})
    deadline = fields.String()
    published_on = fields.String(allow_none=True)
    published_at = fields.String()
    confirmed = fields.Dict(
        metadata={"description": "已确认的提醒：rule.where → 说明、确认人、数字是否仍是当时的"}
    )
