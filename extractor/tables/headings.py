"""Which leading rows of a grid are headings, and the path of headings above each column."""

from __future__ import annotations

import re
from collections.abc import Sequence

from extractor.document import Cell
from extractor.tables.grid import Matrix, number, printed
from extractor.tables.words import column_is, enumerator, heading_rule, is_heading_word, row_is

MOST_HEADING = 10  # rows
_YEAR = re.compile(r"(?:19|20)\d\d")
_SERIAL = re.compile(r"\(?\d{1,2}\)?")
_LEVEL = re.compile(r"^[一二三]级")


def count_heading_rows(matrix: Matrix, spans_known: bool) -> int:
    """The number of leading rows without data."""
    row = last = 0
    while row < min(matrix.height, MOST_HEADING):
        texts = [printed(c.text) for c in matrix.filled(row)]
        if not texts:
            row += 1
            continue
        if not is_number_row(texts) and _holds_data(matrix, row, texts, last, spans_known):
            break
        row += 1
        last = row
    return last


def is_number_row(texts: Sequence[str]) -> bool:
    """栏次 | 1 | 2 | 3=1+2: it numbers the columns."""
    numbered = [int(t.strip("()")) for t in texts if _SERIAL.fullmatch(t)]
    formulas = [t for t in texts if heading_rule("formula").match(t)]
    words = [t for t in texts if not _SERIAL.fullmatch(t) and t not in formulas]
    if not numbered or any(not heading_rule("sequence").match(w) and not is_heading_word(w) for w in words):
        return False
    if any(heading_rule("sequence").match(w) for w in words):
        return True
    count = len(numbered) + len(formulas)
    return count >= 2 and numbered == sorted(set(numbered)) and numbered[0] <= 2 and numbered[-1] <= numbered[0] + count


def _holds_data(matrix: Matrix, row: int, texts: Sequence[str], before: int, spans_known: bool) -> bool:
    if any(_is_data(text) for text in texts):
        return True
    cells = matrix.filled(row)
    first = texts[0]
    total_like = [t for t in texts if column_is("total", t)]
    if len(texts) == 1:
        if row_is("total", first) or row_is("grand", first) or first in ("…", "……", "无"):
            return True
        return before > 0 and not is_heading_word(first) and cells[0].column_span < matrix.width
    if len(total_like) == len(texts) and (cells[0].column_span > 1 or before > 1):
        return True
    if before == 0 or all(is_heading_word(t) for t in texts):
        return False
    return not _is_subheading(matrix, row, before, cells, spans_known)


def _is_data(text: str) -> bool:
    if _YEAR.fullmatch(text):
        return False
    if number(text) is not None:
        return True
    return enumerator(text)[0] > 0 and not _LEVEL.match(text)


def _is_subheading(matrix: Matrix, row: int, before: int, cells: Sequence[Cell], spans_known: bool) -> bool:
    """Words under headings that still wait for a subdivision."""
    above = before - 1
    waiting = 0
    for cell in cells:
        over = matrix.over[above][cell.column]
        split = over is not None and over.column_span > max(1, cell.column_span)
        if not spans_known:
            right = matrix.over[above][cell.column + 1] if cell.column + 1 < matrix.width else None
            split = split or over is None or not printed(over.text) or (right is not None and not printed(right.text))
        waiting += split or (over is not None and not printed(over.text))
    return waiting * 2 >= len(cells) and not any(len(printed(c.text)) > 20 for c in cells)


def heading_paths(matrix: Matrix, rows: int, spans_known: bool) -> list[tuple[str, ...]]:
    """For each column the headings above it, outermost first, without repetitions and column numbers."""
    lines: list[Sequence[Cell | None]] = [matrix.over[row] for row in range(rows)]
    if not spans_known:
        lines = _infer_spans(lines)
    lines = [line for line in lines if not is_number_row(_texts(line))]
    paths: list[tuple[str, ...]] = []
    for column in range(matrix.width):
        path: list[str] = []
        last: Cell | None = None
        for line in lines:
            cell = line[column]
            if cell is None or cell is last:
                continue
            last = cell
            text = printed(cell.text)
            if text and (not path or path[-1] != text) and not _is_total_of_rows(path, text):
                path.append(text)
        paths.append(tuple(path))
    return paths


def _is_total_of_rows(path: Sequence[str], text: str) -> bool:
    """合计 under 科目编码 or 科目名称 is the first row's label in a table whose headings go on to its right."""
    return column_is("total", text) and any(
        column_is("code", h) or (column_is("label", h) and h not in ("收入", "支出")) for h in path
    )


def _texts(line: Sequence[Cell | None]) -> list[str]:
    cells = dict.fromkeys(c for c in line if c is not None)
    return [text for c in cells if (text := printed(c.text))]


def column_numbers(matrix: Matrix, rows: int) -> dict[int, str]:
    """The 栏次 printed under each heading: "1", "3=1+2"."""
    found: dict[int, str] = {}
    for row in range(rows):
        cells = matrix.filled(row)
        texts = [printed(c.text) for c in cells]
        if len(texts) > 1 and is_number_row(texts):
            found |= {
                c.column: t.strip("()")
                for c, t in zip(cells, texts, strict=True)
                if _SERIAL.fullmatch(t) or heading_rule("formula").match(t)
            }
    return found


def _infer_spans(lines: Sequence[Sequence[Cell | None]]) -> list[Sequence[Cell | None]]:
    """Merged heading cells of a text that has none: a blank with a heading above continues it downwards, a blank
    with a heading below continues its left neighbour."""
    found: list[Sequence[Cell | None]] = []
    for row, line in enumerate(lines):
        filled: list[Cell | None] = []
        for column, cell in enumerate(line):
            if cell is not None and printed(cell.text):
                filled.append(cell)
                continue
            above = found[row - 1][column] if row else None
            if above is not None and _own_text(lines, row - 1, column):
                filled.append(above)
            elif any(_own_text(lines, below, column) for below in range(row + 1, len(lines))):
                filled.append(filled[-1] if filled else None)
            else:
                filled.append(above)
        found.append(filled)
    return found


def _own_text(lines: Sequence[Sequence[Cell | None]], row: int, column: int) -> bool:
    cell = lines[row][column]
    return cell is not None and bool(printed(cell.text))
