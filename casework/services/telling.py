"""Tells colleagues at once of an act that asks something of them; whom, is a column of its row (`Action.tells`)."""

from collections.abc import Iterator

from casework.models.record import Record
from casework.queries import terms
from casework.queries.terms import Tree
from casework.services import inbox
from casework.services.engine import Desk, Done
from casework.viewer import DOWNWARD_ROLES
from workflows.action import Action
from workflows.guards import chinese_day


def tell(at: Desk, record: Record, action: Action, done: Done) -> None:
    """Put a sentence into the inboxes of those the row names, inside the transaction of the act; never of who did it."""
    if not action.tells:
        return
    limit = f"，期限{chinese_day(done.due_on)}" if done.due_on else ""
    name = terms.named(record.workflow_version, record.number, record.id)
    readers = set(_readers(terms.tree(at.session), record.unit_id, action)) - {at.viewer.user_id}
    inbox.say(
        at.session,
        [
            inbox.Said(
                reader,
                record.id,
                action.name,
                done.version,
                done.due_on or at.moment.today,
                inbox.NEWS,
                f"{name}：已“{action.label}”{limit}（{action.basis}）；请打开办理。",
            )
            for reader in sorted(readers)
        ],
        moment=at.moment,
    )


def _readers(tree: Tree, unit_id: int, action: Action) -> Iterator[int]:
    """Those of the unit; where a role reaches down, those of the units above as well."""
    for role in action.tells:
        units = tree.upwards(unit_id) if role in DOWNWARD_ROLES else (unit_id,)
        yield from tree.holding(role, *units)
