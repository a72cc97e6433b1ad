"""How a spreadsheet shows a stored number: 12.345678 under the format 0.00 is printed 12.35, and that is what counts."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import ROUND_HALF_UP, Decimal
from functools import lru_cache

import regex

BUILT_IN = {
    0: "General", 1: "0", 2: "0.00", 3: "#,##0", 4: "#,##0.00", 9: "0%", 10: "0.00%", 14: "yyyy-m-d", 15: "d-mmm-yy",
    16: "d-mmm", 17: "mmm-yy", 22: "yyyy-m-d h:mm", 31: "yyyy年m月d日", 37: "#,##0;-#,##0", 38: "#,##0;-#,##0",
    39: "#,##0.00;-#,##0.00", 40: "#,##0.00;-#,##0.00", 41: '#,##0;-#,##0;"-"', 42: '#,##0;-#,##0;"-"',
    43: '#,##0.00;-#,##0.00;"-"', 44: '#,##0.00;-#,##0.00;"-"', 49: "@", 57: "yyyy年m月", 58: "m月d日",
}  # fmt: skip
"""Formats that files name by number only (ECMA-376 18.8.30), as Chinese editions of Excel show them."""

_TOKEN = regex.compile(r'"[^"]*"|\\.|_.|\*.|\[[^\]]*\]|[0#?.,%]+|General|[^"\\_*\[]', regex.I)
_DATE = regex.compile(r"[ymdhs年月日]", regex.I)
_SIGNIFICANT = 15  # digits a spreadsheet keeps of a number; what stands behind them is noise of binary fractions
_MOST_DECIMALS = 15


@dataclass(frozen=True, slots=True)
class _Section:
    """One part of a format: literal text around digits."""

    before: str
    after: str
    least_decimals: int
    most_decimals: int
    grouped: bool
    percent: bool
    thousands_down: int
    general: bool
    digits: bool
    shows_zero: bool


def show(value: float | int | Decimal, form: str) -> str:
    """The number as the format prints it; dates as 2024-03-01, unknown formats as General."""
    number = exact(value)
    sections = split_sections(form)
    if is_date_format(sections[0]):
        return show_date(number)
    section, signed = _choose(number, sections)
    if not section and len(sections) > 1:
        return ""
    parsed = _parse(section)
    if parsed.general:
        text = f"{parsed.before}{show_general(abs(number))}{parsed.after}"
    elif not parsed.digits:
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


def split_sections(form: str) -> list[str]:
    """The parts of a format for positive, negative, zero and text, split at ; outside quotes."""
    parts = [""]
    for token in _TOKEN.findall(form[:255]):
        if token == ";":
            parts.append("")
        else:
            parts[-1] += token
    return parts


@lru_cache(maxsize=1024)
def is_date_format(section: str) -> bool:
    bare = "".join(token for token in _TOKEN.findall(section) if token[0] not in '"\\_*[')
    return bool(_DATE.search(bare)) and not regex.search(r"general|[0#]", bare, regex.I)


def show_date(number: Decimal) -> str:
    if not 0 < number < 2_958_466:
        return show_general(number)
    return str((datetime(1899, 12, 30) + timedelta(days=float(number))).date())


def _choose(number: Decimal, sections: list[str]) -> tuple[str, bool]:
    """The section for a number, and whether a minus sign is still to be added."""
    if regex.match(r"\s*\[[<>=]", sections[0]):
        return sections[0], True
    if number == 0 and len(sections) >= 3:
        return sections[2], False
    if number < 0 and len(sections) >= 2:
        negative = _parse(sections[1])
        return sections[1], not regex.search(r"[-(]", negative.before + negative.after) and not negative.before
    return sections[0], True


@lru_cache(maxsize=1024)
def _parse(section: str) -> _Section:
    before: list[str] = []
    after: list[str] = []
    digits = ""
    percent = general = False
    for token in _TOKEN.findall(section):
        if token.lower() == "general":
            general = True
        elif token[0] in "0#?.,%":
            percent = percent or "%" in token
            digits += token.replace("%", "")
            if "%" in token:
                after.append("%")
        elif token[0] in "_*[":
            continue  # room for a bracket, fill characters, colours and conditions
        else:
            literal = token[1:-1] if token[0] == '"' else token[1:] if token[0] == "\\" else token
            (after if digits or general else before).append("" if literal == "@" else literal)
    if "/" in after or "E" in after or "e" in after:
        general, before, after = True, [], []
    bare = digits.rstrip(",")
    whole, _, fraction = bare.partition(".")
    return _Section(
        "".join(before),
        "".join(after),
        fraction.count("0"),
        min(_MOST_DECIMALS, sum(fraction.count(place) for place in "0#?")),
        "," in whole,
        percent,
        len(digits) - len(bare),
        general or section == "" or section == "@",
        any(place in digits for place in "0#?"),
        "0" in digits,
    )


def _digits(number: Decimal, section: _Section) -> str:
    scaled = number.scaleb(2) if section.percent else number
    scaled = scaled.scaleb(-3 * section.thousands_down)
    if scaled.adjusted() > 25:
        return show_general(scaled)
    rounded = scaled.quantize(Decimal(1).scaleb(-section.most_decimals), ROUND_HALF_UP)
    text = f"{rounded:,f}" if section.grouped else f"{rounded:f}"
    whole, _, fraction = text.partition(".")
    least = section.least_decimals
    fraction = fraction[:least] + fraction[least:].rstrip("0")
    if not section.shows_zero and not rounded:
        return ""
    return f"{whole}.{fraction}" if fraction else whole
