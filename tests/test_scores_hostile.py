"""Forms that make no sense: read without a traceback, and never an endless one."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from checks.examine import examine
from extractor.evaluation.read import SelfEvaluation
from tests.effort import assert_grows_with_length_only
from tests.score_forms import extraction, read, table

WORDS = [
    "一级指标", "二级指标", "三级指标", "分值", "得分", "合计", "小计", "总分", "预算额(百元)", "执行额(百元)", "执行率", "项目",
    "年度指标值", "实际完成值", "偏差原因", "投入（20分）", "≥90%", "=", "5分", "-3", "0", "100%", "", "", "", "/", "9.5", "财政拨款",
    "一般公共预算安排", "年度资金总额", "其中：", "评分标准", "每低于1个百分点扣0分", "得分=率*0分", "（分）", "无偏差", "1e9", "①②（1分）（2分）",
]  # fmt: skip
SENTENCES = [
    "自评得分5分", "满分0分", "得分率0%", "其中：", "扣", "分", "共计", "等0个项目", "一是", "得分90分项目1个", "80-70分的项目2个", "优",
    "绩效等级为优", "（1）", "预算完成率：", "。", "，", "；", "100", "综合评分", "万元", "\n", "(", "）",
]  # fmt: skip


@given(st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=8), min_size=1, max_size=12))
@settings(max_examples=150, deadline=None)
def test_any_grid_is_read(rows: list[list[str]]) -> None:
    examine(extraction(read(table(rows))))


@given(st.lists(st.sampled_from(SENTENCES), max_size=40))
@settings(max_examples=150, deadline=None)
def test_any_text_is_read(parts: list[str]) -> None:
    examine(extraction(read(texts=("".join(parts),))))


@pytest.mark.parametrize(
    ("unit", "end"),
    [
        ("得分" * 5000, "1分"),
        ("自评得分1分，" * 1250, ""),
        ("（" * 5000, "得分5分"),
        ("一是得分90分项目1个" * 500, ""),
        ("≥ 1 个 " * 1250, ""),
    ],
    ids=["words", "scores", "brackets", "bands", "targets"],
)
def test_long_texts_take_their_time_only_once(unit: str, end: str) -> None:
    assert_grows_with_length_only(lambda times: read(texts=(unit * times + end,)))


def test_a_sheet_of_thousands_of_rows() -> None:
    assert len(sheet_of(3000).sheets[0].leaves()) == 3000
    assert_grows_with_length_only(lambda times: sheet_of(750 * times))


def sheet_of(count: int) -> SelfEvaluation:
    rows = [[f"甲{i}", f"乙{i}", "1", "1"] for i in range(count)]
    return read(table([["一级指标", "二级指标", "分值", "得分"], *rows, ["合计", "", str(count), str(count)]]))
