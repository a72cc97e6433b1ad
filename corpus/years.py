"""When a year left from last year's report shows: what else the report prints that cannot be true together with it.

A year alone proves nothing, reports speak of other years all the time. It is contradicted where a heading names the report by
it, where the sentence then compares the year with itself, where a figure said of it is printed elsewhere as this year's,
and where a balance is dated at the end of it.
"""

from __future__ import annotations

from collections.abc import Iterator

from corpus.relations import Marks, numbers
from corpus.report import Address, Heading, Paragraph, Report, Role, Span

TELLING_DIGITS = 4
"""A report prints hundreds of numbers: one of fewer digits stands under two years by mere chance."""


def contradictions(clean: Report, at: Address, wrong: str) -> Iterator[tuple[str, tuple[str, ...]]]:
    """What contradicts the year at `at` once it reads `wrong`: in words, with the figures that show it."""
    block = clean.blocks[at.block]
    if isinstance(block, Heading):
        yield f"{clean.year} = {wrong}", ()
        return
    assert isinstance(block, Paragraph)
    told = _governed(block.spans, at.span)
    if any(s.role is Role.TEXT and s.text == wrong for s in told):
        yield f"{wrong} - 1 = {wrong}", ()
    if told and told[0].text.startswith("年12月31日"):
        yield f"{clean.year}-12-31 = {wrong}-12-31", ()
    marks = numbers(clean)
    for span in told:
        if _is_telling(span) and (elsewhere := _of_this_year(clean, marks, span, at)):
            yield f"{marks[elsewhere].text} ({clean.year}) = {span.text} ({wrong})", (span.text,)


def _governed(spans: tuple[Span, ...], at: int) -> list[Span]:
    """What the year at `at` is said of: up to the next year of its kind, or the end of the paragraph."""
    end = next((i for i in range(at + 1, len(spans)) if spans[i].role is Role.YEAR), len(spans))
    return list(spans[at + 1 : end])


def _is_telling(span: Span) -> bool:
    """An amount of this year's accounts, no rate and no count, of enough digits to be known again.

    The money of a single project may be another year's, and is spent in this one.
    """
    fact = span.fact
    if fact is None or fact.kind != "amount" or not span.value or span.step == 0:
        return False
    if fact.of.startswith(("last.", "p.", "budget.p.", "source.", "cost.")):
        return False
    return len(span.text.replace(",", "").replace(".", "").strip("-0")) >= TELLING_DIGITS


def _of_this_year(report: Report, marks: Marks, span: Span, at: Address) -> Address | None:
    """Another print of the same fact outside the paragraph: the forms and all other sentences are this year's."""
    return next((a for a, s in sorted(marks.items()) if s.fact == span.fact and a.block != at.block), None)
