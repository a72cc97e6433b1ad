"""Workbooks .xlsx and .xls: values by calamine, shown as their number formats print them."""

from __future__ import annotations

import datetime
import io
import os
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from functools import partial
from typing import Any

from extractor.document import Block, Problem, Table
from extractor.readers.date_format import format_date, is_date_format
from extractor.readers.number_format import exact, show, split_sections
from extractor.readers.reading import Reading
from extractor.readers.sheet_formats import SheetFormats
from extractor.readers.sheet_tables import Sheet, hidden_lines, read_sheet, workbook
from extractor.readers.unreadable import Unreadable
from extractor.readers.xls_formats import read_xls_formats
from extractor.readers.xlsx_formats import read_formats

_MOST_SHEETS = 300
_COMPUTED_DECIMALS = 4  # where no formats are told (.xlsb): more decimals than these are a computed value …
_MONEY_FORMAT = "0.00"  # … shown as reports print money
_ERRORS = 2  # the file number of the error output
_DAY_ZERO = datetime.date(1899, 12, 30)


def read_sheets(data: bytes) -> Reading:
    """The blocks of all sheets of a workbook that are not hidden. Raises Unreadable."""
    formats = read_formats(data) if data.startswith(b"PK") else read_xls_formats(data)
    book = _call(lambda: _open(data), "damaged")
    blocks: list[Block] = []
    problems: list[Problem] = []
    for entry in book.sheets_metadata[:_MOST_SHEETS]:
        if not str(entry.typ).endswith("WorkSheet"):
            continue
        if not str(entry.visible).endswith("Visible"):
            problems.append(Problem("hidden_sheet", entry.name))
            continue  # what is hidden is not in the report people see
        own = None if formats is None else formats.get(entry.name, SheetFormats())
        if own and own.too_large:
            problems.append(Problem("sheet_too_large", entry.name))
            continue
        if own and own.uncalculated:
            problems.append(Problem("empty_formulas", f"{entry.name}: {len(own.uncalculated)}"))
        if own:
            problems += hidden_lines(entry.name, *own.hidden)
        try:
            sheet = _call(partial(_shown, book, entry.name, own), "sheet_failed")
            blocks += read_sheet(sheet, 1 + sum(isinstance(block, Table) for block in blocks))
        except Unreadable as bad:
            problems.append(Problem(bad.kind, entry.name))
    return workbook(blocks, problems)


def _open(data: bytes) -> Any:
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        return CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        raise Unreadable("encrypted") from None


def _call(work: Callable[[], Any], kind: str) -> Any:
    """Runs calamine; a panic of its parser arrives as a BaseException of its own and must not end the run."""
    try:
        with _silenced():
            return work()
    except (KeyboardInterrupt, SystemExit, GeneratorExit, MemoryError, Unreadable):
        raise
    except BaseException as fault:
        raise Unreadable(kind, type(fault).__name__) from fault


@contextmanager
def _silenced() -> Iterator[None]:
    """A panic writes its story to the error output, where the user is to find one clear line."""
    try:
        before = os.dup(_ERRORS)
    except OSError:  # there is no error output
        yield
        return
    nowhere = os.open(os.devnull, os.O_WRONLY)
    try:
        os.dup2(nowhere, _ERRORS)
        yield
    finally:
        os.dup2(before, _ERRORS)
        os.close(before)
        os.close(nowhere)


def _shown(book: Any, name: str, formats: SheetFormats | None) -> Sheet:
    source = book.get_sheet_by_name(name)
    sheet = Sheet(name)
    top, left = source.start or (0, 0)
    for r, values in enumerate(source.to_python(skip_empty_area=True), top):
        for c, value in enumerate(values, left):
            if value != "" and value is not None:
                sheet.put(r, c, _text(value, formats, (r, c)))
    for at, text in formats.faulty.items() if formats else ():
        sheet.put(*at, text)
    sheet.mark_unknown(formats.uncalculated if formats else ())
    sheet.merges = [(*first, *last) for first, last in source.merged_cell_ranges or []]
    return sheet


def _text(value: Any, formats: SheetFormats | None, at: tuple[int, int]) -> str:
    """A value as its cell shows it."""
    if isinstance(value, bool):
        return str(value).upper()
    if isinstance(value, int | float):
        return show(value, _computed_format(value) if formats is None else formats.of(at))
    if isinstance(value, datetime.date | datetime.time | datetime.timedelta):
        return _moment(value, "General" if formats is None else formats.of(at))
    return str(value)


def _moment(value: datetime.date | datetime.time | datetime.timedelta, form: str) -> str:
    """A date as its format shows it, as 2024-03-01 where none is told."""
    section = split_sections(form)[0]
    if isinstance(value, datetime.timedelta):
        return str(value)
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
