"""`casework demo`: an invented district with the published figures of 2020 and a live year around today; it counts nothing itself.

Everything is loaded through the services that a clerk uses. People, papers and telephone numbers are invented.
"""

from collections.abc import Callable

from rich.console import Console
from rich.progress import Progress

from casework.annual_table import to_text
from casework.demo.loading import is_complete, load, script
from casework.demo.published import compared, sentences
from casework.demo.showing import account_lines, table_of_2020, write_files
from casework.demo.staff import PASSWORD, shown_accounts
from casework.office import Office
from casework.viewer import Moment

__all__ = ["PASSWORD", "account_lines", "is_complete", "run", "shown_accounts"]

Echo = Callable[[str], None]


def run(office: Office, *, moment: Moment, echo: Echo) -> int:
    """Load the demonstration unless it is there, write its files, print its table; answers the exit code.

    0 when every check of rank error holds and every cell of 2020 equals the published one, else 1.

    Raises:
        NotEmpty: the database holds data that are not of the demonstration, or half of one.
    """
    if is_complete(office, moment=moment):
        echo("示范数据已经装载，不再重复装载。")
    else:
        _load(office, moment=moment, echo=echo)
    table = table_of_2020(office, moment=moment)
    echo(to_text(table))
    for sentence in sentences(table):
        echo(sentence)
    echo("已写入：")
    for path in write_files(office, table):
        echo(f"  {path}")
    for line in account_lines():
        echo(line)
    agrees = all(cell.agrees for cell in compared(table))
    return 0 if table.balanced and agrees else 1


def _load(office: Office, *, moment: Moment, echo: Echo) -> None:
    plan = script(office, today=moment.today)
    console = Console(stderr=True)
    with Progress(console=console, transient=True, disable=not console.is_terminal) as progress:
        task = progress.add_task("装载示范数据", total=plan.acts)

        def tick(month: str) -> None:
            progress.update(task, advance=1, description=f"装载示范数据 {month}")

        load(office, plan, tick=tick)
    echo(
        f"已装载示范数据：申请{len(plan.stories)}件，复议、诉讼和其他记录{len(plan.proceedings)}件。"
    )
