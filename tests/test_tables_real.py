"""The tables of the real reports beside the checkout: nothing false, nearly everything checked, planted changes found."""

import random
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from table_samples import Outcome, check_tables

from checks.judge import Status
from extractor import read
from extractor.document import Document, Table
from extractor.numbers import read_cell
from extractor.profile import profile

REPORTS = ("规划和自然资源局2024年度部门决算", "商务委员会2025年度部门预算")
PLANTED = 40  # changed cells in each report


def tables_of(document: Document) -> list[Table]:
    return [block for block in document.blocks if isinstance(block, Table)]


@pytest.fixture(scope="module", params=REPORTS)
def report(request: pytest.FixtureRequest, shared: Path) -> Document:
    return read(shared / "real" / f"普陀区{request.param}.pdf")


def judge_tables(document: Document, tables: list[Table]) -> Outcome:
    kept = replace(document, blocks=tuple(tables_in_place(document, tables)))
    return check_tables(document=kept, kind=profile(document).kind)


def tables_in_place(document: Document, tables: list[Table]) -> Iterator[object]:
    given = iter(tables)
    for block in document.blocks:
        yield next(given) if isinstance(block, Table) else block


def test_real_tables_are_checked_and_not_accused(report: Document) -> None:
    outcome = judge_tables(report, tables_of(report))
    assert outcome.failing == []
    assert len(outcome.figures) > 250
    assert len(outcome.unchecked) <= len(outcome.figures) // 100


def test_changed_cells_are_found(report: Document) -> None:
    """One digit of one cell at a time; a change that the rounding of its neighbours allows cannot be seen."""
    tables = tables_of(report)
    printed = {f.location for f in judge_tables(report, tables).figures}
    places = [
        (t, c) for t, table in enumerate(tables) for c, cell in enumerate(table.cells) if cell.location in printed
    ]
    rng = random.Random(2024)
    missed = []
    for t, c in rng.sample(places, PLANTED):
        cell = tables[t].cells[c]
        changed = replace(cell, text=change_digit(cell.text, rng))
        cells = (*tables[t].cells[:c], changed, *tables[t].cells[c + 1 :])
        planted = [*tables[:t], replace(tables[t], cells=cells), *tables[t + 1 :]]
        if Status.FAILS not in {v.status for _, v in judge_tables(report, planted).judged}:
            missed.append((cell.text, changed.text))
    assert len(missed) <= PLANTED // 20 + sum(is_rounding(old, new) for old, new in missed), missed


def change_digit(text: str, rng: random.Random) -> str:
    at = rng.choice([k for k, char in enumerate(text) if char.isdigit()])
    return text[:at] + rng.choice([d for d in "0123456789" if d != text[at]]) + text[at + 1 :]


def is_rounding(old: str, new: str) -> bool:
    """Within a tenth: what the half steps of the thirty items of the economic table add up to."""
    before, after = read_cell(old), read_cell(new)
    return before is not None and after is not None and abs(before.value - after.value) <= before.half_step(0) / 5


def test_blank_template_raises_nothing(shared: Path) -> None:
    document = read(shared / "real" / "部门决算模板.pdf")
    outcome = judge_tables(document, tables_of(document))
    assert outcome.judged == () and outcome.figures == ()
