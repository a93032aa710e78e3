"""Words of any length find their case, on both databases."""

from datetime import date

import pytest
from sqlalchemy import select

from casework.db import Database
from casework.models.record import Record
from casework.models.search import grams, matching
from tests.factories import make_case, make_office, make_unit, make_user
from workflows.vocabulary import Role


@pytest.fixture
def case_id(db: Database) -> int:
    office = make_office(db)
    unit_id = make_unit(office)
    clerk = make_user(office, "clerk", roles=[Role.intake])
    case = make_case(
        office,
        clerk,
        unit_id=unit_id,
        arrived_on=date(2020, 9, 1),
        names=["王𫍯"],
        items=["关于ABC小区2020年补偿协议的批复"],
    )
    return case.done.record_id


def found(db: Database, words: str) -> list[int]:
    with db.read() as session:
        return list(
            session.scalars(select(Record.id).where(Record.id.in_(matching(session, words))))
        )


@pytest.mark.parametrize(
    "words", ["王𫍯", "补偿", "偿", "补偿协议", "协议 补偿", "abc", "AB", "２０２０", "王"]
)
def test_words_in_any_order_and_length_find_the_case(
    db: Database, case_id: int, words: str
) -> None:
    assert found(db, words) == [case_id]


@pytest.mark.parametrize("words", ["补偿款", "李四", "%", "'", '"', "", "NOT", "补偿 征收"])
def test_words_that_are_not_there_find_nothing(db: Database, case_id: int, words: str) -> None:
    assert found(db, words) == []


def test_a_word_of_two_characters_is_one_gram() -> None:
    assert grams("张三") == ("张三", "三")


@pytest.mark.parametrize("words", ["DISTRICT-2020-0001", "2020-0001", "0001", "district-2020"])
def test_a_number_or_its_end_finds_the_case(db: Database, case_id: int, words: str) -> None:
    assert found(db, words) == [case_id]
