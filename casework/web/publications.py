"""The page of what was asked by several and may be published (条例44): groups to propose, and what became of the proposals."""

from datetime import timedelta

from flask import render_template, url_for
from flask.typing import ResponseReturnValue

from casework import http
from casework.queries import access, sight
from casework.queries.similar_groups import Group, similar_groups
from casework.web.blueprint import web
from casework.web.filters import ABOVE

_LOOKED_BACK = timedelta(days=365)


@web.get("/publications")
def publications() -> ResponseReturnValue:
    """The groups of the last year in sight, the one with the most applicants first."""
    session, viewer, today = http.read(), http.viewer(), http.today()
    units = access.units_in_sight(session, viewer)
    known = {unit.code for unit in units}
    scope: set[int] = set()
    for unit in units:
        below = unit.parent not in known and bool(viewer.roles_in(unit.id) & ABOVE)
        scope |= set(sight.subtree(session, unit.id)) if below else {unit.id}
    groups = similar_groups(session, sorted(scope), first=today - _LOOKED_BACK, last=today)
    return render_template(
        "web/publications.html",
        open_groups=tuple(one for one in groups if one.publication_id is None),
        done_groups=tuple(one for one in groups if one.publication_id is not None),
        propose=_propose,
    )


def _propose(group: Group) -> str:
    """The form of a proposal with the newest request's words and the numbers of all."""
    newest = group.requests[0]
    return url_for(
        "web.new_record",
        kind="publication",
        unit=newest.unit_code,
        subject=newest.content[:100],
        requests=group.numbers[:1000],
        proposer="office",
    )
