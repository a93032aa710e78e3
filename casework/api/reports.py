"""The statutory tables as JSON; counted by the queries, shaped as the command prints them."""

from collections.abc import Mapping
from typing import Any

from casework import http
from casework.api import bodies, report_schemas
from casework.api.blueprint import ApiBlueprint
from casework.queries.annual_documents import document
from casework.services.annual_files import to_report_data

blueprint = ApiBlueprint("api_reports", description="统计报表")


@blueprint.at("/reports/annual/<int:year>")
@blueprint.takes(bodies.AnnualQuery, query=True)
@blueprint.answers(report_schemas.AnnualOut)
def annual(query: Mapping[str, Any], year: int) -> Mapping[str, object]:
    """年度报告：表格、文字、各项核对和封存情况。"""
    found = document(
        http.read(),
        http.viewer(),
        year=year,
        unit_code=query["unit"],
        rollup=query["rollup"],
        table=query["table"],
        live=query["live"],
        today=http.today(),
    )
    return to_report_data(found)
