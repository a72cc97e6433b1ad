"""OpenDocument spreadsheets: the XML holds every cell as it is shown, so it is read directly.

calamine gives the stored values only, and a stored 12.345678 that the office prints as 12.35 must count as printed.
"""

from __future__ import annotations

from collections.abc import Iterator

from lxml import etree

from extractor.document import Block, Problem, Table
from extractor.readers.package import open_package, parse_torn, read_member
from extractor.readers.reading import Reading
from extractor.readers.sheets.tables import Sheet, hidden_lines, read_sheet, workbook
from extractor.readers.unreadable import Unreadable

_TABLE = "{urn:oasis:names:tc:opendocument:xmlns:table:1.0}"
_TEXT = "{urn:oasis:names:tc:opendocument:xmlns:text:1.0}"
_STYLE = "{urn:oasis:names:tc:opendocument:xmlns:style:1.0}"
_CELLS = (f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell")
_BREAKS = {f"{_TEXT}tab": "\t", f"{_TEXT}line-break": "\n"}
_ASIDE = (f"{_TEXT}ruby-text", "{urn:oasis:names:tc:opendocument:xmlns:office:1.0}annotation")
_UNSEEN = ("collapse", "filter")
_MOST_REPEATS = 2000
_MOST_SPAN = 300
_MOST_CELLS = 500_000


def read_ods(data: bytes) -> Reading:
    """The blocks of all sheets that are not hidden. Raises Unreadable."""
    root, torn = parse_torn(_content(data))
    hidden = _hidden_styles(root)
    blocks: list[Block] = []
    problems: list[Problem] = []
    for element in root.iter(f"{_TABLE}table"):
        name = element.get(f"{_TABLE}name") or ""
        if element.get(f"{_TABLE}style-name") in hidden:
            problems.append(Problem("hidden_sheet", name))
            continue
        problems += hidden_lines(name, *_hidden(element))
        try:
            blocks += read_sheet(_read(element, name), 1 + sum(isinstance(block, Table) for block in blocks))
        except Unreadable as bad:
            problems.append(Problem(bad.kind, name))
    return workbook(blocks, problems, torn=torn)


def _content(data: bytes) -> bytes:
    """The XML that holds the sheets: a part of the package, or the whole file where it is flat (.fods)."""
    if not data.startswith(b"PK"):
        return data
    with open_package(data) as package:
        return read_member(package, "content.xml")


def _hidden_styles(root: etree._Element) -> set[str]:
    return {
        str(style.get(f"{_STYLE}name"))
        for style in root.iter(f"{_STYLE}style")
        for properties in style.findall(f"{_STYLE}table-properties")
        if properties.get(f"{_TABLE}display") == "false"
    }


def _hidden(table: etree._Element) -> tuple[int, int]:
    """How many rows and columns hold something that the sheet does not show."""
    rows = 0
    filled: set[int] = set()
    for line in table.iter(f"{_TABLE}table-row"):
        column = 0
        shows = False
        for cell in line.iterchildren(*_CELLS):
            repeats = _repeats(cell, "number-columns-repeated")
            if _shown(cell):
                shows = True
                filled.update(range(column, column + min(repeats, _MOST_SPAN)))
            column += repeats
        rows += shows and line.get(f"{_TABLE}visibility") in _UNSEEN
    columns = column = 0
    for entry in table.iter(f"{_TABLE}table-column"):
        repeats = _repeats(entry, "number-columns-repeated")
        if entry.get(f"{_TABLE}visibility") in _UNSEEN:
            columns += len(filled.intersection(range(column, column + repeats)))
        column += repeats
    return rows, columns


def _read(table: etree._Element, name: str) -> Sheet:
    sheet = Sheet(name)
    row = count = 0
    for line in table.iter(f"{_TABLE}table-row"):
        shown = any(_shown(cell) for cell in line.iterchildren(*_CELLS))
        repeats = _repeats(line, "number-rows-repeated")
        for _ in range(min(repeats, _MOST_REPEATS) if shown else 0):
            count += _read_row(line, sheet, row)
            row += 1
            if count > _MOST_CELLS:
                raise Unreadable("sheet_too_large")
        row += 0 if shown else repeats
    return sheet


def _read_row(line: etree._Element, sheet: Sheet, row: int) -> int:
    """Puts the cells of a row in place; how many there were."""
    column = count = 0
    for cell in line.iterchildren(*_CELLS):
        repeats = _repeats(cell, "number-columns-repeated")
        text = "" if cell.tag.endswith("covered-table-cell") else _shown(cell)
        if text:
            height = min(_repeats(cell, "number-rows-spanned"), _MOST_SPAN)
            width = min(_repeats(cell, "number-columns-spanned"), _MOST_SPAN)
            for k in range(min(repeats, _MOST_SPAN)):
                sheet.put(row, column + k, text)
            if height > 1 or width > 1:
                sheet.merges.append((row, column, row + height - 1, column + width - 1))
            count += min(repeats, _MOST_SPAN)
        column += repeats
    return count


def _shown(cell: etree._Element) -> str:
    """The text a cell shows, its paragraphs as lines; notes are not part of it."""
    return "\n".join("".join(_words(part)) for part in cell.findall(f"{_TEXT}p"))


def _words(part: etree._Element) -> Iterator[str]:
    """The text of a paragraph; blanks, tabs and breaks are elements of their own, notes are not part of it."""
    yield part.text or ""
    for child in part.iterchildren(etree.Element):
        if child.tag == f"{_TEXT}s":
            blanks = child.get(f"{_TEXT}c") or "1"
            yield " " * min(_MOST_SPAN, int(blanks) if blanks.isdecimal() and len(blanks) < 6 else 1)
        elif child.tag in _BREAKS:
            yield _BREAKS[child.tag]
        elif child.tag not in _ASIDE:
            yield from _words(child)
        yield child.tail or ""


def _repeats(element: etree._Element, name: str) -> int:
    value = element.get(f"{_TABLE}{name}") or "1"
    return int(value) if value.isdecimal() and 0 < len(value) < 8 and int(value) else 1
