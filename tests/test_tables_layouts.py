"""Layouts of many provinces' forms: a right table is checked in full and accused of nothing; one changed cell is found."""

import pytest
from table_layouts import LAYOUTS as FIRST_LAYOUTS
from table_layouts_more import MORE_LAYOUTS, NEAR_MISSES
from table_layouts_own import OWN_LAYOUTS
from table_samples import check_tables, grid

from checks.judge import Status

LAYOUTS = FIRST_LAYOUTS | MORE_LAYOUTS | OWN_LAYOUTS

# numbers that nothing in their table adds up to or from
UNRELATED = {
    "机构运行信息": ("保有量", "批次"),
    "资产负债表": ("固定资产",),
    "政府采购": ("数量", "单价"),
    "编号项下还有其中": ("结余",),
    "增减栏是百分数": ("增减",),
    "合计空白": ("上年",),
    "其中套其中再套项目": ("社会保障",),
}


@pytest.mark.parametrize("name", LAYOUTS)
def test_right_table_is_checked_and_not_accused(name: str) -> None:
    text, above, _ = LAYOUTS[name]
    outcome = check_tables(grid(text, *above))
    assert outcome.failing == []
    assert [u for u in outcome.unchecked if not any(word in u for word in UNRELATED.get(name, ()))] == []


@pytest.mark.parametrize(
    "name, old, new, codes", [(n, *change) for n, (_, _, changes) in LAYOUTS.items() for change in changes]
)
def test_one_changed_cell_is_found(name: str, old: str, new: str, codes: set[str]) -> None:
    text, above, _ = LAYOUTS[name]
    assert f"|{old}" in text
    outcome = check_tables(grid(text.replace(f"|{old}", f"|{new}", 1), *above))
    assert codes & outcome.codes(Status.FAILS), outcome.failing


@pytest.mark.parametrize("name", [n for n in LAYOUTS if "缩进" not in n and "套" not in n])
def test_same_table_without_merged_cells(name: str) -> None:
    """Tab-separated text shows a merged cell as a word and blanks; the reading may know less but accuses of nothing."""
    text, above, _ = LAYOUTS[name]
    flat = "\n".join(
        "|".join("" if c.strip() in ("<", "^") else c for c in line.split("|")) for line in text.strip().splitlines()
    )
    assert check_tables(grid(flat, *above, spans=False)).failing == []


@pytest.mark.parametrize("name", NEAR_MISSES)
@pytest.mark.parametrize("spans", [True, False])
def test_what_looks_like_a_sum_and_is_none(name: str, spans: bool) -> None:
    text, above = NEAR_MISSES[name]
    assert check_tables(grid(text, *above, spans=spans)).failing == []


@pytest.mark.parametrize("name", LAYOUTS)
def test_rows_packed_to_the_left_accuse_nothing(name: str) -> None:
    """Where a text lost the blank cells nothing tells what stood where."""
    text, above, _ = LAYOUTS[name]
    rows = [
        [c.strip() for c in line.split("|") if c.strip() not in ("", "<", "^")] for line in text.strip().splitlines()
    ]
    width = max(map(len, rows))
    packed = "\n".join("|".join([*row, *[""] * (width - len(row))]) for row in rows)
    assert check_tables(grid(packed, *above, spans=False)).failing == []


LOST_ROWS = {
    "合计下只剩基本支出": "项目|预算额|执行额|结余额\n合计|593826|538693|55133\n基本支出|218441|207073|11368",
    "公车购置的行丢失": "项目|上年预算数|本年预算数|增减额\n公务用车购置及运行维护费|70.00|64.00|-6.00\n"
    "公务用车运行维护费|40.00|30.00|-10.00",
    "出国的行丢失": "项目|上年预算数|本年预算数|增减额\n“三公”经费合计|100.00|90.00|-10.00\n公务接待费|20.00|18.00|-2.00\n"
    "公务用车购置及运行维护费|70.00|64.00|-6.00",
}


@pytest.mark.parametrize("name", LOST_ROWS)
def test_row_the_vocabulary_misses_is_told_once(name: str) -> None:
    assert len(check_tables(grid(LOST_ROWS[name], "经费情况表", "单位：万元")).failing) == 1


def test_rows_the_vocabulary_does_not_know_are_no_missing_ones() -> None:
    listed = "项目|年初数|本年数|年末数\n合计|100.00|90.00|80.00\n某某专项|20.00|18.00|17.00"
    assert check_tables(grid(listed, "经费情况表", "单位：万元")).failing == []
