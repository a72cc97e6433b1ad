"""Numbers listed one behind the other (各为 a、b；分别下降 x%、y%): they share one role and divide its label."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import regex

from extractor.language.measures.measure import Measure, kind_of
from extractor.language.measures.names import Name, read_name
from extractor.language.words.lines import JOINERS, Line

_JOINT = regex.compile(r"[、,xk]")


def zip_runs(line: Line, found: list[Measure]) -> Iterator[Measure]:
    """Numbers listed one behind the other (各为 a、b；分别下降 x%、y%) take the role of the first and a part of its label."""
    index = 0
    while index < len(found):
        length = 1
        while index + length < len(found) and _continues_run(line, found[index], found[index + length]):
            length += 1
        if length == 1:
            yield found[index]
        else:
            yield from _zip(line, found[index : index + length])
        index += length


def _continues_run(line: Line, first: Measure, measure: Measure) -> bool:
    if len(measure.gap) != 1 or not _JOINT.match(measure.gap):
        return False
    joiner = line.parsed.tokens[line.units[measure.unit - 1].first].text
    joins = joiner in JOINERS
    same = measure.kind == first.kind or "bare" in (measure.kind, first.kind)
    return joins and same and (joiner != "," or "f" in first.lead or first.kind == "bare")


def _zip(line: Line, run: list[Measure]) -> Iterator[Measure]:
    first = run[0]
    unit = next((m.quantity.unit for m in reversed(run) if m.quantity.unit), "")
    labels = _split_label(line, first, len(run))
    for number, measure in enumerate(run):
        quantity = measure.quantity if measure.quantity.unit else replace(measure.quantity, unit=unit)
        role = first.role if first.role != "level" or kind_of(quantity) != "rate" else "other"
        yield replace(
            first,
            token=measure.token,
            unit=measure.unit,
            quantity=quantity,
            kind=kind_of(quantity),
            role=role,
            label=labels[number],
            gap=measure.gap,
            marker=first.marker if number == 0 else "",
            opens_sentence=measure.opens_sentence,
            opens_line=measure.opens_line,
            run=number,
            run_length=len(run),
        )


def _split_label(line: Line, first: Measure, count: int) -> list[Name]:
    """收、支总计 over two numbers → 收, 支总计; a label that does not divide so is given to all."""
    tokens = line.parsed.tokens
    if not first.label.text:
        return [first.label] * count
    stop = next(i for i, t in enumerate(tokens) if t is first.token)
    text_start = line.parsed.folded.rfind(first.label.text, 0, first.token.start)
    begin = next((i for i, t in enumerate(tokens) if t.start >= text_start), stop)
    stop = next((i for i, t in enumerate(tokens) if t.start >= text_start + len(first.label.text)), stop)
    cuts = [i for i in range(begin, stop) if tokens[i].text in JOINERS]
    if len(cuts) < count - 1:
        return [first.label] * count
    edges = [begin, *[c + 1 for c in cuts[-(count - 1) :]]]
    ends = [*cuts[-(count - 1) :], stop]
    return [read_name(line, a, b) for a, b in zip(edges, ends, strict=True)]
