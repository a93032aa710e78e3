"""The command `casework`: one module per noun; every refusal is a Chinese sentence on standard error, never a traceback."""

from collections.abc import Sequence

import click

from casework.cli import (
    act,
    agency,
    archive,
    backup,
    calendar,
    deadline,
    demo,
    diagram,
    draft,
    erase,
    evidence,
    fee,
    file,
    handover,
    law,
    ledger,
    paper,
    papers,
    record,
    redact,
    register,
    reminders,
    report_checking,
    seal,
    serve,
    signing,
    tick,
    training,
    unit,
    upgrade,
    user,
    verify,
    year_entering,
)
from casework.cli.installation import Group, database_option


@click.group(cls=Group, context_settings={"help_option_names": ["-h", "--help"]})
@database_option
def main() -> None:
    """政府信息依申请公开办理系统。"""


_COMMANDS: Sequence[click.Command] = (
    upgrade.upgrade,
    serve.serve,
    demo.demo,
    unit.unit,
    user.user,
    agency.agency,
    handover.hand_over,
    calendar.calendar,
    record.record,
    act.act,
    paper.paper,
    papers.papers,
    draft.draft,
    file.file,
    evidence.evidence,
    ledger.import_ledger,
    ledger.ledger_files,
    report_checking.report,  # the group of `cli.report`, with the commands of filing and checking
    year_entering.year,  # the group of `cli.year`, with the commands of entering
    register.register,
    archive.archive,
    backup.back_up,
    backup.restore,
    verify.verify,
    tick.tick,
    reminders.reminders,
    deadline.deadline,
    fee.fee,
    training.training,
    law.article,
    diagram.diagram,
    erase.erase,
    redact.redact,
    seal.seal,
)
for command in _COMMANDS:
    main.add_command(command)
main.add_command(archive.export, "export")
for command in (signing.signing, signing.absence):
    unit.unit.add_command(command)
