"""Paragraphs set with a space between every two characters."""

from extractor.extract import extract
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
