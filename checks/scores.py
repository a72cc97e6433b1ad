"""Score sheets, scores in running text, targets and results."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from checks.equation import Equation, Sum, Weighted, minus, plus
from checks.finding import Evidence, Fault, Severity, show
from checks.points import adds_up, beside, equation, every, within
from checks.registry import check
from extractor.evaluation.statements import (
    BlankScore,
    Deduction,
    DeductionSum,
    Demand,
    FullMark,
    Grade,
    LevelWeights,
    RuleWeight,
    SameScore,
    ScoreByRule,
    ScoreRate,
    ScoreTotal,
    ScoreWithinWeight,
    TargetMet,
)
from extractor.extraction import Extraction
from extractor.figure import Figure
from extractor.statement import Accuse, Source

ONE = Decimal(1)
HUNDRED = Decimal(100)
NONE = "—"


@check("SCR101", "各项得分之和与总分不符", "scores do not add up to their total")
def score_total(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：自评表“合计”“总分”（以及“小计”、上级指标行）的得分 = 其下各项得分之和。

    为什么重要：总分是评价结论和等级的依据；不符说明某项得分改过而合计没有改，或者有一项漏填。
    容差：得分按印出的数计算，不留容差。
    何时不适用：得分栏有不能读成数字的内容，或者表格结构没有读懂时，只记为无法核对；空白得分不当作 0 分隐去，由 SCR105 另行提示。
    """
    for s in every(ScoreTotal, extraction):
        if s.means == "得分" and s.source is Source.TABLE:
            unfilled = beside(*(blank.weight for blank in s.blanks))
            relation = adds_up(s.total, s.parts)
            told = equation(s, replace(relation, terms=relation.terms + unfilled), s.total, "得分合计")
            yield replace(told, absent=tuple(_worths(s)))


def _worths(total: ScoreTotal) -> Iterator[tuple[str, Decimal]]:
    """The items without a score and the full marks each could have got."""
    for blank in total.blanks:
        worth = blank.weight.quantity.value if blank.weight else blank.implied
        if worth:
            yield blank.name, worth


@check("SCR102", "下级指标分值之和与上级指标分值不符", "weights of a level do not make up their parent's")
def level_weights(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：上级指标的分值 = 其下级指标分值之和。

    为什么重要：分值错位会使总分超过或达不到满分，评价失去可比性。
    容差：分值按印出的数计算，不留容差。
    何时不适用：有下级指标没有印出分值时，只要求其余各项之和不超过上级分值。
    """
    for s in every(LevelWeights, extraction):
        yield equation(s, adds_up(s.parent, s.children), s.parent, "分值")
        if s.missing and s.binding.reason == "weight_missing":
            yield replace(equation(s, within(s.children, s.parent), s.parent, "分值"), accuse=Accuse.ERROR, reason="")


@check("SCR103", "分值合计不等于满分", "weights do not make up the full mark")
def full_mark(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：各项指标分值之和 = 表中印出的分值合计；没有印出合计的，一级指标分值之和 = 100 分。

    为什么重要：满分不是 100 分的表，得分和等级都不能与其他单位比较。
    容差：不留容差。
    何时不适用：有指标没有印出分值时不核对；满分未在表中写明的，按 100 分核对，不符只作警告。
    """
    for s in every(FullMark, extraction):
        yield equation(s, Sum(plus(*s.parts), constant=-s.full), s.parts[0], "满分")
    for total in every(ScoreTotal, extraction):
        if total.means == "分值" and total.source is Source.TABLE:
            yield equation(total, adds_up(total.total, total.parts), total.total, "分值合计")


@check("SCR104", "得分超过分值", "an item's score exceeds its weight")
def within_weight(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：每一项的得分 ≤ 该项分值；分几行计分的，各行得分之和 ≤ 该项分值。

    为什么重要：一项多计的分会补上另一项漏计的分，合计看上去仍然正确。
    容差：不留容差。
    何时不适用：该项没有印出分值，或者各评分要点另有自己的分值时。
    """
    for s in every(ScoreWithinWeight, extraction):
        if s.source is Source.TABLE:
            yield equation(s, within(s.scores, s.weight), s.scores[0], "得分与分值")


@check("SCR105", "指标未打分", "an item has no score", Severity.WARNING)
def blank_score(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：已经填写的自评表中，每一项指标都有得分。

    为什么重要：空白不等于 0 分；如果合计仍为满分，说明别的项多计了分，或者合计没有重新计算。
    容差：无。
    何时不适用：整张表都没有填写得分；写明“不适用”“/”的；得分格与上下各项合并的；其上级指标已整体打分的；表没有框线、行列只能凭文字位置推定的。
    """
    for s in every(BlankScore, extraction):
        if s.binding.accuse is Accuse.NOTHING:
            continue
        weight = s.blank.weight
        worth = f"{weight.quantity.value:f}分" if weight else f"{s.blank.implied:f}分" if s.blank.implied else NONE
        own = Evidence(s.blank.quote, s.blank.location, s.blank.name)
        figures = [f for pair in s.over for f in pair]
        over = "、".join(f"{score.concept}得{score.quantity.value:f}分" for score, _ in s.over) or NONE
        shown = show(*(f for f in (weight, *figures, s.total) if f))
        yield Fault({"item": s.blank.name, "weight": worth, "over": over}, (own, *shown))


@check("SCR106", "评分要点分值与指标分值不符", "points of a rule do not make up the item's weight", Severity.INFO)
def rule_points(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：评分标准逐条列出的分值（①…（1分）②…（0.5分））之和 = 该项指标的分值。

    为什么重要：要点分值加不到指标分值，打分时就没有依据。
    容差：不留容差。
    何时不适用：要点没有逐条编号，或者有要点没有分值时；因要点可能只列举一部分，只作提示。
    """
    for s in every(RuleWeight, extraction):
        yield equation(s, adds_up(s.weight, s.points), s.weight, "评分要点")


@check("SCR201", "正文得分与自评表得分不符", "a score in the text differs from the score sheet")
def text_and_sheet(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：正文写的某项指标得分 = 同一报告自评表中该项得分；几项合写的 = 各项得分之和。

    为什么重要：正文和表格出自同一次评价，不一致说明其中一处没有随修改更新，往往也是合计不符的原因。
    容差：不留容差。
    何时不适用：指标名称在表中找不到，或者属于另一个项目、另一份报告的；同名指标只能按先后次序对应的，只作警告。
    """
    for s in every(SameScore, extraction):
        if not s.total:
            yield equation(s, adds_up(s.first, s.second), s.first, "正文与自评表")


@check("SCR202", "总得分前后不一致", "a total score is stated differently elsewhere")
def total_repeated(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：同一部门或同一项目的自评总分，在正文各处和自评表合计中写法一致。

    为什么重要：结论与附表的总分不同，读者无法知道哪一个是评价结果。
    容差：不留容差。
    何时不适用：看不出是谁的得分，或者分属部门整体和某个项目的，不作比较。
    """
    for s in every(SameScore, extraction):
        if s.total:
            yield equation(s, adds_up(s.first, s.second), s.first, "总分")


@check("SCR203", "正文得分超过分值", "a score in the text exceeds the item's weight")
def text_within_weight(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：正文写的得分 ≤ 同句写明的分值（满分），也 ≤ 自评表中该项的分值。

    为什么重要：超过分值的得分不可能成立。
    容差：不留容差。
    何时不适用：正文没有写明分值，且自评表中找不到该项时。
    """
    for s in every(ScoreWithinWeight, extraction):
        if s.source is not Source.TABLE:
            yield equation(s, within(s.scores, s.weight), s.scores[0], "得分与分值")


@check("SCR204", "扣分与得分不符", "points deducted do not match weight and score")
def deduction(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：某项指标的扣分 = 该项分值 − 该项得分。

    为什么重要：扣分说明是解释失分原因的，与表中得分不符，原因就对不上。
    容差：不留容差。
    何时不适用：扣分说的不是自评表中的某一项，或者该项没有印出分值、得分时。
    """
    for s in every(Deduction, extraction):
        relation = Sum(plus(*s.deductions, s.score) + minus(s.weight))
        yield equation(s, relation, s.deductions[0], "扣分")


@check("SCR205", "扣分合计与总分不符", "deductions do not make up the points lost", Severity.WARNING)
def deductions_sum(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：“扣分项目”一节逐项列出的扣分之和 = 100 − 总分。

    为什么重要：列出的扣分少于失分，说明有失分没有说明；多于失分，说明总分或某项扣分写错。
    容差：不留容差。
    何时不适用：扣分不是集中在一节列出的；该节可能只列主要扣分，所以只作警告。
    """
    for s in every(DeductionSum, extraction):
        yield equation(s, Sum(plus(s.total, *s.deductions), constant=-s.full), s.total, "扣分合计")


@check("SCR206", "正文所列得分之和与总分不符", "scores listed in the text do not add up to their total")
def text_total(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：正文“综合得分…，其中：…”“…合计…分”所列各部分得分之和 = 总分；“…扣…分，…合计扣…分”同理；“产出指标（50分）：5、5、10…”所列之和 = 该项分值。

    为什么重要：总分与各部分得分是同一次评价的结果。
    容差：不留容差。
    何时不适用：“其中”可能只列出一部分：各部分满分加不到 100 分时，差得远的只记为无法核对，差得近的作警告；之和超过总分的必为错误。
    """
    for s in every(ScoreTotal, extraction):
        if s.source is not Source.TABLE:
            yield equation(s, adds_up(s.total, s.parts), s.total, f"{s.means}合计")


@check("SCR207", "等级与得分不符", "the grade does not fit the score", Severity.WARNING)
def grade_of_score(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：等级与得分相当：90 分以上为优，80—90 分为良，60—80 分为中，60 分以下为差。

    为什么重要：等级决定结果应用；等级与得分不符，必有一处写错。
    容差：不留容差；正好在界线上的两个等级都可以。
    何时不适用：报告写明了自己的等级划分标准的，不按通常标准核对。
    """
    for s in every(Grade, extraction):
        if s.low is not None:
            yield equation(s, Sum(minus(s.score), constant=s.low, at_most=True), s.score, f"等级：{s.grade}")
        if s.high is not None:
            yield equation(s, Sum(plus(s.score), constant=-s.high, at_most=True), s.score, f"等级：{s.grade}")


@check("SCR208", "得分率与得分、分值不符", "a score rate does not follow from score and weight")
def score_rate(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：得分率 = 得分 ÷ 分值 × 100%。

    为什么重要：各部分得分率是分析失分所在的依据。
    容差：得分率按印出的小数位数留半个单位；得分和分值按印出的数计算。
    何时不适用：同句没有写明分值和得分时；分值为 0 时。
    """
    for s in every(ScoreRate, extraction):
        if full := s.weight.quantity.value:
            exact = HUNDRED * s.score.quantity.value / full
            relation = Sum((*plus(s.rate), *beside(s.score, s.weight)), constant=-exact)
            yield equation(s, relation, s.rate, "得分率", exact=False)


@check("SCR209", "得分与评分标准推算不符", "a score does not follow from its scoring rule", Severity.WARNING)
def score_by_rule(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：评分标准写明计算办法的（实际得分=完成率×8分；每超过1个百分点扣0.1分；未完成的按比例扣减；预算执行率得分=执行率×分值），
    得分 = 按所写比率推算的分数。

    为什么重要：能够推算的得分不应凭感觉填写。
    容差：得分和比率按印出的小数位数各留半个单位。
    何时不适用：比率没有写明或不止一个、评分标准含有几种办法、所述满分与指标分值不同、扣分不足一个整步时。
    """
    for s in every(ScoreByRule, extraction):
        terms = (*plus(s.score), Weighted(-s.factor, s.rate), *beside(s.weight))
        yield equation(s, Sum(terms, constant=-s.constant), s.score, "评分标准", exact=False)


@check("SCR301", "指标未达目标却得满分", "a target was missed but scored in full")
def missed_in_full(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：得满分的指标，实际完成值应达到年度指标值（≥的不低于，≤的不高于）。

    为什么重要：没有达到目标仍得满分，自评结果不可信；或者目标值、完成值有一个写错。
    容差：按印出的数比较，不留容差。
    何时不适用：目标没有写明方向（≥、≤）而从指标类别也看不出的；两者单位不同的；已经扣分的。
    """
    for s in every(TargetMet, extraction):
        if s.score and s.weight:
            yield _meets(s, s.score, s.weight)


@check("SCR302", "未达目标却写无偏差", "a missed target is said to show no deviation", Severity.WARNING)
def missed_unsaid(extraction: Extraction) -> Iterator[Equation]:
    """必须成立：写“无偏差”的指标，实际完成值应达到年度指标值。

    为什么重要：偏差原因一栏是要求说明未完成原因的，未达目标写“无偏差”说明没有核对。
    容差：按印出的数比较，不留容差。
    何时不适用：目标没有写明方向而从指标类别也看不出的；完成值只有“完成”等文字的。
    """
    for s in every(TargetMet, extraction):
        if s.words and not (s.score and s.weight):
            yield _meets(s)


def _meets(s: TargetMet, *shown: Figure) -> Equation:
    sign = -ONE if s.demand is Demand.AT_LEAST else ONE
    terms = (Weighted(sign, s.result), Weighted(-sign, s.target), *beside(*shown))
    return equation(s, Sum(terms, at_most=s.demand is not Demand.EQUAL), s.result, "目标与完成值")
