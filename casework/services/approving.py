"""Several cases signed with one opinion."""

from collections.abc import Iterable

from casework.errors import Invalid
from casework.models.record import Record
from casework.office import Office
from casework.queries.approvals import MOST, signs_at_once
from casework.services import actions
from casework.services.batches import Became, Chosen, one_by_one
from casework.services.engine import Done
from casework.viewer import Moment, Viewer
from workflows.registry import workflow_version


def sign_many(
    office: Office,
    chosen: Iterable[Chosen],
    action: str,
    *,
    opinion: str,
    viewer: Viewer,
    moment: Moment,
) -> tuple[Became, ...]:
    """Sign these cases by one act with one opinion.

    Raises:
        Invalid: nothing was chosen, or more than the page shows.
    """

    def sign(one: Chosen, record: Record) -> Done:
        row = workflow_version(record.workflow_version).action(action)
        if row is None or not signs_at_once(row):
            raise Invalid("这一事项不能批量签署；请打开办件单独办理。")
        return actions.perform(
            office,
            one.record_id,
            action,
            viewer=viewer,
            version=one.version,
            on_day=moment.today,
            data={field.key: opinion for field in row.fields if field.standards},
            moment=moment,
        )

    return one_by_one(office, chosen, sign, viewer=viewer, verb="签署", most=MOST)
