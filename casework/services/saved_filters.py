"""Filters of the queue that somebody keeps under a name; they decide nothing about a case, so no journal row is written."""

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from casework.errors import Invalid, NotFound
from casework.models.saved_filter import SavedFilter
from casework.models.user import User
from casework.office import Office
from casework.viewer import Viewer

MOST = 30
"""Filters that one person keeps."""
_LONGEST_NAME, _LONGEST_QUERY = 40, 400


def save(office: Office, viewer: Viewer, *, name: str, query: str, shared: bool) -> None:
    """Keep a filter, for oneself or for everybody in one's own unit; one of the same name is replaced.

    Raises:
        Invalid: no name, a name or a filter that is too long, or too many filters.
    """
    name = name.strip()
    if not name or len(name) > _LONGEST_NAME:
        raise Invalid(f"请给筛选起一个名称，不超过 {_LONGEST_NAME} 个字。", fields={"name": "必填"})
    if len(query) > _LONGEST_QUERY:
        raise Invalid("条件太长，不能保存；请减少查找的文字。", fields={"name": "条件过长"})
    with office.db.write() as session:
        user = session.get_one(User, viewer.user_id)
        row = _own(session, user.id, name) or SavedFilter(user_id=user.id, name=name)
        row.query = query
        row.unit_id = user.unit_id if shared else None
        session.add(row)


def _own(session: Session, user_id: int, name: str) -> SavedFilter | None:
    mine = SavedFilter.user_id == user_id
    found = session.scalar(select(SavedFilter).where(mine, SavedFilter.name == name))
    if (
        found is None
        and (session.scalar(select(func.count()).select_from(SavedFilter).where(mine)) or 0) >= MOST
    ):
        raise Invalid(f"最多保存 {MOST} 个筛选；请先删除不用的。", fields={"name": "过多"})
    return found


def delete(office: Office, viewer: Viewer, filter_id: int) -> str:
    """Delete an own filter; answers its name.

    Raises:
        NotFound: there is no such filter of this person.
    """
    with office.db.write() as session:
        row = session.get(SavedFilter, filter_id)
        if row is None or row.user_id != viewer.user_id:
            raise NotFound("没有这个筛选，或者它是别人保存的；只有保存的人可以删除。")
        session.delete(row)
        return row.name
