"""The directory of agencies, for answers that point to another one."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from casework import http
from casework.api.blueprint import ApiBlueprint
from casework.queries.agencies import agencies

blueprint = ApiBlueprint("api_agencies", description="机关名录")


class AgencyOut(Schema):
    """One agency; `contact` is address and telephone as an answer writes them."""

    name = fields.String()
    address = fields.String()
    phone = fields.String()
    matters = fields.String()
    contact = fields.String()


class AgenciesOut(Schema):
    items = fields.List(fields.Nested(AgencyOut))


@blueprint.at("/agencies")
@blueprint.answers(AgenciesOut)
def directory() -> Mapping[str, Any]:
    """现有的机关及其联系方式（条例36(5)）。"""
    return {"items": agencies(http.read(), on=http.today())}
