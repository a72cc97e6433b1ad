"""The amount the text tells of a 类/款/项 path, against the row that the tables print of that subject."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from functools import cache

from checks.equation import Equation, Sum
from checks.finding import Severity
from checks.registry import check
from checks.relations import one
from checks.subjects import Path, paths, printed_subjects
from checks.wording.text import BLANK, any_of
from extractor.extraction import Extraction
from extractor.figure import Figure, Role
from extractor.statement import Accuse
from extractor.width import fold
from patterns.load import load_yaml


@check("TAB403", "正文科目金额与表中该科目不一致", "the text's amount of a subject is not its row's", Severity.WARNING)
def amounts_of_subjects(extraction: Extraction) -> Iterator[Equation]:
    """正文逐项说明的“类、款、项”金额，应当是表中该科目所在行的金额。

    必须成立的关系：正文某项支出 = 表中该科目编码一行的合计（只讲基本支出或项目支出的，等于相应一栏）。
    为什么重要：逐项说明多由上年文本改写，漏改的金额只有与表逐行对照才看得出。
    容差：两数按所印末位四舍五入。
    何时不适用：报告没有带编码的功能分类表，或者表中没有该科目；年初预算、上年数等表中未列的口径；主体不同。
    """
    rows = _rows(extraction)
    if not rows:
        return
    known = printed_subjects(extraction)
    told = [f for f in extraction.figures if _is_told(f, extraction.kind)]
    for path in paths(extraction):
        code = path.code_in(known) if path.item else None
        for figure in told if code else ():
            if _is_of(figure, path):
                row = [f for f in rows.get(code or "", ()) if (f.scope, f.year) == (figure.scope, figure.year)]
                if row:
                    yield _equation(figure, _nearest(figure, row), extraction.kind)


def _equation(told: Figure, printed: Figure, kind: str) -> Equation:
    same = Sum((*one(told), *one(printed, -1)))
    if _unsure(kind).search(_behind(told)):
        return Equation(same, told, accuse=Accuse.NOTHING, reason="basis_unsure", why="正文与表")
    return Equation(same, told, why="正文与表")


def _rows(extraction: Extraction) -> dict[str, list[Figure]]:
    """The amounts of spending that the tables print of each function code, all columns."""
    rows: dict[str, list[Figure]] = defaultdict(list)
    for figure in extraction.figures:
        facets = dict(figure.facets or ())
        money = figure.role is Role.AMOUNT and figure.quantity.is_money and figure.location.table is not None
        if money and "func" in facets and facets.get("flow") != "收入":
            rows[facets["func"]].append(figure)
    return rows


def _behind(told: Figure) -> str:
    """The words between a path and its amount."""
    return told.label.rpartition("(项)")[2]


@cache
def _unsure(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(load_yaml("report_years")["maybe_of_the_forms"][kind]) or "$^")


@cache
def _other_basis(kind: str) -> re.Pattern[str]:
    return re.compile(any_of(load_yaml("report_years")["not_of_the_forms"][kind]))


def _is_told(figure: Figure, kind: str) -> bool:
    """An amount of running text, of the kind that the forms of such a report print, but told in words that do not
    say it in full: where they do, it is compared with all tables (TAB401)."""
    if (
        figure.facets is not None
        or figure.location.table is not None
        or figure.role is not Role.AMOUNT
        or not figure.quantity.is_money
    ):
        return False
    if kind not in ("final_accounts", "budget") or "(项)" not in figure.label:
        return False
    return not _other_basis(kind).search(_behind(figure)) and (kind == "budget" or figure.basis == "决算")


def _is_of(figure: Figure, path: Path) -> bool:
    words = path.passage.dense[path.start : path.end]
    quote = BLANK.sub("", fold(figure.quote))
    return words in BLANK.sub("", fold(figure.label)) and quote in path.passage.dense


def _nearest(figure: Figure, row: list[Figure]) -> Figure:
    """The column that prints the amount; where none does, the widest one."""
    agreeing = (f for f in row if _agree(figure, f))
    return next(agreeing, max(row, key=lambda f: f.quantity.yuan))


def _agree(one_print: Figure, other: Figure) -> bool:
    apart = abs(one_print.quantity.yuan - other.quantity.yuan)
    return apart <= one_print.quantity.half_step() + other.quantity.half_step()
