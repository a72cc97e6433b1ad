"""Running text → statements: each case is a sentence and the relations that must be read from it.

A relation is written as it would be recomputed: "9 = 4 + 5", "50% = 3 / 6", "20% = 2 / (12 - 2)".
"""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from checks.equation import Equation, Quotient, Sum, Weighted
from checks.examine import run_checks
from extractor.extract import extract
from extractor.readers.front import read_bytes


def equations(text: str) -> list[Equation]:
    document = read_bytes(text.encode(), Path("report.txt"))
    found, _, problems = run_checks(extract(document))
    assert not problems
    return found


def _sum(terms: tuple[Weighted, ...]) -> str:
    words = [("- " if t.coefficient < 0 else "+ ") + t.figure.quantity.text for t in terms]
    return " ".join(words).removeprefix("+ ")


def written(equation: Equation) -> set[str]:
    """The relations of an equation, its rescues too, in the notation of the cases."""
    return {_written(r, equation) for r in (equation.relation, *equation.rescues)}


def _written(relation: Sum | Quotient, equation: Equation) -> str:
    if isinstance(relation, Quotient):
        below = _sum(relation.denominator)
        below = f"({below})" if len(relation.denominator) > 1 else below
        return f"{relation.rate.quantity.text} = {_sum(relation.numerator)} / {below}"
    main = next((t for t in relation.terms if t.figure is equation.main), relation.terms[0])
    turn = -1 if main.coefficient > 0 else 1
    rest = [Weighted(turn * t.coefficient, t.figure) for t in relation.terms if t is not main]
    sign = "≤" if relation.at_most else "="
    return f"{main.figure.quantity.text} {sign} {_sum(tuple(rest))}"


SENTENCES = [
    # parts and totals
    ("全年支出9万元，其中：基本支出4万元，项目支出5万元。", ["9万元 = 4万元 + 5万元"]),
    ("办公费2.10万元、水费3.20万元，共计5.30万元。", ["5.30万元 = 2.10万元 + 3.20万元"]),
    (
        "预算收入30.00万元，包括：财政拨款20.00万元（其中：当年拨款15.00万元，结转5.00万元）、其他收入10.00万元。",
        ["30.00万元 = 20.00万元 + 10.00万元", "20.00万元 = 15.00万元 + 5.00万元"],
    ),
    (
        "年初收入50.00万元，加上级补助20.00万元，上年结转7.00万元，收入总计77.00万元。",
        ["77.00万元 = 50.00万元 + 20.00万元 + 7.00万元"],
    ),
    ("共有车辆9辆，其中：轿车4辆、越野车3辆、其他车辆2辆。", ["9辆 = 4辆 + 3辆 + 2辆"]),
    ("决算支出8.00万元，其中：\n1.办公费3.00万元；\n2.水电费5.00万元。", ["8.00万元 = 3.00万元 + 5.00万元"]),
    (
        "下达补助60.00万元（含项目管理费2.00万元），其中中央40.00万元，省级20.00万元。",
        ["60.00万元 = 40.00万元 + 20.00万元"],
    ),
    # balances
    (
        "甲馆资产总额900.00万元，负债总额80.00万元，净资产820.00万元；乙馆资产总额500.00万元，负债总额90.00万元，净资产670.50万元。",
        ["820.00万元 = 900.00万元 - 80.00万元", "670.50万元 = 500.00万元 - 90.00万元"],
    ),
    (
        "图书款期初结存30.00万元，收入50.00万元，支出60.00万元，累计结余90.00万元；教具款期初结存8.00万元，收入5.00万元，支出6.00万元，累计结余7.00万元。",
        ["90.00万元 = 30.00万元 + 50.00万元 - 60.00万元", "7.00万元 = 8.00万元 + 5.00万元 - 6.00万元"],
    ),
    ("提报造价300.00万元，审定250.00万元，净审减90.00万元。", ["90.00万元 = 300.00万元 - 250.00万元"]),
    # changes
    ("本年支出12万元，比上年增加2万元，增长20%。", ["20% = 2万元 / (12万元 - 2万元)"]),
    ("本年支出8万元，同比下降20%，减少2万元。", ["20% = 2万元 / (8万元 + 2万元)"]),
    (
        "收入12.00万元，比上年同期10.00万元增收2.00万元，增长20%。",
        ["2.00万元 = 12.00万元 - 10.00万元", "20% = 2.00万元 / 10.00万元"],
    ),
    (
        "收、支总计分别为20.00万元和30.00万元，分别比上年增加5.00万元、10.00万元，增长33.33%、50.00%。",
        ["33.33% = 5.00万元 / (20.00万元 - 5.00万元)", "50.00% = 10.00万元 / (30.00万元 - 10.00万元)"],
    ),
    (
        "“三公”经费决算4.00万元，比上年减少1.00万元，下降20%；比年初预算减少4.00万元，下降50%。",
        ["20% = 1.00万元 / (4.00万元 + 1.00万元)", "50% = 4.00万元 / (4.00万元 + 4.00万元)"],
    ),
    ("公务接待费支出5.00万元。比上年增加1.00万元，增长25%。", ["25% = 1.00万元 / (5.00万元 - 1.00万元)"]),
    ("较2022年（8.00万元）增加2.00万元，达到10.00万元。", []),
    # completion
    ("年初预算为20.00万元，支出决算为15.00万元，完成预算的75%。", ["75% = 15.00万元 / 20.00万元"]),
    ("税收收入6.00万元，为预算8.00万元的75%。", ["75% = 6.00万元 / 8.00万元"]),
    ("安排资金40.00万元，实际支出30.00万元，执行率为75%。", ["75% = 30.00万元 / 40.00万元"]),
    ("支出合计9.00万元，完成预算90%，决算数小于预算数1.00万元。", ["90% = 9.00万元 / (9.00万元 + 1.00万元)"]),
    # shares
    (
        "支出合计20.00万元，其中：甲类5.00万元，占25%；乙类15.00万元，占75%。",
        ["25% = 5.00万元 / 20.00万元", "75% = 15.00万元 / 20.00万元"],
    ),
    (
        "财政总收入20.00万元。税收收入5.00万元，占财政总收入的25%。",
        ["25% = 5.00万元 / 20.00万元"],
    ),
    ("支出5.00万元，占去年筹集（20.00万元）的25%。", ["25% = 5.00万元 / 20.00万元"]),
    ("占政府采购预算的25%的货物类采购不在此列。", []),
    # level, ratios, formulas
    ("接待费年初预算3.00万元，决算3.00万元，与预算持平。", ["3.00万元 = 3.00万元"]),
    ("全年收入10.00万元，支出8.00万元，结余2.00万元。", ["10.00万元 = 8.00万元 + 2.00万元"]),
    ("在职人员控制率为80%（40/50*100%）。", ["80% = 40 / 50"]),
    ("变动率=(12-10)÷10=20%。", ["20% = 12 - 10 / 10"]),
    ("公务用车运行费6.00万元，保有量3辆，平均每辆2.00万元。", ["2.00万元 = 6.00万元 / 3辆"]),
]


@pytest.mark.parametrize(("text", "expected"), SENTENCES, ids=[s[0][:18] for s in SENTENCES])
def test_relations_read_from_a_sentence(text: str, expected: list[str]) -> None:
    read = set().union(*(written(e) for e in equations(text))) if equations(text) else set()
    assert [e for e in expected if e not in read] == [], f"read: {sorted(read)}"


NOT_AMOUNTS = [
    "依据〔2022〕70号文件，建设110KV线路，联系电话028-12345678。",
    "第3部分见附件2，执行至2023年12月31日。",
    "科目编码2080501，1.本部分不含金额。",
]


@pytest.mark.parametrize("text", NOT_AMOUNTS)
def test_codes_dates_and_numbers_of_documents_are_no_amounts(text: str) -> None:
    document = read_bytes(text.encode(), Path("report.txt"))
    assert [f.quantity.text for f in extract(document).figures if f.quantity.is_money] == []


QUANTITIES = [
    ("支出1,234.50万元。", Decimal("1234.50"), "万元", 2),
    ("支出 12 万 元。", Decimal(12), "万元", 0),
    ("支出５.６亿元。", Decimal("5.6"), "亿元", 1),
    ("支出十二万元。", Decimal(12), "万元", 0),
    ("支出3000元。", Decimal(3000), "元", 0),
    ("支出一百二十元。", Decimal(120), "元", 0),
    ("筹集4亿2895.5万元。", Decimal("42895.5"), "万元", 1),
    ("规模为3万4993.1亿元。", Decimal("34993.1"), "亿元", 1),
]


@pytest.mark.parametrize(("text", "value", "unit", "decimals"), QUANTITIES)
def test_amounts_as_printed(text: str, value: Decimal, unit: str, decimals: int) -> None:
    figure = extract(read_bytes(text.encode(), Path("report.txt"))).figures[0]
    assert (figure.quantity.value, figure.quantity.unit, figure.quantity.decimals) == (value, unit, decimals)


def test_a_figure_stands_where_it_is_printed() -> None:
    text = "第一行没有数。\n\n公务接待费支出4.24万元。"
    figure = extract(read_bytes(text.encode(), Path("report.txt"))).figures[0]
    assert figure.location.line == 3
    assert text[figure.location.start : figure.location.end] == "4.24万元"
    assert figure.label == "公务接待费支出"


@pytest.mark.parametrize(
    "text",
    [
        "2025年度收、支总计比2024年度各1,023.6万元，变动率为26.1%。",
        "财政拨款收入总计较上年各452.0万元。",
        "“三公”经费支出比2023年度3.5万元。",
    ],
)
def test_an_amount_compared_without_a_verb_is_set_against_no_other_place(text: str) -> None:
    figures = extract(read_bytes(text.encode(), "report.txt")).figures
    (amount,) = [f for f in figures if f.quantity.is_money]
    assert amount.facets is None


def test_other_amounts_of_a_list_that_may_be_a_selection_do_not_accuse() -> None:
    found = equations("支出合计100.00万元，其中：办公费12.00万元，差旅费13.00万元。")
    sums = [e for e in found if isinstance(e.relation, Sum) and not e.relation.at_most]
    assert all(e.accuse == "nothing" for e in sums)


def test_a_total_that_is_about_does_not_turn_in_circles() -> None:
    figures = extract(read_bytes("甲528.67亿元，乙10.19亿元，共计约538.86亿元。".encode(), Path("report.txt"))).figures
    assert len(figures) == 3
