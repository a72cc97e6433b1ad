"""The rows of a band: what they are called, their codes, and which row is part of which."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace

from extractor.facets import read_facets
from extractor.numbers import is_blank
from extractor.tables.grid import Matrix, indent, number, printed
from extractor.tables.model import Column, ColumnRole, Row, RowKind
from extractor.tables.nesting import is_part_of, is_whole, makes_whole
from extractor.tables.words import enumerator, row_is

TOTALS = (RowKind.SUBTOTAL, RowKind.TOTAL, RowKind.GRAND)
SHORTEST_CODE = 3
_CODED_LABEL = re.compile(r"\[?([2-5]\d{2}(?:\d{2}){0,2})\]?[-—_:]*(?=[^\d,.%)\]万元年月台个辆人亩])")
_VALUES = (ColumnRole.VALUE, ColumnRole.RATE)


def read_rows(matrix: Matrix, first_row: int, columns: Sequence[Column]) -> tuple[Row, ...]:
    """All rows of one band from first_row on, with parents inside the band."""
    codes = [c.index for c in columns if c.role is ColumnRole.CODE]
    labels = [c.index for c in columns if c.role is ColumnRole.LABEL]
    names = [c.index for c in columns if c.role in (ColumnRole.CODE, ColumnRole.LABEL, ColumnRole.INDEX)]
    values = [c.index for c in columns if c.role in _VALUES]
    coded = not codes and _has_coded_labels(
        [_label(matrix, r, labels, names)[0] for r in range(first_row, matrix.height)]
    )
    rows: list[Row] = []
    indents: list[int] = []
    carried: dict[int, str] = {}
    group = ""
    for position in range(first_row, matrix.height):
        label, at = _label(matrix, position, labels, names)
        code = _code(matrix, position, codes, carried)
        if coded and (match := _CODED_LABEL.match(label)):
            code, label = match[1], label[match.end() :]
        if len(labels) > 1:
            group = _group(matrix, position, labels[:-1], group)
        filled = any(number(matrix.text(position, v)) is not None for v in values)
        kind = _kind(label, code, filled)
        rows.append(Row(position, kind, label, code, enumerator(_bare(label))[0], group=group))
        cell = matrix.own[position][at] if at is not None else None
        indents.append(indent(cell.text) if cell is not None else 0)
    return arrange(_indented(rows, indents))


def _has_coded_labels(labels: Sequence[str]) -> bool:
    """205-教育支出, [20502]普通教育, 30101基本工资: most labels begin with their code."""
    printed_labels = [label for label in labels if label]
    found = sum(bool(_CODED_LABEL.match(label)) for label in printed_labels)
    return found > 1 and found * 2 >= len(printed_labels)


def _label(matrix: Matrix, row: int, labels: Sequence[int], names: Sequence[int]) -> tuple[str, int | None]:
    """The innermost label; a word in a code or serial column (合计 over all of them) where the labels are blank."""
    for column in reversed(labels):
        if text := matrix.text(row, column):
            return text.rstrip(":"), column
    for column in names:
        text = matrix.text(row, column)
        if text and not text.isdigit():
            return text.rstrip(":"), column
    return "", None


def _code(matrix: Matrix, row: int, columns: Sequence[int], carried: dict[int, str]) -> str:
    """The joined code: split parts are padded ("2" for "02") and blanks before a printed part carried down."""
    parts = [matrix.text(row, column) for column in columns]
    if any(part and not part.isdigit() for part in parts):
        carried.clear()
        return ""
    if len(parts) <= 1:
        return parts[0] if parts and len(parts[0]) >= SHORTEST_CODE else ""
    printed_parts = [k for k, part in enumerate(parts) if part]
    if not printed_parts:
        return ""
    if len(parts[printed_parts[0]]) >= SHORTEST_CODE and printed_parts[0] > 0:
        return parts[printed_parts[-1]]  # the whole code stands in the 款 or 项 column
    for k in range(printed_parts[-1]):
        parts[k] = parts[k] or carried.get(k, "")
    carried.clear()
    carried.update({k: part for k, part in enumerate(parts) if part})
    if len(parts[0]) > SHORTEST_CODE:
        return parts[0] if len(printed_parts) == 1 else ""
    if any(len(part) > SHORTEST_CODE for part in parts[1:]):
        return parts[printed_parts[-1]]
    return "".join(part.zfill(2) if k else part for k, part in enumerate(parts) if part)


def _group(matrix: Matrix, row: int, columns: Sequence[int], last: str) -> str:
    texts = [cell.text for c in columns if (cell := matrix.over[row][c]) is not None and printed(cell.text)]
    return ">".join(map(printed, texts)) if texts else last


def _bare(label: str) -> str:
    """Without the 其中 or # in front."""
    return label.removeprefix("其中").lstrip(":,#") if row_is("of_which", label) else label


def _kind(label: str, code: str, filled: bool) -> RowKind:
    if is_blank(label) and not code:
        return RowKind.ITEM if filled else RowKind.BLANK
    if code:
        return RowKind.ITEM
    if row_is("note", label):
        return RowKind.NOTE
    if row_is("of_which", label):
        return RowKind.OF_WHICH
    bare = enumerator(label)[1]
    if row_is("grand", bare):
        return RowKind.GRAND
    if row_is("subtotal", bare):
        return RowKind.SUBTOTAL
    return RowKind.TOTAL if row_is("total", bare) else RowKind.ITEM


def _indented(rows: list[Row], indents: Sequence[int]) -> list[Row]:
    """Where nothing else orders the rows, their indentation does."""
    if any(row.code or row.level for row in rows):
        return rows
    widths = sorted({w for row, w in zip(rows, indents, strict=True) if row.kind in (RowKind.ITEM, RowKind.OF_WHICH)})
    if len(widths) < 2:
        return rows
    rank = {width: n for n, width in enumerate(widths)}
    return [replace(r, level=rank.get(w, 0)) for r, w in zip(rows, indents, strict=True)]


def arrange(rows: Sequence[Row]) -> tuple[Row, ...]:
    """Find each row's parent (a position in `rows`): by code, enumerator, indentation or 其中.

    An enumerated 合计 with deeper rows below (（一）支出合计, 1. …) is their parent, not a total of what stands above.
    """
    return _Arranging(rows).done()


class _Arranging:
    """One walk down the rows; `above` holds the open parents with their levels, deepest last."""

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = [row if row.parent is None else replace(row, parent=None) for row in rows]
        self.codes: dict[str, int] = {}
        self.above: list[tuple[int, int]] = []
        self.partial: set[int] = set()
        self.last: int | None = None
        self.owner: int | None = None
        self.after_total = False
        self.levelled = False
        self.ordered = any(row.code or row.level for row in rows)
        self.indented = any(row.level and not enumerator(_bare(row.label))[0] for row in rows)

    def done(self) -> tuple[Row, ...]:
        for position, row in enumerate(self.rows):
            if row.kind in (RowKind.BLANK, RowKind.NOTE):
                continue
            if row.code:
                self._coded(position, row)
            elif row.kind in TOTALS and not self._heads_deeper_rows(position, row):
                self._total(position, row)
            elif row.kind is RowKind.OF_WHICH:
                self._of_which(position, row)
            elif row.level:
                self._levelled(position, row)
            else:
                self._bare(position, row)
            self.last = position
            self.levelled = self.levelled or (row.level > 0 and row.kind is RowKind.ITEM)
        self._gather_apart()
        return tuple(self.rows)

    def _gather_apart(self) -> None:
        """Parts that stand before their whole without any sign: 出国, 接待, 公车, “三公”经费支出."""
        heads = {row.parent for row in self.rows}
        loose: list[int] = []
        for position, row in enumerate(self.rows):
            if row.kind in TOTALS:
                loose = []
            if row.kind is not RowKind.ITEM or row.parent is not None or row.code:
                continue
            label = enumerator(row.label)[1]
            if loose and position not in heads and is_whole(label):
                parts = [k for k in loose if is_part_of(self.rows[k].label, label)]
                if makes_whole(tuple(self.rows[k].label for k in parts), label, every=False):
                    for k in parts:
                        self._set(k, position)
                    loose = [k for k in loose if k not in parts]
            loose.append(position)

    def _set(self, position: int, parent: int | None, kind: RowKind | None = None) -> None:
        row = self.rows[position]
        if row.parent != parent or kind not in (None, row.kind):
            self.rows[position] = replace(row, parent=parent, kind=kind or row.kind)

    def _coded(self, position: int, row: Row) -> None:
        parent = next(
            (self.codes[row.code[:n]] for n in range(len(row.code) - 1, 2, -1) if row.code[:n] in self.codes), None
        )
        self.codes[row.code] = position
        self._set(position, parent)
        self.above, self.owner = [], None

    def _heads_deeper_rows(self, position: int, row: Row) -> bool:
        below = (self.rows[k] for k in range(position + 1, len(self.rows)))
        following = next((r for r in below if r.kind not in (RowKind.BLANK, RowKind.NOTE)), None)
        return row.level > 0 and following is not None and following.level > row.level

    def _total(self, position: int, row: Row) -> None:
        self._set(position, None)
        self.above, self.owner, self.after_total = [], None, True
        if row.kind is not RowKind.SUBTOTAL:
            self.codes = {}

    def _of_which(self, position: int, row: Row) -> None:
        """其中 belongs to the row before it; a second 其中 after the first may be inside it."""
        if row.level and self.above and self.above[-1][0] < row.level:
            self._levelled(position, row)
            self.partial.add(self.above[-2][1] if len(self.above) > 1 else position)
            return
        owner = self.last
        while (
            owner is not None
            and row.level
            and self.rows[owner].level >= row.level
            and self.rows[owner].parent is not None
        ):
            owner = self.rows[owner].parent
        self._set(position, owner)
        self.owner = owner if not row_is("marked", row.label) else None
        if row.level and owner is not None:
            self.partial.add(owner)
            self.above.append((row.level, position))

    def _levelled(self, position: int, row: Row) -> None:
        while self.above and self.above[-1][0] >= row.level:
            self.above.pop()
        parent = self.above[-1][1] if self.above else None
        kind = RowKind.OF_WHICH if parent in self.partial else RowKind.ITEM
        self._set(position, parent, kind if row.kind is not RowKind.OF_WHICH else None)
        self.above.append((row.level, position))
        self.owner = None

    def _bare(self, position: int, row: Row) -> None:
        if self.after_total and self.above and self._splits_carry(self.rows[self.above[0][1]], row):
            self._set(position, self.above[0][1])
            return
        head = self._named_whole(row)
        owner = self.owner
        if head is not None and (owner is None or owner != head):
            self._set(position, head)
            return
        if owner is not None and (self.ordered or owner == head or self.rows[owner].kind in TOTALS):
            self._set(position, owner, RowKind.OF_WHICH)
            return
        self._set(position, None, RowKind.ITEM)
        self.owner = None
        opens = not any(row_is(kind, enumerator(row.label)[1]) for kind in ("adjusting", "signed"))
        self.above = [(0, position)] if opens and (self.indented or self.after_total or not self.levelled) else []

    def _named_whole(self, row: Row) -> int | None:
        """The row above that the vocabulary knows as the whole of this one: 人员经费 under 基本支出."""
        candidate = self.last
        while candidate is not None:
            above = self.rows[candidate]
            label = enumerator(above.label)[1]
            if above.kind is RowKind.ITEM and label and is_part_of(row.label, label):
                return candidate
            candidate = above.parent
        return None

    def _splits_carry(self, head: Row, row: Row) -> bool:
        """Fund names after 年初/年末结转 are its parts, and so are 基本支出结转, 项目支出结转和结余."""
        whole, part = read_facets(head.label).values, read_facets(row.label).values
        if whole.get("carry") not in ("年初", "年末"):
            return False
        if "carry" not in part:
            return "fund" in part
        return part["carry"] in ("结转结余", "结余")
