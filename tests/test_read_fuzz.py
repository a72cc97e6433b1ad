"""No file, however broken, ends in a traceback; every problem met has its words."""

import io
import random
import re
import zipfile
from pathlib import Path

import docx
import openpyxl
import pytest

from extractor.document import Document, Status
from extractor.readers.front import read_bytes
from patterns.load import load_yaml
from tests.effort import assert_grows_with_length_only
from tests.old_files import compound, workbook

ROUNDS = 60
TEXT = "一、收入情况\n\n2024年度收入总计120.50万元，比上年增加20.5%。\n\n收入决算表\n\n\t项目\n\t金额\n\n\t合计\n\t5\n\n\t甲\n\t5\n"
HTML = (
    f"<html><body><p>{TEXT}</p><table><tr><td rowspan=2>甲</td><td>1</td></tr><tr><td>2</td></tr></table></body></html>"
)


def small_docx() -> bytes:
    document = docx.Document()
    document.add_paragraph("一、收入情况")
    document.add_table(2, 2).cell(0, 0).text = "合计"
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


def small_xlsx() -> bytes:
    book = openpyxl.Workbook()
    for row in [["收入决算表"], ["项目", "金额"], ["合计", 12.5]]:
        book.active.append(row)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def mutated(data: bytes, chance: random.Random) -> bytes:
    """The file with bytes changed, cut out, doubled, or its end torn off."""
    broken = bytearray(data)
    for _ in range(chance.choice((1, 3, 20))):
        at = chance.randrange(len(broken) + 1)
        kind = chance.randrange(4)
        if kind == 0:
            broken[at : at + 1] = bytes([chance.randrange(256)])
        elif kind == 1:
            del broken[at : at + chance.randrange(1, 40)]
        elif kind == 2:
            broken[at:at] = broken[at : at + chance.randrange(1, 200)]
        else:
            del broken[max(1, at) :]
    return bytes(broken)


VALUE = re.compile(rb'="([^"<]*)"|>([^<>]+)<')
ODD = (
    b"",
    b"0",
    b"-1",
    b"x",
    b"1.5",
    b"1e400",
    b"NaN",
    b"65536",
    b"1048577",
    b"4294967295",
    b"99999999999999999999",
    b"xfd1048576",
)
ODD += (b"A0", b"A1:XFD1048576", b"A99999999999", "²".encode())


def odd_values(data: bytes, chance: random.Random) -> bytes:
    """The XML with attributes and texts replaced by others of it, or by what no office program writes: it stays sound."""
    for _ in range(chance.choice((1, 3, 20))):
        places = list(VALUE.finditer(data))
        if places:
            place, other = chance.choice(places), chance.choice(places)
            new = chance.choice((*ODD, other[other.lastindex or 0]))
            start, end = place.span(place.lastindex or 0)
            data = data[:start] + new + data[end:]
    return data


def mutated_package(data: bytes, chance: random.Random) -> bytes:
    """The package with one of its parts broken: the container itself stays sound."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        names = old.namelist()
        victim = chance.choice([name for name in names if name.endswith((".xml", ".rels"))])
        change = chance.choice((mutated, odd_values, odd_values))
        for name in names:
            content = old.read(name)
            new.writestr(name, change(content, chance) if name == victim else content)
    return buffer.getvalue()


def small_ods() -> bytes:
    """A spreadsheet with repeated and spanning cells."""
    spaces = " ".join(
        f'xmlns:{name}="urn:oasis:names:tc:opendocument:xmlns:{name}:1.0"' for name in ("office", "table", "text")
    )
    cells = (
        '<table:table-cell table:number-columns-spanned="2" table:number-rows-spanned="1"><text:p>收入决算表</text:p></table:table-cell>'
        "<table:covered-table-cell/>",
        "<table:table-cell><text:p>合计</text:p></table:table-cell>"
        '<table:table-cell table:number-columns-repeated="3"><text:p>12.50</text:p></table:table-cell>',
    )
    rows = "".join(f'<table:table-row table:number-rows-repeated="1">{row}</table:table-row>' for row in cells)
    sheet = f'<table:table table:name="表1"><table:table-column table:number-columns-repeated="4"/>{rows}</table:table>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as package:
        package.writestr("mimetype", "application/vnd.oasis.opendocument.spreadsheet")
        body = f"<office:body><office:spreadsheet>{sheet}</office:spreadsheet></office:body>"
        package.writestr("content.xml", f"<office:document-content {spaces}>{body}</office:document-content>")
    return buffer.getvalue()


SAMPLES = [
    ("report.txt", TEXT.encode()),
    ("gb.txt", TEXT.encode("gb18030")),
    ("wide.txt", TEXT.encode("utf-16")),
    ("report.html", HTML.encode()),
    ("report.docx", small_docx()),
    ("report.xlsx", small_xlsx()),
    ("report.ods", small_ods()),
    ("report.xls", compound(("Workbook", workbook("表1", [["项目", "金额"], ["合计", 12.5]])))),
]


def check(document: Document) -> None:
    words = load_yaml("problems")
    assert (document.status is Status.FAILED) == (not document.blocks and bool(document.problems))
    for problem in document.problems:
        assert words[problem.kind]["zh"].format(detail=problem.detail)
        assert problem.kind != "reader_failed", problem.detail


@pytest.mark.parametrize(("name", "data"), SAMPLES, ids=[name for name, _ in SAMPLES])
def test_mutated_files(name: str, data: bytes) -> None:
    chance = random.Random(name)
    for _ in range(ROUNDS):
        check(read_bytes(mutated(data, chance), name))
        if data.startswith(b"PK"):
            check(read_bytes(mutated_package(data, chance), name))


@pytest.mark.parametrize(("name", "data"), SAMPLES[4:6])
def test_entities_in_office_files(name: str, data: bytes) -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for part in old.namelist():
            new.writestr(part, bomb if part in ("word/document.xml", "xl/workbook.xml") else old.read(part))
    assert read_bytes(buffer.getvalue(), name).problems[0].kind == "xml_entities"


@pytest.mark.parametrize(("name", "data"), SAMPLES[4:6])
def test_package_bomb(name: str, data: bytes) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            new.writestr(part, old.read(part))
        new.writestr("word/media/image1.xml", bytes(50_000_000))
    assert read_bytes(buffer.getvalue(), name).problems[0].kind == "unpacks_too_large"


def test_encrypted_office_file() -> None:
    container = compound(("EncryptionInfo", bytes(200)), ("EncryptedPackage", bytes(5000)))
    assert read_bytes(container, "report.docx").problems[0].kind == "encrypted"


def test_every_kind_of_problem_has_words() -> None:
    sources = Path(__file__).parents[1].joinpath("extractor", "readers").glob("*.py")
    text = "".join(path.read_text(encoding="utf-8") for path in sources)
    kinds = set(re.findall(r'(?:Unreadable|Problem|tally\.add)\(\s*"(\w+)"', text))
    words = load_yaml("problems")
    assert kinds <= words.keys()
    assert all(entry["zh"] and entry["en"] for entry in words.values())


LONG = [
    ("paragraphs that begin with a tab", "\t本部门支出合计一百二十万元，主要用于民政事务。\n\n"),
    ("tables of one column", "\t甲\n\n"),
    ("rows of uneven cells", "甲|乙\n丙|丁|戊\n"),
    ("numbers by line", "1\n"),
    ("empty headings", "一、甲\n"),
    ("attachments", "附件1\n2024年项目支出绩效自评报告\n（甲项目）\n"),
    ("notes between tables", "\t甲\n\t乙\n\n\t丙\n\t丁\n\n注：无\n\n"),
]


@pytest.mark.parametrize("unit", [case[1] for case in LONG], ids=[case[0] for case in LONG])
def test_time_grows_with_length_only(unit: str) -> None:
    data = (unit * (30_000 // len(unit))).encode()
    assert_grows_with_length_only(lambda times: read_bytes(data * times, "report.txt"))
