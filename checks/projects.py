"""Projects told by score band."""

from __future__ import annotations

from collections.abc import Iterator

from checks.equation import Equation, Sum, minus, plus
from checks.finding import Severity
from checks.points import adds_up, equation, every
from checks.registry import check
from extractor.evaluation.statements import BandCount, BandSame, BandScore
from extractor.extraction import Extraction


@check("PRJ101", "各分数段项目个数之和与项目总数不符", "projects by score band do not add up to their number")
def band_counts(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：各分数段的项目个数（连同写明未评价的项目）之和 = 项目总数。

    为什么重要：个数不符说明有项目漏评或者重复计算。
    容差：个数不留容差。
    何时不适用：各段没有用“一是、二是……”数全，或者总数写的是资金笔数时，不符只作警告。
    """
    for s in every(BandCount, extraction):
        yield equation(s, adds_up(s.total, s.parts), s.total, "项目个数")


@check("PRJ102", "项目得分不在所列分数段内", "a project's score is outside its band", Severity.WARNING)
def band_score(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：列在某一分数段下的项目，其得分在该分数段之内；写“90分项目”的，得分就是 90 分。

    为什么重要：分段统计与项目得分不符，汇总的结论就不可靠。
    容差：不留容差。
    何时不适用：看不出得分属于哪一段时。
    """
    for s in every(BandScore, extraction):
        if s.exact and s.low:
            yield equation(s, Sum(plus(s.score) + minus(s.low)), s.score, "分数段")
            continue
        if s.low:
            yield equation(s, Sum(plus(s.low) + minus(s.score), at_most=True), s.score, "分数段")
        if s.high:
            yield equation(s, Sum(plus(s.score) + minus(s.high), at_most=True), s.score, "分数段")


@check(
    "PRJ103",
    "同一分数段项目个数前后不一致",
    "a band's number of projects is stated twice differently",
    Severity.WARNING,
)
def band_repeated(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：同一分数段写的项目个数，与其后“等若干个项目”的个数一致。

    为什么重要：同一段话里两个不同的个数，必有一个写错。
    容差：个数不留容差。
    何时不适用：该段之后不止一处“等若干个项目”时。
    """
    for s in every(BandSame, extraction):
        yield equation(s, Sum(plus(s.first) + minus(s.second)), s.first, "项目个数")
