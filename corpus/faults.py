"""Slips people make, planted one or several at a time, each with its truth: where, what, and which relations it breaks.

A fault is planted in the block model, so the same fault reaches every format. It counts as detectable when at least one
recorded relation, read with intervals, can no longer hold; a fault of wording (an open choice, a blank) shows by itself.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from corpus.relations import Marks, Relation, derive, equation, holds, numbers
from corpus.report import Address, PageBreak, Report, Role, Row, Table, edited, text_of
from corpus.slips import SLIPS, Edits
from corpus.years import contradictions

KINDS = (*SLIPS, "missing_row")
"""Every kind of fault there is."""

ATTEMPTS = 8
"""A slip may change nothing where it first falls (a growth of zero has no wrong base); so many places are tried."""


@dataclass(frozen=True, slots=True)
class Fault:
    """marks are printed numbers a finding about this fault may carry: the false one, or those around a false word."""

    kind: str
    place: dict[str, str | int]
    old: str
    new: str
    fact: str
    relations: tuple[str, ...]
    detectable: bool
    marks: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Planted:
    report: Report
    faults: tuple[Fault, ...]


def plant(report: Report, kind: str, rng: Random) -> Planted | None:
    """The report with one fault of a kind somewhere; None where the report offers no place for it."""
    marks = numbers(report)
    if kind == "missing_row":
        return _drop_row(report, rng)
    edits = next(filter(None, (SLIPS[kind](report, marks, rng) for _ in range(ATTEMPTS))), None)
    if not edits:
        return None
    spoiled = edited(report, edits)
    return Planted(spoiled, (_describe(report, spoiled, kind, edits),))


def plant_several(report: Report, kinds: list[str], rng: Random) -> Planted:
    """Faults of several kinds one after another; kinds that find no place are left out."""
    faults: tuple[Fault, ...] = ()
    for kind in kinds:
        planted = plant(report, kind, rng)
        if planted:
            report, faults = planted.report, faults + planted.faults
    return Planted(report, faults)


def _describe(clean: Report, spoiled: Report, kind: str, edits: Edits) -> Fault:
    after = numbers(spoiled)
    touched = frozenset(edits)
    broken = [r for r in derive(clean) if r.addresses() & touched and not holds(r, after)]
    first = min(edits)
    at = sorted(edits)
    if kind == "stale_year":
        return _describe_year(clean, spoiled, first, edits[first].text)
    by_word = kind == "template_residue"
    return Fault(
        kind=kind,
        place=_place(clean, spoiled, first),
        old="".join(clean.at(a).text for a in at),
        new="".join(edits[a].text for a in at),
        fact=str(edits[first].fact or ""),
        relations=tuple(equation(r, after) for r in broken),
        detectable=bool(broken) or by_word,
        marks=_recognised_by(edits, broken, after),
    )


def _describe_year(clean: Report, spoiled: Report, at: Address, wrong: str) -> Fault:
    """A year breaks no sum; what shows it is what else the report prints (corpus/years.py)."""
    shown = list(contradictions(clean, at, wrong))
    return Fault(
        kind="stale_year",
        place=_place(clean, spoiled, at),
        old=clean.at(at).text,
        new=wrong,
        fact="",
        relations=tuple(told for told, _ in shown),
        detectable=bool(shown),
        marks=(wrong,),
    )


def _recognised_by(edits: Edits, broken: list[Relation], after: Marks) -> tuple[str, ...]:
    changed = [s.text for a, s in sorted(edits.items()) if s.role is Role.NUMBER and s.value is not None]
    if changed:
        return tuple(dict.fromkeys(changed))
    return tuple(dict.fromkeys(after[a].text for r in broken for a in sorted(r.addresses())))


def _place(clean: Report, spoiled: Report, at: Address) -> dict[str, str | int]:
    block = spoiled.blocks[at.block]
    place: dict[str, str | int] = {"section": clean.section(at.block), "block": at.block}
    if isinstance(block, Table):
        quote = " ".join(c.text for c in block.rows[at.row] if c.text)
        return place | {"table": block.title, "row": at.row, "cell": at.cell, "quote": quote}
    assert not isinstance(block, PageBreak)
    return place | {"quote": text_of(block.spans[max(0, at.span - 4) : at.span + 4])}


def _drop_row(report: Report, rng: Random) -> Planted | None:
    """An item row of a table lost; the totals still count it."""
    inside = [r for r in derive(report) if r.result.row >= 0 and {a.block for a in r.addresses()} == {r.result.block}]
    relations = [r for r in inside if r.kind == "sum"]
    down = [r for r in inside if r.kind in ("sum", "equal") and all(a.row != r.result.row for _, a in r.over)]
    whole = {(r.result.block, r.result.row) for r in down}
    only = {(a.block, a.row) for r in down if r.kind == "equal" for _, a in r.over}
    rng.shuffle(relations)
    for relation in relations:
        at = rng.choice(relation.over)[1]
        table = report.blocks[at.block]
        if at.block != relation.result.block or at.row == relation.result.row or not isinstance(table, Table):
            continue
        if at.row < table.heading_rows or any(c.rowspan > 1 for row in table.rows[table.heading_rows :] for c in row):
            continue
        if _labels(table.rows[at.row]) > 1 or (at.block, at.row) in whole | only:
            continue  # the parts below a lost subtotal still add up, and so does a total that lost its only part
        return _without_row(report, at, relations)
    return None


def _labels(row: Row) -> int:
    """How many cells hold words; two of them make a side-by-side row, which is never dropped."""
    return sum(bool(c.text) and not c.text.isdigit() and all(s.role is not Role.NUMBER for s in c.spans) for c in row)


def _without_row(report: Report, at: Address, relations: list[Relation]) -> Planted | None:
    table = report.blocks[at.block]
    assert isinstance(table, Table)
    marks = numbers(report)
    gone = {a for a in marks if a.block == at.block and a.row == at.row}
    broken = []
    for r in relations:
        rest = tuple(t for t in r.over if t[1] not in gone)
        if r.result not in gone and len(rest) < len(r.over) and rest and not holds(replace(r, over=rest), marks):
            broken.append(replace(r, over=rest))
    if not broken:
        return None
    shorter = replace(table, rows=table.rows[: at.row] + table.rows[at.row + 1 :])
    blocks = (*report.blocks[: at.block], shorter, *report.blocks[at.block + 1 :])
    quote = " ".join(c.text for c in table.rows[at.row] if c.text)
    fault = Fault(
        kind="missing_row",
        place={
            "section": report.section(at.block),
            "block": at.block,
            "table": table.title,
            "row": at.row,
            "quote": quote,
        },
        old=quote,
        new="",
        fact=str(marks[at].fact),
        relations=tuple(equation(r, marks) for r in broken),
        detectable=True,
        marks=tuple(dict.fromkeys(marks[r.result].text for r in broken)),
    )
    return Planted(replace(report, blocks=blocks), (fault,))
