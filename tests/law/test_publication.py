"""条例44: what several asked for is proposed, decided with a reason, and published at an address that can be followed."""

from datetime import date

import pytest
from law.stories import Refused, Story

from workflows.kinds.publication import PUBLICATION
from workflows.vocabulary import Role

DAY = date(2020, 9, 1)


def proposed() -> Story:
    return Story(PUBLICATION).do(
        "propose_publication", DAY, requests="甲-1、甲-2", proposer="office", until="2020-09-15"
    )


def decided() -> Story:
    return proposed().do("decide_publication", date(2020, 9, 3), until="2020-09-30")


def test_a_proposal_is_decided_by_its_day_and_published_by_another() -> None:
    assert proposed().due_on == date(2020, 9, 15)
    assert decided().due_on == date(2020, 9, 30)
    story = decided().do("publish", date(2020, 9, 9), address="https://www.example.gov.cn/a")
    assert (story.facts.state, story.facts.closed_on) == ("published", date(2020, 9, 9))
    assert story.facts.values["address"] == "https://www.example.gov.cn/a"
    assert story.facts.values["requests"] == "甲-1、甲-2"


def test_it_may_be_declined_with_a_reason() -> None:
    story = proposed().do("decline_publication", date(2020, 9, 3))
    assert (story.facts.state, story.due_on) == ("declined", None)
    fields = PUBLICATION.action("decline_publication").fields  # type: ignore[union-attr]
    assert fields[0].required


@pytest.mark.parametrize("address", ["政府网站", "www.example.gov.cn", "http://"])
def test_an_address_that_leads_nowhere_is_refused(address: str) -> None:
    with pytest.raises(Refused, match="条例44"):
        decided().do("publish", date(2020, 9, 9), address=address)


def test_a_clerk_proposes_and_who_answers_for_the_unit_decides() -> None:
    decide = PUBLICATION.action("decide_publication")
    assert decide is not None
    assert Role.handler in PUBLICATION.opening.roles
    assert Role.handler not in decide.roles
