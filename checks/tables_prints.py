"""How a column prints its amounts: a last digit left out hides in the wider interval that it leaves."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence

from checks.finding import Evidence, Fault, Severity
from checks.registry import check
from extractor.extraction import Extraction
from extractor.figure import Figure, Role

FEWEST = 6  # amounts in a column before it shows a habit
HABIT = 20  # one print in so many may differ and still be the exception


@check("TAB111", "金额小数位数与同栏不同", "an amount printed with fewer decimals than its column", Severity.INFO)
def lost_decimals(extraction: Extraction) -> Iterator[Fault]:
    """同一栏金额的小数位数一致（末位为 0 也照印）时，个别金额少印一位小数，可能漏印了末位。

    必须成立的关系：一栏内各金额印出同样多的小数位。
    为什么重要：5377.64 印成 5377.6，四舍五入的余地变大，勾稽关系难以发现差错。
    容差：无。
    何时不适用：该栏本来就长短不一或从不印末位 0；整数和 0 不算；金额不足六个；少印的超过二十分之一。
    """
    columns: dict[tuple[int | None, int | None], list[Figure]] = {}
    for figure in extraction.figures:
        place = figure.location
        if place.table is not None and figure.role is Role.AMOUNT and figure.quantity.is_money:
            columns.setdefault((place.table, place.column), []).append(figure)
    for figures in columns.values():
        yield from _exceptions(figures)


def _exceptions(figures: Sequence[Figure]) -> Iterator[Fault]:
    if len(figures) < FEWEST:
        return
    (usual, _), *_ = Counter(f.quantity.decimals for f in figures).most_common(1)
    prints_zeros = any(f.quantity.decimals == usual and f.quantity.text.rstrip().endswith("0") for f in figures)
    short = [f for f in figures if 0 < f.quantity.decimals < usual]
    others = sum(f.quantity.decimals != usual for f in figures) - len(short)
    if not prints_zeros or others or len(short) > max(1, len(figures) // HABIT):
        return
    for figure in short:
        quantity = figure.quantity
        evidence = Evidence(figure.quote, figure.location, figure.label, quantity.value, quantity.unit)
        yield Fault({"text": quantity.text, "usual": str(usual)}, (evidence,))
