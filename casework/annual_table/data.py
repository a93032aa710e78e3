"""An annual table for machines and spreadsheets: the stable JSON form and CSV; nothing is drawn here."""

import csv
import io
import json
from dataclasses import asdict
from decimal import Decimal

from workflows import annual_part2
from workflows.annual_grid import COLUMNS, PART4_RESULTS
from workflows.annual_report import AnnualTable, Edition
from workflows.vocabulary import ReviewKind


def to_data(table: AnnualTable) -> dict[str, object]:
    """The stable form of `casework report annual --format json`, as plain values; every cell is present."""
    return {
        "unit": table.unit,
        "unit_name": table.unit_name,
        "year": table.year,
        "format": table.format.key,
        "part3": {
            row.key: {
                column.key: table.part3.get(row.key, {}).get(column.key, 0) for column in COLUMNS
            }
            for row in table.format.rows
        },
        "part4": {
            kind.value: {
                result.key: table.part4.get(kind.value, {}).get(result.key, 0)
                for result in PART4_RESULTS
            }
            for kind in ReviewKind
        },
        "checks": [
            {
                "rule": check.rule,
                "rank": check.rank,
                "ok": check.ok,
                "where": check.where,
                "left": _plain(check.left),
                "right": _plain(check.right),
                "difference": _plain(check.difference),
                "cells": [list(cell) for cell in check.cells],
            }
            for check in table.checks
        ],
        "narrative": table.narrative,
        "fees": {"cases": table.fees.cases, "yuan": table.fees.net},
        "part2": {
            key: annual_part2.written(table.part2.get(key, Decimal(0)))
            for key in annual_part2.figures(table.format.key)
        },
        "rollup": table.rollup,
        "edition": _edition(table.edition),
    }


def _plain(value: int | Decimal) -> int | str:
    """Counts stay numbers; what may have decimals is a text, so that no program rounds it."""
    return annual_part2.written(value) if isinstance(value, Decimal) else value


def _edition(edition: Edition | None) -> dict[str, object] | None:
    """The published version the numbers come from; None while the cases answer."""
    if edition is None:
        return None
    return {**asdict(edition), "on_day": edition.on_day.isoformat()}


def to_json(table: AnnualTable) -> str:
    """`to_data` as JSON text with a final newline."""
    return json.dumps(to_data(table), ensure_ascii=False, indent=1) + "\n"


def to_csv(table: AnnualTable) -> str:
    """Part three, an empty line, part four, an empty line, part two; write it with encoding "utf-8-sig" so that Excel reads the Chinese."""
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(("代码", "项目", *(column.label for column in COLUMNS)))
    for row in table.format.rows:
        line = table.part3.get(row.key, {})
        writer.writerow((row.key, row.label, *(line.get(column.key, 0) for column in COLUMNS)))
    writer.writerow(())
    writer.writerow(("代码", "项目", *(result.label for result in PART4_RESULTS)))
    for kind in ReviewKind:
        line = table.part4.get(kind.value, {})
        writer.writerow((kind.value, kind.label, *(line.get(one.key, 0) for one in PART4_RESULTS)))
    writer.writerow(())
    writer.writerow(("代码", "项目", "数量"))
    for key, (words, _) in annual_part2.figures(table.format.key).items():
        value = table.part2.get(key, Decimal(0))
        writer.writerow((key, words, annual_part2.written(value)))
    return out.getvalue()
