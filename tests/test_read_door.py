"""The format of a file is told by its content: what calls itself .doc or .xls is often something else."""

import io
from pathlib import Path
from random import Random

import openpyxl
import pytest

from extractor import read
from extractor.document import Status, Table
from tests.old_files import compound, workbook
from tests.word_package import Parts, package
from tests.word_package import p as paragraph

CELLS = ["项目", "金额", "甲", "1,234.50", "合计", "1,234.50"]
TABLE = "<table><tr><td>项目</td><td>金额</td></tr><tr><td>甲</td><td>1,234.50</td></tr><tr><td>合计</td><td>1,234.50</td></tr></table>"
PAGE = f"<html><head><meta charset=gbk></head><body>{TABLE}</body></html>".encode("gbk")
EXCEL_PAGE = (
    '<html xmlns:x="urn:schemas-microsoft-com:office:excel"><head><meta http-equiv=Content-Type content="text/html; charset=gb2312">'
    f"<!--[if gte mso 9]><xml><x:ExcelWorkbook></x:ExcelWorkbook></xml><![endif]--></head><body>{TABLE}</body></html>"
).encode("gbk")
ARCHIVE = (
    b'MIME-Version: 1.0\r\nContent-Type: multipart/related; boundary="b"\r\n\r\n--b\r\nContent-Type: text/html; charset="gbk"\r\n'
    b"Content-Transfer-Encoding: 8bit\r\n\r\n" + PAGE + b"\r\n--b--\r\n"
)
TABBED = "收入决算表\n单位：万元\n项目\t金额\n甲\t1,234.50\n合计\t1,234.50\n"
QUOTED = '收入决算表\n单位：万元\n项目,金额\n甲,"1,234.50"\n合计,"1,234.50"\n'
SPREADSHEET = (
    '<?xml version="1.0"?>{}<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet" '
    'xmlns:ss="urn:schemas-microsoft-com:office:spreadsheet"><Styles><Style ss:ID="m"><NumberFormat ss:Format="Standard"/></Style>'
    '</Styles><Worksheet ss:Name="表1"><Table><Row><Cell><Data ss:Type="String">项目</Data></Cell><Cell><Data ss:Type="String">金额'
    '</Data></Cell></Row><Row><Cell><Data ss:Type="String">甲</Data></Cell><Cell ss:StyleID="m"><Data ss:Type="Number">1234.5</Data>'
    '</Cell></Row><Row><Cell><Data ss:Type="String">合计</Data></Cell><Cell ss:StyleID="m"><Data ss:Type="Number">1234.49999999999'
    "</Data></Cell></Row></Table></Worksheet></Workbook>"
)
MARK = '<?mso-application progid="Excel.Sheet"?>'
ROWS: list[list[object]] = [["项目", "金额"], ["甲", 1234.5], ["合计", 1234.5]]
BOM = b"\xef\xbb\xbf"


def new_workbook() -> bytes:
    book = openpyxl.Workbook()
    for row in ROWS:
        book.active.append(row)
    for row in book.active["B2:B3"]:
        row[0].number_format = "#,##0.00"
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


OLD_WORKBOOK = compound(("Workbook", workbook("表1", ROWS, "#,##0.00")))
DISGUISED: list[tuple[str, bytes, str]] = [
    ("page.doc", PAGE, "html"),
    ("page.xls", EXCEL_PAGE, "html"),
    ("page_wide.xls", EXCEL_PAGE.decode("gbk").replace("gb2312", "unicode").encode("utf-16"), "html"),
    ("archive.doc", ARCHIVE, "mhtml"),
    ("archive_marked.doc", BOM + ARCHIVE, "mhtml"),
    ("archive_below_blank_lines.xls", b"\r\n\r\n" + ARCHIVE, "mhtml"),
    ("new.xls", new_workbook(), "xlsx"),
    ("new.docx", new_workbook(), "xlsx"),
    ("old.xlsx", OLD_WORKBOOK, "xls"),
    ("old.et", OLD_WORKBOOK, "xls"),
    ("tabbed.xls", TABBED.encode("gbk"), "csv"),
    ("tabbed_wide.xls", TABBED.encode("utf-16"), "csv"),
    ("quoted.xls", QUOTED.encode("gbk"), "csv"),
    ("quoted.csv", BOM + QUOTED.encode(), "csv"),
    ("flat.xls", SPREADSHEET.format(MARK).encode(), "sheet_xml"),
    ("flat_unmarked.xml", SPREADSHEET.format("").encode(), "sheet_xml"),
    ("flat_marked.xls", BOM + SPREADSHEET.format(MARK).encode(), "sheet_xml"),
]


@pytest.mark.parametrize(("name", "data", "form"), DISGUISED, ids=[case[0] for case in DISGUISED])
def test_told_by_content(tmp_path: Path, name: str, data: bytes, form: str) -> None:
    (tmp_path / name).write_bytes(data)
    document = read(tmp_path / name)
    assert (document.format, document.problems) == (form, ())
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [cell.text for cell in table.cells] == CELLS


def test_title_and_unit_of_a_delimited_table(tmp_path: Path) -> None:
    (tmp_path / "report.csv").write_bytes(QUOTED.encode())
    (table,) = read(tmp_path / "report.csv").blocks
    assert isinstance(table, Table)
    assert [text.text for text in table.above] == ["收入决算表", "单位：万元"]


@pytest.mark.parametrize("name", ["report.doc", "report.docx", "report.xls", "report.pdf.txt"])
def test_plain_text_under_another_name(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes("一、收入情况\n2024年收入5万元，支出3万元。\n".encode("gbk"))
    document = read(tmp_path / name)
    assert [block.text for block in document.blocks if not isinstance(block, Table)] == [
        "一、收入情况",
        "2024年收入5万元，支出3万元。",
    ]


WORD = package(Parts(paragraph("收入5万元。")))
LOCKED_WORD = b"\xec\xa5\xc1\x00" + bytes(6) + b"\x00\x01" + bytes(5000)
START = b"\x09\x08\x10\x00\x00\x06\x05\x00\xbb\x0d\xcc\x07" + bytes(8)
LOCKED_SHEETS = START + b"\x2f\x00\x06\x00\x00\x00\x01\x00\x02\x00" + bytes(40)
REFUSED: list[tuple[str, bytes, str]] = [
    ("locked.docx", compound(("EncryptionInfo", bytes(200)), ("EncryptedPackage", bytes(5000))), "encrypted"),
    ("locked.xlsx", compound(("EncryptedPackage", bytes(5000)), ("EncryptionInfo", bytes(200))), "encrypted"),
    ("locked.doc", compound(("WordDocument", LOCKED_WORD), ("1Table", b"x")), "encrypted"),
    ("locked.xls", compound(("Workbook", LOCKED_SHEETS)), "encrypted"),
    ("cut.docx", WORD[: len(WORD) // 2], "damaged"),
    ("cut.xlsx", new_workbook()[:3000], "damaged"),
    ("cut.xls", OLD_WORKBOOK[:1800], "damaged"),
    ("head.xls", OLD_WORKBOOK[:600], "damaged"),
    ("endless.xls", OLD_WORKBOOK[:520] + b"\x02\0\0\0" + OLD_WORKBOOK[524:], "damaged"),  # sector 2 follows itself
    ("mail.doc", compound(("__properties_version1.0", b"x")), "damaged"),
    ("slides.doc", compound(("PowerPoint Document", b"x")), "unsupported"),
    ("nothing.docx", package(Parts(paragraph(""))), "empty"),
    ("bytes.xls", b"", "empty"),
    ("program.doc", b"MZ\x90\0" + bytes(range(256)) * 30, "binary"),
    ("entities.xls", b'<?xml version="1.0"?><!DOCTYPE a>' + SPREADSHEET.format("")[21:].encode(), "xml_entities"),
]


@pytest.mark.parametrize(("name", "data", "kind"), REFUSED, ids=[case[0] for case in REFUSED])
def test_one_clear_line(tmp_path: Path, name: str, data: bytes, kind: str) -> None:
    (tmp_path / name).write_bytes(data)
    document = read(tmp_path / name)
    assert [problem.kind for problem in document.problems] == [kind]
    assert document.blocks == ()


def test_torn_flat_workbook_is_read_in_part(tmp_path: Path) -> None:
    data = SPREADSHEET.format(MARK).encode()
    (tmp_path / "report.xls").write_bytes(data[: data.rindex(b"<Row>")])
    document = read(tmp_path / "report.xls")
    assert (document.status, [problem.kind for problem in document.problems]) == (Status.PARTIAL, ["damaged_file"])
    (tmp_path / "report.xls").write_bytes(data[: data.index(b"<Row>")])
    assert [problem.kind for problem in read(tmp_path / "report.xls").problems] == ["damaged"]


def test_spoilt_workbooks_tell_nothing_but_their_line(tmp_path: Path, capfd: pytest.CaptureFixture[str]) -> None:
    """Panics of the parser are not shown to the user."""
    chance = Random(5)
    for _ in range(40):
        data = bytearray(OLD_WORKBOOK)
        for _ in range(30):
            data[chance.randrange(1536, len(data))] = chance.randrange(256)
        (tmp_path / "report.xls").write_bytes(data)
        assert len(read(tmp_path / "report.xls").problems) <= 1
    assert capfd.readouterr() == ("", "")


def test_document_inside_a_workbook_does_not_make_it_one(tmp_path: Path) -> None:
    """Streams of an embedded file stand below a storage of their own."""
    data = compound(("Workbook", workbook("WordDocument", ROWS)))
    (tmp_path / "report.xls").write_bytes(data)
    assert read(tmp_path / "report.xls").format == "xls"


def test_flat_workbook_with_merged_and_skipped_cells(tmp_path: Path) -> None:
    def cell(text: str, more: str = "") -> str:
        return f'<Cell {more}><Data ss:Type="String">{text}</Data></Cell>'

    rows = (
        "<Row>" + cell("项目", "ss:MergeDown='1'") + cell("金额", "ss:MergeAcross='1'") + "</Row>",
        "<Row>" + cell("预算") + cell("决算") + "</Row>",
        "<Row ss:Index='4' ss:Hidden='1'>" + cell("甲") + cell("2", "ss:Index='3'") + "</Row>",
        "<Row>" + cell("合计") + cell("1") + cell("2") + "</Row>",
    )
    start, end = SPREADSHEET.format(MARK).partition("<Row>")[0], "</Table></Worksheet></Workbook>"
    (tmp_path / "report.xls").write_bytes((start + "".join(rows) + end).encode())
    document = read(tmp_path / "report.xls")
    (table,) = document.blocks
    assert isinstance(table, Table)
    assert [(c.text, c.row, c.column, c.row_span, c.column_span) for c in table.cells if c.text] == [
        ("项目", 0, 0, 2, 1), ("金额", 0, 1, 1, 2), ("预算", 1, 1, 1, 1), ("决算", 1, 2, 1, 1),
        ("甲", 3, 0, 1, 1), ("2", 3, 2, 1, 1), ("合计", 4, 0, 1, 1), ("1", 4, 1, 1, 1), ("2", 4, 2, 1, 1),
    ]  # fmt: skip
    assert [problem.kind for problem in document.problems] == ["hidden_rows"]
