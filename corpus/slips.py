"""The slips people make, one function a kind: (report, its numbers, rng) -> edits, empty where the report has no place.

They are written as changes of spans: a digit struck wrong, a unit confused, a rate of another line left standing.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from decimal import ROUND_DOWN, Decimal
from itertools import pairwise
from random import Random

from corpus.relations import YUAN, Marks, derive
from corpus.report import Address, Fact, Report, Role, Span
from corpus.style import styles

Edits = dict[Address, Span]
TOTALS = ("income", "spending", "in.total", "fis.total", "gp", "fis", "year.spending")


def _written(span: Span, text: str) -> Span:
    """The span with another number in it, the value read anew."""
    digits = text.replace(",", "")
    value = Decimal(digits)
    if span.value is not None and span.value < 0 and not text.startswith("-"):
        value = -value
    decimals = len(digits.partition(".")[2])
    step = span.step if span.step == 0 else Decimal(1).scaleb(-decimals)
    return replace(span, text=text, value=value, step=step)


def _pick(marks: Marks, rng: Random, wanted: Callable[[Span], bool]) -> tuple[Address, Span] | None:
    places = [(a, s) for a, s in sorted(marks.items()) if s.value and wanted(s)]
    return rng.choice(places) if places else None


def _rewrite(change: Callable[[str, Random], str | None]) -> Callable[[Report, Marks, Random], Edits]:
    """A kind that turns one printed number into another by its digits alone."""

    def planter(report: Report, marks: Marks, rng: Random) -> Edits:
        for _ in range(20):
            place = _pick(marks, rng, lambda s: len(s.text.replace(",", "").replace(".", "")) >= 2)
            if not place:
                return {}
            address, span = place
            text = change(span.text.lstrip("-"), rng)
            if text and Decimal(text.replace(",", "")) not in (0, abs(span.value or Decimal(0))):
                return {address: _written(span, ("-" if span.text.startswith("-") else "") + text)}
        return {}

    return planter


def _digits(text: str) -> list[int]:
    return [i for i, c in enumerate(text) if c.isdigit()]


def _grouped(text: str, like: str) -> str:
    """Thousands commas put back where the old text had them."""
    whole, point, rest = text.partition(".")
    return (f"{int(whole):,}" if "," in like else str(int(whole))) + point + rest


def _swap(text: str, rng: Random) -> str | None:
    bare = text.replace(",", "")
    at = _digits(bare)
    pairs = [(a, b) for a, b in pairwise(at) if bare[a] != bare[b] and not (a == 0 and bare[b] == "0")]
    if not pairs:
        return None
    a, b = rng.choice(pairs)
    chars = list(bare)
    chars[a], chars[b] = chars[b], chars[a]
    return _grouped("".join(chars), text)


def _change(text: str, rng: Random) -> str | None:
    i = rng.choice(_digits(text))
    others = [d for d in "123456789" if d != text[i]]
    return text[:i] + rng.choice(others) + text[i + 1 :]


def _lose(text: str, rng: Random) -> str | None:
    bare = text.replace(",", "")
    whole = bare.partition(".")[0]
    if len(whole) < 2:
        return None
    i = rng.randrange(len(whole))
    return _grouped(bare[:i] + bare[i + 1 :], text)


def _double(text: str, rng: Random) -> str | None:
    bare = text.replace(",", "")
    i = rng.randrange(len(bare.partition(".")[0]))
    return _grouped(bare[:i] + bare[i] + bare[i:], text)


def _move_point(text: str, rng: Random) -> str | None:
    """The same digits with the point one place off."""
    whole, point, rest = text.replace(",", "").partition(".")
    if not point:
        return None
    if rng.random() < 0.5:
        whole, rest = whole + rest[0], rest[1:]
    else:
        whole, rest = whole[:-1] or "0", whole[-1] + rest
    return _grouped(whole + ("." + rest if rest else ""), text)


def _wrong_unit(report: Report, marks: Marks, rng: Random) -> Edits:
    """万元 for 元 or 元 for 万元 behind one number of the text."""
    other = {"万元": "元", "元": "万元"}
    units = {a: s for a, s in report.spans() if s.role is Role.UNIT and s.text.strip() in other}
    places = [a for a in sorted(units) if marks.get(_before(a)) and marks[_before(a)].value]
    if not places:
        return {}
    at = rng.choice(places)
    unit = other[units[at].text.strip()]
    number = marks[_before(at)]
    return {
        _before(at): replace(number, unit=unit),
        at: replace(units[at], text=units[at].text.replace(units[at].text.strip(), unit)),
    }


def _before(a: Address) -> Address:
    return replace(a, span=a.span - 1)


def _rate(marks: Marks, rng: Random, kinds: tuple[str, ...] = ("ratio", "growth")) -> tuple[Address, Span] | None:
    return _pick(marks, rng, lambda s: s.fact is not None and s.fact.kind in kinds)


def _printed_rate(report: Report, span: Span, value: Decimal) -> Span | None:
    text = styles()[report.style].rate.show(value)[0].lstrip("-")
    return None if text == span.text.lstrip("-") else _written(span, ("-" if span.text.startswith("-") else "") + text)


def _wrong_base(report: Report, marks: Marks, rng: Random) -> Edits:
    """Growth divided by this year's amount."""
    place = _rate(marks, rng, ("growth",))
    if not place or place[1].value is None or place[1].value <= -99:
        return {}
    span = _printed_rate(report, place[1], _divided_by_current(marks, place[1]))
    return {place[0]: span} if span else {}


def _divided_by_current(marks: Marks, rate: Span) -> Decimal:
    """The change divided by this year's amount, from the amounts as printed where the report prints them."""
    assert rate.fact is not None and rate.value is not None
    growth, (of, to) = rate.value, (rate.fact.of, rate.fact.to)
    printed = {s.fact: s.value for s in marks.values() if s.fact and s.value and s.unit != "%"}
    current, base, delta = (printed.get(f) for f in (Fact("amount", of), Fact("amount", to), Fact("delta", of, to)))
    if current and delta:
        return abs(delta / current * 100)
    if current and base:
        return abs((current - base) / current * 100)
    return abs(growth / (100 + growth) * 100)


def _wrong_whole(report: Report, marks: Marks, rng: Random) -> Edits:
    """A share taken of another total of the report."""
    place = _rate(marks, rng, ("ratio",))
    if not place:
        return {}
    fact = place[1].fact
    assert fact is not None and place[1].value is not None
    totals = [
        s for s in marks.values() if s.fact and s.fact.kind == "amount" and s.fact.of in TOTALS and s.fact.of != fact.to
    ]
    whole = next((s for s in marks.values() if s.fact == Fact("amount", fact.to) and s.value), None)
    if not totals or whole is None or whole.value is None:
        return {}
    other = rng.choice(totals)
    if other.unit != whole.unit or not other.value:
        return {}
    span = _printed_rate(report, place[1], place[1].value * whole.value / other.value)
    return {place[0]: span} if span and span.value else {}


def _copied_rate(report: Report, marks: Marks, rng: Random) -> Edits:
    """The rate of another line left standing."""
    place = _rate(marks, rng)
    if not place:
        return {}
    others = [
        s
        for a, s in sorted(marks.items())
        if abs(a.block - place[0].block) <= 1
        and s.fact
        and s.fact.kind in ("ratio", "growth")
        and s.value
        and abs(s.value) != abs(place[1].value or 0)
    ]
    return {place[0]: _written(place[1], rng.choice(others).text.lstrip("-"))} if others else {}


def _amount_as_rate(report: Report, marks: Marks, rng: Random) -> Edits:
    """+1.14 万元 printed as growth of 1.14%."""
    place = _rate(marks, rng, ("growth",))
    if not place:
        return {}
    at, span = place
    assert span.fact is not None
    delta = next(
        (
            s
            for a, s in marks.items()
            if a.block == at.block and a.row < 0 and s.fact == Fact("delta", span.fact.of, span.fact.to)
        ),
        None,
    )
    if delta is None or not delta.value or not span.value or abs(delta.value) in (abs(span.value), 0):
        return {}
    if abs(delta.value) > 1000:  # nobody takes this for a percentage
        return {}
    return {at: _written(span, delta.text.lstrip("-"))}


def _fraction_as_rate(report: Report, marks: Marks, rng: Random) -> Edits:
    """0.35% for 34.52%."""
    place = _rate(marks, rng)
    value = abs(place[1].value or Decimal(0)) if place else Decimal(0)
    if not place or value < 20:
        return {}
    text = f"{value / 100:.2f}"
    return {place[0]: _written(place[1], text)}


def _truncated(report: Report, marks: Marks, rng: Random) -> Edits:
    """The last place cut instead of rounded: only where rounding went up."""
    places = []
    for relation in derive(report):
        span = marks[relation.result]
        if relation.kind not in ("ratio", "growth") or not span.value:
            continue
        over = sum((s * _yuan(marks[a]) for s, a in relation.over), Decimal(0))
        under = sum((s * _yuan(marks[a]) for s, a in relation.under), Decimal(0))
        if under and abs(over / under * 100).quantize(span.step, ROUND_DOWN) < abs(span.value):
            places.append(relation.result)
    if not places:
        return {}
    at = rng.choice(sorted(set(places)))
    span = marks[at]
    assert span.value is not None
    return {at: _written(span, f"{abs(span.value) - span.step:f}")} if abs(span.value) > span.step else {}


def _yuan(span: Span) -> Decimal:
    assert span.value is not None
    return span.value * YUAN.get(span.unit, Decimal(1))


def _stale_year(report: Report, marks: Marks, rng: Random) -> Edits:
    """Last year's year left in a sentence."""
    years = [(a, s) for a, s in report.spans() if s.role is Role.YEAR and a.block > 0 and a.row < 0]
    if not years:
        return {}
    at, span = rng.choice(years)
    return {at: replace(span, text=str(int(span.text) - 1))}


def _wrong_total(report: Report, marks: Marks, rng: Random) -> Edits:
    """A total from another version: one part counted twice or left out."""
    sums = [r for r in derive(report) if r.kind == "sum"]
    if not sums:
        return {}
    relation = rng.choice(sums)
    total = marks[relation.result]
    part = marks[rng.choice(relation.over)[1]]
    assert total.value is not None and part.value is not None
    wrong = total.value + part.value if rng.random() < 0.5 else total.value - part.value
    if wrong <= 0 or not part.value:
        return {}
    decimals = len(total.text.partition(".")[2])
    return {relation.result: _written(total, _grouped(f"{wrong:.{decimals}f}", total.text))}


def _sign(report: Report, marks: Marks, rng: Random) -> Edits:
    """One amount of a table, or one signed rate, with the sign turned."""
    places = [
        (a, s)
        for a, s in sorted(marks.items())
        if s.value
        and a.row >= 0
        and s.fact
        and s.fact.kind in ("amount", "delta", "growth")
        and s.unit in ("万元", "元", "%")
    ]
    if not places:
        return {}
    at, span = rng.choice(places)
    assert span.value is not None
    text = span.text[1:] if span.text.startswith("-") else "-" + span.text
    return {at: replace(span, text=text, value=-span.value)}


def _direction(report: Report, marks: Marks, rng: Random) -> Edits:
    """增加 for 减少: the number behind the word turns its sign with it."""
    words = styles()[report.style].words
    flip = {
        a: b for pair in (words["directions"], words["rate_directions"]) for a, b in (tuple(pair), tuple(pair)[::-1])
    }
    places = [
        (a, s)
        for a, s in report.spans()
        if s.role is Role.DIRECTION and s.text in flip and marks.get(_after(a)) and marks[_after(a)].value
    ]
    if not places:
        return {}
    at, span = rng.choice(places)
    number = marks[_after(at)]
    assert number.value is not None
    pair = (
        words["directions"]
        if span.text in words["directions"] and span.fact and span.fact.kind == "delta"
        else words["rate_directions"]
    )
    other = pair[1] if span.text == pair[0] else pair[0]
    return {at: replace(span, text=other), _after(at): replace(number, value=-number.value)}


def _after(a: Address) -> Address:
    return replace(a, span=a.span + 1)


def _residue(report: Report, marks: Marks, rng: Random) -> Edits:
    """A choice of the template left open."""
    places = [(a, s) for a, s in report.spans() if s.role is Role.DIRECTION]
    if not places:
        return {}
    at, span = rng.choice(places)
    words = styles()[report.style].words["directions" if span.fact and span.fact.kind == "delta" else "rate_directions"]
    form = rng.choice(["{0}/{1}", "{0}（{1}）", "{1}（{0}）"])
    return {at: replace(span, text=form.format(*words))}


SLIPS: dict[str, Callable[[Report, Marks, Random], Edits]] = {
    "digit_swap": _rewrite(_swap),
    "digit_change": _rewrite(_change),
    "digit_lost": _rewrite(_lose),
    "digit_doubled": _rewrite(_double),
    "decimal_moved": _rewrite(_move_point),
    "wrong_unit": _wrong_unit,
    "wrong_base": _wrong_base,
    "wrong_whole": _wrong_whole,
    "copied_rate": _copied_rate,
    "amount_as_rate": _amount_as_rate,
    "fraction_as_rate": _fraction_as_rate,
    "truncated": _truncated,
    "stale_year": _stale_year,
    "wrong_total": _wrong_total,
    "sign": _sign,
    "direction_word": _direction,
    "template_residue": _residue,
}
