"""Several cases signed with one opinion: each through the one door, in a transaction of its own; the refused are named."""

from collections.abc import Iterable
from dataclasses import dataclass

from casework.errors import CaseworkError, Invalid
from casework.models.record import Record
from casework.office import Office
from casework.queries.approvals import MOST, signs_at_once
from casework.queries.case_page import seen
from casework.services import actions
from casework.viewer import Moment, Viewer
from workflows.registry import workflow_version


@dataclass(frozen=True)
class Chosen:
    """A case as the signer saw it."""

    record_id: int
    version: int


@dataclass(frozen=True)
class Signed:
    """What became of one case; `refused` is empty where it was signed."""

    record_id: int
    number: str
    refused: str = ""
    warnings: tuple[str, ...] = ()


def sign_many(
    office: Office,
    chosen: Iterable[Chosen],
    action: str,
    *,
    opinion: str,
    viewer: Viewer,
    moment: Moment,
) -> tuple[Signed, ...]:
    """Sign these cases by one act with one opinion. A case that is refused keeps no other from being signed.

    Raises:
        Invalid: nothing was chosen, or more than the page shows.
    """
    cases = tuple(dict.fromkeys(chosen))
    if not cases:
        raise Invalid("没有选择办件；请先勾选要签署的办件。", fields={"pick": "请勾选"})
    if len(cases) > MOST:
        raise Invalid(f"一次最多签署 {MOST} 件；请分批勾选。", fields={"pick": "过多"})
    return tuple(
        _sign(office, one, action, opinion=opinion, viewer=viewer, moment=moment) for one in cases
    )


def _sign(
    office: Office, one: Chosen, action: str, *, opinion: str, viewer: Viewer, moment: Moment
) -> Signed:
    number = ""
    try:
        with office.db.read() as session:
            record: Record = seen(session, viewer, one.record_id)
            number = record.number or "未编号"
            row = workflow_version(record.workflow_version).action(action)
        if row is None or not signs_at_once(row):
            raise Invalid("这一事项不能批量签署；请打开办件单独办理。")
        done = actions.perform(
            office,
            one.record_id,
            action,
            viewer=viewer,
            version=one.version,
            on_day=moment.today,
            data={field.key: opinion for field in row.fields if field.standards},
            moment=moment,
        )
    except CaseworkError as error:
        return Signed(one.record_id, number, refused=error.message)
    return Signed(one.record_id, number, warnings=done.warnings)
