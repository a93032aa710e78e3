"""`casework diagram`: a workflow as a drawing or as a list of its acts, made from its table."""

from pathlib import Path

import click

from casework.cli.installation import Command
from workflows.drawing import mermaid, svg
from workflows.listing import listing
from workflows.registry import all_workflows

_WRITERS = {"mermaid": mermaid, "svg": svg, "acts": listing}
SUFFIXES = {"mermaid": ".mmd", "svg": ".svg", "acts": ".md"}


@click.command(cls=Command)
@click.option(
    "--kind",
    type=click.Choice([w.kind.value for w in all_workflows()]),
    default="request",
    show_default=True,
)
@click.option(
    "--format", "form", type=click.Choice(tuple(_WRITERS)), default="mermaid", show_default=True
)
@click.option(
    "--write", type=click.Path(file_okay=False, path_type=Path), help="把全部图写入这个目录"
)
def diagram(kind: str, form: str, write: Path | None) -> None:
    """画出办理流程（Mermaid 或者 SVG），或者列出全部事项（acts）。"""
    if write is None:
        click.echo(_WRITERS[form](next(w for w in all_workflows() if w.kind == kind)))
        return
    write.mkdir(parents=True, exist_ok=True)
    for workflow in all_workflows():
        for name, writer in _WRITERS.items():
            path = write / f"{workflow.version}{SUFFIXES[name]}"
            path.write_text(writer(workflow) + "\n", encoding="utf-8")
            click.echo(path.name)
