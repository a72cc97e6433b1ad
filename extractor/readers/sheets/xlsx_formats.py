"""The number format of every cell of an .xlsx, which calamine does not tell, read from the package's own XML.

openpyxl would tell them at ten times the time: it builds an object for every cell.
"""

from __future__ import annotations

import posixpath
import zipfile

import regex
from lxml import etree

from extractor.readers.package import open_package, parse_xml, read_member, stream_xml
from extractor.readers.sheets.formats import SheetFormats
from extractor.readers.sheets.number_format import BUILT_IN

_S = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_REFERENCE = regex.compile(r"([A-Z]{1,3})(\d{1,7})")
_MOST_COLUMNS = 16_384
_MOST_CELLS = 2_000_000
_MOST_POSITIONS = 8_000_000  # calamine lays a sheet out as a full grid, empty cells too


def read_formats(data: bytes) -> dict[str, SheetFormats] | None:
    """Formats by sheet name; None for a binary .xlsb. Raises Unreadable for a damaged or dangerous workbook."""
    with open_package(data) as package:
        if "xl/workbook.xml" not in package.namelist():
            return None
        styles = _styles(package)
        root = parse_xml(read_member(package, "xl/workbook.xml"))
        stale = any(entry.get("fullCalcOnLoad") in ("1", "true") for entry in root.iterfind("{*}calcPr"))
        return {name: _sheet_formats(package, part, styles, stale) for name, part in _sheet_parts(package, root)}


def _sheet_parts(package: zipfile.ZipFile, workbook: etree._Element) -> list[tuple[str, str]]:
    names = set(package.namelist())
    targets: dict[str, str] = {}
    if "xl/_rels/workbook.xml.rels" in names:
        for relation in parse_xml(read_member(package, "xl/_rels/workbook.xml.rels")):
            target = str(relation.get("Target") or "")
            part = target.lstrip("/") if target.startswith("/") else posixpath.normpath(f"xl/{target}")
            targets[str(relation.get("Id") or "")] = part
    found = []
    for sheet in workbook.iter(f"{_S}sheet", f"{_STRICT}sheet"):
        relation_id = next((str(value) for key, value in sheet.attrib.items() if str(key).endswith("}id")), "")
        part = targets.get(relation_id, "")
        if part in names:
            found.append((str(sheet.get("name") or ""), part))
    return found


def _styles(package: zipfile.ZipFile) -> list[str]:
    """The number format of each cell style."""
    if "xl/styles.xml" not in package.namelist():
        return []
    root = parse_xml(read_member(package, "xl/styles.xml"))
    named = {
        _integer(entry.get("numFmtId")): str(entry.get("formatCode") or "")
        for entry in root.iterfind("{*}numFmts/{*}numFmt")
    }
    numbers = [_integer(style.get("numFmtId")) for style in root.iterfind("{*}cellXfs/{*}xf")]
    return [named.get(number) or BUILT_IN.get(number, "General") for number in numbers]


def _sheet_formats(package: zipfile.ZipFile, part: str, styles: list[str], stale: bool) -> SheetFormats:
    found = SheetFormats()
    at = (-1, -1)
    line = None
    last_row = last_column = count = 0
    tags = tuple(space + name for space in (_S, _STRICT) for name in ("c", "row", "col"))
    for element in stream_xml(package, part, tags):
        name = str(element.tag).rpartition("}")[2]
        if name == "col":
            _note_column(element, found)
        elif name == "row":
            if element is not line:
                at, line = (_row_number(element, at[0]), -1), element
            if element.get("hidden") in ("1", "true"):
                found.hidden_rows.add(at[0])
        else:
            count += 1
            parent = element.getparent()
            if parent is not None and parent is not line:
                at, line = (_row_number(parent, at[0]), -1), parent
            at = _place(element, at)
            last_row, last_column = max(last_row, at[0]), max(last_column, at[1])
            if count > _MOST_CELLS or (last_row + 1) * (last_column + 1) > _MOST_POSITIONS:
                return SheetFormats(too_large=True)
            _note(element, at, styles, found, stale=stale)
    return found


def _row_number(row: etree._Element, above: int) -> int:
    """A row's number from 0; one that does not tell it follows the row above."""
    return _integer(row.get("r")) - 1 if row.get("r") else above + 1


def _place(cell: etree._Element, before: tuple[int, int]) -> tuple[int, int]:
    """Row and column of a cell; one that does not tell them follows the cell before."""
    match = _REFERENCE.fullmatch(cell.get("r") or "")
    return (int(match[2]) - 1, _column(match[1])) if match else (before[0], before[1] + 1)


def _note_column(element: etree._Element, found: SheetFormats) -> None:
    if element.get("hidden") in ("1", "true"):
        last = min(_integer(element.get("max")), _MOST_COLUMNS)
        found.hidden_columns.update(range(_integer(element.get("min")) - 1, last))


def _note(cell: etree._Element, at: tuple[int, int], styles: list[str], found: SheetFormats, *, stale: bool) -> None:
    """stale: nothing was calculated when the file was written, and 0 stands for every result."""
    parts = {str(child.tag).rpartition("}")[2]: child for child in cell}
    kind = cell.get("t", "n")
    value = parts.get("v")
    text = "" if value is None else value.text or ""
    if "f" in parts and ((not text and (value is None or kind != "str")) or (stale and text == "0")):
        found.uncalculated.add(at)
    elif kind == "e" and text:
        found.faulty[at] = text
    if text or "is" in parts:
        found.fill(*at)
    style = _integer(cell.get("s"))
    if kind in ("n", "d") and style < len(styles) and styles[style] != "General":
        found.formats[at] = styles[style]


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 9 else 0


def _column(letters: str) -> int:
    number = 0
    for letter in letters:
        number = number * 26 + ord(letter) - 64
    return number - 1
