"""Every page of the demonstration that some role may see, and which of them hold something no other one holds; no test.

Pages are fetched without a browser first: only those with an element that has not been seen yet are worth opening.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import product
from typing import Any

from flask.testing import FlaskClient
from lxml import html
from sqlalchemy import select
from werkzeug.routing import Map, Rule

from casework.models.agency import Agency
from casework.models.file import AttachedFile
from casework.models.ledger import SentLedger
from casework.models.record import Record
from casework.office import Office
from workflows.registry import plain_kinds

Address = tuple[str, str]
"""An endpoint and a path that leads to it."""
PAGES = ("web.", "apply.")
"""What the endpoints of pages begin with."""
FILES = frozenset({"web.original_file", "web.bundle_file", "web.help_picture"})
"""What is downloaded or drawn, though its address has no ending."""
WRITTEN_IN = ("in_progress", "legal_review", "approval", "redoing")
"""States of a request in which the pages beside the case page hold something."""


@dataclass(frozen=True)
class Signatures:
    """What has been seen so far: an element, its attributes that matter, and what it stands in."""

    seen: set[tuple[Any, ...]] = field(default_factory=set)

    def are_new_in(self, endpoint: str, page: str) -> bool:
        """Whether the page is the first of its endpoint or holds an element of a new kind; from now on it is known."""
        found = {(endpoint,)} | {
            _signature(one) for one in html.fromstring(page).iter() if isinstance(one.tag, str)
        }
        new = found - self.seen
        self.seen.update(new)
        return bool(new)


def _signature(one: Any) -> tuple[Any, ...]:
    above = one.getparent()
    inside = (above.tag, above.get("class")) if above is not None else ()
    kind = tuple(one.get(name) for name in ("class", "role", "type"))
    return (inside, one.tag, kind, tuple(sorted(one.attrib)))


def values(office: Office) -> Mapping[str, Sequence[object]]:
    """What stands in the variable parts of the addresses: a record in each state, and one of everything else."""
    with office.db.read() as session:
        rows = session.execute(select(Record.id, Record.kind, Record.state).order_by(Record.id))
        records = {(kind, state): record_id for record_id, kind, state in rows}
        agencies = session.scalars(select(Agency.id).order_by(Agency.id).limit(1)).all()
        ledgers = session.scalars(select(SentLedger.id)).all()
        files = session.scalars(select(AttachedFile.seq).distinct()).all()
    return {
        "record_id": sorted(records.values()),
        "beside": [records["request", state] for state in WRITTEN_IN],
        "seq": files,
        "kind": [workflow.kind.value for workflow in plain_kinds()],
        "code": ["lanshan", "ziran"],
        "login": ["dengji"],
        "agency_id": agencies,
        "ledger_id": ledgers,
        "name": ["registrar", "glossary"],
        "key": ["received"],
        "step": ["review", "approval"],
    }


def addresses(rules: Map, known: Mapping[str, Sequence[object]]) -> Iterator[Address]:
    """Every address that answers with a page; files and single pictures are none."""
    adapter = rules.bind("localhost")
    for rule in rules.iter_rules():
        if not is_page(rule):
            continue
        unknown = rule.arguments - set(known)
        assert not unknown, f"{rule.rule}: say in crawl.values what stands for {sorted(unknown)}"
        names = sorted(rule.arguments)
        records = known["record_id" if rule.endpoint == "web.case" else "beside"]
        for chosen in product(*({**known, "record_id": records}[name] for name in names)):
            given = dict(zip(names, chosen, strict=True))
            yield rule.endpoint, adapter.build(rule.endpoint, given)


def is_page(rule: Rule) -> bool:
    """Whether a rule leads to a page: its address names no file, and it can be opened."""
    named = rule.rule.rpartition("/")[2]
    return (
        "GET" in (rule.methods or ())
        and rule.endpoint.startswith(PAGES)
        and "." not in named
        and rule.endpoint not in FILES
    )


def new_pages(client: FlaskClient, found: Sequence[Address], seen: Signatures) -> Iterator[str]:
    """Those of the addresses that this client may open and that show something new."""
    for endpoint, path in found:
        answer = client.get(path)
        is_shown = answer.status_code == 200 and answer.mimetype == "text/html"
        if is_shown and seen.are_new_in(endpoint, answer.text):
            yield path
