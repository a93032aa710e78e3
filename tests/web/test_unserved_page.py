"""The list of the papers without proof of service, and the same list for Excel."""

import csv
import io
from datetime import date

from flask.testing import FlaskClient

from tests.web.town import Town


def test_the_list_of_unserved_papers_comes_as_a_table_for_excel(
    town: Town, client: FlaskClient
) -> None:
    case = town.in_progress()
    row = case.do(
        "request_correction", date(2020, 9, 2), items_to_correct="写明名称", days=15
    ).version
    sent = {"recipient": 1, "method": "post", "tracking": "EA123456785CN"}
    case.do("dispatch_paper", date(2020, 9, 3), paper=f"{row}.correction_notice", **sent)
    assert "/unserved.csv" in client.get("/unserved").text
    answer = client.get("/unserved.csv")
    assert answer.mimetype == "text/csv"
    (line,) = csv.DictReader(io.StringIO(answer.get_data().decode("utf-8-sig")))
    assert line["文书"] == "政府信息公开申请补正告知书"
    assert (line["日期"], line["送出"], line["退回"]) == ("2020-09-02", "2020-09-03", "")
    assert line["送达"] == "2020-09-03 送出，尚未签收"
    nowhere = client.get("/unserved.csv?unit=nowhere").get_data().decode("utf-8-sig")
    assert list(csv.DictReader(io.StringIO(nowhere))) == []
