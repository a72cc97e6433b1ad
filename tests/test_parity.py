"""One report is one report: whatever format it came in, the same figures, statements and findings come out."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Hashable
from dataclasses import dataclass, fields, replace
from functools import cache
from pathlib import Path
from random import Random

import pytest

from checks.examine import examine
from checks.finding import Finding
from corpus.composers import compose
from corpus.faults import plant
from corpus.render import render
from corpus.report import Report
from corpus.style import styles
from extractor import read
from extractor.document import Heading, Paragraph, Status, Table
from extractor.extract import extract
from extractor.figure import Figure
from extractor.location import Location
from extractor.statement import Statement, Term
from extractor.tables.model import LogicalTable

FORMATS = ("md.txt", "wrap.txt", "docx", "pdf", "html")
SAMPLES = (
    ("final_accounts", "donghai", ""),
    ("final_accounts", "lingnan", "wrong_whole"),
    ("whole_evaluation", "jiangnan", ""),
    ("whole_evaluation", "shuxi", "digit_change"),
    ("project_evaluation", "hexi", ""),
    ("three_public_note", "guanzhong", "decimal_moved"),
    ("budget", "beiyuan", "missing_row"),
)
SEED = 1
_AMOUNT = re.compile(r"-?[\d,]*\d\.?\d*%?")


@dataclass(frozen=True)
class Said:
    """What was understood of one file, locations aside; each part as a multiset."""

    about: tuple[str, int | None, str]
    headings: tuple[str, ...]
    paragraphs: tuple[str, ...]
    figures: Counter[Hashable]
    statements: Counter[str]
    findings: Counter[Hashable]
    tables: tuple[Hashable, ...]


COMPARED = [
    (field.name, form)
    for field in fields(Said)
    for form in FORMATS
    if (field.name, form) != ("paragraphs", "wrap.txt")  # a line cut after a full stop is no different from a paragraph
]


@cache
def written(kind: str, style: str, fault: str) -> Report:
    report = compose(kind, styles()[style], SEED, size=1)
    if not fault:
        return report
    planted = plant(report, fault, Random(SEED))
    assert planted is not None, f"{report.name} has no place for {fault}"
    return replace(planted.report, name=f"{report.name}_{fault}")


@cache
def understood(sample: tuple[str, str, str], form: str, folder: Path) -> Said:
    document = read(render(written(*sample), folder, form))
    assert document.status is Status.OK, document.problems
    extraction = extract(document)
    return Said(
        about=(extraction.kind, extraction.year, extraction.organization),
        headings=tuple("".join(b.text.split()) for b in document.blocks if isinstance(b, Heading)),
        paragraphs=tuple("".join(b.text.split()) for b in document.blocks if isinstance(b, Paragraph)),
        figures=Counter(map(figure_key, extraction.figures)),
        statements=Counter(map(statement_key, extraction.statements)),
        findings=Counter(map(finding_key, examine(extraction).findings)),
        tables=tuple(map(table_key, extraction.tables)),
    )


def figure_key(figure: Figure) -> Hashable:
    quantity = figure.quantity
    meaning = (figure.role, figure.year, figure.basis, figure.scope.kind, figure.scope.name, figure.label)
    return quantity.value, quantity.unit, quantity.decimals, *meaning


def statement_key(statement: Statement) -> str:
    """The kind of a statement and its figures by their printed text."""
    parts = (f"{f.name}={spelled(getattr(statement, f.name))}" for f in fields(statement) if f.name != "others")
    return f"{type(statement).__name__} {' '.join(parts)}"


def spelled(value: object) -> str:
    if isinstance(value, Figure):
        return value.quantity.text
    if isinstance(value, Term):
        return f"{value.sign:+d}·{value.figure.quantity.text}"
    if isinstance(value, Location):
        return ""
    if isinstance(value, tuple):
        return "(" + ", ".join(map(spelled, value)) + ")"
    return "".join(str(value).split())


def finding_key(finding: Finding) -> Hashable:
    stated = finding.equation.main.quantity.text if finding.equation else ""
    cause = finding.cause and (finding.cause.kind, finding.cause.old, finding.cause.new)
    return finding.code, finding.severity, stated, finding.recomputed, cause


def table_key(table: LogicalTable) -> Hashable:
    """The outer names of a group of rows are left out: plain text does not show how far a name reaches."""
    bands = tuple((b.columns, tuple(replace(row, index=0, group="") for row in b.rows)) for b in table.bands)
    return table.title, table.unit, table.kind, table.scope, table.understood, table.notes, bands


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("parity")


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: " ".join(filter(None, sample)))
@pytest.mark.parametrize(("part", "form"), COMPARED)
def test_every_format_says_the_same(part: str, sample: tuple[str, str, str], form: str, folder: Path) -> None:
    assert getattr(understood(sample, form, folder), part) == getattr(understood(sample, "txt", folder), part)


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: " ".join(filter(None, sample)))
def test_a_sample_has_something_to_say(sample: tuple[str, str, str], folder: Path) -> None:
    said = understood(sample, "txt", folder)
    assert said.figures and said.statements and said.headings
    assert bool(said.findings) == bool(sample[2])


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda sample: " ".join(filter(None, sample)))
def test_a_workbook_has_the_same_amounts_in_its_tables(sample: tuple[str, str, str], folder: Path) -> None:
    """Every form is a sheet of its own there, without the chapter it stands in: the figures of its tables are compared."""
    assert amounts(sample, "xlsx", folder) == amounts(sample, "txt", folder)


def amounts(sample: tuple[str, str, str], form: str, folder: Path) -> list[tuple[str, list[str]]]:
    """Each table's title and the numbers its cells show, in order."""
    tables = [b for b in read(render(written(*sample), folder, form)).blocks if isinstance(b, Table)]
    return [
        (table.above[0].text, [cell.text for cell in table.cells if _AMOUNT.fullmatch(cell.text)]) for table in tables
    ]
