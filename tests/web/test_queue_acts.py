"""From the queue: several cases given to one handler, and filters kept under a name."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from casework.models.record import Record
from casework.models.saved_filter import SavedFilter
from casework.models.user import User
from casework.services.assigning import MOST
from casework.services.verification import verify
from tests.factories import Case
from tests.web.town import TODAY, Town, read_page


def user_id(town: Town, login: str) -> int:
    with town.office.db.read() as session:
        return session.scalars(select(User.id).where(User.login == login)).one()


def handler_of(town: Town, case: Case) -> int | None:
    with town.office.db.read() as session:
        return session.get_one(Record, case.done.record_id).handler_id


def pick(case: Case) -> str:
    return f"{case.done.record_id}:{case.done.version}"


def assign(client: FlaskClient, handler: int | str, *cases: Case):
    data = {"assignee": handler, "pick": [pick(c) for c in cases]}
    return client.post("/cases/assign", data=data, follow_redirects=True)


def test_the_ticked_cases_go_to_one_handler_and_the_refused_one_is_named(
    town: Town, client: FlaskClient
) -> None:
    fresh, held, stale = town.case(), town.in_progress(), town.case()
    seen = pick(stale)
    stale.do("assign", date(2020, 9, 2), handler=town.all.user_id)
    wanted = user_id(town, "handler")
    data = {"assignee": wanted, "pick": [pick(fresh), pick(held), seen]}
    sent = client.post("/cases/assign?open=1", data=data)
    assert sent.status_code == 303  # to load the page again assigns nothing
    answer = client.get(sent.location)
    assert "已分办 2 件，1 件没有分办" in answer.text
    assert "已有新的记录" in answer.text
    assert "未办结 <span" in answer.text  # the filter stays
    assert [handler_of(town, case) for case in (fresh, held)] == [wanted, wanted]
    assert handler_of(town, stale) == town.all.user_id
    assert verify(town.office, today=TODAY) == ()


def test_an_assignment_is_taken_back_where_nothing_was_done_since(
    town: Town, client: FlaskClient
) -> None:
    fresh, held, noted = town.case(), town.in_progress(), town.case()
    wanted = user_id(town, "handler")
    page = assign(client, wanted, fresh, held, noted).text
    assert "3 件退回原来的承办人" in page
    assert not read_page(page).faults
    noted.done = replace(noted.done, version=noted.done.version + 1)
    noted.do("add_note", TODAY, note="已电话联系")
    undone = client.post("/cases/assign/undo?open=1", follow_redirects=True).text
    assert "已撤销分办 2 件，1 件没有撤销分办" in undone
    assert f"{noted.done.number}</a> 没有撤销分办：本案在您打开页面之后已有新的记录" in undone
    assert "撤销这次分办" not in undone
    assert [handler_of(town, one) for one in (fresh, held, noted)] == [
        None,
        town.all.user_id,
        wanted,
    ]
    assert "没有可以撤销的分办" in client.post("/cases/assign/undo", follow_redirects=True).text
    assert verify(town.office, today=TODAY) == ()


def test_what_became_of_a_whole_page_of_cases_fits_the_cookie(
    town: Town, client: FlaskClient
) -> None:
    picks = [f"{number}:1" for number in range(90_000, 90_000 + MOST)]
    data = {"assignee": user_id(town, "handler"), "pick": picks}
    sent = client.post("/cases/assign", data=data)
    assert len(sent.headers["Set-Cookie"]) < 3000  # browsers drop one of more than 4096


def test_the_ticked_cases_are_sorted_by_topic_the_closed_ones_too(
    town: Town, client: FlaskClient, sign_in: Callable
) -> None:
    fresh, ended, other = town.case(), town.case(), town.case()
    ended.do("withdraw", date(2020, 9, 2), paper="书面撤回")
    picked = {"pick": [pick(fresh), pick(ended)]}
    assert client.post("/cases/classify", data=picked).status_code == 422
    sent = {"topic": "财政", **picked}
    answer = client.post("/cases/classify", data=sent, follow_redirects=True)
    assert "已归类 2 件。" in answer.text
    listed = sign_in("boss").get("/cases?topic=财政").text
    assert "共 2 件：类别：财政" in listed
    assert 'name="pick"' not in listed
    rest = client.get("/cases.csv?topic=未归类").get_data().decode("utf-8-sig").splitlines()
    assert (len(rest), rest[0].endswith(",事项类别"), other.done.number in rest[1]) == (
        2,
        True,
        True,
    )
    assert verify(town.office, today=TODAY) == ()


@pytest.mark.parametrize(
    ("handler", "sentence"),
    [("", "没有选择承办人"), ("x", "没有选择承办人"), ("99999", "没有选择承办人")],
)
def test_without_a_handler_nothing_is_assigned(
    town: Town, client: FlaskClient, handler: str, sentence: str
) -> None:
    case = town.case()
    answer = assign(client, handler, case)
    assert answer.status_code == 422
    assert sentence in answer.text
    assert handler_of(town, case) is None


def test_without_a_tick_the_page_says_what_to_do(town: Town, client: FlaskClient) -> None:
    answer = assign(client, town.all.user_id or 0)
    assert answer.status_code == 422
    assert "请先勾选" in answer.text


def test_only_who_may_assign_is_offered_ticks(town: Town, sign_in: Callable) -> None:
    town.case()
    assert 'name="pick"' in sign_in("intake").get("/cases").text
    assert 'name="pick"' not in sign_in("boss").get("/cases").text
    case = town.case()
    refused = assign(sign_in("boss"), user_id(town, "handler"), case)
    assert "没有分办" in refused.text
    assert handler_of(town, case) is None


def save(client: FlaskClient, name: str, query: str, **more: str) -> str:
    data = {"name": name, "query": query, **more}
    return client.post("/cases/filters", data=data, follow_redirects=True).text


def test_a_filter_is_kept_shared_and_deleted_by_its_owner_alone(town: Town, sign_in) -> None:
    mine, colleague, stranger = (sign_in(login) for login in ("all", "intake", "edu"))
    assert "已保存筛选“急件”" in save(mine, " 急件 ", "soon=3&sort=-received&nonsense=1")
    assert "急件" not in colleague.get("/cases").text
    save(mine, "急件", "soon=1", shared="1")  # the same name is replaced
    page = colleague.get("/cases").text
    assert 'href="/cases?soon=1">急件</a>' in page
    assert not read_page(page).faults
    assert "急件" not in stranger.get("/cases").text
    with town.office.db.read() as session:
        kept = session.scalars(select(SavedFilter)).one()
    assert colleague.post(f"/cases/filters/{kept.id}/delete").status_code == 404
    gone = mine.post(f"/cases/filters/{kept.id}/delete", follow_redirects=True)
    assert "已删除筛选“急件”" in gone.text
    assert 'href="/cases?soon=1">急件</a>' not in gone.text


@pytest.mark.parametrize("name", ["", "  ", "长" * 41])
def test_a_filter_needs_a_name_of_a_length_that_fits(
    town: Town, client: FlaskClient, name: str
) -> None:
    assert "请给筛选起一个名称" in save(client, name, "soon=3")
