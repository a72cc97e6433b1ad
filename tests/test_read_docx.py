"""Word documents read as the printed page shows them."""

from pathlib import Path
from typing import Any

import docx
import pytest
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from extractor import read
from extractor.document import Heading, Paragraph, Table
from extractor.readers.word.numbers import format_number

W = nsdecls("w")


class Word:
    """A document under construction."""

    def __init__(self) -> None:
        self.document: Any = docx.Document()

    def add(self, text: str, xml: str = "") -> "Word":
        """A paragraph, with further elements given as XML."""
        paragraph = self.document.add_paragraph(text)
        if xml:
            for element in parse_xml(f"<w:r {W} xmlns:v='urn:schemas-microsoft-com:vml'>{xml}</w:r>"):
                paragraph._p.append(element)
        return self

    def numbered(self, text: str, level: int) -> "Word":
        self.add(text)
        numbering = parse_xml(f'<w:numPr {W}><w:ilvl w:val="{level}"/><w:numId w:val="78"/></w:numPr>')
        self.document.paragraphs[-1]._p.get_or_add_pPr().append(numbering)
        return self

    def define_list(self, *levels: tuple[str, str]) -> "Word":
        root = self.document.part.numbering_part.element
        inner = "".join(
            f'<w:lvl w:ilvl="{i}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:lvlText w:val="{text}"/></w:lvl>'
            for i, (form, text) in enumerate(levels)
        )
        root.insert(0, parse_xml(f'<w:abstractNum {W} w:abstractNumId="77">{inner}</w:abstractNum>'))
        root.append(parse_xml(f'<w:num {W} w:numId="78"><w:abstractNumId w:val="77"/></w:num>'))
        return self

    def texts(self, folder: Path) -> list[str]:
        return [block.text for block in self.blocks(folder) if isinstance(block, Paragraph | Heading)]

    def blocks(self, folder: Path) -> tuple[Any, ...]:
        self.document.save(str(folder / "report.docx"))
        document = read(folder / "report.docx")
        assert document.format == "docx"
        assert document.problems == ()
        return document.blocks


VISIBLE = [
    ("insertions are accepted", '<w:ins w:id="1" w:author="a"><w:r><w:t>12.5万元</w:t></w:r></w:ins>', ["支出12.5万元"]),
    ("deletions are gone", '<w:del w:id="1" w:author="a"><w:r><w:delText>9万元</w:delText></w:r></w:del>', ["支出"]),
    ("hidden text is not printed", "<w:r><w:rPr><w:vanish/></w:rPr><w:t>草稿</w:t></w:r>", ["支出"]),
    ("ticked box", '<w:r><w:sym w:font="Wingdings 2" w:char="F052"/></w:r>', ["支出☑"]),
    ("empty box", '<w:r><w:sym w:font="Wingdings 2" w:char="F0A3"/></w:r>', ["支出☐"]),
    (
        "text box after its paragraph",
        "<w:r><w:pict><v:textbox><w:txbxContent><w:p><w:r><w:t>结余3万元。</w:t></w:r></w:p></w:txbxContent></v:textbox></w:pict></w:r>",
        ["支出", "结余3万元。"],
    ),
    ("line break inside a sentence", "<w:r><w:t>合计12万</w:t><w:br/><w:t>元，增长5%。</w:t></w:r>", ["支出合计12万元，增长5%。"]),
    ("line break between sentences", "<w:r><w:t>合计。</w:t><w:br/><w:t>收入合计。</w:t></w:r>", ["支出合计。", "收入合计。"]),
    ("content control", "<w:sdt><w:sdtContent><w:r><w:t>8万元</w:t></w:r></w:sdtContent></w:sdt>", ["支出8万元"]),
]  # fmt: skip


@pytest.mark.parametrize(("xml", "texts"), [case[1:] for case in VISIBLE], ids=[case[0] for case in VISIBLE])
def test_what_is_printed_is_read(tmp_path: Path, xml: str, texts: list[str]) -> None:
    assert Word().add("支出", xml).texts(tmp_path) == texts


def test_generated_numbers_are_part_of_the_text(tmp_path: Path) -> None:
    word = Word().define_list(("chineseCountingThousand", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
    for text, level in [("收入情况", 0), ("总体", 1), ("结构", 1), ("支出情况", 0), ("总体", 1), ("人员", 2)]:
        word.numbered(text, level)
    assert word.texts(tmp_path) == ["一、收入情况", "（一）总体", "（二）结构", "二、支出情况", "（一）总体", "1. 人员"]


@pytest.mark.parametrize(
    ("value", "form", "printed"),
    [
        (3, "decimal", "3"),
        (12, "chineseCounting", "十二"),
        (20, "chineseCountingThousand", "二十"),
        (105, "chineseCountingThousand", "一百零五"),
        (4, "upperRoman", "IV"),
        (28, "lowerLetter", "bb"),
        (3, "decimalEnclosedCircle", "③"),
        (2, "ideographTraditional", "乙"),
    ],
)
def test_number_formats(value: int, form: str, printed: str) -> None:
    assert format_number(value, form) == printed


def grid(table: Table) -> list[tuple[str, int, int, int, int]]:
    return [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells]


def test_table_with_merged_cells_title_and_unit(tmp_path: Path) -> None:
    word = Word().add("收入决算表").add("单位：万元")
    table = word.document.add_table(3, 3)
    for cell, text in zip(table._cells, ["项目", "金额", "", "", "预算", "决算", "合计", "1.00", "2.00"], strict=True):
        cell.text = text
    table.cell(0, 1).merge(table.cell(0, 2))
    table.cell(0, 0).merge(table.cell(1, 0))
    (found,) = word.blocks(tmp_path)
    assert [text.text for text in found.above] == ["收入决算表", "单位：万元"]
    assert grid(found) == [
        ("项目", 0, 0, 2, 1), ("金额", 0, 1, 1, 2), ("预算", 1, 1, 1, 1), ("决算", 1, 2, 1, 1),
        ("合计", 2, 0, 1, 1), ("1.00", 2, 1, 1, 1), ("2.00", 2, 2, 1, 1),
    ]  # fmt: skip
    assert (found.cells[-1].location.table, found.cells[-1].location.row, found.cells[-1].location.column) == (1, 3, 3)


def test_frame_is_text_and_nested_table_follows(tmp_path: Path) -> None:
    word = Word()
    word.document.add_table(1, 1).cell(0, 0).text = "本部门无政府性基金支出。"
    outer = word.document.add_table(1, 2)
    outer.cell(0, 0).text = "外"
    outer.cell(0, 1).add_table(1, 2).cell(0, 0).text = "内"
    paragraph, first, second = word.blocks(tmp_path)
    assert paragraph.text == "本部门无政府性基金支出。"
    assert (first.cells[0].text, second.cells[0].text) == ("外", "内")


def test_absurd_span_is_bounded(tmp_path: Path) -> None:
    word = Word()
    table = word.document.add_table(2, 2)
    table.cell(0, 0).text = "甲"
    table.cell(0, 0)._tc.get_or_add_tcPr().append(parse_xml(f'<w:gridSpan {W} w:val="99999"/>'))
    (found,) = word.blocks(tmp_path)
    assert found.column_count <= 300
