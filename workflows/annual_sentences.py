"""The sentences over the annual tables, written from the numbers alone so that they cannot differ from them (R10)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

from workflows.annual_checks import Part3, Part4, cell
from workflows.annual_grid import TOTAL
from workflows.outcome_rows import AnswerKind
from workflows.statute import provision
from workflows.vocabulary import ApplicantCategory, Labelled, ReviewKind, ReviewResult

DECIMALS = Decimal("0.1")
"""How finely every share of a report is rounded."""


class ShareForm(Labelled):
    """How the shares of a report are printed: chosen once for each report, so that no two sentences differ.

    reading: published reports write “33%” beside “6.8%”; nothing prescribes either form.
    """

    one_decimal = "one_decimal", "一律写一位小数（33.0%）"
    shortest = "shortest", "整数不写小数（33%）"


ONE_DECIMAL = ShareForm.one_decimal
REVIEWS = (ReviewKind.reconsideration,)
SUITS = tuple(kind for kind in ReviewKind if kind not in REVIEWS)


@dataclass(frozen=True)
class FeeTotals:
    """The information-processing fee of one year (109号): cases that paid, yuan that came in, yuan that went back."""

    cases: int = 0
    received: int = 0
    refunded: int = 0

    @property
    def net(self) -> int:
        """What stayed, in yuan; below zero where fees of earlier years were refunded."""
        return self.received - self.refunded


NO_FEES = FeeTotals()


def other_matters(year: int, fees: FeeTotals) -> str:
    """The sentence of part six on the fee (109号); empty before there was one."""
    if not provision("109号").in_force_on(date(year, 12, 31)):
        return ""
    if not fees.received and not fees.refunded:
        return "本年度未收取政府信息公开信息处理费。"
    charged = f"本年度收取政府信息公开信息处理费{fees.cases}件，共{fees.received}元"
    if not fees.received:
        charged = "本年度未收取政府信息公开信息处理费"
    back = f"，退还{fees.refunded}元" if fees.refunded else ""
    return f"{charged}{back}。"


def percentage(part: int, whole: int) -> Decimal:
    """The share in per cent, rounded half up to `DECIMALS`; of an empty whole it is 0."""
    ratio = Decimal(100 * part) / Decimal(whole) if whole else Decimal(0)
    return ratio.quantize(DECIMALS, ROUND_HALF_UP)


def digits(value: Decimal, form: ShareForm = ONE_DECIMAL) -> str:
    """A rounded share without its sign: "33.0", or "33" in the shortest form."""
    whole = form is ShareForm.shortest and value == value.to_integral_value()
    return str(value.to_integral_value() if whole else value)


def share(part: int, whole: int, form: ShareForm = ONE_DECIMAL) -> str:
    """A percentage as it is printed: share(14, 206) is "6.8%"."""
    return f"{digits(percentage(part, whole), form)}%"


def points(now: Decimal, before: Decimal, form: ShareForm = ONE_DECIMAL) -> str:
    """The difference of two shares, in points and never in per cent; of the rounded shares, so that a reader finds the same."""
    if now == before:
        return "与上年持平"
    verb = "提高" if now > before else "下降"
    return f"比上年{verb}{digits(abs(now - before), form)}个百分点"


def change(now: int, before: int, unit: str = "件", *, form: ShareForm = ONE_DECIMAL) -> str:
    """The difference of two counts, with the growth in per cent of the earlier one."""
    if now == before:
        return "与上年持平"
    verb, rate = ("增加", "增长") if now > before else ("减少", "下降")
    grown = f"，{rate}{share(abs(now - before), before, form)}" if before else ""
    return f"比上年{verb}{abs(now - before)}{unit}{grown}"


def kind_counts(part3: Part3) -> Mapping[AnswerKind, int]:
    """The results of a year by the six kinds of answer, whatever the format of that year is."""
    prefixes = {
        AnswerKind.disclosed: "disclosed",
        AnswerKind.partial: "partially_disclosed",
        AnswerKind.refused: "refused_",
        AnswerKind.unable: "unable_",
        AnswerKind.not_processed: "not_processed_",
        AnswerKind.other: "other_",
    }
    return {
        kind: sum(cell(part3, row, TOTAL) for row in part3 if row.startswith(prefix))
        for kind, prefix in prefixes.items()
    }


def received(year: int, part3: Part3, previous: Part3 | None, form: ShareForm = ONE_DECIMAL) -> str:
    """What came in, beside the year before where that is known."""
    new, carried_in = (cell(part3, row, TOTAL) for row in ("new_received", "carried_in"))
    natural = cell(part3, "new_received", ApplicantCategory.natural.value)
    text = f"{year}年，新收政府信息公开申请{new}件"
    if previous is not None:
        text += f"，{change(new, cell(previous, 'new_received', TOTAL), form=form)}"
    return (
        f"{text}，其中自然人{natural}件，法人或其他组织{new - natural}件；"
        f"上年结转{carried_in}件，合计{new + carried_in}件。"
    )


def closed(part3: Part3, form: ShareForm = ONE_DECIMAL) -> str:
    """What was answered, by kind of answer with its share of all answers."""
    total, forward = (cell(part3, row, TOTAL) for row in (TOTAL, "carried_forward"))
    kinds = "，".join(
        f"{kind.label}{count}件，占{share(count, total, form)}"
        for kind, count in kind_counts(part3).items()
    ).replace("%，", "%；")
    shares = f"：{kinds}" if total else ""
    return f"本年度办结{total}件{shares}。结转下年度继续办理{forward}件。"


def reviewed(
    name: str, part4: Part4, kinds: tuple[ReviewKind, ...], form: ShareForm = ONE_DECIMAL
) -> str:
    """The results of reviews or of lawsuits with their shares."""
    total = sum(cell(part4, kind.value, TOTAL) for kind in kinds)
    if not total:
        return f"{name}0件。"
    results = "，".join(
        f"{result.label}{count}件（{share(count, total, form)}）"
        for result in ReviewResult
        for count in [sum(cell(part4, kind.value, result.value) for kind in kinds)]
    )
    return f"{name}{total}件：{results}。"


def narrative(
    year: int,
    *,
    part3: Part3,
    part4: Part4,
    previous: Part3 | None = None,
    form: ShareForm = ONE_DECIMAL,
) -> str:
    """The sentences over the tables, written from the numbers alone so that they cannot differ from them (R10)."""
    return (
        received(year, part3, previous, form)
        + closed(part3, form)
        + reviewed("政府信息公开行政复议", part4, REVIEWS, form)
        + reviewed("政府信息公开行政诉讼", part4, SUITS, form)
    )
