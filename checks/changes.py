"""Changes in running text: amount, rate and direction of 增加 and 减少 against the figures of two years or of budget
and accounts."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal

from checks.equation import Equation, Relation, Sum
from checks.finding import Fault, Severity, show
from checks.judge import Status, judge
from checks.registry import check
from checks.relations import demand, one, prints_agree, quotients, stated, weigh
from checks.same import FLAT
from extractor.extraction import Extraction
from extractor.figure import Figure
from extractor.statement import SURE, Accuse, Binding, Change, Same, Term

ZERO, HUNDRED = Decimal(0), Decimal(100)
WARN = Binding(Accuse.WARNING)


@check("CHG101", "增减率与金额不符", "rate of change does not follow from the amounts")
def change_rate(extraction: Extraction) -> Iterator[Equation]:
    """增减率等于增减额除以所比较的基数。

    必须成立：增减率 = 增减额 ÷ 基数；没有印出基数的，基数 = 本期数 ∓ 增减额。
    为什么重要：增减率常被误除以本年数、照抄上一行或沿用上年的数，读者无法自行发现。
    容差：增减率和各金额按印出的小数位数各留半个单位。
    何时不适用：基数为 0 时（习惯写作增长 100%）；基数和增减额都没有印出时，只记为无法核对。
    """
    for statement in stated(Change, extraction.statements):
        if statement.rate is not None:
            yield from demand(statement, statement.rate, rate_of_change, "rate")


@check("CHG102", "基数为零却有增减率", "rate of change although the base is zero", Severity.WARNING)
def rate_without_base(extraction: Extraction) -> Iterator[Fault]:
    """基数为零时没有增减率可言。

    必须成立：基数 = 0 时，不写增减率，或者写 0%。
    为什么重要：写出别的增减率，说明基数或增减率必有一个写错；习惯写作“增长 100%”的，也没有可比的基数，只作提示。
    容差：无。
    何时不适用：不能确定这几个数字说的是同一件事时。
    """
    for statement in stated(Change, extraction.statements):
        rate = statement.rate
        if rate is None or statement.binding not in (SURE, WARN) or rate.quantity.value == ZERO:
            continue
        customary = abs(rate.quantity.value) == HUNDRED
        if _base_is_zero(statement) and (customary or statement.binding == SURE):
            severity = Severity.INFO if customary else Severity.WARNING
            yield Fault({"rate": rate.quantity.text}, show(rate, *_amounts(statement)), severity)


@check("CHG201", "增减额与两期数不符", "change does not match the two amounts it compares")
def change_amount(extraction: Extraction) -> Iterator[Equation]:
    """增减额等于所比较的两个数之差。

    必须成立：本期数 = 基数 ± 增减额。
    为什么重要：不符说明三个数中有一个写错，或者取自另一年度、另一口径。
    容差：各金额按印出的小数位数各留半个单位。
    何时不适用：所比较的数没有印出时。
    """
    for statement in stated(Change, extraction.statements):
        if statement.delta is not None:
            yield from demand(statement, statement.delta, amount_of_change, "change")


@check("CHG301", "增减方向自相矛盾", "amount and rate of one change point in opposite directions")
def opposite_directions(extraction: Extraction) -> Iterator[Fault]:
    """同一变动的增减额和增减率方向一致。

    必须成立：“增加……增长”或“减少……下降”，不能写成“增加……下降”。
    为什么重要：方向相反的两个词，必有一个是模板或上年文本留下的。
    容差：变动为 0 的没有方向；“下降-3.2%”按习惯写法理解。金额与比率大小相符、确属同一变动的为错误，否则为警告。
    何时不适用：方向未作选择的（增加/减少），由 TXT 类规则提示。
    """
    for statement in stated(Change, extraction.statements):
        delta, rate = statement.delta, statement.rate
        if delta is None or rate is None or not _contradicts(statement):
            continue
        accuse = statement.binding.accuse
        if accuse in (Accuse.ERROR, Accuse.WARNING):
            sure = accuse is Accuse.ERROR and _agrees_in_size(statement, rate)
            words = {"amount": delta.quantity.text, "rate": rate.quantity.text}
            yield Fault(words, show(delta, rate), Severity.ERROR if sure else Severity.WARNING)


@check("CHG302", "增减方向与两期数不符", "the word of the change contradicts the two amounts", Severity.WARNING)
def direction_of_amounts(extraction: Extraction) -> Iterator[Fault]:
    """写明增加或减少的，本期数与所比较的数的大小与之一致。

    必须成立：写“比……增加”的，本期数 ≥ 基数；写“比……减少”的，本期数 ≤ 基数。
    为什么重要：方向写反的，多是沿用上年文本，或者两个数中有一个写错。
    容差：无；两数相等的不作判断。
    何时不适用：另写有增减额或增减率的，由 CHG101、CHG201 核对；所比较的数没有印出时。
    """
    for statement in stated(Change, extraction.statements):
        if statement.delta is not None or statement.rate is not None or not statement.current or not statement.base:
            continue
        if (_sum(statement.current) - _sum(statement.base)) * statement.direction < 0:
            amounts = _amounts(statement)
            yield Fault({"current": amounts[0].quantity.text, "base": amounts[-1].quantity.text}, show(*amounts))


@check("FLT101", "称持平而两数不同", "said to be unchanged, but the two amounts differ")
def flat(extraction: Extraction) -> Iterator[Equation]:
    """写明持平的两个数相等。

    必须成立：写“与……持平”“无增减”的，本期数 = 基数。
    为什么重要：不等说明这句话是模板留下的，或者其中一个数写错。
    容差：两个金额按印出的小数位数各留半个单位。
    何时不适用：写“基本持平”的；所比较的数没有印出时。
    """
    for same in stated(Same, extraction.statements):
        if same.why == FLAT:
            yield from demand(same, same.first, prints_agree, FLAT)


def rate_of_change(statement: Change) -> Iterator[Relation]:
    """rate = change ÷ base, in each direction that the words allow. Where amount and rate have verbs that contradict
    each other, CHG301 tells it; here only their size counts."""
    rate, delta = statement.rate, statement.delta
    if rate is None:
        return
    for way in _ways(statement):
        if delta is None:
            above = weigh(statement.current, way) + weigh(statement.base, -way)
            if statement.current and statement.base:
                yield from quotients(rate, above, weigh(statement.base))
            continue
        turn = 1 if rate.quantity.value * delta.quantity.value >= 0 else -1
        base = weigh(statement.base) or (weigh(statement.current) + one(delta, -way) if statement.current else ())
        if base:
            yield from quotients(rate, one(delta, turn), base)


def amount_of_change(statement: Change) -> Iterator[Relation]:
    if statement.delta is not None and statement.current and statement.base:
        for way in _ways(statement):
            yield Sum(weigh(statement.current) + weigh(statement.base, -1) + one(statement.delta, -way))


def _ways(statement: Change) -> tuple[int, ...]:
    """The directions the words allow, the most plausible first: both where the template's choice was left open, where
    amount and rate contradict each other, and for 减少-5万元, which is printed for a decrease as well."""
    delta, rate = statement.delta, statement.rate
    way = (statement.direction if delta is not None else way_of_rate(statement)) or way_of_rate(statement)
    if way == 0:
        return (1, -1) if _sum(statement.current) >= _sum(statement.base) else (-1, 1)
    told = delta or rate
    doubtful = way < 0 and told is not None and told.quantity.value < 0
    return (way, -way) if doubtful or _contradicts(statement) else (way,)


def way_of_rate(statement: Change) -> int:
    return statement.direction if statement.rate_direction is None else statement.rate_direction


def _contradicts(statement: Change) -> bool:
    delta, rate = statement.delta, statement.rate
    if delta is None or rate is None:
        return False
    way, turn = statement.direction, way_of_rate(statement)
    amount, percent = delta.quantity.value, rate.quantity.value
    habit = (way < 0 and amount < 0) or (turn < 0 and percent < 0)
    return way * amount * turn * percent < 0 and not habit


def _agrees_in_size(statement: Change, rate: Figure) -> bool:
    equations = demand(statement, rate, rate_of_change)
    return any(judge(equation).status is Status.HOLDS for equation in equations)


def _base_is_zero(statement: Change) -> bool:
    if statement.base:
        return _sum(statement.base) == 0
    delta = statement.delta
    if delta is None or not statement.current or not statement.direction:
        return False
    return _sum(statement.current) == statement.direction * delta.quantity.value * delta.quantity.factor


def _sum(terms: tuple[Term, ...]) -> Decimal:
    return sum((t.sign * t.figure.quantity.value * t.figure.quantity.factor for t in terms), ZERO)


def _amounts(statement: Change) -> list[Figure]:
    told = [term.figure for term in (*statement.current, *statement.base)]
    return [*told, statement.delta] if statement.delta is not None else told
