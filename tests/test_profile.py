"""What a report says it is: title, organisation, year, kind."""

import pytest

from extractor.document import Document, Paragraph
from extractor.location import Location, Piece, Text
from extractor.profile import Profile, profile


def document(text: str) -> Document:
    lines = [line for line in text.splitlines() if line.strip()]
    blocks = tuple(Paragraph(Text(line, (Piece(0, Location(line=n)),))) for n, line in enumerate(lines, 1))
    return Document("report.txt", "text", "", blocks)


CASES = {
    "cover on three lines": (
        "青山县农业\n农村局\n2022 年度部门决算\n目 录\n第一部分 青山县农业农村局概况",
        Profile("青山县农业农村局2022年度部门决算", "青山县农业农村局", 2022, "final_accounts"),
    ),
    "one line": (
        "临江市水务局２０２１年度整体支出绩效自评报告\n一、基本情况\n我局内设 5 个科室。",
        Profile("临江市水务局2021年度整体支出绩效自评报告", "临江市水务局", 2021, "self_evaluation"),
    ),
    "the cover names only the place, a label the organisation": (
        "云河区2025年区级部门预算\n预算主管部门：云河区商务委员会\n目录\n一、部门主要职能",
        Profile("云河区2025年区级部门预算", "云河区商务委员会", 2025, "budget"),
    ),
    "no cover: the heading of a part and the list of units": (
        "第一部分 部门概况\n一、机构设置\n纳入丰水县交通运输局2023年度部门决算编制范围的单位包括：\n1. 丰水县交通运输局（本级）\n"
        "2. 丰水县公路养护中心\n第二部分 2023年度部门决算情况说明\n与2022年度相比，收、支总计各增加1万元。",
        Profile("2023年度部门决算情况说明", "丰水县交通运输局", 2023, "final_accounts"),
    ),
    "one sentence": (
        "2020年“三公”经费决算数为 5.1 万元，比 2019年减少 1 万元。",
        Profile("", "", 2020, "final_accounts"),
    ),
    "a template has no name yet": (
        "某某市XX局\n2024年度部门决算",
        Profile("某某市XX局2024年度部门决算", "", 2024, "final_accounts"),
    ),
    "nothing": ("", Profile()),
}


@pytest.mark.parametrize("name", CASES)
def test_profile(name: str) -> None:
    text, expected = CASES[name]
    assert profile(document(text)) == expected
