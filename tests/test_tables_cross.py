"""What must agree between tables, and between text and tables; what only looks as if it must."""

from dataclasses import replace

import pytest
from figures import figure
from table_samples import Outcome, check_tables, grid

from checks.judge import Status
from extractor.document import Scope, ScopeKind, Table
from extractor.facets import as_facets
from extractor.figure import Figure
from extractor.location import Location

ALL = "科目编码|科目名称|本年支出合计|基本支出|项目支出\n合计|<|100.00|70.00|30.00\n205|教育支出|100.00|70.00|30.00"
GENERAL = "科目编码|科目名称|合计|基本支出|项目支出\n合计|<|90.00|60.00|30.00\n205|教育支出|90.00|60.00|30.00"
BASIC = "科目编码|科目名称|合计|人员经费|公用经费\n301|工资福利支出|45.00|45.00|\n302|商品和服务支出|15.00||15.00\n合计|<|60.00|45.00|15.00"


def all_funds(text: str = ALL) -> Table:
    return grid(text, "支出决算表", "单位：万元", number=1)


def general(text: str = GENERAL) -> Table:
    return grid(text, "一般公共预算财政拨款支出决算表", "单位：万元", number=2)


def basic(text: str = BASIC) -> Table:
    return grid(text, "一般公共预算财政拨款基本支出决算表", "单位：万元", number=3)


def text_figure(
    printed: str, section: str = "", scope: Scope | None = None, basis: str = "决算", **facets: str
) -> Figure:
    place = Location(line=5, section=section or None)
    made = figure(printed, "万元")
    return replace(made, facets=as_facets(facets), basis=basis, year=2023, location=place, scope=scope or Scope())


def cross_codes(outcome: Outcome, status: Status = Status.FAILS) -> set[str]:
    return {code for code in outcome.codes(status) if code[:4] in ("TAB3", "TAB4")}


def test_tables_of_one_report_agree() -> None:
    outcome = check_tables(all_funds(), general(), basic())
    assert cross_codes(outcome) == set()
    assert {"TAB302", "TAB303"} <= outcome.codes(Status.HOLDS)


def test_basic_spending_of_one_fund_against_its_own_parts() -> None:
    off = BASIC.replace("45.00", "40.00").replace("60.00", "55.00")
    assert cross_codes(check_tables(all_funds(), general(), basic(off))) == {"TAB301", "TAB302"}


def test_one_fund_may_be_less_and_never_more() -> None:
    more = GENERAL.replace("90.00", "190.00").replace("|30.00", "|130.00")
    assert "TAB303" in cross_codes(check_tables(all_funds(), general(more)))


def test_where_the_totals_agree_every_item_must() -> None:
    every = "科目编码|科目名称|本年支出合计\n合计|<|90.00\n205|教育支出|60.00\n221|住房保障支出|30.00"
    one = "科目编码|科目名称|合计\n合计|<|90.00\n205|教育支出|50.00\n221|住房保障支出|40.00"
    assert "TAB301" in cross_codes(check_tables(all_funds(every), general(one)))


def test_an_unknown_word_in_the_title_keeps_a_table_apart() -> None:
    other = grid(GENERAL, "乡村振兴专项支出决算表", "单位：万元", number=4)
    assert cross_codes(check_tables(all_funds(), other)) == set()


def test_another_year_or_budget_in_the_heading_is_another_number() -> None:
    text = "项目|年初预算数|2022年决算数|2023年决算数\n基本支出|80.00|65.00|70.00\n项目支出|20.00|25.00|30.00\n合计|100.00|90.00|100.00"
    outcome = check_tables(all_funds(), grid(text, "支出情况表", "单位：万元", number=4))
    assert cross_codes(outcome) == set()
    assert "TAB301" in outcome.codes(Status.HOLDS)


OFFICE = Scope(ScopeKind.OFFICE, "局本级")


@pytest.mark.parametrize(
    "text, verdict",
    [
        (text_figure("60.00", flow="支出", fund="一般公共预算", nature="基本支出"), Status.HOLDS),
        (text_figure("70.00", flow="支出", fund="一般公共预算", nature="基本支出"), Status.FAILS),
        # no fund of its own: the heading's fund, else all funds, and either may be meant
        (
            text_figure("45.00", "六、一般公共预算财政拨款基本支出决算情况", flow="支出", nature="人员经费"),
            Status.HOLDS,
        ),
        (
            text_figure("48.00", "六、一般公共预算财政拨款基本支出决算情况", flow="支出", nature="人员经费"),
            Status.FAILS,
        ),
        (text_figure("70.00", flow="支出", nature="基本支出"), Status.HOLDS),
        (text_figure("60.00", flow="支出", nature="基本支出"), Status.HOLDS),
        (text_figure("77.00", flow="支出", nature="基本支出"), Status.FAILS),
        # the office's own number, and what no table tells
        (text_figure("33.00", scope=OFFICE, flow="支出", nature="基本支出"), None),
        (text_figure("33.00", flow="支出", nature="经营"), None),
        # the opening budget is no account
        (text_figure("99.00", basis="年初预算", flow="支出", nature="基本支出"), None),
        # 财政拨款 where nothing tells whether other funds were spent too
        (text_figure("60.00", flow="支出", fund="财政拨款", nature="基本支出"), Status.HOLDS),
    ],
)
def test_text_against_tables(text: Figure, verdict: Status | None) -> None:
    outcome = check_tables(all_funds(), general(), basic(), texts=(text,))
    found = {v.status for e, v in outcome.judged if e.code == "TAB401"}
    assert found == ({verdict} if verdict else set())


def test_last_year_in_the_text_meets_the_column_of_last_year() -> None:
    table = grid(
        "项目|2022年决算数|2023年决算数\n基本支出|65.00|70.00\n项目支出|25.00|30.00\n合计|90.00|100.00",
        "支出情况表",
        "单位：万元",
    )
    for printed, verdict in (("65.00", Status.HOLDS), ("56.00", Status.FAILS)):
        outcome = check_tables(table, texts=(text_figure(printed, basis="上年", flow="支出", nature="基本支出"),))
        assert {v.status for e, v in outcome.judged if e.code == "TAB401"} == {verdict}


def test_two_prints_that_touch_are_one_amount() -> None:
    near = ALL.replace("100.00", "100.01").replace("|70.00", "|70.01")
    other = grid("项目|决算数\n基本支出|70.00\n项目支出|30.00\n合计|100.00", "支出情况表", "单位：万元", number=4)
    assert cross_codes(check_tables(all_funds(near), other)) == set()


def test_a_key_printed_twice_over_two_pages_of_one_table_accuses_nobody() -> None:
    one = "科目编码|科目名称|本年支出合计\n205|教育支出|50.00"
    two = "205|教育支出|30.00\n合计|<|80.00"
    first = grid(one, "支出决算表", "单位：万元", number=1, page=1)
    assert cross_codes(check_tables(first, grid(two, number=2, page=2))) == set()


def test_the_table_of_one_fund_is_no_witness_against_a_text_that_names_none() -> None:
    text = text_figure("100.00", flow="支出")
    assert cross_codes(check_tables(all_funds(), general(), texts=(text,))) == set()
    alone = check_tables(general(), texts=(text,))
    assert cross_codes(alone) == set()
    assert "TAB401" in alone.codes(Status.UNDETERMINED)
