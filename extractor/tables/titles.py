"""What stands around a grid or in its first rows and is no data: titles, unit notes, remarks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from extractor.tables.grid import Matrix, number, printed
from extractor.tables.words import title_rule

MOST_TITLE = 60  # characters
NEAR = 8  # lines above a grid that are looked at


@dataclass(frozen=True, slots=True)
class Caption:
    """rows: how many leading rows of the grid hold nothing but the caption."""

    title: str = ""
    unit: str = ""
    rows: int = 0


def read_caption(matrix: Matrix, above: Sequence[str]) -> Caption:
    """Title and unit from the lines above a grid and from rows printed inside its rulings; the inner ones win."""
    outer = _from_lines([printed(line) for line in above[-NEAR:]])
    title, unit, rows = outer.title, outer.unit, 0
    while rows < min(matrix.height - 1, 6):
        cells = matrix.filled(rows)
        texts = [printed(c.text) for c in cells]
        if not texts:
            rows += 1
            continue
        wide = len(texts) == 1 and cells[0].column_span >= max(2, matrix.width - 1)
        found = _from_lines(texts) if len(texts) <= 3 and not any(number(t) for t in texts) else Caption()
        if not (found.unit or (found.title and (wide or len(texts) == 1)) or (wide and is_number(texts[0]))):
            break
        title, unit, rows = found.title or title, found.unit or unit, rows + 1
    inside = rows if rows < matrix.height and (title, unit) != (outer.title, outer.unit) else 0
    return Caption(title, unit or _unit_of_title(title), inside)


def _from_lines(lines: Sequence[str]) -> Caption:
    title = unit = ""
    for line in lines:
        if match := title_rule("unit").search(line) or title_rule("loose_unit").search(line):
            unit = match[1]
        bare = title_rule("owner").sub("", title_rule("bracketed_unit").sub("", line))
        bare = bare[1:-1] if bare.startswith("(") and bare.endswith(")") else bare
        if is_title(bare):
            title = bare
    return Caption(title, unit)


def is_title(line: str) -> bool:
    """Whether a line can be the title of a table: short, worded as one, no number, remark or sentence."""
    return (
        1 < len(line) < MOST_TITLE
        and bool(title_rule("rule").search(line))
        and not is_number(line)
        and not line.startswith(("注", "说明"))
        and not any(stop in line for stop in "。；;,")
    )


def is_number(line: str) -> bool:
    """公开01表 numbers a table and does not name it."""
    return bool(title_rule("no_title").search(line))


def _unit_of_title(title: str) -> str:
    match = title_rule("loose_unit").search(title[title.rfind("(") :]) if "(" in title else None
    return match[1] if match else ""
