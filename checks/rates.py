"""Shares, completion rates and named ratios in running text: a printed rate against the figures it is made of."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import replace

from checks.equation import Equation
from checks.judge import Status, judge
from checks.registry import check
from checks.relations import (
    HUNDRED,
    actual_of_budget,
    demand,
    parts_make_total,
    ratio_of_sums,
    share_of_whole,
    shares_make_hundred,
    stated,
)
from extractor.extraction import Extraction
from extractor.figure import Figure
from extractor.statement import Accuse, Completion, Composition, Ratio, Share, Source, Totals100

SHARES = "shares"


@check("SHR101", "占比与金额不符", "share does not follow from part and whole")
def share(extraction: Extraction) -> Iterator[Equation]:
    """A printed share is its part divided by the whole that the words name.

    Must hold: 占比 = 部分 ÷ 总体.
    Why: a share of the wrong whole, or left from another version, misleads every reader of the structure.
    Tolerance: half of the last printed digit of the share and of both amounts. Less than one printed digit off is a
    warning (a share cut off instead of rounded), and only a remark where the printed shares of one whole were nudged
    so that they give exactly 100 %.
    Not applied: where the whole is not printed; the share is then undetermined.
    """
    of_one_whole: dict[frozenset[Figure], dict[Figure, Equation]] = defaultdict(dict)
    for statement in stated(Share, extraction.statements):
        whole = frozenset(term.figure for term in statement.whole)
        for equation in demand(statement, statement.rate, share_of_whole, "share"):
            of_one_whole[whole][statement.rate] = equation
    for shares in of_one_whole.values():
        yield from _forgive_nudge(shares)


def _forgive_nudge(shares: dict[Figure, Equation]) -> Iterator[Equation]:
    """Where the printed shares of one whole give exactly 100, one of them may have been nudged to make them so."""
    gives_hundred = len(shares) > 1 and sum(rate.quantity.value for rate in shares) == HUNDRED
    failed = [e for e in shares.values() if gives_hundred and judge(e).status is Status.FAILS]
    for equation in shares.values():
        yield replace(equation, slight=Accuse.INFO) if failed == [equation] else equation


@check("SHR201", "各项占比合计不是100%", "shares do not make 100 %")
def shares_total(extraction: Extraction) -> Iterator[Equation]:
    """The shares of all parts of one whole make 100 %.

    Must hold: Σ 占比 = 100 %.
    Why: a structure that gives 97 % or 108 % has a wrong share or a missing part; and where one share of the list is
    wrong, the others tell what it should be.
    Tolerance: half of the last printed digit of every share.
    Not applied: where the parts are only a selection, or do not add up to the whole (SUM101).
    """
    for statement in stated(Totals100, extraction.statements):
        yield from demand(statement, statement.parts[-1], shares_make_hundred, statement.why or SHARES)
    for rates in _shares_of_all_parts(extraction):
        hundred = Totals100(source=Source.TEXT, parts=rates)
        yield from demand(hundred, rates[-1], shares_make_hundred, SHARES)


def _shares_of_all_parts(extraction: Extraction) -> Iterator[tuple[Figure, ...]]:
    """The shares of the parts of one total, where every part is printed with its share of it and the parts fit."""
    rate_of: dict[tuple[Figure, Figure], Figure] = {}
    for share in stated(Share, extraction.statements):
        if len(share.part) == len(share.whole) == 1:
            rate_of[share.part[0].figure, share.whole[0].figure] = share.rate
    for sums in stated(Composition, extraction.statements):
        rates = [rate_of.get((part.figure, sums.total)) for part in sums.parts if part.sign > 0]
        printed = tuple(rate for rate in rates if rate is not None)
        if len(printed) == len(sums.parts) > 1 and _adds_up(sums):
            yield printed


def _adds_up(sums: Composition) -> bool:
    return all(judge(equation).status is Status.HOLDS for equation in demand(sums, sums.total, parts_make_total))


@check("CMP101", "完成率与金额不符", "completion rate does not follow from actual and budget")
def completion(extraction: Extraction) -> Iterator[Equation]:
    """A printed completion or execution rate is the actual amount divided by the budget the words name.

    Must hold: 完成率 = 决算（执行、支出）数 ÷ 预算数.
    Why: the rate is what is scored and published; it must follow from the two amounts beside it.
    Tolerance: half of the last printed digit of the rate and of both amounts.
    Not applied: where the budget is not printed, or is zero (0 ÷ 0 is printed as 0 % or 100 %).
    """
    for statement in stated(Completion, extraction.statements):
        yield from demand(statement, statement.rate, actual_of_budget, "completion")


@check("RAT101", "指标值与算式不符", "ratio does not follow from its terms")
def ratio(extraction: Extraction) -> Iterator[Equation]:
    """A named ratio (控制率, 节约率, 变动率 …), or one printed with its formula, follows from its terms.

    Must hold: 指标值 = 分子 ÷ 分母, times what the formula says.
    Why: such ratios are scored; a reader can recompute them from the numbers beside them.
    Tolerance: half of the last printed digit of every figure.
    Not applied: where a term of the formula is not printed, or the denominator is zero.
    """
    for statement in stated(Ratio, extraction.statements):
        yield from demand(statement, statement.value, ratio_of_sums, statement.name or "ratio")
