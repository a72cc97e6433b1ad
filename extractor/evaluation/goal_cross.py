"""Goal forms against the narrative of the same department or project: one sum of money told in 百元 and in 万元.

What a narrative amount is (budget, spending, money received) is read from its label by patterns/scores.yaml. Only
labels that say nothing else are compared: 一般公共预算支出 is not the whole, 年初预算 is not 全年预算.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence

import regex

from extractor.document import Scope, ScopeKind
from extractor.evaluation.forms.goal_statements import whole_of
from extractor.evaluation.forms.goals import GoalForm, Line
from extractor.evaluation.statements import GoalSame
from extractor.evaluation.words import entries
from extractor.figure import Figure, Role
from extractor.numbers import squeeze
from extractor.statement import SURE, Accuse, Binding, Source, Statement

SEVERAL = Binding(Accuse.WARNING, "goal_several_amounts")
OTHER_BASIS = Binding(Accuse.WARNING, "goal_other_basis")
ONLY_HOLDS = Binding(Accuse.NOTHING, "goal_several_amounts")
_EDGES = regex.compile(r"^[\s,，、。:：;；“”]+|[\s,，、。:：;；“”]+$")
_INITIAL = regex.compile(r"初(部门|项目|安排)?预算")
FAR = 12  # characters before a number in which its own words stand
_PARTNER = {"arrived": "budget"}  # money received stands against what was budgeted, where the form has no column for it


def goal_cross(figures: Iterable[Figure], forms: Sequence[GoalForm]) -> list[Statement]:
    """Every goal form's amounts against the narrative figures of its scope."""
    narrative: dict[Scope, list[Figure]] = {}
    for figure in figures:
        if figure.role is Role.AMOUNT and figure.quantity.is_money and figure.location.table is None:
            narrative.setdefault(figure.scope, []).append(figure)
    found: list[Statement] = []
    for form in forms:
        scope = form.form.table.scope
        told = narrative.get(scope, [])
        if told and _only_form(form, forms):
            found += _project(form, told) if scope.kind is ScopeKind.PROJECT else _department(form, told)
    return found


def _only_form(form: GoalForm, forms: Sequence[GoalForm]) -> bool:
    return sum(other.form.table.scope == form.form.table.scope for other in forms) == 1


def read_basis(label: str) -> str:
    """initial, budget, execution or arrived, where a label says that and nothing else; else ""."""
    plain = _EDGES.sub("", squeeze(label))
    return next((entry["basis"] for entry, match in entries("narrative") if match.fullmatch(plain)), "")


def _wholes(form: GoalForm) -> list[Line]:
    return [whole for block in form.blocks if not block.by_fund and (whole := whole_of(block))][:1]


def _project(form: GoalForm, told: Sequence[Figure]) -> Iterator[GoalSame]:
    """A project's budget and spending against the whole of its form."""
    by_basis: dict[str, list[Figure]] = {}
    for figure in told:
        if basis := read_basis(_said(figure)):
            by_basis.setdefault(basis, []).append(figure)
    for whole in _wholes(form):
        for basis in ("initial", "budget", "execution"):
            if basis in whole.amounts and whole.amounts[basis].quantity.is_money:
                yield from _compare(by_basis.get(basis, ()), whole.amounts[basis])


def _said(figure: Figure) -> str:
    """The figure's words: its label, led by 年初 where the words before the number say so (2023年初预算为90万元)."""
    label = squeeze(figure.label)
    before = squeeze(figure.quote).partition(squeeze(figure.quantity.text))[0][-FAR:]
    initial = figure.basis == "年初预算" or _INITIAL.search(before) is not None
    return f"年初{label}" if initial and _INITIAL.search(label) is None else label


def _compare(told: Sequence[Figure], stated: Figure) -> Iterator[GoalSame]:
    """One amount that fits settles it: the others then speak of something else. If none fits the first is told."""
    fitting = [figure for figure in told if figure.quantity.interval().meets(stated.quantity.interval())]
    if fitting:
        yield GoalSame(source=Source.CROSS, first=stated, second=fitting[0], why="正文与表")
        for other in told:
            if other not in fitting:
                yield GoalSame(source=Source.CROSS, binding=ONLY_HOLDS, first=stated, second=other, why="正文与表")
        return
    different = {figure.quantity.yuan for figure in told}
    for figure in told[:1]:
        binding = SURE if len(different) == 1 else SEVERAL
        yield GoalSame(source=Source.CROSS, binding=binding, first=stated, second=figure, why="正文与表")


def _department(form: GoalForm, told: Sequence[Figure]) -> Iterator[GoalSame]:
    """The department's 财政拨款支出, 基本支出, 项目支出 and funds against the rows of its form, under their own names."""
    by_line: dict[tuple[str, str], list[Figure]] = {}
    for figure in told:
        plain = _EDGES.sub("", squeeze(figure.label))
        for entry, match in entries("department"):
            if match.fullmatch(plain):
                by_line.setdefault((entry["concept"], entry["basis"]), []).append(figure)
                break
    for line in (line for block in form.blocks for line in block.lines if line.item):
        concept = line.item.concept if line.item else ""
        for basis in ("execution", "arrived"):
            stated = line.amounts.get(basis) or line.amounts.get(_PARTNER.get(basis, ""))
            figures = by_line.pop((concept, basis), [])
            if stated and figures:
                yield from (s if basis in line.amounts else _weaken(s) for s in _compare(figures, stated))


def _weaken(statement: GoalSame) -> GoalSame:
    """Money received is compared with a budget: it may lawfully differ."""
    if statement.binding is ONLY_HOLDS:
        return statement
    return GoalSame(
        source=statement.source, binding=OTHER_BASIS, first=statement.first, second=statement.second, why=statement.why
    )
