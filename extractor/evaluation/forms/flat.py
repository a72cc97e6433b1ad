"""Forms that a converter flattened into running text: 年初预算数 全年预算数 全年执行数 … 年度资金总额: 100 100 90 ….

Read only where nothing is left to guess: a run of known headings, then known row labels each followed by numbers, as
many as there are headings (or as many as the leading amounts); and single rows of name, weight, target, result, score.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace

import regex

from extractor.document import Cell, Document, Paragraph, Section
from extractor.evaluation.forms.goal_statements import state_goals
from extractor.evaluation.forms.goals import BASES, read_form
from extractor.evaluation.forms.grid import FEWEST_HEADS, SECTION_JOINT
from extractor.evaluation.forms.targets import Measure, claim, measure_quantity, read_measure
from extractor.evaluation.statements import ScoreWithinWeight
from extractor.evaluation.words import Head, read_goal_item, read_head, read_unit
from extractor.figure import Figure, Role
from extractor.location import Location, Text
from extractor.numbers import is_blank, read_cell
from extractor.statement import Source, Statement
from extractor.tables.model import LogicalTable, TableKind

_SIGN = regex.compile(r"[≥≤<>=＝⩾⩽]")
_LONE_SIGN = regex.compile(r"[≥≤<>=＝⩾⩽]{1,2}")
_BARE = regex.compile(r"\d+(?:\.\d+)?")
_UNIT = regex.compile(r"[%％‰]|[\p{Han}/]{1,4}")
_WORD = regex.compile(r"[^\s|]+")
LONGEST_ROW = 2000  # characters of a paragraph


@dataclass(frozen=True, slots=True)
class Word:
    """A run of text without blanks, with its place."""

    text: str
    location: Location


def read_flat_forms(document: Document, tables: Sequence[LogicalTable] = ()) -> tuple[list[Figure], list[Statement]]:
    """Flattened forms of the running text and of tables that are no forms themselves."""
    figures: list[Figure] = []
    statements: list[Statement] = []
    for words, section in _sources(document, tables):
        for form in _money(words, section):
            goal = read_form(form)
            figures += goal.figures()
            statements += state_goals(goal.blocks, understood=True)
        for found in _target_rows(_joined(words), section):
            statements.append(found)
            figures += _figures_of(found)
    return figures, statements


def _sources(document: Document, tables: Sequence[LogicalTable]) -> Iterator[tuple[list[Word], Section]]:
    """Runs of paragraphs that a form may have been flattened into, and small tables that are no forms themselves."""
    run: list[Word] = []
    section: Section | None = None
    for block in document.blocks:
        is_row = isinstance(block, Paragraph) and len(block.text) <= LONGEST_ROW
        if section is not None and not (is_row and block.section is section):
            yield from _form_like(run, section)
            run, section = [], None
        if isinstance(block, Paragraph) and is_row:
            run += _words(block.content)
            section = block.section
    if section is not None:
        yield from _form_like(run, section)
    for table in tables:
        if table.kind in (TableKind.AMOUNTS, TableKind.OTHER) and len(table.cells) <= FEWEST_HEADS:
            above = [word for grid in table.grids for text in grid.above for word in _words(text)]
            cells = [Word(c.text, c.location) for row in table.cells for c in row if c and c.text.strip()]
            yield [*above, *cells], table.section


def _form_like(run: list[Word], section: Section) -> Iterator[tuple[list[Word], Section]]:
    if len(run) > FEWEST_HEADS:
        yield run, section


def _words(content: Text) -> Iterator[Word]:
    for hit in _WORD.finditer(content.text):
        yield Word(hit[0], content.locate(hit.start(), hit.end()))


def _money(words: Sequence[Word], section: Section) -> Iterator[LogicalTable]:
    """The money part of a goal form in a run of words, as a small table."""
    start = 0
    while start < len(words):
        heads = _run_of_heads(words, start)
        if len(heads) < FEWEST_HEADS or sum(head.role in BASES for head in heads) < 2:
            start += max(1, len(heads))
            continue
        after = start + len(heads)
        rows, end = _rows(words, after, heads)
        if rows:
            unit = next((u for w in reversed(words[max(0, start - 3) : start]) if (u := read_unit(w.text))), "")
            yield _table([Word("", words[start].location), *words[start:after]], rows, unit, section)
        start = max(end, after)


def _run_of_heads(words: Sequence[Word], start: int) -> list[Head]:
    found = []
    for word in words[start:]:
        head = read_head(word.text)
        if head is None or head.role in ("item", "total", "fund"):
            break
        found.append(head)
    return found


def _rows(words: Sequence[Word], start: int, heads: Sequence[Head]) -> tuple[list[list[Word]], int]:
    """Label and numbers, as long as labels are known. A row with a number of numbers that fits nothing ends it all."""
    amounts = next((i for i, head in enumerate(heads) if head.role not in BASES), len(heads))
    rows: list[list[Word]] = []
    i = start
    while i < len(words) and read_goal_item(words[i].text):
        j = i + 1
        while j < len(words) and (read_cell(words[j].text) or is_blank(words[j].text)):
            j += 1
        if j - i - 1 not in (0, amounts, len(heads)):
            return [], j
        rows.append(list(words[i:j]))
        i = j
    return (rows if len(rows) > 1 or (rows and len(rows[0]) > 1) else []), i


def _table(head: list[Word], rows: list[list[Word]], unit: str, section: Section) -> LogicalTable:
    grid = [head, *rows]
    cells = tuple(
        tuple(
            Cell(row[j].text, i, j, 1, 1, row[j].location) if j < len(row) else Cell("", i, j, 1, 1, row[0].location)
            for j in range(len(head))
        )
        for i, row in enumerate(grid)
    )
    return LogicalTable(0, TableKind.GOAL_FORM, "", unit, (), cells, 1, (), (), section, section.scope)


def _joined(words: Sequence[Word]) -> list[Word]:
    """A sign, a number and a unit that stood in columns of their own (≥ | 100 | 万页) as one target."""
    found: list[Word] = []
    i = 0
    while i < len(words):
        if _LONE_SIGN.fullmatch(words[i].text) and i + 2 < len(words) and _BARE.fullmatch(words[i + 1].text):
            unit = words[i + 2].text if _UNIT.fullmatch(words[i + 2].text) else ""
            found.append(Word(words[i].text + words[i + 1].text + unit, words[i + 1].location))
            i += 3 if unit else 2
        else:
            found.append(words[i])
            i += 1
    return found


def _target_rows(words: Sequence[Word], section: Section) -> Iterator[Statement]:
    """name, weight, target, result, score — or name, target, result, weight, score — in one row."""
    for i, word in enumerate(words):
        if not 0 < i < len(words) - 2 or not _SIGN.match(word.text):
            continue
        wanted = read_measure(word.text)
        if wanted is None or wanted.demand is None or not wanted.unit:
            continue
        got = read_measure(words[i + 1].text)
        if got is None or got.unit not in (wanted.unit, "") or got.demand:
            continue
        name, weight, score = _around(words, i, bare=not got.unit)
        got = got if got.unit else replace(got, unit=wanted.unit)  # ≥5万元 and a bare 5
        if name and weight and score:
            yield from _row(section, name, (word, wanted), (words[i + 1], got), weight, score)


def _around(words: Sequence[Word], at: int, bare: bool) -> tuple[str, Word | None, Word | None]:
    """The name, weight and score around target and result; a number before the target is the weight. A bare result
    is one only where weight and score both follow."""
    before, after = words[at - 1], words[at + 2]
    if not bare and _is_points(before) and at > 1 and _is_points(after):
        return words[at - 2].text, before, after
    if at + 3 < len(words) and _is_points(after) and _is_points(words[at + 3]) and not read_cell(before.text):
        return before.text, after, words[at + 3]
    return "", None, None


def _is_points(word: Word) -> bool:
    quantity = read_cell(word.text, "分")
    return quantity is not None and quantity.unit == "分" and 0 <= quantity.value <= 100


def _row(
    section: Section, name: str, wanted: tuple[Word, Measure], got: tuple[Word, Measure], weight: Word, score: Word
) -> Iterator[Statement]:
    def make(word: Word, role: Role, measure: Measure | None = None) -> Figure:
        quantity = measure_quantity(measure) if measure else read_cell(word.text, "分")
        assert quantity is not None
        quote = f"{name} {word.text}"[:60]
        at = word.location._replace(section=word.location.section or SECTION_JOINT.join(section.path()) or None)
        return Figure(quantity, role, name, at, quote, section.scope, concept=name)

    points, full = make(score, Role.SCORE), make(weight, Role.WEIGHT)
    target, result = make(wanted[0], Role.TARGET, wanted[1]), make(got[0], Role.RESULT, got[1])
    yield ScoreWithinWeight(source=Source.TABLE, scores=(points,), weight=full)
    if stated := claim(target, result, wanted[1].demand, points, full, "", name):
        yield stated


def _figures_of(statement: Statement) -> list[Figure]:
    if isinstance(statement, ScoreWithinWeight):
        return [*statement.scores, statement.weight]
    return [f for f in (getattr(statement, "target", None), getattr(statement, "result", None)) if f]
