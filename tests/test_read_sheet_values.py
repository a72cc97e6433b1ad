"""Workbooks that would take their parser down with them: it runs in a process of its own, and the rest is not lost."""

from __future__ import annotations

import io
import re
import signal
import struct
import sys
import time
import zipfile
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from extractor.document import Document, Problem, Status, Table
from extractor.readers.front import read_bytes
from extractor.readers.sheets import calamine_child, values
from gouji.bulk.limits import Limits, bounded
from tests.old_files import compound, workbook

SHEET = "xl/worksheets/sheet2.xml"
ROWS: list[list[object]] = [["项目", "金额"], ["甲", 5], ["合计", 5]]
SPREADSHEET = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
NAMESPACE = re.compile(r' xmlns="[^"]*"')


def changed(book: openpyxl.Workbook, part: str, change: Callable[[str], str]) -> bytes:
    """A workbook as it is saved, one part of it changed."""
    whole, result = io.BytesIO(), io.BytesIO()
    book.save(whole)
    with zipfile.ZipFile(whole) as old, zipfile.ZipFile(result, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            new.writestr(name, change(content.decode()) if name == part else content)
    return result.getvalue()


def two_sheets(change: Callable[[str], str]) -> bytes:
    """A workbook of two sheets, the XML of the second changed."""
    book = openpyxl.Workbook()
    for sheet in (book.active, book.create_sheet("表2")):
        for row in ROWS:
            sheet.append(row)
    return changed(book, SHEET, change)


def to_the_end(sheet: str) -> str:
    return sheet.replace('r="B3"', 'r="XFD1048576"')


FAR: list[tuple[str, Callable[[str], str]]] = [
    # references that calamine takes for places so far off that it asks for a thousand gigabytes
    ("small letters", lambda sheet: sheet.replace('r="B3"', 'r="xfd1048576"')),
    ("row of ten digits", lambda sheet: sheet.replace('r="B3"', 'r="B4294967295"')),
    ("column of six letters", lambda sheet: sheet.replace('r="B3"', 'r="ZZZZZZ3"')),
    ("no namespace", lambda sheet: to_the_end(NAMESPACE.sub("", sheet))),
    ("another namespace", lambda sheet: to_the_end(NAMESPACE.sub(' xmlns="urn:a"', sheet))),
]


@pytest.mark.parametrize("change", [case[1] for case in FAR], ids=[case[0] for case in FAR])
def test_a_sheet_too_far_spread_costs_nothing_of_the_others(change: Callable[[str], str]) -> None:
    document = read_bytes(two_sheets(change), "report.xlsx")
    assert shown(document) == [["项目", "金额", "甲", "5", "合计", "5"]]
    assert (document.status, document.problems) == (Status.PARTIAL, (Problem("sheet_failed", "表2"),))


def test_a_workbook_of_nothing_but_such_a_sheet_is_damaged() -> None:
    book = openpyxl.Workbook()
    book.active["A1"], book.active["B3"] = 5, 5
    far = changed(book, "xl/worksheets/sheet1.xml", lambda sheet: sheet.replace('r="B3"', 'r="xfd1048576"'))
    document = read_bytes(far, "report.xlsx")
    assert (document.status, document.problems) == (Status.FAILED, (Problem("damaged"),))


def shown(document: Document) -> list[list[str]]:
    return [[cell.text for cell in block.cells] for block in document.blocks if isinstance(block, Table)]


def old(dimensions: bytes) -> bytes:
    """An old workbook whose sheet says that it is of this size."""
    stream = workbook("表1", ROWS)
    at = stream.index(struct.pack("<HH", 0x0200, 14)) + 4
    return compound(("Workbook", stream[:at] + dimensions + stream[at + 14 :]))


def test_an_old_workbook_that_speaks_of_more_cells_than_there_is_memory() -> None:
    assert read_bytes(old(struct.pack("<IIHHH", 0, 3, 0, 2, 0)), "report.xls").problems == ()
    absurd = read_bytes(old(struct.pack("<IIHHH", 0, 0xFFFFFFF0, 0, 0xFFFF, 0)), "report.xls")
    assert [problem.kind for problem in absurd.problems] == ["too_costly"]
    assert absurd.blocks == ()


def test_an_old_sheet_with_a_cell_in_its_last_corner() -> None:
    stream = workbook("表1", [*ROWS, ["丙"]])
    at = stream.index(struct.pack("<HH", 0x0200, 14)) + 4
    stream = stream[:at] + struct.pack("<IIHHH", 0, 65_536, 0, 256, 0) + stream[at + 14 :]
    last = stream.rindex(struct.pack("<HHH", len(ROWS), 0, 1))
    stream = stream[:last] + struct.pack("<HH", 65_535, 255) + stream[last + 4 :]
    document = read_bytes(compound(("Workbook", stream)), "report.xls")
    assert document.problems == ()
    assert document.blocks[-1].text == "丙"  # type: ignore[union-attr]


def test_old_sheets_that_all_stand_in_the_same_records() -> None:
    """Their formats are read once for each."""
    stream = workbook("表1", ROWS)
    entry = stream.index(struct.pack("<H", 0x0085))
    size = 4 + struct.unpack_from("<H", stream, entry + 2)[0]
    many = stream[:entry] + stream[entry : entry + size] * 2000 + stream[entry + size :]
    assert [p.kind for p in read_bytes(compound_of(many), "report.xls").problems] == ["damaged"]


def compound_of(stream: bytes) -> bytes:
    return compound(("Workbook", stream[:60_000]))


@pytest.fixture
def endless(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """In place of the reader a program that tells of two sheets, writes down its number, and never ends."""
    program, number = tmp_path / "endless.py", tmp_path / "number"
    sheets = '[["表1", true], ["表2", true]]\n{"cells": [[0, 0, "收入5万元"]], "merges": []}\n'
    program.write_text(
        f"import os, sys, time\nopen({str(number)!r}, 'w').write(str(os.getpid()))\n"
        f"sys.stdin.buffer.read()\nprint({sheets!r}, end='', flush=True)\ntime.sleep(600)\n"
    )
    monkeypatch.setattr(calamine_child, "__file__", str(program))
    return number


@pytest.mark.skipif(not Path("/proc/self").exists(), reason="processes are looked up in /proc")
def test_what_was_told_before_the_time_was_up_is_kept(endless: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(values, "TIME_LIMIT", 1)
    document = read_bytes(two_sheets(str), "report.xlsx")
    assert [block.text for block in document.blocks if not isinstance(block, Table)] == ["收入5万元"]
    assert document.problems == (Problem("sheet_failed", "表2"),)
    assert not Path("/proc", endless.read_text()).exists()


@pytest.mark.skipif(not hasattr(signal, "setitimer"), reason="the system cannot interrupt at a set time")
def test_whatever_ends_the_waiting_ends_the_child(endless: Path) -> None:
    start = time.monotonic()
    with pytest.raises(TimeoutError), bounded(Limits(1, 4000)):
        read_bytes(two_sheets(str), "report.xlsx")
    assert time.monotonic() - start < 5
    assert not Path("/proc", endless.read_text()).exists()


def test_where_the_system_has_no_limits_the_waiting_has_one(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resource", None)
    calamine_child._limit()


def test_a_long_text_in_many_cells_is_not_told_over_and_over() -> None:
    book = openpyxl.Workbook()
    for _ in range(3000):
        book.active.append(["甲"])
    inline = re.compile(r't="inlineStr"><is><t>[^<]*</t></is>')
    data = io.BytesIO(changed(book, "xl/worksheets/sheet1.xml", lambda sheet: inline.sub('t="s"><v>0</v>', sheet)))
    with zipfile.ZipFile(data, "a") as package:
        package.writestr("xl/sharedStrings.xml", f"<sst xmlns={SPREADSHEET!r}><si><t>{'长' * 30_000}</t></si></sst>")
    assert [problem.kind for problem in read_bytes(data.getvalue(), "report.xlsx").problems] == ["table_too_large"]
