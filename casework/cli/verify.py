"""`casework verify`: whether the stored cases are what their journals say; it changes nothing."""

import json
import time
from dataclasses import asdict

import click

from casework.cli.installation import Command, office
from casework.services.verification import examine, examine_case

UNSOUND = 1


@click.command(cls=Command)
@click.option("--case", "number", metavar="编号", default="", help="只核对这一编号的案件")
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_context
def verify(ctx: click.Context, number: str, as_json: bool) -> None:
    """重演全部日志，复核校验值、文书、编号、结转和年报勾稽；有不符时逐项列出，以 1 退出。"""
    began = time.perf_counter()
    with office() as opened:
        today = opened.now().today
        found = (
            examine_case(opened, number, today=today) if number else examine(opened, today=today)
        )
    if as_json:
        said = {
            "sound": found.sound,
            "faults": [asdict(fault) for fault in found.faults],
            "records": found.records,
            "entries": found.entries,
        }
        click.echo(json.dumps(said, ensure_ascii=False))
    else:
        for fault in found.faults:
            click.echo(f"{fault.where}：{fault.sentence}")
        result = f"发现 {len(found.faults)} 处不符" if found.faults else "全部相符"
        seconds = time.perf_counter() - began
        click.echo(
            f"{result}：案卷 {found.records} 件，日志 {found.entries} 条，"
            f"文书 {found.papers} 份，用时 {seconds:.1f} 秒。"
        )
    ctx.exit(0 if found.sound else UNSOUND)
