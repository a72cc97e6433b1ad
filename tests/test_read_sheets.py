"""Workbooks: each sheet's tables with titles and units, numbers as their cells show them."""

import re
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from checks.examine import examine
from extractor import read
from extractor.document import Status, Table
from extractor.extract import extract
from extractor.readers.sheets.number_format import show
from tests.old_files import compound, workbook


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
        (1.5, "# ?/?", "1.5"),
        (12345, "0.00E+00", "12345"),
        (12.3, "0.00_ ", "12.30"),
        (-1234.5, "#,##0.00;[红色]-#,##0.00", "-1,234.50"),
        (-3, "0.00;[红色]0.00", "-3.00"),
        (-12, '"增加"0.00;"减少"0.00;"持平"', "减少12.00"),
        (0, '"增加"0.00;"减少"0.00;"持平"', "持平"),
        (-3, "▲0.0;▼0.0", "▼3.0"),
        (0, "0;-0;;@", ""),
        (2080501, "0000000", "2080501"),
        (101, "000000", "000101"),
        (0.5, "0.##", "0.5"),
        (123456, "0!.0,", "12.3"),
        (123456, "0\\.0,", "12.3"),
        (500, "0!.0,", "0.1"),
        (123456789, "0!.0000", "12345.6789"),
        (5, "0!.0000", "0.0005"),
        (1234567, '0!.0,"万元"', "123.5万元"),
        (1234567, '#,##0,"千元"', "1,235千元"),
        (123456, '[>=10000]0!.0,"万元";0.00"元"', "12.3万元"),
        (1234, '[>=10000]0!.0,"万元";0.00"元"', "1234.00元"),
        (0, '[=0]"-";#,##0.00', "-"),
        (-5, '[=0]"-";#,##0.00', "-5.00"),
        (12, "0人次/月", "12人次/月"),
        (12, '0"%"', "12%"),
        (20240101, "0000-00-00", "2024-01-01"),
        (45352, 'yyyy"年"m"月"d"日"', "2024年3月1日"),
        (45352, "yyyy年", "2024年"),
        (45352.5, "yyyy/m/d h:mm", "2024/3/1 12:00"),
        (45352, '[$-804]yyyy"年"m"月";@', "2024年3月"),
        (45352, "d-mmm-yy", "2024-03-01"),
        (0.5, "h:mm:ss", "12:00:00"),
        (123456789, "yyyy-mm-dd", "123456789"),
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


@pytest.mark.parametrize(
    ("form", "shown"),
    [("#,##0.00", ["12.35", "2.00"]), ("0.0", ["12.3", "2.0"]), ("0.00%", ["1234.57%", "200.00%"])],
)
def test_old_workbook_shows_numbers_by_their_formats(tmp_path: Path, form: str, shown: list[str]) -> None:
    rows: list[list[object]] = [["项目", "金额"], ["甲", 12.345678], ["乙", 2]]
    (tmp_path / "report.xls").write_bytes(compound(("Workbook", workbook("表1", rows, form))))
    (table,) = read(tmp_path / "report.xls").blocks
    assert isinstance(table, Table)
    assert [c.text for c in table.cells if c.column == 1][1:] == shown


def test_hidden_rows_of_an_old_workbook_are_told(tmp_path: Path) -> None:
    rows: list[list[object]] = [["项目", "金额"], ["甲", 1.5], ["乙", 2]]
    (tmp_path / "report.xls").write_bytes(compound(("Workbook", workbook("表1", rows, hidden_row=1))))
    assert [(p.kind, p.detail) for p in read(tmp_path / "report.xls").problems] == [("hidden_rows", "表1: 1")]


def test_hidden_rows_and_columns_are_told_and_read(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", MAIN))
    sheet = book["表1"]
    sheet.row_dimensions[4].hidden = True
    sheet.row_dimensions[40].hidden = True  # holds nothing
    sheet.column_dimensions.group("C", "C", hidden=True)
    sheet.column_dimensions.group("H", "XFD", hidden=True)
    book.save(path)
    document = read(path)
    assert [(p.kind, p.detail) for p in document.problems] == [("hidden_rows", "表1: 1"), ("hidden_columns", "表1: 1")]
    assert document.status is Status.OK
    assert isinstance(document.blocks[0], Table)
    assert [c.text for c in document.blocks[0].cells if c.row == 1] == ["财政拨款收入", "12.345678", "13"]


def test_dates_as_displayed(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", [["项目", datetime(2023, 12, 31), datetime(2024, 12, 31)], ["收入", 5, 6]]))
    book["表1"]["B1"].number_format = 'yyyy"年"'
    book["表1"]["C1"].number_format = 'yyyy"年"m"月"'
    book.save(path)
    (table,) = read(path).blocks
    assert isinstance(table, Table)
    assert [c.text for c in table.cells if c.row == 0] == ["项目", "2023年", "2024年12月"]


def test_cells_that_do_not_tell_their_places_keep_their_formats(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", [["项目", "金额"], ["甲", 12.345678], ["合计", 12.345678]]))
    for row in book["表1"]["B2:B3"]:
        row[0].number_format = "0.00"
    book["表1"].row_dimensions[2].hidden = True
    book.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'(<(?:c|row)) r="\w+"', rb"\1", parts[sheet])
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    document = read(path)
    assert isinstance(document.blocks[0], Table)
    assert [c.text for c in document.blocks[0].cells if c.column == 1] == ["金额", "12.35", "12.35"]
    assert [problem.kind for problem in document.problems] == ["hidden_rows"]


@pytest.mark.parametrize(("blank", "tables"), [(1, 1), (5, 1), (60, 2)])
def test_lines_left_empty_in_a_form_do_not_cut_it(tmp_path: Path, blank: int, tables: int) -> None:
    path, book = saved(tmp_path, ("表1", [*MAIN[:-1], *[[]] * blank, ["合计", 12.345678, 13]]))
    book.save(path)
    assert len(read(path).blocks) == tables


def test_lines_behind_a_total_begin_something_else(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", [*MAIN, [], [], ["在职人数", 5, 6]]))
    book.save(path)
    assert isinstance(read(path).blocks[0], Table)
    assert read(path).blocks[0].row_count == 3


SUMS = [
    ["某局2023年度收入决算表"],
    ["单位：万元"],
    ["项目", "本年收入合计", "财政拨款收入", "其他收入"],
    ["教育支出", 30, 10, 20],
    ["卫生健康支出", 20, 20, 0],
    ["农林水支出", 20, 15, 5],
    ["合计", 70, 45, 25],
]


@pytest.mark.parametrize(
    ("put", "shown", "kinds"),
    [
        ("=5*4", "#?", ["empty_formulas"]),
        ("#REF!", "#REF!", []),
        ("待定", "待定", []),
        ("1.2.3", "1.2.3", []),
    ],
)
def test_cell_without_a_readable_number_is_not_nought(tmp_path: Path, put: str, shown: str, kinds: list[str]) -> None:
    """A sum over it is left undetermined: nobody is accused for a number that is not there."""
    path, book = saved(tmp_path, ("表1", SUMS))
    book["表1"]["B6"] = put
    book.save(path)
    document = read(path)
    assert [problem.kind for problem in document.problems] == kinds
    assert isinstance(document.blocks[0], Table)
    assert [c.text for c in document.blocks[0].cells if (c.row, c.column) == (3, 1)] == [shown]
    found = examine(extract(document))
    assert [finding.code for finding in found.findings if finding.code.startswith("TAB")] == []
    assert "cell_unread" in dict(found.ledger.undetermined)


def test_sum_beside_an_unreadable_cell_is_still_checked(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", SUMS))
    book["表1"]["B6"] = "待定"
    book["表1"]["C7"] = 54
    book.save(path)
    assert [finding.code for finding in examine(extract(read(path))).findings] == ["TAB101"]


@pytest.mark.parametrize(("calculated", "kinds"), [(True, []), (False, ["empty_formulas"])])
def test_nought_written_for_every_formula_is_no_result(tmp_path: Path, calculated: bool, kinds: list[str]) -> None:
    """A program that cannot calculate stores 0 and asks the spreadsheet to calculate on opening."""
    path, book = saved(tmp_path, ("表1", [*SUMS[:-1], ["合计", "=SUM(B4:B6)", 45, 25]]))
    book.calculation.fullCalcOnLoad = not calculated
    book.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    value = b"70" if calculated else b"0"
    parts[sheet] = re.sub(rb"</f><v ?/?>(</v>)?", b"</f><v>" + value + b"</v>", parts[sheet])
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    document = read(path)
    assert [problem.kind for problem in document.problems] == kinds
    assert [finding.code for finding in examine(extract(document)).findings] == []


def test_formula_that_gives_no_text_is_blank(tmp_path: Path) -> None:
    path, book = saved(tmp_path, ("表1", [*MAIN, ["备注", '=IF(B5>0,"","无")', 1]]))
    book.save(path)
    with zipfile.ZipFile(path) as old:
        parts = {name: old.read(name) for name in old.namelist()}
    sheet = "xl/worksheets/sheet1.xml"
    parts[sheet] = re.sub(rb'(<c r="B6")( t="\w+")?(>.*?</f>)<v ?/?>(</v>)?', rb'\1 t="str"\3<v></v>', parts[sheet])
    with zipfile.ZipFile(path, "w") as new:
        for name, data in parts.items():
            new.writestr(name, data)
    assert read(path).problems == ()


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
<table:table-row table:visibility="collapse"><table:table-cell><text:p><text:s text:c="2"/>其中<text:s/>一</text:p></table:table-cell>
<table:table-cell><text:p>1</text:p></table:table-cell><table:table-cell><text:p>2</text:p></table:table-cell></table:table-row>
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
        ("其中 一", 1),
        ("1", 1),
        ("2", 1),
        ("合计", 1),
        ("12.35", 1),
        ("6.00", 1),
    ]
    assert [(p.kind, p.detail) for p in document.problems] == [("hidden_rows", "表1: 1"), ("hidden_sheet", "旧数")]
