"""The sentence of a finding that a clerk can paste into a letter, and the one on its likeliest cause."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from checks.equation import Equation, Quotient, Sum, Weighted
from checks.finding import Cause, Finding, Severity
from checks.registry import CHECKS
from extractor.figure import Figure, Role
from extractor.location import Location
from gouji.output.numbers import again, amount, distance, number, plain, trimmed, write_equation, write_quotient
from gouji.output.words import Words, clean, shorten

MOST_CANDIDATES = 3
QUOTIENTS = {Role.SHARE: "share", Role.COMPLETION: "completion", Role.GROWTH: "growth"}


def title_of(finding: Finding, words: Words) -> str:
    check = CHECKS.get(finding.code)
    if check is None:
        return finding.code
    return check.title if words.lang == "zh" else check.title_en


def message_of(finding: Finding, words: Words) -> str:
    """Where, what is stated, what follows from the rest, and by how much."""
    place = words.place(finding.evidence[0].location) if finding.evidence else ""
    joint = "：" if words.lang == "zh" else ": "
    sentence = _fault_sentence(finding, words) if finding.equation is None else _equation_sentence(finding, words)
    return f"{place}{joint}{sentence}" if place else sentence


def _fault_sentence(finding: Finding, words: Words) -> str:
    given = finding.fault.words if finding.fault else {}
    sentence = words.fault(finding.code, given)
    if sentence:
        return clean(sentence)
    told = words.say("amount", "list").join(clean(v) for v in given.values() if v)
    quote = shorten(finding.evidence[0].quote, 60) if finding.evidence else ""
    title = title_of(finding, words)
    detail = told or quote
    return f"{title}{'：' if words.lang == 'zh' else ': '}{detail}" if detail else title


def _equation_sentence(finding: Finding, words: Words) -> str:
    equation = finding.equation
    assert equation is not None
    if isinstance(equation.relation, Quotient):
        return _quotient_sentence(finding, equation, equation.relation, words)
    if equation.relation.constant and not equation.relation.at_most and _all_added(equation.relation):
        return _hundred_sentence(equation, equation.relation, words)
    if equation.relation.at_most:
        return _at_most_sentence(equation, equation.relation, words)
    if _is_same(equation.relation):
        return _same_sentence(finding, equation, equation.relation, words)
    return _sum_sentence(finding, equation, equation.relation, words)


def _all_added(relation: Sum) -> bool:
    return all(t.coefficient == 1 for t in relation.terms)


def _hundred_sentence(equation: Equation, relation: Sum, words: Words) -> str:
    """Shares of one whole, weights of a sheet: nothing but their sum is known, 100."""
    unit = equation.main.quantity.unit
    factor = equation.main.quantity.factor
    total = sum((t.figure.quantity.value * t.figure.quantity.factor for t in relation.terms), Decimal(0)) / factor
    limit = -relation.constant / factor
    return words.say(
        "message",
        "hundred",
        first=named(relation.terms[0].figure),
        count=len(relation.terms),
        total=plain(total) + unit,
        limit=trimmed(limit) + unit,
        direction=words.say("amount", "more" if total > limit else "less"),
        difference=distance(total - limit, unit, words.say("amount", "points")),
    )


def _is_same(relation: Sum) -> bool:
    return not relation.constant and sorted(t.coefficient for t in relation.terms) == [Decimal(-1), Decimal(1)]


def _slots(finding: Finding, main: Figure, words: Words) -> dict[str, object]:
    recomputed, difference = finding.recomputed, finding.difference
    unit = main.quantity.unit
    return {
        "label": label(main, words),
        "stated": amount(main),
        "recomputed": again(recomputed, main) if recomputed else "",
        "difference": distance(difference, unit, words.say("amount", "points")) if difference is not None else "",
        "direction": words.say("amount", "more" if (difference or 0) > 0 else "less"),
    }


def _sum_sentence(finding: Finding, equation: Equation, relation: Sum, words: Words) -> str:
    slots = _slots(finding, equation.main, words)
    if finding.recomputed is None:
        return words.say("message", "open", equation=write_equation(equation, None), **slots)
    own = next((t.coefficient for t in relation.terms if t.figure is equation.main), Decimal(-1))
    rest = [t for t in relation.terms if t.figure is not equation.main]
    is_total = len(rest) > 1 and all((t.coefficient > 0) != (own > 0) for t in rest) and not relation.constant
    if not is_total:
        return words.say("message", "derived", **slots)
    return words.say("message", "sum", parts=words.say("parts", equation.why), **slots)


def _same_sentence(finding: Finding, equation: Equation, relation: Sum, words: Words) -> str:
    main = equation.main
    other = next(t.figure for t in relation.terms if t.figure is not main)
    slots = _slots(finding, main, words)
    touching = finding.severity is Severity.INFO and not (finding.cause or finding.related)
    return words.say(
        "message",
        "touching" if touching else "same",
        why=words.say("same", equation.why),
        other=amount(other),
        other_place=words.place(_beside(other.location, main.location)),
        other_label=label(other, words),
        **slots,
    )


def _beside(at: Location, main: Location) -> Location:
    """The other place without the headings both share."""
    return replace(at, section=None) if at.section == main.section else at


def _at_most_sentence(equation: Equation, relation: Sum, words: Words) -> str:
    small = tuple(t for t in relation.terms if t.coefficient > 0)
    large = tuple(t for t in relation.terms if t.coefficient < 0)
    unit = equation.main.quantity.unit
    total = sum(
        (t.coefficient * t.figure.quantity.value * t.figure.quantity.factor for t in relation.terms), Decimal(0)
    )
    excess = (total + relation.constant) / equation.main.quantity.factor
    limit = phrase(large, words) if large else f"{trimmed(-relation.constant)}{unit}"
    return words.say(
        "message",
        "at_most",
        small=phrase(small, words),
        exceeds=words.say("at_most", equation.why),
        large=limit,
        excess=trimmed(excess) + unit,
    )


def _quotient_sentence(finding: Finding, equation: Equation, relation: Quotient, words: Words) -> str:
    slots = _slots(finding, equation.main, words)
    if finding.recomputed is None:
        return words.say("message", "open", equation=write_equation(equation, None), **slots)
    if equation.main is not relation.rate:
        return words.say("message", "amount_of_rate", rate=amount(relation.rate), **slots)
    return words.say(
        "message",
        QUOTIENTS.get(relation.rate.role, "ratio"),
        part=phrase(relation.numerator, words),
        whole=phrase(relation.denominator, words),
        quotient=write_quotient(relation),
        **slots,
    )


def label(figure: Figure, words: Words) -> str:
    """“一般公共预算财政拨款支出” — in the report's own words."""
    text = _name(figure)
    return words.say("amount", "quoted").replace("{}", text) if text else words.say("amount", "unlabelled")


def _name(figure: Figure) -> str:
    """合计|支出>决算数, as tables label their cells (row|column>below), reads 合计（支出／决算数）."""
    row, mark, column = (figure.label or figure.concept).partition("|")
    return shorten(f"{row}（{column.replace('>', '／')}）" if mark and row else row or column)


def named(figure: Figure) -> str:
    """一般公共预算财政拨款支出7900.48万元"""
    return _name(figure) + amount(figure)


def phrase(terms: tuple[Weighted, ...], words: Words) -> str:
    """The named amounts of a sum: one is named, several are told as a formula."""
    if len(terms) == 1:
        return named(terms[0].figure)
    units = {t.figure.quantity.unit for t in terms}
    positive = all(t.coefficient > 0 for t in terms) or all(t.coefficient < 0 for t in terms)
    if len(terms) > 3 and positive:
        count = len(terms)
        return words.say("amount", "several", first=named(terms[0].figure), count=count)
    show = amount if len(units) > 1 else number
    text = "".join(
        f"{'−' if t.coefficient < 0 and not positive else '+' if i else ''}{show(t.figure)}"
        for i, t in enumerate(terms)
    )
    unit = terms[0].figure.quantity.unit if len(units) == 1 else ""
    return f"{_name(terms[0].figure)}({text}){unit}"


def cause_of(cause: Cause, words: Words) -> str:
    """One sentence without its full stop; "" where there is nothing to say."""
    text = _told(cause, words)
    if cause.candidates:
        shown = [_candidate(figure, new, words) for figure, new in cause.candidates[:MOST_CANDIDATES]]
        key = "one_of" if cause.kind == "undecided" else "candidates"
        text += words.say("cause", key, list=words.say("amount", "list").join(shown))
    elif cause.repairs > 1:
        text += words.say("cause", "repairs", count=cause.repairs)
    return text


def _told(cause: Cause, words: Words) -> str:
    figure = cause.figure
    return words.say(
        "cause",
        cause.kind,
        label=label(figure, words) if figure else words.say("amount", "unlabelled"),
        old=_with_unit(cause.old, figure),
        new=_with_unit(cause.new, figure),
        other=named(cause.other) if cause.other else words.say("amount", "unlabelled"),
    )


def _candidate(figure: Figure, new: str, words: Words) -> str:
    return words.say("cause", "candidate", label=label(figure, words), old=amount(figure), new=_with_unit(new, figure))


def _with_unit(text: str, figure: Figure | None) -> str:
    """The values of a cause are as printed; a bare number gets the unit of its figure."""
    unit = figure.quantity.unit if figure else ""
    return text + unit if text and text[-1].isdigit() and unit else text


def stated_text(figure: Figure) -> str:
    return shorten(figure.quantity.text) or amount(figure)


def value_text(value: Decimal | None) -> str | None:
    return None if value is None else plain(value)
