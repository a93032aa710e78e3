"""Several accounts entered at once: one password, each with roles in its own unit."""

import pytest
from factories import FOUNDED, OPERATOR, PASSWORD, make_office, make_unit
from sqlalchemy import func, select

from casework.db import Database
from casework.errors import Conflict
from casework.models.user import User
from casework.services import users
from casework.viewer import Moment
from workflows.vocabulary import Role

MOMENT = Moment.on(FOUNDED)
FORMS = (
    users.UserForm("dengji", "甲", "district", (Role.intake,)),
    users.UserForm("shenpi", "乙", "district", (Role.approver,)),
)


def test_accounts_entered_together_log_in_with_the_same_password(db: Database) -> None:
    office = make_office(db)
    make_unit(office)
    ids = users.add_users(office, FORMS, password=PASSWORD, viewer=OPERATOR, moment=MOMENT)
    assert [users.authenticate(office, f.login, PASSWORD) for f in FORMS] == list(ids)


def test_a_login_given_twice_enters_none_of_them(db: Database) -> None:
    office = make_office(db)
    make_unit(office)
    with pytest.raises(Conflict):
        users.add_users(
            office, (*FORMS, FORMS[0]), password=PASSWORD, viewer=OPERATOR, moment=MOMENT
        )
    with db.read() as session:
        assert session.scalar(select(func.count()).select_from(User)) == 0
