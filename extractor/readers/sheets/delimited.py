"""Tables of plain text with a mark between the cells (.csv, and .xls that is none): quoted cells, one table or several."""

from __future__ import annotations

import csv
from collections import Counter

from extractor.document import Problem
from extractor.readers.decode import decode
from extractor.readers.reading import Reading
from extractor.readers.sheets.tables import Sheet, read_sheet
from extractor.readers.text import MOST_BYTES, read_text
from extractor.readers.unreadable import Unreadable

_MARKS = "\t,;|"
_SAMPLE = 200  # lines by which the mark is told
_LEAST_ROWS = 2
_MOST_COLUMNS = 300
_MOST_CELL = 100_000


def read_delimited(data: bytes) -> Reading:
    """The blocks of a text that a spreadsheet program is meant to open; of any other text those of a report."""
    if len(data) > MOST_BYTES:
        raise Unreadable("too_large", f"{len(data) / 1e6:.0f}")
    decoded = decode(data)
    lines = decoded.text.splitlines(keepends=True)
    mark = _mark(lines[:_SAMPLE])
    if not mark or any(len(line) > _MOST_CELL for line in lines):
        return read_text(data)
    sheet = Sheet("")
    try:
        for r, row in enumerate(csv.reader(lines, delimiter=mark)):
            for c, text in enumerate(row[:_MOST_COLUMNS]):
                sheet.put(r, c, text.removeprefix("=").strip('"') if text.startswith('="') else text)
    except csv.Error:
        return read_text(data)
    problems = (Problem("bad_characters", str(decoded.damaged)),) if decoded.damaged else ()
    return Reading(tuple(read_sheet(sheet, 1)), problems, 0, {"encoding": decoded.encoding})


def _mark(lines: list[str]) -> str:
    """What stands between the cells: the mark that cuts the most lines into the same number of cells; "" for none."""
    best, mark = 0, ""
    for candidate in _MARKS:
        try:
            widths = Counter(len(row) for row in csv.reader(lines, delimiter=candidate) if len(row) > 1)
        except csv.Error:
            continue
        most = max(widths.values(), default=0)
        if most > best:
            best, mark = most, candidate
    return mark if best >= _LEAST_ROWS else ""
