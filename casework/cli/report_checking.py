"""`casework report check`: a published report read back, cell by cell."""

import json
from pathlib import Path

import click

from casework.cli import local_files
from casework.cli.installation import Command, office
from casework.cli.report import CHECK_FAILED
from casework.cli.report_filing import report
from casework.services.report_reading import Against, Verdict, read_back
from casework.viewer import system
from workflows.annual_part2 import written
from workflows.vocabulary import Role

__all__ = ["report"]

_FILE = click.Path(dir_okay=False, path_type=Path)


@report.command(cls=Command)
@click.argument("file", metavar="文件", type=_FILE)
@click.option("--unit", "unit_code", default="", metavar="代码", help="单位；不填的按文件中的名称")
@click.option("--year", type=int, default=None, help="年度；不填的按文件中的年度")
@click.option(
    "--rollup/--own",
    default=None,
    help="与汇总年报、单位自己的年报核对；不写的，有下属单位的政府（或其办公室）与汇总年报核对，其他与自己的年报核对",
)
@click.option(
    "--previous", type=_FILE, default=None, metavar="文件", help="上年度公布的年报，核对结转"
)
@click.option("--json", "as_json", is_flag=True, help="以 JSON 输出")
@click.pass_context
def check(
    ctx: click.Context,
    file: Path,
    unit_code: str,
    year: int | None,
    rollup: bool | None,
    previous: Path | None,
    as_json: bool,
) -> None:
    """核对公布的年报（HTML、DOCX、XLSX、PDF）：逐格与本系统比对，并核对勾稽关系和文字；不符时以 3 退出。"""
    data, before = local_files.read(file), local_files.read(previous) if previous else b""
    with office() as opened:
        found = read_back(
            opened,
            data,
            Against(unit_code, year, rollup),
            previous=before,
            viewer=system(Role.supervisor),
            moment=opened.now(),
        )
    if as_json:
        click.echo(json.dumps(_plain(found), ensure_ascii=False, indent=2))
    else:
        for line in told(found):
            click.echo(line)
    ctx.exit(0 if found.is_sound else CHECK_FAILED)


def told(found: Verdict) -> list[str]:
    """The verdict in sentences, what is wrong last."""
    read = found.found
    lines = [
        f"“{read.unit_name or '（没有写明单位）'}”{read.year or ''}年度，{read.format}年格式：共{found.cells}格，读到{len(read.numbers)}格。",
        f"核对勾稽关系{len(found.checks)}处，{len(found.failing)}处不符；文字中的数字{len(found.claims)}个，{len(found.wrong_claims)}个不符。",
    ]
    if found.against is None:
        lines.append("本系统没有这个单位的年报，只核对了文件本身。")
    else:
        lines.append(f"与本系统的{found.kept}逐格比对，{len(found.differences)}格不同。")
    lines += [f"没有找到：{words}" for words in found.missing]
    lines += list(read.unread)
    lines += [
        f"{one.place}　{one.words}：公布{written(one.published)}，本系统{written(one.ours)}。"
        for one in found.differences
    ]
    lines += [f"{one.rule} {one.message}" for one in found.failing]
    lines += [one.message for one in found.wrong_claims]
    return [*lines, *(f"提醒　{note}" for note in read.notes)]


def _plain(found: Verdict) -> dict[str, object]:
    return {
        "unit_name": found.found.unit_name,
        "year": found.found.year,
        "format": found.found.format,
        "cells": found.cells,
        "read": len(found.found.numbers),
        "missing": list(found.missing),
        "unread": list(found.found.unread),
        "notes": list(found.found.notes),
        "compared": found.against is not None,
        "against": found.kept,
        "differences": [
            {"place": one.place, "cell": one.words, "published": written(one.published), "ours": written(one.ours)}
            for one in found.differences
        ],
        "checks": [{"rule": one.rule, "message": one.message} for one in found.failing],
        "text": [one.message for one in found.wrong_claims],
        "sound": found.is_sound,
    }  # fmt: skip
