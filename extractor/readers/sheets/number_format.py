"""How a spreadsheet shows a stored number: 12.345678 under the format 0.00 is printed 12.35, and that is what counts."""

from __future__ import annotations

import operator
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import regex

from extractor.readers.sheets.date_format import is_date_format, show_date, split_tokens

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-mm-dd", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 18: "h:mm", 19: "h:mm:ss", 20: "h:mm", 21: "h:mm:ss", 22: "yyyy-m-d h:mm",
    31: "yyyy年m月d日", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"', 49: "@", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""Formats that files name by number only (ECMA-376 18.8.30), as Chinese editions of Excel show them."""

_CONDITION = regex.compile(r"\[(<=|>=|<>|<|>|=)(-?\d+(?:\.\d+)?)\]")
_COMPARE = {
    "<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq, "<>": operator.ne,
}  # fmt: skip
_SIGNIFICANT = 15  # digits a spreadsheet keeps of a number; what stands behind them is noise of binary fractions
_MOST_DECIMALS = 15
_MOST_DIGITS = 25
_BETWEEN_PLACES = frozenset({'"/', '"E', '"e'})


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format. whole and fraction hold places (0 # ?) and literal text as it stands between them."""

    before: str
    whole: tuple[str, ...]
    fraction: tuple[str, ...]
    after: str
    grouped: bool
    percent: bool
    thousands_down: int
    general: bool

    @property
    def has_places(self) -> bool:
        return bool(self.whole or self.fraction)


def show(value: float | int | Decimal, form: str) -> str:
    """The number as the format prints it, dates too; unknown formats as General."""
    number = exact(value)
    sections = split_sections(form)
    if is_date_format(sections[0]):
        return show_date(number, sections[0]) or show_general(number)
    section, signed = _choose(number, sections)
    if not section and len(sections) > 1:
        return ""
    parsed = _parse(section)
    if parsed.general:
        text = f"{parsed.before}{show_general(abs(number))}{parsed.after}"
    elif not parsed.has_places:
        return (parsed.before + parsed.after).strip()
    else:
        text = f"{parsed.before}{_digits(abs(number), parsed)}{parsed.after}"
    negative = number < 0 and signed and any(char in "123456789" for char in text)
    return f"-{text.strip()}" if negative else text.strip()


def exact(value: float | int | Decimal) -> Decimal:
    """The decimal number a stored binary one stands for."""
    if isinstance(value, Decimal):
        return value
    return Decimal(value) if isinstance(value, int) else Decimal(f"{value:.{_SIGNIFICANT}g}")


def show_general(number: Decimal) -> str:
    """General: up to eleven characters, no exponent for amounts of money."""
    plain = +number
    if abs(plain) >= Decimal(10) ** 11:
        return f"{plain.quantize(Decimal(1), ROUND_HALF_UP) if plain < Decimal(10) ** 20 else plain:f}"
    whole = len(str(int(abs(plain))))
    places = max(0, 10 - whole)
    rounded = plain.quantize(Decimal(1).scaleb(-places), ROUND_HALF_UP)
    text = f"{rounded:f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


@lru_cache(maxsize=1024)
def split_sections(form: str) -> tuple[str, ...]:
    """The parts of a format for positive, negative, zero and text, split at ; outside quotes."""
    parts = [""]
    for token in split_tokens(form[:255]):
        if token == ";":
            parts.append("")
        else:
            parts[-1] += token
    return tuple(parts)


def _choose(number: Decimal, sections: tuple[str, ...]) -> tuple[str, bool]:
    """The section for a number, and whether a minus sign is still to be added."""
    if any(_CONDITION.search(section) for section in sections[:2]):
        return _choose_by_condition(number, sections)
    if number == 0 and len(sections) >= 3:
        return sections[2], False
    if number < 0 and len(sections) >= 2:
        return sections[1], not _tells_negative(sections[1])
    return sections[0], True


def _choose_by_condition(number: Decimal, sections: tuple[str, ...]) -> tuple[str, bool]:
    """[>=10000]0!.0,"万元";0.00: the first section whose condition holds, else the first without one."""
    for section in sections[:3]:
        condition = _CONDITION.search(section)
        if condition is None or _COMPARE[condition[1]](number, Decimal(condition[2])):
            return section, not _tells_negative(section)
    return "General", True


def _tells_negative(section: str) -> bool:
    """Whether a section has its own sign for what is below nought: -1, (1), △1, 亏损1."""
    parsed = _parse(section)
    return bool(regex.search(r"[-(−–△▲▽▼\p{Han}]", parsed.before) or regex.search(r"[-)]", parsed.after))


@lru_cache(maxsize=1024)
def _parse(section: str) -> _Section:
    before: list[str] = []
    whole: list[str] = []
    fraction: list[str] = []
    percent = general = grouped = point = False
    commas = 0
    for token in split_tokens(section):
        kind = token[0]
        places = fraction if point else whole
        if token.lower() == "general" or token == "@":
            general = True
        elif kind in "0#?":
            grouped = grouped or (commas > 0 and not point)
            commas = 0
            places.append(kind)
        elif kind == ".":
            point = True
        elif kind == ",":
            commas += bool(whole or fraction)
        elif kind in "_*[":
            continue  # room for a bracket, fill characters, colours and conditions
        else:
            percent = percent or token == "%"
            literal = token[1:-1] if kind == '"' else token[1:] if kind in "\\!" else token
            (places if whole or point or general else before).append(f'"{literal}')
    after = [_literal(whole.pop()) for _ in range(_loose_end(whole))][::-1] if not fraction else []
    after += [_literal(fraction.pop()) for _ in range(_loose_end(fraction))][::-1]
    if not _BETWEEN_PLACES.isdisjoint((*whole, *fraction)) or regex.search(r"/\d", "".join(after)):
        return _Section("", (), (), "", False, False, 0, True)  # a fraction or a power of ten
    return _Section(
        "".join(map(_literal, before)),
        tuple(whole),
        tuple(fraction),
        "".join(after),
        grouped,
        percent,
        commas,
        general or section == "",
    )


def _literal(part: str) -> str:
    return part[1:]


def _loose_end(parts: list[str]) -> int:
    """How many literal parts stand behind the last digit place."""
    return next((i for i, part in enumerate(reversed(parts)) if part in "0#?"), len(parts))


def _digits(number: Decimal, section: _Section) -> str:
    scaled = number.scaleb(2) if section.percent else number
    scaled = scaled.scaleb(-3 * section.thousands_down)
    if scaled.adjusted() > _MOST_DIGITS:
        return show_general(scaled)
    decimals = min(_MOST_DECIMALS, sum(part in "0#?" for part in section.fraction))
    rounded = scaled.quantize(Decimal(1).scaleb(-decimals), ROUND_HALF_UP)
    whole, _, fraction = f"{rounded:f}".partition(".")
    if not rounded and "0" not in section.whole + section.fraction:
        return ""
    shown = _fill_fraction(fraction, section.fraction)
    return _fill_whole(whole, section) + (f".{shown}" if shown else "")


def _fill_whole(digits: str, section: _Section) -> str:
    """The digits before the point in their places, from the right: under 0!.0 the number 123 is 12.3."""
    places = section.whole or ("0",)
    first = next(i for i, part in enumerate(places) if part in "0#?")
    forced = next((i for i, part in enumerate(places) if part == "0"), len(places))
    left = list(digits.zfill(sum(part in "0#?" for part in places[forced:])))
    shown: list[str] = []
    count = 0
    for i in range(len(places) - 1, -1, -1):
        if not left and i < forced and i > first:
            break
        if places[i] not in "0#?":
            shown.append(_literal(places[i]))
            continue
        for _ in range(len(left) if i == first else min(1, len(left))):
            if section.grouped and count and count % 3 == 0:
                shown.append(",")
            shown.append(left.pop())
            count += 1
    return "".join(reversed(shown))


def _fill_fraction(digits: str, places: tuple[str, ...]) -> str:
    """The digits behind the point; # and ? show no zeros at the end."""
    kept = len(digits.rstrip("0"))
    shown = ""
    position = 0
    for part in places:
        if part not in "0#?":
            shown += _literal(part)
        elif position < len(digits):
            shown += digits[position] if part == "0" or position < kept else ""
            position += 1
    return shown
