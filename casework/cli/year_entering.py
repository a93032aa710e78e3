"""`casework year cells|words|enter|confirm|publish`: what people enter for a report, as files and cells."""

from datetime import datetime
from pathlib import Path

import click

from casework.cli import local_files
from casework.cli.installation import Command, office
from casework.cli.year import year
from casework.errors import Invalid
from casework.office import Office
from casework.queries import annual_documents, annual_tables, annual_versions
from casework.queries.annual_documents import AnnualDocument
from casework.queries.sight import units_for
from casework.services import annual_entries, annual_sheets
from casework.services.annual_entries import Entry
from casework.services.annual_years import YearKey
from casework.viewer import system
from workflows.annual_sentences import ShareForm
from workflows.vocabulary import Role

__all__ = ["year"]

_OPERATOR = system(Role.supervisor)
_FILE = click.Path(dir_okay=False, path_type=Path)
_OF_YEAR = click.option("--year", "of_year", type=int, required=True, help="年度")
_UNIT = click.option("--unit", "unit_code", required=True, metavar="代码", help="单位")
_ROLLUP = click.option("--rollup", is_flag=True, help="单位连同全部下属单位的汇总年报")
_OUTPUT = click.option("-o", "--output", type=_FILE, help="写入文件")


@year.command(cls=Command)
@_OF_YEAR
@_UNIT
@_OUTPUT
def cells(of_year: int, unit_code: str, output: Path | None) -> None:
    """列出第二部分的各格（CSV）：代码、名称、上年和本年的数字；填好“本年”后用 year enter --part2 录入。"""
    with office() as opened:
        format_key = annual_tables.format_in(of_year, "", today=opened.now().today).key
        with opened.db.read() as session:
            unit, _ = units_for(session, _OPERATOR, unit_code, rollup=False)
            now, before = (
                annual_versions.part2_of(session, [unit.id], one).get(unit.id, {})
                for one in (of_year, of_year - 1)
            )
    _write(annual_sheets.part2_sheet(format_key, now, before), output)


@year.command(cls=Command)
@_OF_YEAR
@_UNIT
@_ROLLUP
@_OUTPUT
def words(of_year: int, unit_code: str, rollup: bool, output: Path | None) -> None:
    """列出年报的各处文字（文本）：标题、自由段落和生成的句子；写好后用 year enter --words 录入。"""
    with office() as opened:
        found, _ = _document(opened, YearKey(unit_code, of_year, rollup))
    _write(annual_sheets.words_sheet(found.numbers, found.words).encode(), output)


@year.command(cls=Command)
@_OF_YEAR
@_UNIT
@_ROLLUP
@click.option("--part2", type=_FILE, metavar="文件", help="第二部分的表（CSV 或 XLSX）")
@click.option("--words", "text", type=_FILE, metavar="文件", help="第一、五、六部分的文字（文本）")
@click.option(
    "--share-form", default="", metavar="写法", help=f"百分比的写法：{'、'.join(f'{one.value}（{one.label}）' for one in ShareForm)}"
)  # fmt: skip
@click.argument("pairs", metavar="[格=数字]…", nargs=-1)
def enter(
    of_year: int,
    unit_code: str,
    rollup: bool,
    part2: Path | None,
    text: Path | None,
    share_form: str,
    pairs: tuple[str, ...],
) -> None:
    """录入第二部分（整表或者逐格，例如 document.made=9）和文字部分；有一处不对则都不录入。"""
    key = YearKey(unit_code, of_year, rollup)
    if not (part2 or text or share_form or pairs):
        raise Invalid("没有要录入的内容；请用 --part2、--words、--share-form 或者“格=数字”写明。")
    with office() as opened:
        found, version = _document(opened, key)
        typed = _typed(part2, pairs, found.table.format.key)
        written = None
        if text is not None:
            written = annual_sheets.read_words_sheet(
                local_files.read(text), file=text.name, now=found.words
            )
        told = annual_entries.enter(
            opened,
            key,
            Entry(typed or None, written, share_form),
            viewer=_OPERATOR,
            moment=opened.now(),
            version=version,
        )
        failing = [one for one in _document(opened, key)[0].table.checks if not one.ok]
    for sentence in told:
        click.echo(sentence)
    click.echo(f"已录入第二部分{len(typed)}格、文字{len(written or {})}处。")
    for one in failing:
        click.echo(f"{one.rule} {one.message}")


@year.command(cls=Command)
@_OF_YEAR
@_UNIT
@_ROLLUP
@click.option(
    "--check", required=True, metavar="代号", help="核对的代号，见 --format json 的 checks"
)
@click.option("--comment", required=True, help="为什么可以这样")
def confirm(of_year: int, unit_code: str, rollup: bool, check: str, comment: str) -> None:
    """写明情况，确认一项提醒；重新核对以后说明仍在。"""
    key = YearKey(unit_code, of_year, rollup)
    with office() as opened:
        annual_entries.confirm(opened, key, check, comment, viewer=_OPERATOR, moment=opened.now())
    click.echo(f"已确认 {check}。")


@year.command(cls=Command)
@_OF_YEAR
@_UNIT
@_ROLLUP
@click.option("--on", "on_day", type=click.DateTime(["%Y-%m-%d"]), required=True, help="公布的日期")
@click.option("--address", default="", metavar="网址", help="公布的网址")
def publish(of_year: int, unit_code: str, rollup: bool, on_day: datetime, address: str) -> None:
    """登记封存的年报在哪一天公布、公布在哪里。"""
    key = YearKey(unit_code, of_year, rollup)
    with office() as opened:
        annual_entries.tell_publication(
            opened,
            key,
            on_day=on_day.date(),
            address=address,
            viewer=_OPERATOR,
            moment=opened.now(),
        )
    click.echo(f"已登记：{of_year}年度年报于{on_day.date()}公布。")


def _document(opened: Office, key: YearKey) -> tuple[AnnualDocument, int]:
    """The report as it would be now, and the version of its record."""
    with opened.db.read() as session:
        found = annual_documents.document(
            session,
            _OPERATOR,
            year=key.year,
            unit_code=key.unit_code,
            rollup=key.rollup,
            live=True,
            today=opened.now().today,
        )
        unit, _ = units_for(session, _OPERATOR, key.unit_code, rollup=key.rollup)
        record = annual_versions.year_record(session, unit.id, key.year, rollup=key.rollup)
        return found, record.version if record else 0


def _typed(part2: Path | None, pairs: tuple[str, ...], format_key: str) -> dict[str, str]:
    found: dict[str, str] = {}
    if part2 is not None:
        content = local_files.read(part2)
        found = annual_sheets.read_part2_sheet(content, file=part2.name, format_key=format_key)
    for pair in pairs:
        cell, sign, number = pair.partition("=")
        if not sign:
            raise Invalid(
                f"“{pair}”应写成“格=数字”，例如 document.made=9；各格见 casework year cells。"
            )
        found[cell.strip()] = number
    return found


def _write(content: bytes, output: Path | None) -> None:
    if output is None:
        click.echo(content.decode("utf-8-sig"), nl=not content.endswith(b"\n"))
    else:
        local_files.write(output, content)
