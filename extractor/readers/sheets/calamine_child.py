"""Reads one workbook by calamine, as a program of its own.

calamine asks for all the memory that the counts and references of a spoilt file speak of, or loops without end; either
takes the whole process with it, and nothing can be caught. Here it takes only this one, which starts in 20 ms.

Input: a line of JSON, the names of sheets to pass over, then the workbook. Output: a line of JSON for all sheets, then
one for each sheet read, flushed one by one, so that what was told before a sudden end is not lost. Nothing of the
project is imported here, and little else: each import is paid for every workbook.
"""

from __future__ import annotations

import io
import json
import sys
from collections.abc import Iterator
from typing import Any

_SECONDS = 15  # of the processor; two million cells take four
_BYTES = 2_000_000_000  # of addresses; a full sheet of an .xls, of which every cell is laid out, takes 1.2
_MOST_SHEETS = 300
_MOST_OUTPUT = 60_000_000  # characters: a long text may stand in every cell, and the file holds it once
_CELL = 20  # characters that a number with its place takes


def main(packages: str) -> None:
    """packages: the folder that calamine is installed in."""
    _limit()
    sys.path.append(packages)
    passed_over = set(json.loads(sys.stdin.buffer.readline()))
    for answer in _answers(sys.stdin.buffer.read(), passed_over):
        sys.stdout.write(answer + "\n")
        sys.stdout.flush()


def _limit() -> None:
    """Where the system knows no such limits, the one on time that the asking process keeps is all there is."""
    try:
        import resource
    except ImportError:
        return
    for what, most in (
        (resource.RLIMIT_CORE, 0),
        (resource.RLIMIT_CPU, _SECONDS),
        (resource.RLIMIT_AS, _BYTES),
    ):
        hard = resource.getrlimit(what)[1]
        try:
            resource.setrlimit(what, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))
        except (OSError, ValueError):
            continue


def _answers(data: bytes, passed_over: set[str]) -> Iterator[str]:
    """The sheets as [name, visible], then of each visible one {cells, merges} or the kind of its problem; one kind of
    problem alone where the workbook does not open."""
    from python_calamine import CalamineWorkbook, PasswordError

    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
    except PasswordError:
        yield json.dumps("encrypted")
        return
    except BaseException:  # a panic of the parser is no Exception
        yield json.dumps("damaged")
        return
    sheets = [
        (entry.name, str(entry.visible).endswith("Visible"))
        for entry in book.sheets_metadata[:_MOST_SHEETS]
        if str(entry.typ).endswith("WorkSheet")
    ]
    yield json.dumps(sheets)
    room = _MOST_OUTPUT
    for name, visible in sheets:
        if visible and name not in passed_over:
            answer = _sheet(book, name, room)
            room -= len(answer)
            yield answer


def _sheet(book: Any, name: str, room: int) -> str:
    try:
        source = book.get_sheet_by_name(name)
        cells = []
        for row, column, value in _cells(source):
            room -= _CELL + (len(value) if isinstance(value, str) else 0)
            if room < 0:
                return json.dumps("sheet_too_large")
            cells.append((row, column, value))
        merges = [(*first, *last) for first, last in source.merged_cell_ranges or []]
        return json.dumps({"cells": cells, "merges": merges})
    except BaseException:
        return json.dumps("sheet_failed")


def _cells(source: Any) -> Iterator[tuple[int, int, Any]]:
    top, left = source.start or (0, 0)
    for row, values in enumerate(source.to_python(skip_empty_area=True), top):
        for column, value in enumerate(values, left):
            if value != "" and value is not None:
                yield row, column, _plain(value)


def _plain(value: Any) -> Any:
    """Moments as [kind, text], a span of time as its text; all else is plain as it is."""
    if hasattr(value, "isoformat"):
        return [type(value).__name__, value.isoformat()]
    return value if isinstance(value, str | bool | int | float) else str(value)


if __name__ == "__main__":
    main(sys.argv[1])
