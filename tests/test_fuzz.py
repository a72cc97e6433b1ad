"""Hostile, broken and odd files through the whole road: one clear line each, in bounded time, and never a traceback."""

from __future__ import annotations

import io
import random
import re
import subprocess
import sys
import zipfile
from collections.abc import Callable
from itertools import count
from pathlib import Path

import docx
import openpyxl
import pypdfium2
import pytest
from click.testing import CliRunner
from fpdf import FPDF
from PIL import Image

from checks.examine import examine
from corpus.composers import compose
from corpus.render import render
from corpus.style import styles
from extractor.extract import extract
from extractor.readers.front import read_bytes
from gouji.cli import group
from tests.effort import assert_grows_with_length_only, ends_within

SENTENCE = "2023年度收入合计120.50万元，比上年增加20.50万元，增长20.5%。"
WORD_NAMESPACE = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
ENTITIES = '<?xml version="1.0"?><!DOCTYPE a [<!ENTITY x "xxxx"><!ENTITY y "&x;&x;&x;">]><a>&y;</a>'
SECONDS = 20


def saved(book: object) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)  # type: ignore[attr-defined]
    return buffer.getvalue()


def word() -> bytes:
    document = docx.Document()
    document.add_paragraph(SENTENCE)
    return saved(document)


def workbook(far: str = "B3") -> bytes:
    book = openpyxl.Workbook()
    for row in (["收入决算表", None], ["项目", "金额"], ["合计", 12.5]):
        book.active.append(row)
    book.active[far] = 12.5
    return saved(book)


def repacked(data: bytes, changed: dict[str, str]) -> bytes:
    """A package with these parts replaced or added."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, changed.get(name, old.read(name)))
        for name in changed.keys() - set(old.namelist()):
            new.writestr(name, changed[name])
    return buffer.getvalue()


def word_body(body: str) -> bytes:
    return repacked(word(), {"word/document.xml": f"<w:document {WORD_NAMESPACE}><w:body>{body}</w:body></w:document>"})


def merged_to_the_end() -> bytes:
    name = "xl/worksheets/sheet1.xml"
    with zipfile.ZipFile(io.BytesIO(workbook())) as package:
        sheet = package.read(name).decode()
    merge = '</sheetData><mergeCells count="1"><mergeCell ref="C3:XFD1048576"/></mergeCells>'
    return repacked(workbook(), {name: sheet.replace("</sheetData>", merge)})


def archive(**members: bytes) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as new:
        for name, data in members.items():
            new.writestr(name.replace("__", "."), data)
    return buffer.getvalue()


def nested_archives(depth: int) -> bytes:
    data = SENTENCE.encode()
    for level in range(depth):
        data = archive(**{"in__zip" if level else "a__txt": data})
    return data


def pdf(pages: int = 1, password: str = "", scanned: bool = False) -> bytes:
    made = FPDF(unit="pt", format="A4")
    if password:
        made.set_encryption(owner_password="owner", user_password=password)
    for _ in range(pages):
        made.add_page()
        made.set_font("helvetica", size=12)
        if scanned:
            made.image(Image.new("L", (60, 80), 200), 0, 0, 595, 842)
        else:
            made.text(80, 100, "The office spent 1,234.50 in 2023.")
    return bytes(made.output())


def drawn(segments: int) -> bytes:
    made = FPDF(unit="pt", format="A4")
    made.set_compression(False)
    made.add_page()
    chance = random.Random(1)
    made._out(
        "0 0 m " + " ".join(f"{chance.randint(0, 595)} {chance.randint(0, 842)} l" for _ in range(segments)) + " S"
    )
    return bytes(made.output())


def wide_font() -> bytes:
    """A file without its table of objects, so that every parser is asked, whose font gives one width to two hundred million codes."""
    text = b"BT /F 12 Tf 80 700 Td <00480049> Tj ET"
    objects = (
        b"<</Type/Catalog/Pages 2 0 R>>",
        b"<</Type/Pages/Kids[3 0 R]/Count 1>>",
        b"<</Type/Page/Parent 2 0 R/MediaBox[0 0 595 842]/Contents 4 0 R/Resources<</Font<</F 5 0 R>>>>>>",
        b"<</Length %d>>stream\n%b\nendstream" % (len(text), text),
        b"<</Type/Font/Subtype/Type0/BaseFont/A/Encoding/Identity-H/DescendantFonts[6 0 R]>>",
        b"<</Type/Font/Subtype/CIDFontType2/BaseFont/A/CIDSystemInfo<</Registry(Adobe)/Ordering(Identity)/Supplement 0>>"
        b"/FontDescriptor 7 0 R/W[0 200000000 500]>>",
        b"<</Type/FontDescriptor/FontName/A/Flags 4/FontBBox[0 0 1 1]/ItalicAngle 0/Ascent 1/Descent 0/StemV 1>>",
    )
    return (
        b"%PDF-1.4\n"
        + b"".join(b"%d 0 obj%b\nendobj\n" % (n, body) for n, body in enumerate(objects, 1))
        + b"trailer\n<</Root 1 0 R>>\n"
    )


FAILED = 2
READ = 0
CASES: list[tuple[str, Callable[[], bytes], int, str]] = [
    # name of the file, its content, exit status, what the report says of it
    ("empty.pdf", lambda: b"", FAILED, "文件没有内容"),
    ("blank.txt", lambda: b"\n \n\n", FAILED, "文件没有内容"),
    ("truncated.pdf", lambda: pdf(3)[:900], FAILED, "文件已损坏"),
    ("truncated.docx", lambda: word()[:9000], FAILED, "文件已损坏"),
    ("noise.pdf", lambda: b"%PDF-1.7\n" + random.Random(1).randbytes(20_000), FAILED, "文件已损坏"),
    ("noise.txt", lambda: random.Random(2).randbytes(20_000), FAILED, "不是文本文件"),
    ("encrypted.pdf", lambda: pdf(password="secret"), FAILED, "文件已加密"),
    ("scanned.pdf", lambda: pdf(2, scanned=True), READ, "第 1-2 页没有文字层"),
    ("pages.pdf", lambda: pdf(1010), READ, "只读取了部分页（1000/1010）"),
    ("segments.pdf", lambda: drawn(100_000), READ, "第 1 页线条过多"),
    ("widths.pdf", wide_font, READ, "文件已损坏，只恢复了部分内容"),
    ("page.pdf", lambda: f"<html><body><p>{SENTENCE}</p></body></html>".encode(), READ, "数字3个"),
    ("word.doc", word, READ, "数字3个"),
    ("deep.docx", lambda: word_body("<w:tbl><w:tr><w:tc>" * 3000), FAILED, "嵌套层次过深"),
    ("deep.html", lambda: b"<div>" * 50_000 + SENTENCE.encode(), FAILED, "嵌套层次过深"),
    ("deep_end.html", lambda: f"<p>{SENTENCE}</p>{'<div>' * 999}".encode(), READ, "其后的内容未读取"),
    ("tables.html", lambda: b"<table><tr><td>" * 9000 + SENTENCE.encode(), FAILED, "嵌套层次过深"),
    ("spans.html", lambda: b'<table>' + b'<tr><td rowspan="65534">5</td><td colspan="1000">6</td></tr>' * 2000, FAILED, "表格过大"),
    ("span.docx", lambda: word_body('<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val="99999"/></w:tcPr></w:tc></w:tr></w:tbl><w:p><w:r><w:t>5万元</w:t></w:r></w:p>'), READ, "数字1个"),
    ("merged.xlsx", merged_to_the_end, READ, "数字1个"),
    ("far.xlsx", lambda: workbook("XFD1048576"), FAILED, "表格过大"),
    ("entities.docx", lambda: repacked(word(), {"word/document.xml": ENTITIES}), FAILED, "实体声明"),
    ("entities.xlsx", lambda: repacked(workbook(), {"xl/workbook.xml": ENTITIES}), FAILED, "实体声明"),
    ("entities.html", lambda: ENTITIES.replace("DOCTYPE a", "DOCTYPE html").encode(), FAILED, "实体声明"),
    ("bomb.docx", lambda: repacked(word(), {"word/media/a.xml": "0" * 50_000_000}), FAILED, "压缩炸弹"),
    ("bomb.zip", lambda: archive(a__txt=bytes(50_000_000)), FAILED, "压缩炸弹"),
    ("nested.zip", lambda: nested_archives(12), FAILED, "嵌套过深"),
    ("large.txt", lambda: f"{SENTENCE}\n".encode() * 600_000, FAILED, "文件过大"),
    ("line.txt", lambda: SENTENCE.encode() * 25_000, FAILED, "第 1 行过长"),
    ("line_and_more.txt", lambda: SENTENCE.encode() * 25_000 + f"\n{SENTENCE}\n".encode(), READ, "数字3个"),
    ("gb18030.txt", lambda: SENTENCE.encode("gb18030"), READ, "数字3个"),
    ("utf16.txt", lambda: SENTENCE.encode("utf-16"), READ, "数字3个"),
    ("utf16be.txt", lambda: (SENTENCE * 9).encode("utf-16-be"), READ, "数字27个"),
]  # fmt: skip


def check(*paths: Path) -> tuple[int, str]:
    """Exit status and report of `gouji check`. Whatever is raised inside fails the test."""
    result = CliRunner().invoke(group, ["check", *map(str, paths)])
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result.exit_code, result.output


@pytest.mark.parametrize(("name", "make", "status", "words"), CASES, ids=[case[0] for case in CASES])
def test_a_bad_file_is_told_in_one_line(
    name: str, make: Callable[[], bytes], status: int, words: str, tmp_path: Path
) -> None:
    path = tmp_path / name
    path.write_bytes(make())
    with ends_within(SECONDS):
        code, report = check(path)
    about = [line for line in report.splitlines() if words in line]
    assert (code, len(about)) == (status, 1), report
    assert "Traceback" not in report


def test_bad_files_cost_nothing_of_the_others(tmp_path: Path) -> None:
    names = ("truncated.docx", "noise.pdf", "gb18030.txt", "bomb.zip", "word.doc")
    for name, make, *_ in (case for case in CASES if case[0] in names):
        (tmp_path / name).write_bytes(make())
    code, report = check(tmp_path)
    assert code == FAILED
    assert report.count("无法读取（") == 3 and report.count("数字3个，已核对3个") == 2


def test_a_zip_that_begins_with_a_stored_pdf_is_opened(tmp_path: Path) -> None:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_STORED) as new:
        new.writestr("预算.pdf", b"%PDF-1.7 torn")
        new.writestr("../../决算.txt", SENTENCE)
    path = tmp_path / "reports.zip"
    path.write_bytes(buffer.getvalue())
    code, report = check(path)
    assert code == FAILED and report.count("无法读取（") == 1 and "数字3个，已核对3个" in report
    assert not (tmp_path.parent.parent / "决算.txt").exists()


# ---- mutations: reading, extraction and examination of whatever is left of a report

ROUNDS = 12
FORMATS = ("txt", "md.txt", "docx", "pdf", "html", "xlsx")
_DIGITS = b"0123456789.,%-"


def mutated(data: bytes, chance: random.Random) -> bytes:
    """Bytes changed, cut out, doubled or moved, digits above all, or the end torn off."""
    broken = bytearray(data)
    for _ in range(chance.choice((1, 5, 40))):
        at = chance.randrange(len(broken) + 1)
        match chance.randrange(5):
            case 0:
                broken[at : at + 1] = bytes([chance.randrange(256)])
            case 1:
                broken[at : at + 1] = bytes([chance.choice(_DIGITS)])
            case 2:
                del broken[at : at + chance.randrange(1, 60)]
            case 3:
                broken[at:at] = broken[at : at + chance.randrange(1, 300)]
            case _ if chance.random() < 0.1:
                del broken[max(1, at) :]
    return bytes(broken)


def mutated_text(data: bytes, chance: random.Random) -> bytes:
    """The same in whole characters, and lines shuffled: the text stays text and goes all the way."""
    lines = data.decode("utf-8").split("\n")
    for _ in range(chance.choice((1, 5, 40))):
        at = chance.randrange(len(lines))
        line = lines[at]
        cut = chance.randrange(len(line) + 1)
        match chance.randrange(5):
            case 0:
                lines[at] = line[:cut] + chance.choice("0123456789.,%-（）、：其中\t|万元") + line[cut + 1 :]
            case 1:
                lines[at] = line[:cut]
            case 2:
                lines[at] = line * 3
            case 3:
                lines.insert(at, lines[chance.randrange(len(lines))])
            case _:
                del lines[at : at + 2]
                lines = lines or [""]
    return "\n".join(lines).encode()


def mutated_package(data: bytes, chance: random.Random) -> bytes:
    """The package with its main part broken as text; the container stays sound."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(buffer, "w") as new:
        for name in old.namelist():
            main_part = (
                name == "word/document.xml" or name.startswith("xl/worksheets/") or name == "xl/sharedStrings.xml"
            )
            content = old.read(name)
            new.writestr(name, mutated(content, chance) if main_part and chance.random() < 0.7 else content)
    return buffer.getvalue()


@pytest.mark.parametrize("form", FORMATS)
@pytest.mark.parametrize(("kind", "style"), [("final_accounts", "beiyuan"), ("whole_evaluation", "shuxi")])
def test_a_mutated_report_never_raises(kind: str, style: str, form: str, tmp_path: Path) -> None:
    """read_bytes turns whatever a parser raises into a failed document; nothing to the right of it may raise at all."""
    path = render(compose(kind, styles()[style], 3, size=1), tmp_path, form)
    data = path.read_bytes()
    chance = random.Random(f"{kind} {form}")
    for round_ in range(ROUNDS):
        change = mutated
        if data.startswith(b"PK") and round_ % 4:
            change = mutated_package
        elif form.endswith(("txt", "html")) and round_ % 4:
            change = mutated_text
        document = read_bytes(change(data, chance), path.name)
        assert all(problem.kind != "reader_failed" for problem in document.problems), document.problems
        examine(extract(document))


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?")
LENGTHS = (3, 12, 20, 26, 27, 28, 29, 30, 31, 40, 400)


def absurd(text: str, chance: random.Random) -> str:
    """Some of the numbers as nobody would print them."""

    def change(number: re.Match[str]) -> str:
        many = chance.choice(LENGTHS)
        if chance.random() > 0.3:
            return number[0]
        return chance.choice(
            ("0", "9" * many, f"1{'0' * many}", f"0.{'0' * many}1", f"1.{'3' * many}", f"-{number[0]}")
        )

    return NUMBER.sub(change, text)


@pytest.mark.parametrize(("kind", "style"), [("budget", "hexi"), ("project_evaluation", "jiangnan")])
def test_numbers_nobody_means_never_raise(kind: str, style: str, tmp_path: Path) -> None:
    text = render(compose(kind, styles()[style], 3, size=1), tmp_path, "txt").read_text(encoding="utf-8")
    chance = random.Random(kind)
    for _ in range(ROUNDS):
        examine(extract(read_bytes(absurd(text, chance).encode(), "report.txt")))


def test_shares_of_one_thing_told_over_and_over_cost_the_same_each() -> None:
    line = "本年支出合计{0}.50万元，其中基本支出{0}.25万元，占本年支出合计的50.0%。\n"

    def read_many(times: int) -> None:
        extract(read_bytes("".join(line.format(100 + n) for n in range(150 * times)).encode(), "report.txt"))

    assert_grows_with_length_only(read_many)


def test_words_without_end_before_a_number_cost_the_same_each() -> None:
    more = count()  # what was read before is remembered

    def read_long(times: int) -> None:
        extract(read_bytes(("因公出国费用为" * (150 * times + next(more)) + "36，").encode(), "report.txt"))

    assert_grows_with_length_only(read_long)


def test_three_hundred_pages_take_little_memory(tmp_path: Path) -> None:
    """The whole check in a process of its own, its peak as the system counts it."""
    report = pypdfium2.PdfDocument(render(compose("final_accounts", styles()["donghai"], 1, size=1), tmp_path, "pdf"))
    long = pypdfium2.PdfDocument.new()
    while len(long) < 300:
        long.import_pages(report, list(range(min(len(report), 300 - len(long)))))
    long.save(tmp_path / "long.pdf")
    watched = "import resource, subprocess, sys; subprocess.run(sys.argv[1:]); "
    watched += "print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)"
    command = [sys.executable, "-c", watched, sys.executable, "-m", "gouji", "check", str(tmp_path / "long.pdf")]
    output = subprocess.run(command, capture_output=True, text=True, check=True).stdout.splitlines()
    assert any("部门决算" in line for line in output)
    assert int(output[-1]) < 400_000  # kB
