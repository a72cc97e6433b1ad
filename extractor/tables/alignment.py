"""Rows of text tables whose merged cells are printed once and nothing for the rest: which columns each cell covers.

Such a row has fewer cells than the table has columns, packed to the left: headings (收入 | 支出 over 项目 | 决算数 | 项目 |
决算数) and totals (人员经费合计 | 12.00 | 公用经费合计 | 3.00). A heading over a blank below stands for one column, headings
over words below share the run of words; in other rows amounts belong in columns of amounts and words in the others.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.document import Cell, Table
from extractor.numbers import is_blank
from extractor.tables.grid import number, printed
from extractor.tables.words import column_is, enumerator

MOST_ROWS = 6
_CODE = re.compile(r"[1-9]\d{2}(?:\d{2}){0,2}")


def align_cells(table: Table) -> tuple[Cell, ...]:
    """The cells of a table, those of short rows spread over the columns they stand for where spans are not known."""
    if table.spans_known:
        return table.cells
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        rows.setdefault(cell.row, []).append(cell)
    width = table.column_count
    leading = _leading_rows(list(rows.values()))
    spread = _align_headings(_below_their_groups(leading, width), width)
    heads = {row[0].row for row in leading}
    body = [row for at, row in rows.items() if at not in heads]
    kinds = _column_kinds([row for row in body if len(row) == width])
    sound = _kinds_of_filled_rows(body, width)
    for at, row in rows.items():
        if at in heads or any(c.column_span > 1 for c in row):
            continue
        packed = _without_tail(row)
        if len(row) < width:
            spread[at] = _align_data(row, kinds) or row
        elif sound and _is_packed(packed, width) and not _in_place(packed, sound):
            spread[at] = _align_data(packed, sound) or row
    return tuple(cell for at, row in rows.items() for cell in spread.get(at, row))


def may_be_packed(table: Table) -> bool:
    """Whether blank cells may have been lost: a text shows blanks only at the ends of its rows."""
    if table.spans_known:
        return False
    rows: dict[int, list[Cell]] = {}
    for cell in sorted(table.cells, key=lambda c: (c.row, c.column)):
        rows.setdefault(cell.row, []).append(cell)
    packed = [_without_tail(row) for row in rows.values()]
    inner = sum(not printed(cell.text) for row in packed for cell in row)
    return not inner and any(1 < len(row) < table.column_count for row in packed)


def _without_tail(row: Sequence[Cell]) -> list[Cell]:
    """The cells up to the last that prints something: rows packed to the left are filled up with blanks."""
    end = max((k for k, cell in enumerate(row, 1) if printed(cell.text)), default=0)
    return list(row[:end])


def _is_packed(cells: Sequence[Cell], width: int) -> bool:
    return 0 < len(cells) < width and all(printed(cell.text) for cell in cells)


def _kinds_of_filled_rows(rows: Sequence[list[Cell]], width: int) -> list[str]:
    """What the columns hold by the rows that print something in the last of them, which are not packed; [] where these
    are too few or do not agree, as in forms that are several tables in one grid."""
    filled = [row for row in rows if len(row) == width and printed(row[-1].text)]
    kinds = _column_kinds(filled)
    agreeing = sum(_in_place(row, kinds) for row in filled)
    return kinds if len(filled) > 1 and agreeing * 5 >= len(filled) * 4 and kinds.count("number") > 1 else []


def _in_place(row: Sequence[Cell], kinds: Sequence[str]) -> bool:
    """Whether every number stands in a column of numbers or codes and every word elsewhere; 合计 may stand where the
    rows are numbered."""
    texts = [(printed(cell.text), kinds[k]) for k, cell in enumerate(row) if k < len(kinds)]
    if texts and column_is("total", texts[0][0]):
        texts = texts[1:]
    return all((number(text) is None) == (kind == "word") for text, kind in texts if not is_blank(text))


def _below_their_groups(leading: Sequence[list[Cell]], width: int) -> list[list[Cell]]:
    """A lower heading row packed to the left stands below those headings that have blanks beside them."""
    found: list[list[Cell]] = []
    for row in leading:
        words = _without_tail(row)
        places = _split_columns(found[-1], width) if found else []
        first = printed(words[0].text) if words else ""
        packed = first and len(words) == len(places) < width and 0 not in places
        if packed and not (column_is("label", first) or column_is("code", first)):
            row = [replace(c, column=at, column_span=1) for c, at in zip(words, places, strict=True)]
            filled = {c.column for c in row}
            row += [replace(words[0], text="", column=at, column_span=1) for at in range(width) if at not in filled]
            row.sort(key=lambda c: c.column)
        found.append(row)
    return found


def _split_columns(row: Sequence[Cell], width: int) -> list[int]:
    """The columns of headings that are followed by blanks, those blanks among them."""
    starts = [c.column for c in row if printed(c.text)]
    pairs = zip(starts, [*starts[1:], width], strict=True)
    return [column for start, end in pairs if end - start > 1 for column in range(start, end)]


def _align_headings(leading: Sequence[list[Cell]], width: int) -> dict[int, list[Cell]]:
    below: list[str] | None = None
    spread: dict[int, list[Cell]] = {}
    for row in reversed(leading):
        cells = row
        packed = _without_tail(row)
        if below is not None and _is_packed(packed, width):
            spans = _spans([printed(c.text) for c in packed], below)
            if spans is None and len(row) < width:
                return {}
            cells = row if spans is None else _spread(packed, spans)
        spread[cells[0].row] = cells
        below = _names(cells, width)
    return spread


def _column_kinds(rows: Sequence[Sequence[Cell]]) -> list[str]:
    """For each column what most of its cells hold: "number", "code" or "word"."""
    kinds: list[str] = []
    for column in zip(*rows, strict=True):
        texts = [t for cell in column if (t := printed(cell.text))]
        numbers = [t for t in texts if number(t) is not None]
        codes = [t for t in numbers if _CODE.fullmatch(t)]
        few = len(numbers) * 2 < len(texts)
        kinds.append("word" if few else "code" if codes and len(codes) == len(numbers) else "number")
    return kinds


def _align_data(row: Sequence[Cell], kinds: Sequence[str]) -> list[Cell] | None:
    places: list[int] = []
    for cell in row:
        text = printed(cell.text)
        amount = number(text) is not None and not _CODE.fullmatch(text)
        start = places[-1] + 1 if places else 0
        fitting = (c for c in range(start, len(kinds)) if not text or (kinds[c] == "number") == amount)
        place = next(fitting, None)
        if place is None:
            return None
        places.append(place)
    ends = [*places[1:], len(kinds)]
    wide = zip(row, places, ends, strict=True)
    return [replace(c, column=at, column_span=end - at if printed(c.text) else 1) for c, at, end in wide]


def _leading_rows(rows: Sequence[list[Cell]]) -> list[list[Cell]]:
    found: list[list[Cell]] = []
    for row in rows[:MOST_ROWS]:
        texts = [t for c in row if (t := printed(c.text))]
        if not texts or any(number(t) is not None or enumerator(t)[0] for t in texts):
            break
        found.append(row)
    return found


def _names(cells: Sequence[Cell], width: int) -> list[str]:
    """The word at the first column of each cell, "" where there is none; "<" under the rest of its span."""
    names = [""] * width
    for cell in cells:
        for column in range(cell.column, min(width, cell.column + cell.column_span)):
            names[column] = printed(cell.text) if column == cell.column else "<"
    return names


def _spans(words: Sequence[str], below: Sequence[str]) -> list[int] | None:
    """How many columns each word covers; None where the words below do not tell."""
    runs = _runs(below)
    surplus = len(words) - len(runs)
    while surplus > 0:
        split = next((s for run in runs if (s := _split(run, below)) is not None), None)
        if split is None:
            return None
        run, at = split
        place = runs.index(run)
        runs[place : place + 1] = [(run[0], at), (at, run[1])]
        surplus -= 1
    return [end - start for start, end in runs] if surplus == 0 else None


def _runs(below: Sequence[str]) -> list[tuple[int, int]]:
    """Blank columns alone, words side by side together."""
    runs: list[tuple[int, int]] = []
    start = 0
    while start < len(below):
        end = start + 1
        while below[start] and end < len(below) and below[end]:
            end += 1
        runs.append((start, end))
        start = end
    return runs


def _split(run: tuple[int, int], below: Sequence[str]) -> tuple[tuple[int, int], int] | None:
    """Where a second heading begins within a run: at the first word printed again, else at the next label column."""
    start, end = run
    for column in range(start + 1, end):
        if below[column] == below[start]:
            return run, column
    for column in range(start + 1, end):
        is_label = column_is("label", below[column]) or column_is("code", below[column])
        was_label = column_is("label", below[column - 1]) or column_is("code", below[column - 1])
        if is_label != was_label and (is_label or start == 0) and end - start > 2:
            return run, column
    return None


def _spread(row: Sequence[Cell], spans: Sequence[int]) -> list[Cell]:
    cells: list[Cell] = []
    column = 0
    for cell, span in zip(row, spans, strict=True):
        cells.append(replace(cell, column=column, column_span=span))
        column += span
    return cells
