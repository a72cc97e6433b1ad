"""Workbooks: each sheet's tables with titles and units, numbers as their cells show them."""

import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from extractor import read
from extractor.document import Status, Table
from extractor.readers.number_format import show


@pytest.mark.parametrize(
    ("value", "form", "shown"),
    [
        (12.345678, "0.00", "12.35"),
        (12.345678, "General", "12.345678"),
        (0.1 + 0.2, "General", "0.3"),
        (2080501, "General", "2080501"),
        (0.3523, "0.00%", "35.23%"),
        (1234567.891, "#,##0.00", "1,234,567.89"),
        (-5.5, "#,##0.00_);(#,##0.00)", "(5.50)"),
        (-5.5, "#,##0.00_ ;[Red]\\-#,##0.00\\ ", "-5.50"),
        (0, '_ * #,##0.00_ ;_ * \\-#,##0.00_ ;_ * "-"??_ ;_ @_ ', "-"),
        (0, "0.00;-0.00;", ""),
        (7.5, '0.00"万元"', "7.50万元"),
        (100, "0.##", "100"),
        (1234567, "0.00,", "1234.57"),
        (99.995, "0.00", "100.00"),
        (45352, 'yyyy"年"m"月"d"日"', "2024-03-01"),
        (1.5, "# ?/?", "1.5"),
    ],
)
def test_number_as_displayed(value: float, form: str, shown: str) -> None:
    assert show(value, form) == shown


def saved(folder: Path, *sheets: tuple[str, list[list[Any]]]) -> tuple[Path, Any]:
    book = openpyxl.Workbook()
    book.remove(book.active)
    for name, rows in sheets:
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(row)
    return folder / "report.xlsx", book


MAIN = [
    ["收入支出决算总表"],
    ["编制单位：示例局", None, "金额单位：万元"],
    ["项目", "预算数", "决算数"],
    ["财政拨款收入", 12.345678, 13],
    ["合计", 12.345678, 13],
]


def test_titles_unit_formats_and_cells(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", MAIN))
    for row in book["表1"]["B4:C5"]:
        for cell in row:
            cell.number_format = "#,##0.00"
    book.save(path)
    (table,) = read(path).blocks
    assert isinstance(table, Table)
    assert [text.text for text in table.above] == ["收入支出决算总表", "编制单位：示例局", "金额单位：万元"]
    assert [c.text for c in table.cells if c.row == 1] == ["财政拨款收入", "12.35", "13.00"]
    assert (table.cells[-1].location.sheet, table.cells[-1].location.cell) == ("表1", "C5")


def test_blank_rows_part_tables_but_one_stray_blank_does_not(tmp_path: Path) -> None:
    second = [
        [],
        ["部门收入表"],
        ["科目", "金额"],
        ["教育", 5],
        [],
        ["卫生", 6],
        ["合计", 11],
        [],
        ["注：本表含上年结转。"],
    ]
    path, book = saved(tmp_path, ("表1", [*MAIN, *second]))
    book.save(path)
    first, other = read(path).blocks
    assert isinstance(first, Table) and isinstance(other, Table)
    assert (first.row_count, other.row_count) == (3, 5)
    assert [text.text for text in other.above] == ["部门收入表"]
    assert [text.text for text in other.below] == ["注：本表含上年结转。"]


def test_merged_cells(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", [["收入", None, "支出"], ["财政拨款", 5, 6]]))
    book["表1"].merge_cells("A1:B1")
    book.save(path)
    (table,) = read(path).blocks
    assert isinstance(table, Table)
    assert [(c.text, c.column, c.column_span) for c in table.cells if c.row == 0] == [("收入", 0, 2), ("支出", 2, 1)]


def test_hidden_sheet_is_noted_and_not_read(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", MAIN), ("旧数", [["合计", 1], ["甲", 2]]))
    book["旧数"].sheet_state = "hidden"
    book.save(path)
    document = read(path)
    assert [(p.kind, p.detail) for p in document.problems] == [("hidden_sheet", "旧数")]
    assert (len(document.blocks), document.status) == (1, Status.OK)


def test_formula_without_result_is_told(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", [*MAIN, ["总计", "=B5", "=C5"]]))
    book.save(path)
    document = read(path)
    assert (document.status, document.problems[0].kind) == (Status.PARTIAL, "empty_formulas")


def test_lonely_far_cell_takes_no_memory(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", MAIN))
    book["表1"]["XFD1048576"] = 1
    book.save(path)
    assert read(path).problems[0].kind == "table_too_large"


ODS = """<?xml version="1.0"?><office:document-content
 xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" xmlns:style="urn:oasis:names:tc:opendocument:xmlns:style:1.0"
 xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0">
<office:automatic-styles><style:style style:name="h"><style:table-properties table:display="false"/></style:style></office:automatic-styles>
<office:body><office:spreadsheet><table:table table:name="表1">
<table:table-row><table:table-cell table:number-columns-spanned="2"><text:p>收入</text:p></table:table-cell><table:covered-table-cell/>
<table:table-cell><text:p>支出</text:p></table:table-cell></table:table-row>
<table:table-row><table:table-cell><text:p>合计</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="12.345678"><text:p>12.35</text:p></table:table-cell>
<table:table-cell office:value-type="float" office:value="6"><text:p>6.00</text:p></table:table-cell></table:table-row>
<table:table-row table:number-rows-repeated="1048570"><table:table-cell table:number-columns-repeated="16384"/></table:table-row>
</table:table><table:table table:name="旧数" table:style-name="h"><table:table-row><table:table-cell><text:p>1</text:p>
</table:table-cell></table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"""


def test_open_document_sheet(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "report.ods", "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        package.writestr("content.xml", ODS)
    document = read(tmp_path / "report.ods")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [(c.text, c.column_span) for c in table.cells] == [
        ("收入", 2),
        ("支出", 1),
        ("合计", 1),
        ("12.35", 1),
        ("6.00", 1),
    ]
    assert [(p.kind, p.detail) for p in document.problems] == [("hidden_sheet", "旧数")]
