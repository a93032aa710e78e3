"""The channels that a unit's 指南 announces: another one is doubted, none is ever refused (19号)."""

from datetime import date

import pytest
from factories import OPERATOR, make_case, make_office, make_unit, make_user
from sqlalchemy import select

from casework.db import Database
from casework.models.journal import JournalEntry
from casework.models.unit import Unit
from casework.services.unit_settings import announce_channels
from casework.viewer import Moment
from workflows.vocabulary import Channel, Role

DAY = date(2020, 9, 1)


@pytest.mark.parametrize(
    ("channel", "doubted"),
    [("email", True), ("online", False), ("mail", False), ("in_person", False)],
)
def test_a_channel_that_the_guide_does_not_announce_is_doubted(
    db: Database, channel: str, doubted: bool
) -> None:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=[Role.intake])
    announce_channels(office, "district", [Channel.online], viewer=OPERATOR, moment=Moment.on(DAY))
    case = make_case(office, clerk, unit_id=unit_id, arrived_on=DAY, channel=channel)
    assert case.done.number
    assert any("19号" in said for said in case.done.warnings) is doubted


def test_where_nothing_was_announced_no_channel_is_doubted(db: Database) -> None:
    office = make_office(db)
    clerk_unit = make_unit(office)
    clerk = make_user(office, "clerk", roles=[Role.intake])
    case = make_case(office, clerk, unit_id=clerk_unit, arrived_on=DAY, channel="email")
    assert not any("19号" in said for said in case.done.warnings)


def test_post_and_in_person_cannot_be_closed(db: Database) -> None:
    office = make_office(db)
    make_unit(office)
    kept = announce_channels(office, "district", [], viewer=OPERATOR, moment=Moment.on(DAY))
    assert {Channel.in_person, Channel.mail, Channel.ordinary_mail} <= set(kept)
    with db.read() as session:
        stored = session.scalars(select(Unit)).one().settings["channels"]
    assert stored == [channel.value for channel in kept]


def test_what_a_unit_announces_is_noted_in_its_register(db: Database) -> None:
    office = make_office(db)
    make_unit(office)
    announce_channels(office, "district", [Channel.fax], viewer=OPERATOR, moment=Moment.on(DAY))
    with db.read() as session:
        noted = session.scalars(
            select(JournalEntry).where(JournalEntry.action == "change_unit")
        ).all()
    assert [row.data for row in noted] == [{"changed": "channels"}]
