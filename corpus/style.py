"""How one office writes: its words are data (styles/*.yaml), its habits of printing numbers are here."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from functools import cache
from pathlib import Path
from typing import Any

import yaml

from corpus.relations import YUAN

STYLES = Path(__file__).parent / "styles"
HAN = "一二三四五六七八九十"


@dataclass(frozen=True, slots=True)
class Numbers:
    """How numbers of one kind are printed."""

    unit: str
    decimals: int
    thousands: bool = False
    drop_zeros: bool = False
    zero: str = "0"

    def step(self) -> Decimal:
        return Decimal(1).scaleb(-self.decimals)

    def show(self, value: Decimal) -> tuple[str, Decimal, Decimal]:
        """(text without unit, the value as printed, the size of its last printed place)."""
        if value == 0:
            return self.zero, Decimal(0), self.step()
        printed = value.quantize(self.step(), ROUND_HALF_UP)
        text = f"{abs(printed):,f}" if self.thousands else f"{abs(printed):f}"
        if self.drop_zeros and "." in text:
            text = text.rstrip("0").rstrip(".")
        decimals = len(text.partition(".")[2])
        return text, printed, Decimal(1).scaleb(-decimals)


@dataclass(frozen=True, slots=True)
class Style:
    name: str
    seen: bool
    words: dict[str, Any]
    money: Numbers
    table_money: Numbers
    rate: Numbers
    numbering: tuple[str, ...]
    grain: int
    space: str  # between words and numbers, as conversion leaves it

    def amount(self, value: Decimal, numbers: Numbers) -> Decimal:
        """Yuan in the unit of print."""
        return value / YUAN[numbers.unit]

    def number_heading(self, level: int, n: int) -> str:
        """The mark of the n-th heading of a level, such as 第二部分, 三、, （四）or 5."""
        form = self.numbering[min(level, len(self.numbering)) - 1]
        return form.replace("N", han(n)).replace("1", str(n))


def han(n: int) -> str:
    if n <= 10:
        return HAN[n - 1]
    tens, ones = divmod(n, 10)
    return ("" if tens == 1 else HAN[tens - 1]) + "十" + (HAN[ones - 1] if ones else "")


@cache
def styles() -> dict[str, Style]:
    """All styles by name, each read from its file."""
    return {p.stem: _load(p) for p in sorted(STYLES.glob("*.yaml"))}


def _load(path: Path) -> Style:
    raw = yaml.safe_load(path.read_text(encoding="utf-8"))
    return Style(
        name=path.stem,
        seen=raw["seen"],
        words=raw["words"],
        money=Numbers(**raw["money"]),
        table_money=Numbers(**raw["table_money"]),
        rate=Numbers(unit="%", **raw["rate"]),
        numbering=tuple(raw["numbering"]),
        grain=raw.get("grain", 100),
        space=raw.get("space", ""),
    )
