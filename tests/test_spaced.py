"""Paragraphs set with a space between every two characters."""

from extractor.extract import extract
from extractor.figure import Role
from extractor.readers.front import read_bytes


def test_spaced_text_reads_as_closed_text_at_its_own_place() -> None:
    plain = "2023年政府采购支出总额120.50万元，比上年增加20.50万元，增长20.50%。"
    spaced = " ".join(plain)
    figures = extract(read_bytes(spaced.encode(), "report.txt")).figures
    assert [f.quantity.text for f in figures] == ["120.50万元", "20.50万元", "20.50%"]
    place = figures[0].location
    assert place.start is not None
    assert spaced[place.start] == "1"


def test_ordinary_spaces_stay() -> None:
    text = "财政拨款 收入 合计 120.50 万元，其中 基本支出 100.00 万元，项目支出 20.50 万元。"
    assert len(extract(read_bytes(text.encode(), "report.txt")).figures) == 3


def test_a_line_that_is_spaced_in_part_is_closed_in_part() -> None:
    text = "2024 年 政 府 采 购 预 算 640.50 万元 ， 同 比 增 加 240.50 万元，增长 60.13%。其中:货物采购 300.00 万元。"
    figures = extract(read_bytes(text.encode(), "report.txt")).figures
    found = {f.label: f for f in figures}
    assert [found[f"政府采购预算{end}"].role for end in ("", "增减额", "增减率")] == [
        Role.AMOUNT,
        Role.CHANGE,
        Role.GROWTH,
    ]
    place = found["政府采购预算增减额"].location
    assert place.start is not None
    assert text[place.start :].startswith("240.50")


def test_a_heading_of_two_or_three_spaced_characters_stays() -> None:
    text = "目 录 共计 3 个。总 支 出 120.50 万元。"
    assert [f.label for f in extract(read_bytes(text.encode(), "report.txt")).figures][-1].replace(" ", "") == "总支出"
