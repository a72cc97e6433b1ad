"""The sentence of a finding that a clerk can paste into a letter: where, what is stated, what follows, by how much."""

from __future__ import annotations

import re
from decimal import Decimal

from checks.equation import Equation, Quotient, Sum
from checks.finding import Finding, Severity
from checks.registry import CHECKS
from extractor.figure import Figure, Role
from extractor.location import Location
from gouji.output.names import compared, label, named, phrase
from gouji.output.numbers import again, amount, distance, plain, trimmed, write_equation, write_quotient, write_rest
from gouji.output.words import Words, clean, shorten

QUOTIENTS = {Role.SHARE: "share", Role.COMPLETION: "completion", Role.GROWTH: "growth"}
FAMILIES = {"SHR": "share", "CMP": "completion"}  # what the rate is, where its own words do not say
MOST_QUOTE = 80
MOST_FORMULA = 4  # amounts a derived figure is told to follow from
NOTHING = re.compile(r"[；;]\s*[^；;（(]*[：:]\s*—(?=[）)])")  # a slot that a check left empty
NO_WORDS = re.compile(r"[\W_]+")


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
    told = words.say("amount", "list").join(clean(v) for v in given.values() if v)
    title = title_of(finding, words)
    colon = "：" if words.lang == "zh" else ": "
    sentence = NOTHING.sub("", clean(words.fault(finding.code, given))) or (f"{title}{colon}{told}" if told else title)
    stop = "。" if words.lang == "zh" else "."
    ended = sentence if sentence.endswith(stop) else sentence + stop
    quote = shorten(finding.evidence[0].quote, MOST_QUOTE).rstrip("。.") if finding.evidence else ""
    if _is_told(quote, [sentence, *given.values()]):
        return ended
    return ended + words.say("message", "quoted_text", quote=quote)


def _is_told(quote: str, told: list[str]) -> bool:
    """Whether a quotation adds nothing: it stands in the sentence, or is little more than one of its words."""
    dense = NO_WORDS.sub("", quote)
    others = [NO_WORDS.sub("", text) for text in told]
    in_it = [o for o in others if o and o in dense]
    return any(dense in o for o in others) or any(dense.startswith(o) or 2 * len(o) > len(dense) for o in in_it)


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
        first=named(relation.terms[0].figure, words),
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
        told = write_rest(relation, equation.main) if len(rest) <= MOST_FORMULA else ""
        return words.say("message", "derived", formula=told or words.say("message", "related_figures"), **slots)
    told = words.say("message", "sum", parts=words.say("parts", equation.why, count=len(rest)), **slots)
    return told + words.say("message", "strained") if finding.strained else told


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
        other_place=_other_place(other.location, main.location, words),
        other_label=label(other, words, main),
        **slots,
    )


def _other_place(at: Location, main: Location, words: Words) -> str:
    """第12行的: without the headings both share, and "" where nothing else is known."""
    beside = at._replace(section=None) if at.section == main.section else at
    place = words.place(beside)
    return "" if place == words.say("place", "none") else place + words.say("message", "of")


def _at_most_sentence(equation: Equation, relation: Sum, words: Words) -> str:
    small = tuple(t for t in relation.terms if t.coefficient > 0)
    large = tuple(t for t in relation.terms if t.coefficient < 0)
    unit = equation.main.quantity.unit
    total = sum(
        (t.coefficient * t.figure.quantity.value * t.figure.quantity.factor for t in relation.terms), Decimal(0)
    )
    excess = (total + relation.constant) / equation.main.quantity.factor
    limit = phrase(large, words) if large else f"{trimmed(-relation.constant)}{unit}"
    if [t.figure.role for t in (*small, *large)] == [Role.SCORE, Role.WEIGHT]:
        score, weight = small[0].figure, large[0].figure
        slots = {"label": label(score, words), "score": amount(score), "weight": amount(weight)}
        return words.say("message", "score_above_weight", excess=trimmed(excess) + unit, **slots)
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
    part, whole = compared(relation.numerator, relation.denominator, words)
    return words.say(
        "message",
        QUOTIENTS.get(relation.rate.role) or FAMILIES.get(equation.code[:3], "ratio"),
        part=part,
        whole=whole,
        quotient=write_quotient(relation),
        **slots,
    )


def stated_text(figure: Figure) -> str:
    return shorten(figure.quantity.text) or amount(figure)
