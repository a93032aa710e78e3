"""The units whose cases the viewer may see."""

from collections.abc import Mapping
from typing import Any

from casework import http
from casework.api import schemas
from casework.api.blueprint import ApiBlueprint
from casework.queries.access import units_in_sight

blueprint = ApiBlueprint("api_units", description="单位")


@blueprint.at("/units")
@blueprint.answers(schemas.UnitsOut)
def units() -> Mapping[str, Any]:
    """可以查看的单位，及其代码和上级。"""
    return {"items": units_in_sight(http.read(), http.viewer())}
