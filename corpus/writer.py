"""Turns templates of a style into spans that know what they print.

A template is a sentence with slots in braces:

    {year} {last} {org} {u}   the year, the year before, the office, the unit of money
    {n:KEY}                   the name of a fact
    {a:KEY} {t:KEY}           an amount with its unit; the same without the unit
    {d:KEY} {d:KEY|BASE}      direction and difference against BASE (last year's amount unless named)
    {g:KEY} {g:KEY|BASE}      direction and rate of change
    {m:KEY|BASE} {r:KEY|BASE} difference without a direction; rate with its sign (-3.2%)
    {s:KEY|WHOLE}             per cent of WHOLE, be it a share or a completion
    {c:KEY} {x:KEY}           a count with its noun, a score with 分
    {each:LIST:TEMPLATE:SEP}  TEMPLATE for every key of a list, the key being $x

In keys $x stands for what the caller bound under x.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from decimal import Decimal
from random import Random

from corpus.book import Book
from corpus.report import (
    Block,
    Cell,
    Fact,
    Heading,
    PageBreak,
    Paragraph,
    Report,
    Role,
    Row,
    Span,
    Spans,
    Table,
    text_of,
)
from corpus.style import Numbers, Style
from corpus.truth import data

SLOT = re.compile(r"\{([^{}]+)\}")
NAME = re.compile(r"\$(\w+)")
Binding = str | list[str]


class Writer:
    """Collects the blocks of one report."""

    def __init__(self, style: Style, book: Book, rng: Random, organization: str, year: int) -> None:
        self.style, self.book, self.rng = style, book, rng
        self.organization, self.year = organization, year
        self.blocks: list[Block] = []
        self.form = "final"
        self._counters = [0] * 6
        self._slots: dict[str, Callable[[list[str]], Spans]] = {
            "n": lambda k: (Span(self.book.name(k[0])),),
            "a": lambda k: self.amount(k[0], self.style.money),
            "t": lambda k: self.amount(k[0], self.style.money)[:1],
            "d": lambda k: self._change("delta", k),
            "g": lambda k: self._change("growth", k),
            "r": lambda k: self._signed_rate(k),
            "s": lambda k: self.percent(Fact("ratio", k[0], k[1])),
            "c": lambda k: self.count(k[0]),
            "x": lambda k: self.count(k[0]),
        }

    # blocks

    def heading(self, name: str, level: int, **bound: Binding) -> None:
        self._counters[level - 1] += 1
        self._counters[level:] = [0] * (6 - level)
        mark = self.style.number_heading(level, self._counters[level - 1])
        self.blocks.append(Heading(level, (Span(mark), *self.render(self._template(name), bound))))

    @property
    def top(self) -> int:
        """The heading level of a report that has no parts (第一部分)."""
        return 2 if self.style.numbering[0].startswith("第") else 1

    def restart(self) -> None:
        """Numbers headings anew, as an attachment does."""
        self._counters = [0] * 6

    def title(self, text: str) -> None:
        self.blocks.append(Heading(0, self.render(text, {})))

    def plain(self, text: str) -> None:
        self.blocks.append(Paragraph((Span(text),)))

    def say(self, name: str, *, mark: str = "", **bound: Binding) -> None:
        """One paragraph from the template of that name; the style may not know it, then nothing is said."""
        if name in self.style.words or name in data("defaults"):
            spans = self.render(self._template(name), bound)
            self.blocks.append(Paragraph((Span(mark), *spans) if mark else spans))

    def page_break(self) -> None:
        self.blocks.append(PageBreak())

    def table(
        self, title: str, rows: list[Row], heading_rows: int, widths: tuple[int, ...], unit: str = "", note: str = ""
    ) -> None:
        repeat = self.rng.random() < 0.5
        note_text = f"单位：{unit}" if unit else ""
        self.blocks.append(Table(title, note_text, tuple(rows), heading_rows, widths, note, repeat))

    def report(self, name: str, kind: str, seed: int) -> Report:
        nonzero = [(t, tuple(p for p in ps if self.book.values[p])) for t, ps in self.book.sums if self.book.values[t]]
        title = next((text_of(b.spans) for b in self.blocks if isinstance(b, Heading)), "")
        return Report(
            name=name, kind=kind, style=self.style.name, seen=self.style.seen, seed=seed,
            organization=self.organization, year=self.year, title=title, blocks=tuple(self.blocks), sums=tuple(nonzero),
        )  # fmt: skip

    def form_title(self, name: str) -> str:
        """The title of a form; a budget's forms bear other titles than final accounts."""
        prefix = text_of(self.render(self.style.words["form_prefix"], {}))
        return str(data("forms")[self.form][name]).replace("{p}", prefix)

    @property
    def amount_column(self) -> str:
        return "预算数" if self.form == "budget" else "决算数"

    # spans

    def _template(self, name: str) -> str:
        words = self.style.words.get(name) or data("defaults")[name]
        return str(self.rng.choice(words) if isinstance(words, list) else words)

    def word(self, name: str) -> str:
        return text_of(self.render(self._template(name), {}))

    def render(self, template: str, bound: Mapping[str, Binding]) -> Spans:
        out: list[Span] = []
        at = 0
        for slot in SLOT.finditer(template):
            out.append(Span(template[at : slot.start()]))
            out += self._slot(slot.group(1), bound)
            at = slot.end()
        out.append(Span(template[at:]))
        return tuple(s for s in out if s.text)

    def _slot(self, slot: str, bound: Mapping[str, Binding]) -> Spans:
        kind, _, rest = slot.partition(":")
        if kind == "year":
            return (Span(str(self.year), Role.YEAR),)
        if kind == "last":
            return (Span(str(self.year - 1)),)
        if kind == "org":
            return (Span(self.organization),)
        if kind == "u":
            return (Span(self.style.money.unit),)
        if kind == "each":
            return self._each(rest, bound)
        if kind == "text":
            return (Span(str(bound[rest])),)
        keys = [NAME.sub(lambda m: str(bound[m.group(1)]), k) for k in rest.split("|")]
        return self._slots[kind](keys)

    def _each(self, rest: str, bound: Mapping[str, Binding]) -> Spans:
        name, template, separator = rest.split(":")
        out: list[Span] = []
        for i, key in enumerate(bound[name]):
            if i:
                out.append(Span(separator))
            out += self.render(self._template(template), {**bound, "x": key, "i": str(i)})
        return tuple(out)

    def _number(self, fact: Fact, value: Decimal, numbers: Numbers, *, signed: bool = False) -> Span:
        text, printed, step = numbers.show(value)
        if signed and printed < 0:
            text = "-" + text
        return Span(text, Role.NUMBER, fact, printed, numbers.unit, step)

    def amount(self, key: str, numbers: Numbers) -> Spans:
        fact = Fact("amount", key)
        number = self._number(fact, self.style.amount(self.book.values[key], numbers), numbers, signed=True)
        return number, Span(self.style.space + numbers.unit, Role.UNIT)

    def percent(self, fact: Fact) -> Spans:
        value = self.book.value(fact) if self.book.values[fact.to] else Decimal(0)
        return self._number(fact, value, self.style.rate), Span("%")

    def count(self, key: str) -> Spans:
        value, noun = self.book.values[key], self.book.nouns[key]
        return Span(f"{value.normalize():f}", Role.NUMBER, Fact("amount", key), value, noun), Span(noun)

    def _change(self, kind: str, keys: list[str]) -> Spans:
        of, base = keys[0], keys[1] if len(keys) > 1 else f"last.{keys[0]}"
        fact = Fact(kind, of, base)
        value = self.book.value(fact) if self.book.values[base] or kind == "delta" else Decimal(0)
        up, down = self.style.words["directions" if kind == "delta" else "rate_directions"]
        direction = Span(up if value >= 0 else down, Role.DIRECTION, fact)
        if kind == "growth":
            return direction, self._number(fact, value, self.style.rate), Span("%")
        number = self._number(fact, self.style.amount(value, self.style.money), self.style.money)
        return direction, number, Span(self.style.space + self.style.money.unit, Role.UNIT)

    def _signed_rate(self, keys: list[str]) -> Spans:
        fact = Fact("growth", keys[0], keys[1] if len(keys) > 1 else f"last.{keys[0]}")
        return self._number(fact, self.book.value(fact), self.style.rate, signed=True), Span("%")

    def signed_delta(self, key: str, base: str, numbers: Numbers) -> Spans:
        fact = Fact("delta", key, base)
        return (self._number(fact, self.style.amount(self.book.value(fact), numbers), numbers, signed=True),)

    # cells

    def cell(self, text: str, rowspan: int = 1, colspan: int = 1) -> Cell:
        return Cell((Span(text),) if text else (), rowspan, colspan)

    def money_cell(self, key: str, numbers: Numbers | None = None) -> Cell:
        """An amount in a table; a key the book does not know is an empty cell."""
        if key not in self.book.values:
            return Cell()
        numbers = numbers or self.style.table_money
        if not self.book.values[key] and not numbers.zero:
            return Cell()
        return Cell(self.amount(key, numbers)[:1])

    def percent_cell(self, of: str, to: str, sign: str = "%") -> Cell:
        if not self.book.values[to]:
            return Cell()
        number = self.percent(Fact("ratio", of, to))[0]
        return Cell((number, Span(sign)) if sign else (number,))

    def count_cell(self, key: str) -> Cell:
        return Cell(self.count(key)[:1])
