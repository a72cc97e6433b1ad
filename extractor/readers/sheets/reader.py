"""Workbooks .xlsx and .xls: values by calamine, shown as their number formats print them."""

from __future__ import annotations

import datetime

from extractor.document import Block, Problem, Table
from extractor.readers.reading import Reading
from extractor.readers.sheets.date_format import format_date, is_date_format
from extractor.readers.sheets.formats import SheetFormats
from extractor.readers.sheets.number_format import exact, show, split_sections
from extractor.readers.sheets.tables import Sheet, hidden_lines, read_sheet, workbook
from extractor.readers.sheets.values import SheetValues, Value, read_values
from extractor.readers.sheets.xls_formats import read_xls_formats
from extractor.readers.sheets.xlsx_formats import read_formats
from extractor.readers.unreadable import Unreadable

_COMPUTED_DECIMALS = 4  # where no formats are told (.xlsb): more decimals than these are a computed value …
_MONEY_FORMAT = "0.00"  # … shown as reports print money
_DAY_ZERO = datetime.date(1899, 12, 30)


def read_sheets(data: bytes) -> Reading:
    """The blocks of all sheets of a workbook that are not hidden. Raises Unreadable."""
    formats = read_formats(data) if data.startswith(b"PK") else read_xls_formats(data)
    too_large = {name for name, own in (formats or {}).items() if own.too_large}
    blocks: list[Block] = []
    problems: list[Problem] = []
    for values in read_values(data, too_large):
        if not values.visible:
            problems.append(Problem("hidden_sheet", values.name))
            continue  # what is hidden is not in the report people see
        if values.name in too_large:
            problems.append(Problem("sheet_too_large", values.name))
            continue
        own = None if formats is None else formats.get(values.name, SheetFormats())
        if own and own.uncalculated:
            problems.append(Problem("empty_formulas", f"{values.name}: {len(own.uncalculated)}"))
        if own:
            problems += hidden_lines(values.name, *own.hidden)
        try:
            sheet = _shown(values, own)
            blocks += read_sheet(sheet, 1 + sum(isinstance(block, Table) for block in blocks))
        except Unreadable as bad:
            problems.append(Problem(bad.kind, values.name))
    return workbook(blocks, problems)


def _shown(values: SheetValues, formats: SheetFormats | None) -> Sheet:
    if values.problem:
        raise Unreadable(values.problem)
    sheet = Sheet(values.name)
    for row, column, value in values.cells:
        sheet.put(row, column, _text(value, formats, (row, column)))
    for at, text in formats.faulty.items() if formats else ():
        sheet.put(*at, text)
    sheet.mark_unknown(formats.uncalculated if formats else ())
    sheet.merges = list(values.merges)
    return sheet


def _text(value: Value, formats: SheetFormats | None, at: tuple[int, int]) -> str:
    """A value as its cell shows it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return show(value, _computed_format(value) if formats is None else formats.of(at))
    if isinstance(value, datetime.date | datetime.time):
        return _moment(value, "General" if formats is None else formats.of(at))
    return str(value)


def _moment(value: datetime.date | datetime.time, form: str) -> str:
    """A date as its format shows it, as 2024-03-01 where none is told."""
    section = split_sections(form)[0]
    if isinstance(value, datetime.time):
        at = datetime.datetime.combine(_DAY_ZERO, value)
    else:
        at = value if isinstance(value, datetime.datetime) else datetime.datetime.combine(value, datetime.time())
    if is_date_format(section):
        return format_date(at, section)
    return str(at.date() if at.time() == datetime.time() else at)


def _computed_format(value: float) -> str:
    exponent = exact(value).normalize().as_tuple().exponent
    computed = isinstance(exponent, int) and -exponent > _COMPUTED_DECIMALS
    return _MONEY_FORMAT if computed else "General"
