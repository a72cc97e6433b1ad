"""Workbooks of 2003 in one XML file, which many accounting programs still save as .xls: read as their cells show them."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal, InvalidOperation

from lxml import etree

from extractor.document import Block, Problem, Table
from extractor.readers.package import parse_torn
from extractor.readers.reading import Reading
from extractor.readers.sheets.date_format import format_date, is_date_format
from extractor.readers.sheets.number_format import show, split_sections
from extractor.readers.sheets.tables import Sheet, hidden_lines, read_sheet, workbook
from extractor.readers.unreadable import Unreadable

_SS = "{urn:schemas-microsoft-com:office:spreadsheet}"
_NAMED = {
    "Standard": "#,##0.00", "Fixed": "0.00", "Percent": "0.00%", "General Number": "General", "Currency": "#,##0.00",
    "Short Date": "yyyy-mm-dd", "Medium Date": "yyyy-mm-dd", "Long Date": "yyyy年m月d日", "Scientific": "General",
}  # fmt: skip
_MOST_ROWS = 1_000_000
_MOST_COLUMNS = 16_384
_MOST_CELLS = 500_000


def read_sheet_xml(data: bytes) -> Reading:
    """The blocks of all sheets that are not hidden. Raises Unreadable."""
    if b"<!DOCTYPE" in data[:2000]:
        raise Unreadable("xml_entities")
    root, torn = parse_torn(data.lstrip())
    formats = _formats(root)
    blocks: list[Block] = []
    problems: list[Problem] = []
    for element in root.iter(f"{_SS}Worksheet"):
        name = element.get(f"{_SS}Name") or ""
        visible = element.findtext("{*}WorksheetOptions/{*}Visible") or ""
        if visible.strip() in ("SheetHidden", "SheetVeryHidden"):
            problems.append(Problem("hidden_sheet", name))
            continue
        for table in element.findall(f"{_SS}Table"):
            try:
                reading = _SheetXml(Sheet(name), formats)
                reading.read(table)
                problems += hidden_lines(name, reading.hidden_rows, 0)
                if reading.uncalculated:
                    problems.append(Problem("empty_formulas", f"{name}: {len(reading.uncalculated)}"))
                blocks += read_sheet(reading.sheet, 1 + sum(isinstance(block, Table) for block in blocks))
            except Unreadable as bad:
                problems.append(Problem(bad.kind, name))
    return workbook(blocks, problems, torn=torn)


def _formats(root: etree._Element) -> dict[str, str]:
    """The number format of each style, from itself or from its parent."""
    own: dict[str, str] = {}
    parents: dict[str, str] = {}
    for style in root.iter(f"{_SS}Style"):
        key = style.get(f"{_SS}ID") or ""
        parents[key] = style.get(f"{_SS}Parent") or ""
        form = style.find(f"{_SS}NumberFormat")
        if form is not None:
            text = form.get(f"{_SS}Format") or "General"
            own[key] = _NAMED.get(text, text)
    return {key: own.get(key) or own.get(parent, "General") for key, parent in parents.items()}


class _SheetXml:
    """One sheet under construction. Rows and cells stand one after another unless they name their place."""

    def __init__(self, sheet: Sheet, formats: dict[str, str]) -> None:
        self.sheet = sheet
        self.formats = formats
        self.hidden_rows = 0
        self.uncalculated: list[tuple[int, int]] = []
        self.cells = 0

    def read(self, table: etree._Element) -> None:
        row = -1
        covered: dict[int, int] = {}  # column → last row that a cell merged from above covers
        for line in table.findall(f"{_SS}Row"):
            row = _number(line, "Index", row + 2) - 1
            if row >= _MOST_ROWS:
                raise Unreadable("sheet_too_large")
            self._read_row(line, row, covered)
            if line.get(f"{_SS}Hidden") == "1" and row in self.sheet.rows:
                self.hidden_rows += 1
            row += _number(line, "Span", 0)
        self.sheet.mark_unknown(self.uncalculated)

    def _read_row(self, line: etree._Element, row: int, covered: dict[int, int]) -> None:
        column = -1
        for cell in line.findall(f"{_SS}Cell"):
            column += 1
            while covered.get(column, -1) >= row:
                column += 1
            column = _number(cell, "Index", column + 1) - 1
            self.cells += 1
            if column >= _MOST_COLUMNS or self.cells > _MOST_CELLS:
                raise Unreadable("sheet_too_large")
            self.sheet.put(row, column, self._text(cell, line))
            if cell.get(f"{_SS}Formula") is not None and cell.find(f"{_SS}Data") is None:
                self.uncalculated.append((row, column))
            across = min(_number(cell, "MergeAcross", 0), _MOST_COLUMNS)
            down = _number(cell, "MergeDown", 0)
            if across or down:
                self.sheet.merges.append((row, column, row + down, column + across))
                covered.update(dict.fromkeys(range(column, column + across + 1), row + down))
            column += across

    def _text(self, cell: etree._Element, line: etree._Element) -> str:
        data = cell.find(f"{_SS}Data")
        text = "" if data is None else "".join(map(str, data.itertext()))
        if not text:
            return ""
        kind = data.get(f"{_SS}Type") if data is not None else ""
        form = self.formats.get(cell.get(f"{_SS}StyleID") or line.get(f"{_SS}StyleID") or "Default", "General")
        try:
            if kind == "Number":
                return show(Decimal(f"{Decimal(text.strip()):.15g}"), form)
            if kind == "DateTime":
                section = split_sections(form)[0]
                return format_date(
                    datetime.fromisoformat(text.strip()), section if is_date_format(section) else "yyyy-mm-dd"
                )
        except (InvalidOperation, ValueError):
            pass
        return text


def _number(element: etree._Element, name: str, default: int) -> int:
    text = element.get(f"{_SS}{name}") or ""
    return int(text) if text.isdecimal() and len(text) < 8 else default
