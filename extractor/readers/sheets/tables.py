"""One sheet of shown cells → titles, tables and notes. The same for every spreadsheet format."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from extractor.document import Block, Cell, Paragraph, Problem, Table
from extractor.layout.captions import is_caption
from extractor.location import Location, Piece, Text
from extractor.numbers import read_cell, squeeze
from extractor.readers.reading import Reading
from extractor.readers.sheets.formats import UNKNOWN
from extractor.readers.unreadable import Unreadable

MOST_POSITIONS = 1_000_000
_MOST_BLANK = 40  # lines of a form that were left empty
_WIDEST_MERGE = 50  # columns a merged cell may reach past the last filled one
Merge = tuple[int, int, int, int]
"""First row, first column, last row, last column, all from 0."""


@dataclass(slots=True)
class Sheet:
    """What the cells show, by row and column from 0, cells that show nothing left out; and the merged ranges."""

    name: str
    rows: dict[int, dict[int, str]] = field(default_factory=dict)
    merges: list[Merge] = field(default_factory=list)

    def put(self, row: int, column: int, text: str) -> None:
        if text.strip():
            self.rows.setdefault(row, {})[column] = text.strip()

    def mark_unknown(self, places: Iterable[tuple[int, int]]) -> None:
        """Cells whose formulas have no stored results, in the rows that show something else."""
        for row, column in places:
            if self.rows.get(row, {}).keys() - {column}:
                self.put(row, column, UNKNOWN)


def cell_name(row: int, column: int) -> str:
    """(4, 27) → "AB5"."""
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def read_sheet(sheet: Sheet, first_table: int) -> list[Block]:
    """The blocks of a sheet; its tables are numbered from first_table."""
    blocks: list[Block] = []
    captions: list[Paragraph] = []
    for region in _regions(sheet):
        lead, body, tail = _parts(sheet, region)
        captions += [line for row in lead for line in _lines(sheet, row)]
        if body:
            blocks += [caption for caption in captions if not is_caption(caption.text)]
            above = [caption.content for caption in captions if is_caption(caption.text)]
            blocks.append(_table(sheet, body, first_table, above or _named(sheet)))
            first_table += 1
            captions = []
        blocks += [line for row in tail for line in _lines(sheet, row)]
    return [*blocks, *captions]


def workbook(blocks: Sequence[Block], problems: Sequence[Problem], *, torn: bool = False) -> Reading:
    """What its sheets hold; torn where a part of the file is lost. Raises Unreadable where all that there is is too
    large or damaged."""
    kinds = {problem.kind for problem in problems}
    if not blocks and "sheet_too_large" in kinds:
        raise Unreadable("table_too_large")
    if not blocks and (torn or "sheet_failed" in kinds):
        raise Unreadable("damaged")
    return Reading(tuple(blocks), (*problems, *([Problem("damaged_file")] if torn else ())))


def hidden_lines(sheet: str, rows: int, columns: int) -> list[Problem]:
    """The notes that a sheet holds rows or columns it does not show. They are read: its totals count them."""
    counts = {"hidden_rows": rows, "hidden_columns": columns}
    return [Problem(kind, f"{sheet}: {count}") for kind, count in counts.items() if count]


def _regions(sheet: Sheet) -> list[list[int]]:
    """Runs of rows that show something, cut at rows that show nothing and are not covered by a merge.

    Blank lines inside a table do not cut it: the rows behind them go on in the same columns with figures. Behind a
    total it is one line at most.
    """
    covered = {row for top, _, bottom, _ in sheet.merges for row in range(top + 1, min(bottom, top + 500) + 1)}
    regions: list[list[int]] = []
    for row in sorted(sheet.rows):
        if regions and (
            all(gap in covered for gap in range(regions[-1][-1] + 1, row)) or _goes_on(sheet, regions[-1], row)
        ):
            regions[-1].append(row)
        else:
            regions.append([row])
    return regions


def _goes_on(sheet: Sheet, region: list[int], row: int) -> bool:
    below = sheet.rows[row]
    ended = any(squeeze(text).endswith("计") for text in sheet.rows[region[-1]].values())
    if row - region[-1] - 1 > (1 if ended else _MOST_BLANK):
        return False
    columns = {column for above in region for column in sheet.rows[above]}
    figures = any(read_cell(text) for text in below.values())
    return figures and len(below) >= 2 and len(sheet.rows[region[-1]]) >= 2 and below.keys() <= columns


def _parts(sheet: Sheet, region: list[int]) -> tuple[list[int], list[int], list[int]]:
    """The rows of titles before, of the grid, and of notes after it."""
    rows = [list(sheet.rows[row].values()) for row in region]
    first = next((i for i, cells in enumerate(rows) if not _is_line(cells)), len(region))
    if first == len(region):
        return region, [], []
    last = next(i for i in range(len(region) - 1, -1, -1) if not _is_line(rows[i]))
    while last + 1 < len(region) and not _is_note(rows[last + 1]):
        last += 1
    return region[:first], region[first : last + 1], region[last + 1 :]


def _is_line(cells: list[str]) -> bool:
    """A row that is a line of text: one cell, or a few like 编制单位：X and 单位：万元."""
    if len(cells) == 1:
        return read_cell(cells[0]) is None
    return len(cells) <= 3 and all(":" in squeeze(cell) or cell.strip().startswith("公开") for cell in cells)


def _is_note(cells: list[str]) -> bool:
    return squeeze(cells[0]).startswith(("注", "备注", "说明", "填表", "单位负责人")) or len(cells[0]) > 30


def _lines(sheet: Sheet, row: int) -> list[Paragraph]:
    """A row's cells as lines of text."""
    lines = []
    for column, text in sorted(sheet.rows[row].items()):
        at = Location(sheet=sheet.name, cell=cell_name(row, column), row=row + 1, column=column + 1)
        lines.append(Paragraph(Text(" ".join(text.split()), (Piece(0, at),))))
    return lines


def _named(sheet: Sheet) -> list[Text]:
    """A sheet's name as its title, where it says something and nothing else does."""
    telling = sum("一" <= char <= "鿿" for char in sheet.name) >= 4
    return [Text(sheet.name, (Piece(0, Location(sheet=sheet.name)),))] if telling else []


def _table(sheet: Sheet, body: list[int], number: int, above: Iterable[Text]) -> Table:
    columns = {column for row in body for column in sheet.rows[row]}
    left, right = min(columns), max(columns)
    merges = {merge[:2]: merge for merge in sheet.merges if body[0] <= merge[0] <= body[-1]}
    right = max([right, *(merge[3] for merge in merges.values() if merge[3] < right + _WIDEST_MERGE)])
    if (body[-1] - body[0] + 1) * (right - left + 1) > MOST_POSITIONS:
        raise Unreadable("sheet_too_large")
    kept = {row: i for i, row in enumerate(range(body[0], body[-1] + 1))}
    covered = {
        (row, column)
        for top, first, bottom, last in merges.values()
        for row in range(top, min(bottom, body[-1]) + 1)
        for column in range(first, min(last, right) + 1)
        if (row, column) != (top, first)
    }
    cells = [
        _cell(sheet, (row, column), merges.get((row, column)), (kept[row], column - left), number, (body[-1], right))
        for row in kept
        for column in range(left, right + 1)
        if (row, column) not in covered
    ]
    at = Location(sheet=sheet.name, cell=f"{cell_name(body[0], left)}:{cell_name(body[-1], right)}", table=number)
    return Table(number, tuple(cells), len(kept), right - left + 1, at, above=tuple(above))


def _cell(
    sheet: Sheet,
    at: tuple[int, int],
    merge: Merge | None,
    place: tuple[int, int],
    number: int,
    corner: tuple[int, int],
) -> Cell:
    row, column = place
    height = min(merge[2], corner[0]) - at[0] + 1 if merge else 1
    width = min(merge[3], corner[1]) - at[1] + 1 if merge else 1
    location = Location(sheet=sheet.name, cell=cell_name(*at), table=number, row=row + 1, column=column + 1)
    return Cell(sheet.rows.get(at[0], {}).get(at[1], ""), row, column, height, width, location)
