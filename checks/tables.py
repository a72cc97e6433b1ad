"""Checks within one table: sums of rows and columns, hierarchies, 其中, balances, comparisons."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.equation import Equation, Quotient, Relation, Sum
from checks.finding import Severity
from checks.registry import check
from checks.relations import demand, one, parts_make_total, quotients, stated, weigh
from extractor.extraction import Extraction
from extractor.figure import Role
from extractor.quantity import Bound
from extractor.statement import Accuse, Change, Completion, Composition, Ratio, Share, Source

FEN = 2  # decimals of an amount in yuan beyond which there is no money
ROWS = ("合计",)
ITEMS = ("科目",)
LEVELS = ("分级",)
COLUMNS = ("列",)
FORMULAS = ("公式",)
SIDES = ("收支平衡",)
GRAND = ("总计",)
ROLL_OVER = ("结转滚存",)


def _sums(extraction: Extraction, means: tuple[str, ...], complete: bool = True) -> Iterator[Equation]:
    for statement in stated(Composition, extraction.statements, Source.TABLE):
        if statement.means in means and statement.complete is complete:
            meaning = parts_make_total if complete else parts_at_most_total
            exact = _is_exact(statement)
            # a total over one part is the same amount again
            yield from demand(statement, statement.total, meaning, statement.means, exact, Accuse.WARNING)


def _is_exact(statement: Composition) -> bool:
    """Counts and amounts printed to the fen are not rounded: there is nothing smaller."""
    figures = [statement.total, *(term.figure for term in statement.parts)]
    if statement.total.role is Role.COUNT:
        return all(not f.quantity.decimals for f in figures)
    return all(
        f.quantity.unit == "元" and f.quantity.decimals >= FEN and f.quantity.bound is Bound.EXACT for f in figures
    )


def parts_at_most_total(statement: Composition) -> Iterator[Relation]:
    yield Sum(weigh(statement.parts) + one(statement.total, -1), at_most=True)


@check("TAB101", "表内合计与各行之和不符", "a total row is not the sum of its rows")
def total_of_rows(extraction: Extraction) -> Iterator[Equation]:
    """表中“合计”“小计”“本年收入合计”“人员经费合计”等行，应等于它所汇总的各行之和。

    必须成立的关系：合计 = 各汇总行之和，逐列成立；空白的分项按 0 计。
    为什么重要：合计行是其他报表和正文引用的数，一处录错会带到全篇。
    容差：每个数只按所印的末位四舍五入，各项半个末位相加；没有固定容差。差额在此之内、但各数的舍入误差不大可能累积至此的，作警告。
    何时不适用：合计单元格空白；某一合计的所有列（三列以上）都不符，说明层级没有读懂，只记“未定”；汇总范围从版面看不出来时只记“未定”。
    """
    yield from _sums(extraction, ROWS)


@check("TAB102", "科目金额与下级科目之和不符", "an item is not the sum of its sub-items")
def items_of_code(extraction: Extraction) -> Iterator[Equation]:
    """按科目编码列示的表，上级科目（类、款）应等于其下级科目（款、项）之和。

    必须成立的关系：上级科目 = 编码以它开头的下一级各科目之和，逐列成立。
    为什么重要：功能分类和经济分类表的层级由编码唯一确定，不符必有一数有误。
    容差：每个数只按所印的末位四舍五入，各项半个末位相加；差额在此之内、但舍入误差不大可能累积至此的，作警告。
    何时不适用：上级科目未列金额；表中没有印出下级科目；所有列都不符时视为层级未读懂。
    """
    yield from _sums(extraction, ITEMS)


@check("TAB103", "同一行的合计与各栏之和不符", "a total column is not the sum of its columns")
def total_of_columns(extraction: Extraction) -> Iterator[Equation]:
    """同一行中“合计”“小计”“本年收入合计”栏，应等于它所汇总的各栏之和（如基本支出 + 项目支出）。

    必须成立的关系：合计栏 = 同一表头下各分栏之和，逐行成立；空白的分栏按 0 计。
    为什么重要：横向合计与纵向合计共同锁定每个单元格，能指出错在哪一格。
    容差：每个数只按所印的末位四舍五入，各项半个末位相加；差额在此之内、但舍入误差不大可能累积至此的，作警告。
    何时不适用：“其中”栏、比率栏、数量栏、增减栏不参加合计；所有行（三行以上）都不符时视为表头未读懂。
    """
    yield from _sums(extraction, COLUMNS)


@check("TAB104", "“其中”数大于总数", "a part named by 其中 exceeds its whole")
def part_of_whole(extraction: Extraction) -> Iterator[Equation]:
    """“其中”行或“其中”栏只列出部分内容，其数不应大于所属的总数。

    必须成立的关系：其中各项之和 ≤ 所属总数。
    为什么重要：部分大于总体，必有一数有误。
    容差：每个数只按所印的末位四舍五入。
    何时不适用：同一总数下两组“其中”按不同口径划分，各自比较，不相加；负数分项参与相加。
    """
    yield from _sums(extraction, ("其中",), complete=False)


@check("TAB105", "分级项目与其明细之和不符", "an item is not the sum of the rows set under it")
def items_of_level(extraction: Extraction) -> Iterator[Equation]:
    """用“一、（一）1.”编号或缩进表示层级的表，上级项目应等于其下级各项之和。

    必须成立的关系：上级项目 = 下一级编号（或缩进）各行之和，逐列成立。
    为什么重要：收支总表、机构运行信息表等没有科目编码，层级只在编号里。
    容差：每个数只按所印的末位四舍五入，各项半个末位相加；差额在此之内、但舍入误差不大可能累积至此的，作警告。
    何时不适用：上级行没有金额；以“其中”引出的明细（见 TAB104）；单位不同的行；层级看不清时只记“未定”。
    """
    yield from _sums(extraction, LEVELS)


@check("TAB106", "栏次公式不成立", "a formula printed under the headings does not hold")
def formula_of_columns(extraction: Extraction) -> Iterator[Equation]:
    """表头“栏次”行或栏目名中印有公式（如 3=1+2、D=E+F、C=A-B），各行应满足该公式。

    必须成立的关系：公式左边的栏 = 右边各栏按符号相加，逐行成立。
    为什么重要：公式是制表人自己声明的关系。
    容差：每个数只按所印的末位四舍五入，各项半个末位相加。
    何时不适用：公式引用的栏不在表内；左边的单元格空白；三行以上全部不符时视为公式未读懂。
    """
    yield from _sums(extraction, FORMULAS)


def difference_of_amounts(statement: Change) -> Iterator[Relation]:
    if statement.delta is not None:
        yield Sum(
            weigh(statement.current) + weigh(statement.base, -1) + one(statement.delta, -(statement.direction or 1))
        )


def rate_of_change(statement: Change) -> Iterator[Relation]:
    if statement.rate is not None:
        above = weigh(statement.current, statement.direction or 1) + weigh(statement.base, -(statement.direction or 1))
        yield from quotients(statement.rate, above, weigh(statement.base))


@check("TAB107", "增减额与两期金额之差不符", "a column of change is not the difference of its two columns")
def change_of_columns(extraction: Extraction) -> Iterator[Equation]:
    """“增减额”“比上年增减”等栏应等于所比较的两栏之差。

    必须成立的关系：增减额 = 本期数 − 基期数（栏目写明“减少”的取相反方向）。
    为什么重要：增减额常被正文引用，是预算编制说明的依据。
    容差：每个数只按所印的末位四舍五入，各项半个末位相加。
    何时不适用：比较的是哪两栏从表头看不出来；任一数空白；“差额”未写明方向时两个方向都算成立。
    """
    for statement in stated(Change, extraction.statements, Source.TABLE):
        if statement.delta is not None:
            yield from demand(statement, statement.delta, difference_of_amounts, "增减额")


@check("TAB108", "表内增减率与两期金额不符", "a column of growth does not follow from its two columns")
def growth_of_columns(extraction: Extraction) -> Iterator[Equation]:
    """“增减%”“增长率”栏应等于两期金额之差除以基期数。

    必须成立的关系：增减率 = （本期数 − 基期数）÷ 基期数 × 100%。
    为什么重要：常见错误是除以本期数、小数当作百分数、抄了别行的比率。
    容差：按各数所印末位的区间计算，比率区间与所印比率相交即成立。
    何时不适用：基期数为 0 或空白；比较的是哪两栏看不出来。
    """
    for statement in stated(Change, extraction.statements, Source.TABLE):
        if statement.rate is not None:
            yield from demand(statement, statement.rate, rate_of_change, "增减率")


def completed(statement: Completion) -> Iterator[Relation]:
    yield from quotients(statement.rate, weigh(statement.actual), weigh(statement.budget))


def shared(statement: Share) -> Iterator[Relation]:
    yield from quotients(statement.rate, weigh(statement.part), weigh(statement.whole))


@check("TAB109", "表内完成率与预算、决算数不符", "a column of completion does not follow from its amounts")
def completion_of_columns(extraction: Extraction) -> Iterator[Equation]:
    """“完成预算%”“执行率”“支出进度”栏应等于执行数除以预算数。

    必须成立的关系：完成率 = 决算（执行）数 ÷ 预算数 × 100%。
    为什么重要：执行率是绩效评价和预算考核的直接依据。
    容差：按各数所印末位的区间计算。
    何时不适用：预算数为 0 或空白；表中没有能认定的预算栏或执行栏；既有年初预算又有全年预算时，任一口径成立即可。
    """
    for statement in stated(Completion, extraction.statements, Source.TABLE):
        if statement.rate.quantity.unit in ("%", "", "‰"):
            yield from demand(statement, statement.rate, completed, "完成率")


@check("TAB110", "表内占比与金额不符", "a column of shares does not follow from its amounts")
def share_of_rows(extraction: Extraction) -> Iterator[Equation]:
    """“占比”“比重”栏应等于本行金额除以合计（或上级项目）金额。

    必须成立的关系：占比 = 本行金额 ÷ 合计金额 × 100%。
    为什么重要：占比抄错行、换了总数是常见错误。
    容差：按各数所印末位的区间计算。
    何时不适用：表中没有可作分母的合计；本行占上级项目的比重成立时也算成立。
    """
    for statement in stated(Share, extraction.statements, Source.TABLE):
        yield from demand(statement, statement.rate, shared, "占比")


@check("TAB112", "数量乘单价与金额不符", "an amount is not its number of pieces times the price", Severity.WARNING)
def products_of_rows(extraction: Extraction) -> Iterator[Equation]:
    """同时列有“数量”“单价”“金额”的表，每行金额应等于数量乘以单价。

    必须成立的关系：单价 = 金额 ÷ 数量，即金额 = 数量 × 单价，逐行成立。
    为什么重要：资产购置、政府采购清单按此编制，错一格会带错合计。
    容差：单价和金额只按所印的末位四舍五入，数量为准数；单价印得粗时允许的金额范围随数量放大。
    何时不适用：合计行；三者有一空白；半数以上的行都不成立时视为栏目未读懂，只记“未定”。
    """
    for statement in stated(Ratio, extraction.statements, Source.TABLE):
        yield from demand(statement, statement.value, price_of_one, "单价")


def price_of_one(statement: Ratio) -> Iterator[Relation]:
    yield Quotient(statement.value, weigh(statement.numerator), weigh(statement.denominator), Decimal(1))


@check("TAB201", "收入总计与支出总计不等", "total income and total spending differ")
def balance_of_sides(extraction: Extraction) -> Iterator[Equation]:
    """收支两侧并列的总表，收入总计应等于支出总计。

    必须成立的关系：收入总计 = 支出总计（两侧都含结转结余）。
    为什么重要：这是收支总表最基本的平衡。
    容差：两数按所印末位四舍五入。
    何时不适用：本年收入合计与本年支出合计本来就可以不等，不比较；两侧末行只写“合计”时只记“未定”。
    """
    yield from _sums(extraction, SIDES)


@check("TAB202", "总计与本年合计加结转结余不符", "a grand total is not this year's total plus the carry-over")
def grand_total(extraction: Extraction) -> Iterator[Equation]:
    """总计应等于本年收入（支出）合计加上其后列示的结转结余各项。

    必须成立的关系：收入总计 = 本年收入合计 + 使用非财政拨款结余 + 年初结转和结余；支出总计 = 本年支出合计 + 结余分配 + 年末结转和结余。
    为什么重要：年初、年末结转连接相邻两个年度的决算。
    容差：每个数只按所印的末位四舍五入，各项半个末位相加；差额在此之内、但舍入误差不大可能累积至此的，作警告。
    何时不适用：总计单元格空白；年初结转下列示的分项（按资金性质）不重复相加。
    """
    yield from _sums(extraction, GRAND)


@check(
    "TAB203", "年初结转加收入不等于支出加年末结转", "opening balance plus income is not spending plus closing balance"
)
def roll_over(extraction: Extraction) -> Iterator[Equation]:
    """同一行列有年初结转、本年收入、本年支出、年末结转的表（如政府性基金决算表），四者应当平衡。

    必须成立的关系：年初结转和结余 + 本年收入 = 本年支出 + 年末结转和结余。
    为什么重要：基金预算、国有资本经营预算按此逐项滚存。
    容差：每个数只按所印的末位四舍五入，各项半个末位相加。
    何时不适用：表中还有结余分配等其他金额栏；三行以上全部不符时视为表头未读懂。
    """
    yield from _sums(extraction, ROLL_OVER)
