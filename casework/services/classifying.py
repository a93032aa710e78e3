"""Several requests sorted under one topic, be they open, closed or archived."""

from collections.abc import Iterable

from casework.errors import Invalid
from casework.models.record import Record
from casework.office import Office
from casework.services import actions
from casework.services.batches import Became, Chosen, one_by_one
from casework.services.engine import Done
from casework.viewer import Moment, Viewer
from workflows.acts.noting import CLASSIFY

MOST = 50
"""Requests of one batch: a page of the queue."""


def classify_many(
    office: Office, chosen: Iterable[Chosen], *, topic: str, viewer: Viewer, moment: Moment
) -> tuple[Became, ...]:
    """Give these requests a topic of their units' lists.

    Raises:
        Invalid: nothing was chosen, too many, or no topic.
    """
    if not topic:
        raise Invalid("没有选择事项类别；请重新选择。", fields={"topic": "请选择"})

    def classify(one: Chosen, _record: Record) -> Done:
        return actions.perform(
            office,
            one.record_id,
            CLASSIFY,
            viewer=viewer,
            version=one.version,
            on_day=moment.today,
            data={"topic": topic},
            moment=moment,
        )

    return one_by_one(office, chosen, classify, viewer=viewer, verb="归类", most=MOST)
