"""Goal forms: the money of a department or project by source and by fund, as budgeted and as spent, with its rate and points.

One grid holds several small tables. In the money part the items stand on rows and the bases (预算额, 执行额) in columns,
or the other way round; what a cell means comes from both.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from extractor.document import Document
from extractor.evaluation.forms.goal_statements import blank_wholes, state_goals
from extractor.evaluation.forms.grid import Form, Part, open_form
from extractor.evaluation.forms.sheet import Sheet
from extractor.evaluation.forms.targets import TargetRow, read_targets, state_targets
from extractor.evaluation.words import GoalItem, Head, read_goal_item, read_head, read_unit
from extractor.extraction import Open
from extractor.figure import Figure, Role
from extractor.quantity import YUAN
from extractor.statement import Statement
from extractor.tables.model import LogicalTable, TableKind

BASES = ("initial", "budget", "execution", "arrived")


@dataclass(frozen=True, slots=True)
class Line:
    """One item of the money part: its label as printed, what it names (None: unknown), its amounts by basis."""

    label: str
    item: GoalItem | None
    amounts: dict[str, Figure]
    rate: Figure | None = None
    weight: Figure | None = None
    score: Figure | None = None


@dataclass(frozen=True, slots=True)
class Block:
    """One small table of money. whole is its total line; by_fund tells the 结构 blocks, whose items are funds."""

    side: str
    lines: tuple[Line, ...]
    by_fund: bool = False


@dataclass(slots=True, eq=False)
class GoalForm:
    """A goal form as read."""

    form: Form
    blocks: list[Block] = field(default_factory=list)
    targets: list[TargetRow] = field(default_factory=list)

    def figures(self) -> list[Figure]:
        """Every figure of the form: amounts, rates, weights and points of its money parts, targets and results."""
        found: list[Figure] = []
        for block in self.blocks:
            for line in block.lines:
                found += [*line.amounts.values(), *(f for f in (line.rate, line.weight, line.score) if f)]
        for row in self.targets:
            found += [f for f in (row.target, row.result) if f]
        return found


def _is_money(part: Part) -> bool:
    return bool(part.columns(*BASES)) and (len(part.columns(*BASES)) > 1 or part.has("item"))


def read_goals(
    tables: Iterable[LogicalTable], document: Document, sheets: Iterable[Sheet] = ()
) -> tuple[list[Figure], list[Statement], list[GoalForm], list[Open]]:
    """The goal forms among the tables, and the targets of score sheets: figures, statements, forms, what stayed open.

    sheets are those read from the same tables: a cell that both read is one figure.
    """
    opened = {id(sheet.form.table): sheet.form for sheet in sheets}
    figures: list[Figure] = []
    statements: list[Statement] = []
    forms: list[GoalForm] = []
    unbound: list[Open] = []
    for table in tables:
        if table.kind not in (TableKind.GOAL_FORM, TableKind.SCORE_SHEET):
            continue
        form = read_form(table, opened.get(id(table)))
        figures += form.figures()
        statements += [*state_goals(form.blocks, table.understood), *state_targets(form.targets)]
        unbound += [Open("goal_total_blank", figure) for figure in blank_wholes(form.blocks)]
        if table.kind is TableKind.GOAL_FORM:
            forms.append(form)
    return figures, statements, forms, unbound


def read_form(table: LogicalTable, opened: Form | None = None) -> GoalForm:
    """Read the money and the targets of one form."""
    form = opened or open_form(table)
    goal = GoalForm(form)
    for part in form.parts:
        if part.has("level"):
            goal.targets += read_targets(form, part)
        elif _is_money(part):
            goal.blocks.append(_by_rows(form, part))
        elif part.has("item") and part.has("fund"):
            goal.blocks.append(_by_columns(form, part))
    return goal


def _unit(form: Form, part: Part, *heads: Head) -> str:
    """The unit of an amount: in its own headings, beside the part, in the heading row, in the caption."""
    for head in heads:
        if head.unit:
            return head.unit
    row = range(len(form.cells[part.head_row]))
    around = (part.side, *(form.text(part.head_row, j) for j in row))
    return next((unit for text in around if (unit := read_unit(text))), form.table.unit)


def _first_numbers(form: Form, part: Part) -> int:
    """The first column of amounts that holds a number: a head like 年度预算数(万元) may stand over the labels."""
    columns = part.columns(*BASES, "fund", "total", "rate")
    numbers = [j for j in columns if any(form.quantity(row, j) for row in part.rows)]
    return min(numbers or columns[-1:] or (1,))


def _label(form: Form, part: Part, row: int, first: int) -> str:
    """The words nearest before the first column of numbers; the word that runs down beside the part is none."""
    labels = [t for j in range(first) if (t := form.text(row, j)) and t != part.side and not form.quantity(row, j)]
    return labels[-1] if labels else ""


def _by_rows(form: Form, part: Part) -> Block:
    """Items on rows, bases in columns."""
    lines: list[Line] = []
    first = _first_numbers(form, part)
    for row in part.rows:
        label = _label(form, part, row, first)
        if not label:
            continue
        item = read_goal_item(label)
        amounts: dict[str, Figure] = {}
        for j in part.columns(*BASES):
            head = part.heads[j]
            if head.role not in amounts and (found := _amount(form, row, j, label, head, _unit(form, part, head))):
                amounts[head.role] = found
        rate, weight, score = (_extra(form, part, row, role, label) for role in ("rate", "weight", "score"))
        if amounts or item:
            lines.append(Line(label, item, amounts, rate, weight, score))
    return Block(part.side, tuple(lines))


def _by_columns(form: Form, part: Part) -> Block:
    """Bases on rows (预算额, 执行额), items in columns (合计, 一般公共预算 …)."""
    columns = part.columns("total", "fund")
    cells: dict[int, dict[str, Figure]] = {j: {} for j in columns}
    first = min(columns)
    for row in part.rows:
        basis = read_head(_label(form, part, row, first))
        if basis is None or basis.role not in BASES:
            continue
        for j in columns:
            head = part.heads[j]
            unit = _unit(form, part, basis, head)
            label = f"{part.side} {head.text}".strip()
            if found := _amount(form, row, j, label, Head(basis.role, basis.text), unit, head.text):
                cells[j][basis.role] = found
    lines = tuple(Line(part.heads[j].text, read_goal_item(part.heads[j].text), cells[j]) for j in columns)
    return Block(part.side, lines, by_fund=True)


def _amount(form: Form, row: int, column: int, label: str, head: Head, unit: str, named: str = "") -> Figure | None:
    quantity = form.quantity(row, column, unit)
    if quantity is None or (quantity.unit and quantity.unit not in YUAN):
        return None
    item = read_goal_item(named or label)
    concept = item.concept if item else label
    return form.figure(quantity, Role.AMOUNT, f"{label} {head.text}", row, column, concept=concept, basis=head.role)


def _extra(form: Form, part: Part, row: int, role: str, label: str) -> Figure | None:
    """The rate, weight or score beside an item of money."""
    column = part.column(role)
    if column is None:
        return None
    kinds = {"rate": (Role.COMPLETION, "%"), "weight": (Role.WEIGHT, "分"), "score": (Role.SCORE, "分")}
    kind, unit = kinds[role]
    quantity = form.quantity(row, column, unit)
    return form.figure(quantity, kind, f"{label} {part.heads[column].text}", row, column) if quantity else None
