"""What the registering form is told while somebody types: the day that counts, doubtful numbers, who and what is known."""

from itertools import count

from flask.testing import FlaskClient

from tests.web.test_registering import FORM, registered, send
from tests.web.town import Town, counted

NUMBER = "11010519491231002X"


def beside(client: FlaskClient, **changes: str) -> str:
    answer = client.post("/register/draft", data={**FORM, "beside": "1", **changes})
    assert answer.status_code == 200
    return answer.text


def earlier(client: FlaskClient, **changes: str) -> str:
    """The address of a request of the same person, registered before."""
    typed = {"parties.0.id_number": NUMBER, "items.0": "某街道2019年房屋征收补偿方案和评估报告"}
    return send(client, **{"key": f"{changes}{next(_KEYS)}"[-60:], **typed, **changes}).location


_KEYS = count()


def test_the_channel_says_which_day_counts_and_why_and_until_when(client, town: Town) -> None:
    told = beside(client, channel="mail")
    assert "2020年9月1日（周二）为收到申请之日" in told
    assert "行政机关签收之日" in told
    assert "条例31" in told
    assert "20个工作日的答复期限自次日起算（条例33），至2020年9月28日（周一）" in told


def test_a_channel_that_waits_names_the_contact_and_the_safe_day(client, town: Town) -> None:
    told = beside(client, channel="fax")
    assert "收到申请之日待确认" in told
    assert "当日与申请人联系" in told
    assert "最稳妥" in told
    assert "待确认" in beside(client, channel="mail", awaits_confirmation="1")


def test_a_day_to_come_or_none_is_said_before_it_is_sent(client: FlaskClient, town: Town) -> None:
    assert "到该日才能登记" in beside(client, arrived_on="2020-09-11")
    assert "不是有效日期" in beside(client, arrived_on="x")


def test_a_doubtful_number_is_said_at_its_field_and_stops_nothing(client, town: Town) -> None:
    wrong = {"parties.0.id_number": "110105194912310021"}
    assert 'data-for="parties.0.id_number"' in beside(client, **wrong)
    page = client.get(send(client, **wrong).location).text
    assert "校验码不符" in page
    assert registered(town) == 1


def test_a_sign_that_cannot_be_printed_is_named_while_typing(client, town: Town) -> None:
    told = beside(client, **{"parties.0.name": "张\U000323af"})
    assert 'data-for="parties.0.name"' in told
    assert "U+323AF" in told


def test_a_known_applicant_is_offered_masked(client: FlaskClient, town: Town) -> None:
    case = earlier(client, **{"parties.0.phone": "13812345678"})
    told = beside(client, **{"parties.0.id_number": NUMBER, "parties.0.name": "张三"})
    assert "同一证件号码" in told
    assert case in told
    assert "13812345678" not in told
    assert NUMBER not in told


def test_a_namesake_with_another_number_is_not_offered(client: FlaskClient, town: Town) -> None:
    earlier(client)
    assert "同名，请核对" in beside(client)
    told = beside(client, **{"parties.0.id_number": "110101199001011237"})
    assert "同一证件号码" not in told
    assert "同名，请核对" not in told


def test_nobody_is_told_of_applicants_and_requests_out_of_his_sight(
    client: FlaskClient, town: Town, sign_in
) -> None:
    case = earlier(client)
    told = beside(sign_in("edu"), unit="edu", **{"parties.0.id_number": NUMBER})
    assert case not in told
    assert "申请过" not in told


def test_the_requests_of_the_month_and_the_year_are_counted(client, town: Town) -> None:
    for day in ("2020-07-01", "2020-09-01"):
        earlier(client, arrived_on=day, **{"items.1": "评估机构的选定材料"})
    told = beside(client, **{"parties.0.id_number": NUMBER})
    assert "2020年9月已向本单位提出1件、2项，本年共2件、4项。" in told
    assert "条例35" not in told


def test_from_ten_pieces_a_month_on_the_options_are_named_and_nothing_is_decided(
    client: FlaskClient, town: Town
) -> None:
    earlier(client, **{f"items.{n}": f"第{n}件材料" for n in range(9)})
    told = beside(client)
    assert "连同本件当月10项" in told
    assert "条例35" in told
    assert "由承办人决定" in told
    assert send(client).status_code == 303


def test_a_similar_request_is_shown_with_its_state(client: FlaskClient, town: Town) -> None:
    case = earlier(client)
    earlier(client, **{"items.0": "某企业2020年排污许可证副本"})
    told = beside(client, **{"parties.0.id_number": NUMBER})
    assert "内容相近的申请" in told
    assert case in told
    assert "已登记" in told
    assert "排污许可证" not in told


def test_what_is_told_takes_a_fixed_number_of_queries(client: FlaskClient, town: Town) -> None:
    typed = {"parties.0.id_number": NUMBER}
    earlier(client)
    with counted(town.office.db) as one:
        beside(client, **typed)
    for _ in range(4):
        earlier(client)
    with counted(town.office.db) as five:
        beside(client, **typed)
    assert len(five) == len(one)
