"""A hundred figures listed by hand from three real reports, against what is extracted from them.

Each line: where it stands (line of a text, page of a PDF) · a word of its label · value · unit · year · basis · whose
number. A hyphen: the report does not say it there.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path

import pytest

import gouji
from extractor.figure import Figure
from gouji.output.words import Words
from gouji.publish import publish_figure
from gouji.records import DocumentRecord

LISTED = {
    "seeds/000_1cd567879678e46c.txt": """
        13  安排资金        9516.55   万元  2023  -         department
        13  支出            9215.87   万元  2023  -         department
        13  基本支出        670.95    万元  2023  -         department
        13  项目资金        8544.92   万元  2023  -         department
        25  专项资金        666.95    万元  2023  -         department
        25  支出            523.54    万元  2023  -         department
        25  支出            78.50     %     2023  -         department
        25  专项资金        8         笔    2023  -         department
        27  支出            70.64     %     -     -         -
        27  得分            94.06     分    -     -         -
        31  项目            43        个    2023  -         department
        31  资金            8173.37   万元  2023  -         department
        31  支出            8021.37   万元  2023  -         department
        31  支出            98.14     %     2023  -         department
    """,
    "seeds/003_a992a020393147a7.txt": """
        28  总计            21703.46  万元  2023  决算      department
        28  总计            12440.33  万元  2023  -         department
        28  总计            134.3     %     2023  -         department
        31  本年收入合计    21682.59  万元  2023  决算      department
        31  一般公共预算    7879.83   万元  2023  决算      department
        31  一般公共预算    36.3      %     2023  -         department
        31  政府性基金      4836.55   万元  2023  决算      department
        31  其他收入        8966.21   万元  2023  决算      department
        31  其他收入        41.4      %     2023  -         department
        34  本年支出合计    21703.24  万元  2023  决算      department
        34  基本支出        5640.75   万元  2023  决算      department
        34  项目支出        16062.49  万元  2023  决算      department
        34  项目支出        74        %     2023  -         department
        37  财政拨款        12737.25  万元  2023  决算      department
        37  财政拨款        3474.12   万元  2023  -         department
        42  一般公共预算    7900.48   万元  2023  决算      department
        42  一般公共预算    62        %     2023  -         department
        42  一般公共预算    1341.78   万元  2023  -         department
        42  一般公共预算    14.5      %     2023  -         department
        67  社会保障        599.53    万元  2023  决算      department
        67  自然资源        6295.7    万元  2023  决算      department
        67  自然资源        79.7      %     2023  -         department
        67  农林水          218.85    万元  2023  决算      department
        67  灾害防治        0.5       %     2023  -         department
        70  一般公共预算    7900.48   万元  2023  决算      department
        70  一般公共预算    81.2      %     2023  -         department
        72  养老保险        426.12    万元  2023  决算      department
        86  城乡社区管理    87.8      %     2023  -         department
        90  森林资源培育    193.85    万元  2023  决算      department
        96  行政运行        2319.6    万元  2023  决算      department
        116 住房公积金      338.98    万元  2023  决算      department
        116 住房公积金      95.8      %     2023  -         department
        121 基本支出        5640.75   万元  2023  决算      department
        123 人员经费        4648.83   万元  2023  决算      department
        123 基本工资        1007.7    万元  2023  决算      department
        124 公用经费        991.92    万元  2023  决算      department
        124 租赁费          154.07    万元  2023  决算      department
        129 三公            43.82     万元  2023  决算      department
        129 三公            97.6      %     2023  -         department
        129 三公            25.22     万元  2023  -         department
        133 购置及运行      39.58     万元  2023  决算      department
        133 接待费          9.7       %     2023  -         department
        136 购置及运行      26.01     万元  2023  -         department
        138 轿车            4         辆    2023  -         department
        142 接待费          4.24      万元  2023  决算      department
        144 接待            47        批次  2023  -         department
        149 政府性基金      4836.55   万元  2023  决算      department
        158 机关运行经费    693.72    万元  2023  决算      department
        158 机关运行经费    29.2      %     2023  -         department
        161 采购            81.09     万元  2023  决算      department
        161 服务            78.09     万元  2023  决算      department
        164 车辆            11        辆    -     -         department
        322 财政拨款收入    5428.1    万元  2023  决算      attachment
        326 项目支出        2568.97   万元  2023  决算      attachment
        360 预算            7528.19   万元  -     -         attachment
        362 预算调整率      1.12      %     -     -         attachment
        466 合理性          2         分    -     -         attachment
        740 合计            98.86     分    -     -         attachment
        763 合计            524810    百元  -     预算      attachment
        772 基本支出        285913    百元  -     执行      attachment
        798 一般公共预算    440739    百元  -     预算      attachment
        980 预算            277.59    万元  2023  -         project
    """,
    "real/普陀区规划和自然资源局2024年度部门决算.pdf": """
        7   一般公共预算    9746.50   万元  2024  决算      department
        7   社会保障        754.75    万元  2024  决算      department
        7   本年支出合计    9759.38   万元  2024  决算      department
        8   离退休          54.53     万元  2024  决算      department
        15  购房补贴        171.49    万元  2024  决算      department
        15  合计            4381.74   万元  2024  决算      department
        16  绩效工资        1594.02   万元  2024  决算      department
        16  商品和服务      440.90    万元  2024  决算      department
        17  接待            2.85      万元  2024  -         department
        20  总计            9859.38   万元  2024  决算      department
        20  总计            1062.85   万元  2024  -         department
        20  总计            12.08     %     2024  -         department
        20  基本支出        5377.64   万元  2024  决算      department
        20  项目支出        44.90     %     2024  -         department
        21  一般公共预算    99.86     %     2024  -         department
        21  城乡社区        3832.36   万元  2024  决算      department
        21  自然资源        45.78     %     2024  -         department
        21  一般公共预算    10210.34  万元  2024  年初预算  department
        21  一般公共预算    95.45     %     2024  -         department
        22  养老保险        452.40    万元  2024  年初预算  department
        22  养老保险        446.11    万元  2024  决算      department
        22  职业年金        99.50     %     2024  -         department
        24  人员            4896.98   万元  2024  决算      department
        24  公用            480.66    万元  2024  决算      department
        25  三公            2.85      万元  2024  年初预算  department
        25  三公            0.15      万元  2024  -         department
        26  接待            0.39      万元  2024  决算      department
        26  接待            26        人次  2024  -         department
        27  运行经费        142.80    万元  2024  决算      department
        27  运行经费        8.65      %     2024  -         department
        27  采购            2319.21   万元  2024  -         department
        27  工程            1387.72   万元  2024  -         department
    """,
}
LEAST_RIGHT = 98  # of a hundred


@dataclass(frozen=True, slots=True)
class Listed:
    place: int
    word: str
    value: Decimal
    unit: str
    year: str
    basis: str
    scope: str


def listed(text: str) -> list[Listed]:
    rows = [line.split() for line in text.strip().splitlines()]
    return [Listed(int(place), word, Decimal(value), *rest) for place, word, value, *rest in rows]


def faults(row: Listed, figures: Iterable[Figure]) -> list[str]:
    """What is wrong with the best figure at the place; [] where one has everything as the report says it."""
    here = [f for f in figures if row.place in (f.location.line, f.location.page)]
    same = [f for f in here if f.quantity.value == row.value and f.quantity.unit == row.unit]
    found = [_differences(row, f) for f in same]
    return min(found, key=len) if found else ["missing"]


def _differences(row: Listed, figure: Figure) -> list[str]:
    record = publish_figure(figure, DocumentRecord(path=""), Words())
    told = {
        "label": row.word if row.word in record.label else record.label,
        "year": str(record.year or ""),
        "basis": record.basis,
        "scope": record.scope,
    }
    asked = {"label": row.word, "year": row.year, "basis": row.basis, "scope": row.scope}
    return [f"{key} {told[key]!r}" for key, value in asked.items() if value not in ("-", told[key])]


def test_a_hundred_figures_listed_by_hand_from_the_reports(shared: Path) -> None:
    wrong, count = [], 0
    for name, text in LISTED.items():
        figures = gouji.extract(shared / name).figures
        for row in listed(text):
            count += 1
            if differences := faults(row, figures):
                wrong.append(f"{name} {row.place} {row.word} {row.value}{row.unit}: {', '.join(differences)}")
    assert count >= 100
    assert len(wrong) * 100 <= (100 - LEAST_RIGHT) * count, "\n".join(wrong)


@pytest.mark.parametrize("name", LISTED)
def test_the_list_is_well_formed(name: str) -> None:
    rows = listed(LISTED[name])
    assert len(set(rows)) == len(rows)
