"""The values of a workbook's sheets, read in a short-lived process of its own, see calamine_child.

They come as lines of JSON and not as pickles: what has read a hostile file is not to be trusted with objects.
"""

from __future__ import annotations

import datetime
import json
import subprocess
import sys
from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from extractor.readers.sheets import calamine_child
from extractor.readers.unreadable import Unreadable

TIME_LIMIT = 40  # seconds, for a machine with much else to do; the child itself may use 15 of the processor

Value = str | bool | int | float | datetime.date | datetime.time
_MOMENTS: dict[str, Callable[[str], Value]] = {
    "datetime": datetime.datetime.fromisoformat,
    "date": datetime.date.fromisoformat,
    "time": datetime.time.fromisoformat,
}


@dataclass(frozen=True, slots=True)
class SheetValues:
    """Values by row and column from 0, empty cells left out; merged ranges with the last row and column in them.

    problem: why there are none (sheet_failed, sheet_too_large)."""

    name: str
    visible: bool
    problem: str = ""
    cells: Sequence[tuple[int, int, Value]] = ()
    merges: Sequence[tuple[int, int, int, int]] = ()


def read_values(data: bytes, passed_over: Collection[str] = ()) -> Iterator[SheetValues]:
    """The worksheets in order; hidden ones and those passed over are named only. Raises Unreadable."""
    lines = iter(_ask(json.dumps(list(passed_over)).encode() + b"\n" + data))
    for name, visible in next(lines):
        if not visible or name in passed_over:
            yield SheetValues(name, visible)
            continue
        found = next(lines, "sheet_failed")  # the process ended in the midst of this sheet
        if isinstance(found, str):
            yield SheetValues(name, visible, found)
        else:
            cells = [(row, column, _value(value)) for row, column, value in found["cells"]]
            yield SheetValues(name, visible, cells=cells, merges=list(map(tuple, found["merges"])))


def _ask(request: bytes) -> Iterator[Any]:
    """The answers of the child, all that came whole. Raises Unreadable where there is not even the first."""
    output, code = _run(request)
    first, *others = output.split(b"\n")[:-1] or [b""]
    if not first:
        raise Unreadable("too_costly" if code < 0 else "damaged")
    sheets = json.loads(first)
    if isinstance(sheets, str):
        raise Unreadable(sheets)
    yield sheets
    yield from map(json.loads, others)


def _run(request: bytes) -> tuple[bytes, int]:
    """What the child said, and its exit code, below zero where it was killed. Whatever ends the waiting kills it; where
    this process is killed, the child soon reaches its own limits."""
    packages = Path(str(find_spec("python_calamine").origin)).parents[1]  # type: ignore[union-attr]
    command = [sys.executable, "-I", "-S", calamine_child.__file__, str(packages)]
    try:
        done = subprocess.run(
            command, input=request, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, timeout=TIME_LIMIT, check=False
        )
    except subprocess.TimeoutExpired as late:
        return late.stdout or b"", -1
    return done.stdout, done.returncode


def _value(plain: Any) -> Value:
    if isinstance(plain, list):
        kind, text = plain
        return _MOMENTS[kind](text)
    assert isinstance(plain, str | bool | int | float)
    return plain
