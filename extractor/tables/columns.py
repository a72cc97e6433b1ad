"""What the columns of a table hold, by their content and their headings, and the bands they form."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass

from extractor.numbers import is_blank
from extractor.tables.grid import Matrix, number
from extractor.tables.model import Column, ColumnRole
from extractor.tables.words import column_is, row_is

_CODE = re.compile(r"[1-9]\d{2}(?:\d{2}(?:\d{2})?)?")
_YEAR = re.compile(r"(?:19|20)\d\d")
_CODE_PART = re.compile(r"\d{1,40}")
_CARRIES_VALUES = (ColumnRole.VALUE, ColumnRole.RATE)
_NAMES_ROWS = (ColumnRole.CODE, ColumnRole.LABEL)


@dataclass(frozen=True, slots=True)
class _Content:
    """The texts of a column below the heading: numbers, words, and how many integers look like codes."""

    numbers: tuple[str, ...]
    words: tuple[str, ...]

    @property
    def codes(self) -> bool:
        return bool(self.numbers) and all(_CODE.fullmatch(n) for n in self.numbers)

    @property
    def parts(self) -> bool:
        return all(_CODE_PART.fullmatch(n) for n in self.numbers)

    @property
    def rates(self) -> bool:
        return bool(self.numbers) and all(n.endswith(("%", "‰")) for n in self.numbers)

    @property
    def years(self) -> bool:
        return bool(self.numbers) and all(_YEAR.fullmatch(n) for n in self.numbers)

    @property
    def serial(self) -> bool:
        if len(self.numbers) < 2 or not all(n.isdigit() and len(n) < 4 for n in self.numbers):
            return False
        values = [int(n) for n in self.numbers]
        return values[0] <= 1 and values == list(range(values[0], values[0] + len(values)))


def read_columns(matrix: Matrix, first_row: int, paths: Sequence[tuple[str, ...]]) -> list[Column]:
    """One column for each path of headings, left to right; its role follows from the headings and from what the cells
    from first_row down hold."""
    contents = [_content(matrix, first_row, column) for column in range(matrix.width)]
    roles: list[ColumnRole] = []
    for column, path in enumerate(paths):
        roles.append(_role(path, contents, column))
    _settle_texts(roles, paths)
    return [Column(i, path, role) for i, (path, role) in enumerate(zip(paths, roles, strict=True))]


def _content(matrix: Matrix, first_row: int, column: int) -> _Content:
    numbers: list[str] = []
    words: list[str] = []
    for row in range(first_row, matrix.height):
        text = matrix.text(row, column)
        if is_blank(text):
            continue
        (numbers if number(text) is not None else words).append(text)
    return _Content(tuple(numbers), tuple(words))


def _role(path: tuple[str, ...], contents: Sequence[_Content], column: int) -> ColumnRole:
    leaf = path[-1] if path else ""
    content = contents[column]
    if column_is("index", leaf) or (not leaf and content.serial):
        return ColumnRole.INDEX
    if any(column_is("code", heading) for heading in path) and content.parts and not _is_amount_heading(leaf):
        return ColumnRole.CODE
    if content.codes and len(content.numbers) > 1 and not _is_amount_heading(leaf) and _left_of_words(contents, column):
        return ColumnRole.CODE
    if column_is("year", leaf) and content.years:
        return ColumnRole.LABEL
    if column_is("rate", leaf) or content.rates:
        return ColumnRole.RATE
    if column_is("text", leaf) or column_is("target", leaf):
        return ColumnRole.TEXT
    amounts = len(content.numbers)
    if column_is("label", leaf) and amounts <= len(content.words):
        return ColumnRole.LABEL
    if amounts and amounts >= len(content.words):
        return ColumnRole.VALUE
    if content.words:
        return ColumnRole.LABEL
    return ColumnRole.VALUE if leaf else ColumnRole.EMPTY


def _is_amount_heading(leaf: str) -> bool:
    return column_is("total", leaf) or leaf.endswith(("数", "额", "元)", "支出", "经费"))


def _left_of_words(contents: Sequence[_Content], column: int) -> bool:
    """The next column that prints anything prints words (or further code parts before words)."""
    for content in contents[column + 1 :]:
        if content.words and len(content.words) >= len(content.numbers):
            return True
        if content.numbers and not content.parts:
            return False
    return False


def _settle_texts(roles: list[ColumnRole], paths: Sequence[tuple[str, ...]]) -> None:
    """Words right of the last amount of the table are remarks, not labels."""
    for column in range(len(roles) - 1, -1, -1):
        if roles[column] in _CARRIES_VALUES:
            return
        leaf = paths[column][-1] if paths[column] else ""
        if roles[column] is ColumnRole.LABEL and any(r in _CARRIES_VALUES for r in roles[:column]):
            roles[column] = ColumnRole.TEXT if not column_is("label", leaf) else ColumnRole.LABEL


def split_bands(columns: Sequence[Column]) -> list[list[Column]]:
    """Side-by-side halves: a new one starts where a code or label column follows a value column."""
    bands: list[list[Column]] = []
    has_values = False
    for position, column in enumerate(columns):
        if column.role in (*_NAMES_ROWS, ColumnRole.INDEX) and has_values:
            following = next((c.role for c in columns[position + 1 :] if c.role is not ColumnRole.INDEX), None)
            if column.role in _NAMES_ROWS or following in _NAMES_ROWS:
                bands.append([])
                has_values = False
        if not bands:
            bands.append([])
        bands[-1].append(column)
        has_values = has_values or column.role in _CARRIES_VALUES
    return [band for band in bands if any(c.role in _CARRIES_VALUES for c in band)]


def side_of(band: Sequence[Column], labels: Sequence[str]) -> str:
    """收入 or 支出, from the outermost heading of a band, else from the labels of its totals."""
    tops = [column.path[0] for column in band if column.path]
    for texts in (tops, [label for label in labels if row_is("total", label) or row_is("grand", label)]):
        income = any("收入" in text for text in texts)
        spending = any("支出" in text for text in texts)
        if income != spending:
            return "收入" if income else "支出"
    return ""
