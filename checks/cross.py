"""Checks across places: the same number in two tables, a part and its whole in two tables, text against tables."""

from __future__ import annotations

from collections.abc import Iterator

from checks.equation import Equation, Relation, Sum
from checks.registry import check
from checks.relations import demand, parts_make_total, prints_agree, stated, weigh
from extractor.extraction import Extraction
from extractor.statement import AtMost, Composition, Same, Source

TEXT_AND_TABLE = "正文与表"


@check("TAB301", "同一数在两张表中不一致", "two tables print one number differently")
def same_in_tables(extraction: Extraction) -> Iterator[Equation]:
    """收支方向、资金性质、支出性质、科目、年度、口径和主体都相同的数，在各张表中应当一致。

    必须成立的关系：表甲某数 = 表乙同一口径的数（如收入决算表合计 = 收支总表本年收入合计）。
    为什么重要：各表出自同一套账，不一致说明有表未同步更新。
    容差：两数按所印末位四舍五入；只差末位一个单位、区间恰好相接的记为提示。
    何时不适用：表名或栏目有未认识的限定词；同一口径在一张表里印了两次；部门与本级分别比较；不同资金口径不比较（见 TAB303）。
    """
    for statement in stated(Same, extraction.statements, Source.CROSS):
        if statement.why != TEXT_AND_TABLE:
            yield from demand(statement, statement.first, prints_agree, statement.why)


@check("TAB302", "跨表构成关系不成立", "parts in one table do not make the total in another")
def composed_over_tables(extraction: Extraction) -> Iterator[Equation]:
    """分项与总数分列在不同的表中，也应当相加相等。

    必须成立的关系：基本支出 = 人员经费 + 公用经费；全部支出 = 基本支出 + 项目支出 + 上缴上级 + 经营 + 对附属单位补助；
    财政拨款 = 一般公共预算 + 政府性基金 + 国有资本经营预算；“三公”经费 = 因公出国 + 公务用车 + 公务接待。
    为什么重要：基本支出表、支出决算表和财政拨款总表之间的勾稽只在这里看得出来。
    容差：每个数只按所印的末位四舍五入，各项半个末位相加。
    何时不适用：必要的分项没有印出；口径、年度、主体不同；机关运行经费不等于公用经费，不比较。
    """
    for statement in stated(Composition, extraction.statements, Source.CROSS):
        yield from demand(statement, statement.total, parts_make_total, statement.means)


def small_in_large(statement: AtMost) -> Iterator[Relation]:
    yield Sum(weigh(statement.small) + weigh(statement.large, -1), at_most=True)


@check("TAB303", "部分口径的数大于全部口径", "a part in one table exceeds the whole in another")
def part_over_tables(extraction: Extraction) -> Iterator[Equation]:
    """同一科目，一般公共预算的数不应大于财政拨款的数，财政拨款的数不应大于全部资金的数。

    必须成立的关系：一般公共预算 ≤ 财政拨款 ≤ 全部资金；基本支出中的公务接待费等 ≤ “三公”经费相应项目（提醒）。
    为什么重要：部分大于全部，必有一表有误。
    容差：每个数只按所印的末位四舍五入。
    何时不适用：两表合计一致时改按相等比较（见 TAB301）；结转结余不比较。
    """
    for statement in stated(AtMost, extraction.statements, Source.CROSS):
        yield from demand(statement, statement.small[0].figure, small_in_large, statement.why)


@check("TAB401", "正文与报表的数不一致", "the text and a table print one number differently")
def text_and_table(extraction: Extraction) -> Iterator[Equation]:
    """正文情况说明中的金额，应与报表中同一口径的数一致。

    必须成立的关系：正文某数 = 报表同一口径（方向、资金、性质、科目、年度、主体）的数，单位换算后比较。
    为什么重要：正文常沿用上年文字或引用了另一口径（如把全部资金的基本支出写成一般公共预算的）。
    容差：两数按所印末位四舍五入；区间恰好相接的记为提示。
    何时不适用：正文分句有未认识的词；正文为“财政拨款”而表为“一般公共预算”，除非其他资金各表均为空；预算口径不明时只记“未定”。
    """
    for statement in stated(Same, extraction.statements, Source.CROSS):
        if statement.why == TEXT_AND_TABLE:
            yield from demand(statement, statement.first, prints_agree, statement.why)
