"""Tables that a converter left as lines with nothing but spaces between the cells."""

from test_stacked import read_stack, sums

HEADING = ["收支对比表", "单位：元", "项目 2022年度 2023年度 2023比2022增减", "增减值 增减%"]
ROWS = [
    "一、收支情况 （一）收入总计 820.50 912.30 91.80 11.19%",
    "1. 财政补助收入 300.00 350.00 50.00 16.67%",
    "2. 科教收入 0",
    "3. 业务收入 520.50 562.30 41.80 8.03%",
    "（二）支出总计 810.00 870.00 60.00 7.41%",
    "1. 业务成本 610.00 640.00 30.00 4.92%",
    "2. 管理费用 200.00 230.00 30.00 15.00%",
]


def test_rows_add_up_and_changes_follow() -> None:
    told = sums(read_stack(*HEADING, *ROWS))
    assert told["fails"] == []
    assert {"820.50", "912.30", "91.80", "870.00", "60.00", "16.67%", "4.92%"} <= set(told["holds"])


def test_one_changed_cell() -> None:
    changed = [row.replace("562.30", "572.30") for row in ROWS]
    assert {"912.30", "41.80"} <= set(sums(read_stack(*HEADING, *changed))["fails"])


def test_the_cells_stand_at_their_place_in_the_text() -> None:
    extraction = read_stack(*HEADING, *ROWS)
    text = "\n".join([*HEADING, *ROWS])
    cells = [f for f in extraction.figures if f.location.table is not None]
    assert len(cells) == 25
    assert all(text[f.location.start : f.location.end] == f.quantity.text for f in cells)


def test_sentences_and_short_lists_are_no_tables() -> None:
    prose = ["全年支出合计 300 万元，其中基本支出 200 万元。", "一季度 12 13", "二季度 14 15"]
    assert read_stack(*prose, "截至年底，项目全部完成。").tables == ()
