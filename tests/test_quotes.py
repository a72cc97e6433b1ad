"""The words quoted around a figure: whole clauses, and never a part of a number or word."""

from pathlib import Path

import pytest

import gouji

HEAD = "安平县民政局2023年度部门决算\n\n一、情况说明\n\n"
LONG = "、".join(
    f"{name}{n}00.05万元"
    for n, name in enumerate(["办公费", "印刷费", "水费", "电费", "差旅费", "会议费", "培训费"], 1)
)
QUOTED = [
    (
        "2023年度本年支出合计5,376.39万元，其中：基本支出1,973.82万元，占36.71%。",
        "5,376.39万元",
        "2023年度本年支出合计5,376.39万元",
    ),
    (
        "住房保障支出338.39万元，占4.3%；灾害防治支出43.6万元，占0.5%。其他事项另行说明。",
        "0.5%",
        "住房保障支出338.39万元，占4.3%；灾害防治支出43.6万元，占0.5%",
    ),
    (f"公用经费包括：{LONG}。", "700.05万元", "电费400.05万元、差旅费500.05万元、会议费600.05万元、培训费700.05万元"),
    (
        "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）：支出决算为426.12万元，完成预算100%。",
        "426.12万元",
        "社会保障和就业支出（类）行政事业单位养老支出（款）机关事业单位基本养老保险缴费支出（项）：支出决算为426.12万元，完成预算100%",
    ),
]


@pytest.mark.parametrize(("sentence", "printed", "quote"), QUOTED, ids=[q[1] for q in QUOTED])
def test_a_quotation_begins_and_ends_with_a_clause(sentence: str, printed: str, quote: str, tmp_path: Path) -> None:
    file = tmp_path / "report.txt"
    file.write_text(HEAD + sentence + "\n", encoding="utf-8")
    quotes = [f.quote for f in gouji.extract(file).figures if f.quantity.text == printed]
    assert quotes == [quote]
