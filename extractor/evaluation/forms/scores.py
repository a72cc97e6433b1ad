"""Score sheets: indicators of several levels, their weights, the points given and the total.

An indicator's weight stands in its label (投入（20分）) or in a 分值 column; its score may stand on its own row, on
several rows (one for each criterion) or on the row of the level above, whose children then explain it.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

import regex

from extractor.document import Document
from extractor.evaluation.forms.grid import Part, open_form, read_weighted
from extractor.evaluation.forms.sheet import Item, Sheet
from extractor.evaluation.forms.sheet_statements import state_sheet
from extractor.evaluation.statements import ScoreTotal
from extractor.evaluation.words import pattern, read_label
from extractor.extraction import Open
from extractor.figure import Figure, Role
from extractor.numbers import is_blank, squeeze
from extractor.quantity import Quantity
from extractor.statement import Source, Statement
from extractor.tables.model import LogicalTable, TableKind

_AFTER_NAME = regex.compile(r"[:：\d]")


def _scored(part: Part) -> bool:
    return part.column("score") is not None and (part.has("level") or (part.has("item") and part.has("weight")))


def _has_money(part: Part) -> bool:
    return bool(part.columns("budget", "initial")) and part.has("execution")


def read_scores(
    tables: Iterable[LogicalTable], document: Document
) -> tuple[list[Figure], list[Statement], list[Sheet], list[Open]]:
    """The score sheets among the tables (and the scored parts of goal forms): figures, statements, sheets, what stayed open."""
    figures: list[Figure] = []
    statements: list[Statement] = []
    sheets: list[Sheet] = []
    unbound: list[Open] = []
    for table in tables:
        if table.kind not in (TableKind.SCORE_SHEET, TableKind.GOAL_FORM):
            continue
        sheet = read_sheet(table)
        if sheet is None:
            continue
        sheets.append(sheet)
        figures += sheet.figures()
        statements += state_sheet(sheet)
        unbound += sheet.open
    return figures, statements, sheets, unbound


def read_sheet(table: LogicalTable) -> Sheet | None:
    """Read one table's indicators and scores; None where it has no scored part."""
    form = open_form(table)
    scored = [part for part in form.parts if part.column("score") is not None]
    if not any(_scored(part) for part in scored):
        return None
    sheet = Sheet(form)
    for part in scored:
        if _has_money(part):
            _read_money_score(sheet, part)
        elif _scored(part):
            _Rows(sheet, part).read()
    return sheet


def _read_money_score(sheet: Sheet, part: Part) -> None:
    """The points for budget execution in the money part of a national form: its first row with a weight or score."""
    score_at, weight_at = part.column("score"), part.column("weight")
    for row in part.rows:
        score = sheet.form.quantity(row, score_at, "分") if score_at is not None else None
        if score is None or score.unit != "分":
            continue
        weight = sheet.form.quantity(row, weight_at, "分") if weight_at is not None else None
        made = sheet.form.figure(score, Role.SCORE, "预算执行率得分", row, score_at or 0, concept="预算执行率")
        weighs = sheet.form.figure(weight, Role.WEIGHT, "预算执行率分值", row, weight_at or 0) if weight else None
        sheet.funds.append((weighs, made))
        return


class _Rows:
    """Walks the rows of one scored part, carrying labels down."""

    def __init__(self, sheet: Sheet, part: Part) -> None:
        self.sheet = sheet
        self.form = sheet.form
        self.part = part
        self.levels = part.columns("level") or part.columns("item")[:1]
        scores = part.columns("score")
        self.score_at = next((j for j in scores if j > max(self.levels, default=-1)), scores[0])
        self.scores_above = tuple(j for j in scores if j < self.score_at)  # a level may have its own right behind it
        self.weights_at = part.columns("weight")
        self.current: dict[int, Item] = {}
        self.since: list[Item] = []  # items since the last subtotal

    def read(self) -> None:
        for row in self.part.rows:
            first = next((t for j in range(self.score_at) if (t := self.form.text(row, j))), "")
            name = read_label(first).name
            if pattern("subtotal_row").fullmatch(name):
                self._subtotal(row)
            elif pattern("total_row").fullmatch(_AFTER_NAME.split(name)[0]):
                self._total(row)
            else:
                self._row(row)

    def _row(self, row: int) -> None:
        new = [j for j in self.levels if self.form.begins(row, j) and self.form.text(row, j)]
        new = [j for j in new if not self._is_number(row, j)]
        new = self._without_repeats(row, new)
        for j in new:
            self._open_item(row, j)
        if not self.current:
            return
        item = self.current[max(self.current)]
        if not (self.since and self.since[-1] is item):
            self.since.append(item)
        self._line_weight(row, item, bool(new))
        for j in self.part.columns("rule"):
            item.rule += self.form.text(row, j) if self.form.begins(row, j) else ""
        self._score(row, item, bool(new))
        item.rates += self._rates(row, item)

    def _score(self, row: int, item: Item, is_new: bool) -> None:
        score = self.form.quantity(row, self.score_at, "分")
        text = self.form.text(row, self.score_at)
        if score and score.unit == "分":
            item.scores.append(self.form.figure(score, Role.SCORE, item.name, row, self.score_at))
        elif is_new and self.form.begins(row, self.score_at) and not text:
            item.blank = True
        elif text and self.form.begins(row, self.score_at) and not is_blank(text):
            self.sheet.unread += 1
            self.sheet.open.append(Open("score_unread", item.weight))

    def _rates(self, row: int, item: Item) -> list[Figure]:
        """Rates that a whole cell of the result or note columns prints."""
        found = []
        for j in self.part.columns("result", "note", "rate"):
            quantity = self.form.quantity(row, j)
            if quantity and quantity.unit == "%":
                found.append(self.form.figure(quantity, Role.RATIO, item.name, row, j))
        return found

    def _without_repeats(self, row: int, columns: list[int]) -> list[int]:
        """Labels that a source repeats on every row instead of merging the cell open no new item."""
        kept: list[int] = []
        for j in columns:
            depth = self.levels.index(j)
            same = depth in self.current and self.current[depth].quote == self.form.text(row, j)
            if kept or not same or j == columns[-1]:
                kept.append(j)
        return kept

    def _is_number(self, row: int, column: int) -> bool:
        return self.form.quantity(row, column) is not None

    def _open_item(self, row: int, column: int) -> None:
        depth = self.levels.index(column)
        named = read_weighted(self.form, row, column)
        above = [self.current[d] for d in sorted(self.current) if d < depth]
        parent = above[-1] if above else None
        quote = self.form.text(row, column)
        item = Item(named.name, depth, row, self.form.place(row, column), quote, named.weight, parent=parent)
        (parent.children if parent else self.sheet.top).append(item)
        self.current = {d: i for d, i in self.current.items() if d < depth} | {depth: item}
        own = self._own_column(column, self.weights_at if len(self.weights_at) > 1 else ())
        if own is not None and item.weight is None and (weight := self.form.quantity(row, own, "分")):
            item.weight = self.form.figure(weight, Role.WEIGHT, item.name, row, own)
        scored = self._own_column(column, self.scores_above)
        if scored is not None and (score := self.form.quantity(row, scored, "分")):
            item.scores.append(self.form.figure(score, Role.SCORE, item.name, row, scored))

    def _own_column(self, level_column: int, columns: Sequence[int]) -> int | None:
        """The 分值 or 得分 column of a level where each level has its own right behind it."""
        later = [j for j in self.levels if j > level_column]
        limit = later[0] if later else self.score_at
        return next((j for j in columns if level_column < j < limit), None)

    def _line_weight(self, row: int, item: Item, is_new: bool) -> None:
        """The weight of a single 分值 column: the item's own on its first row, a line's on further ones."""
        if len(self.weights_at) != 1:
            return
        quantity = self.form.quantity(row, self.weights_at[0], "分")
        if quantity is None or quantity.unit not in ("分", "%", ""):
            return
        figure = self.form.figure(_as_points(quantity), Role.WEIGHT, item.name, row, self.weights_at[0])
        if is_new and item.weight is None:
            item.weight = figure
        elif not is_new:
            item.line_weights.append(figure)

    def _subtotal(self, row: int) -> None:
        score = self.form.quantity(row, self.score_at, "分")
        parts = tuple(f for item in self.since if not item.children for f in item.scores)
        if score and parts:
            total = self.form.figure(score, Role.SCORE, "小计", row, self.score_at)
            self.sheet.subtotals.append(ScoreTotal(source=Source.TABLE, total=total, parts=parts))
        self.since = []
        self.current = {}

    def _total(self, row: int) -> None:
        """The 合计 row; its cells may have slid to the left where blanks were dropped."""
        score = self.form.quantity(row, self.score_at, "分")
        single = self.weights_at[-1] if self.weights_at else None  # that of the finest level
        weight = self.form.quantity(row, single, "分") if single is not None else None
        score_at, weight_at = self.score_at, single
        if score is None:
            found = [(j, q) for j in range(len(self.form.cells[row])) if (q := self.form.quantity(row, j, "分"))]
            if len(found) == 2 and single is not None:
                (weight_at, weight), (score_at, score) = found
            elif len(found) == 1 and single is None:
                score_at, score = found[0]
            elif not found and single is None:
                score_at, score = 0, _glued_total(self.form.text(row, 0))
        if weight and weight_at is not None:
            self.sheet.total_weight = self.form.figure(_as_points(weight), Role.WEIGHT, "合计分值", row, weight_at)
        if score:
            self.sheet.total = self.form.figure(score, Role.SCORE, "合计", row, score_at)
        elif any(item.scores for item in self.sheet.items()):
            self.sheet.open.append(Open("score_total_unread"))


def _as_points(quantity: Quantity) -> Quantity:
    """A weight printed as 20% counts as 20 points."""
    return quantity if quantity.unit == "分" else Quantity(quantity.value, "分", quantity.decimals, quantity.text)


def _glued_total(text: str) -> Quantity | None:
    """合计98.86 or 总分：98.86分 in one cell."""
    found = regex.search(r"[:：]?(\d{1,4}(?:\.\d+)?)分?$", squeeze(text))
    if not found:
        return None
    _, _, fraction = found[1].partition(".")
    return Quantity(Decimal(found[1]), "分", len(fraction), found[1])
