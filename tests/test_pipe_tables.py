"""Tables flattened with `|`, as pages are copied: the blank corner lost, several years and stages beside each other."""

from pathlib import Path

import pytest

import gouji

LOST_CORNER = """
2023年决算数 | 2024年执行数 | 比上年增长% |
当年收入合计 | 620 | 713 | 15.00 |
调入及转移收入 | 1805 | 1624 | -10.03 |
一般补助收入 | 1105 | 1304 | 18.01 |
专项补助收入 | 700 | 320 | -54.29 |
收入总计 | 2425 | 2337 | -3.63 |
"""
FRAMED_HEAD = """
各级医院平均收入 单位：千元
 | 总收入 | 诊疗收入 | 财政补助收入 | 其他收入 |
市属 | 9,470.30 | 8,120.25 | 1,150.00 | 200.05 |
县属 | 3,105.66 | 2,700.16 | 390.40 | 15.10 |
镇属 | 801.20 | 640.00 | 160.20 | 1.00 |
"""
THREE_STAGES = """
项 目 | 2023年决算数 | 2024年预算调整数 | 2024年执行数 | 占调整预算% | 比上年增长% |
一、税收收入 | 350 | 390 | 385 | 98.72 | 10.00 |
增值税 | 250 | 280 | 279 | 99.64 | 11.60 |
房产税 | 40 | 45 | 44 | 97.78 | 10.00 |
契税 | 60 | 65 | 62 | 95.38 | 3.33 |
"""
#: name, table, right, wrong (one number), code that tells it
TABLES = [
    ("the corner above the labels is lost", LOST_CORNER, "| 15.00", "| 25.00", "TAB108"),
    ("a later row of it", LOST_CORNER, "-54.29", "-45.29", "TAB108"),
    ("the blank corner is taken for the frame", FRAMED_HEAD, "9,470.30", "4,970.30", "TAB103"),
    ("a part of the total column", FRAMED_HEAD, "390.40", "930.40", "TAB103"),
    ("growth over last year's accounts, not over the budget", THREE_STAGES, "11.60", "16.60", "TAB108"),
    ("execution of the adjusted budget", THREE_STAGES, "95.38", "59.38", "TAB109"),
]


def codes(text: str, folder: Path) -> set[str]:
    file = folder / "report.txt"
    file.write_text(text, encoding="utf-8")
    return {f.code for f in gouji.check(file).findings if f.severity in ("error", "warning")}


@pytest.mark.parametrize(("table", "right", "wrong", "code"), [t[1:] for t in TABLES], ids=[t[0] for t in TABLES])
def test_one_wrong_number_is_told_and_the_right_table_is_silent(
    table: str, right: str, wrong: str, code: str, tmp_path: Path
) -> None:
    assert codes(table, tmp_path) == set()
    assert table.count(right) == 1
    assert code in codes(table.replace(right, wrong), tmp_path)
