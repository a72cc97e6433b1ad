"""What a figure is called in a sentence: in the report's own words, whole, and never twice the same for two figures."""

from __future__ import annotations

import re
from functools import cache

import regex

from checks.equation import Weighted
from extractor.figure import Figure, Role
from extractor.location import Location
from gouji.output.numbers import amount, number
from gouji.output.words import Words, shorten
from patterns.load import load_yaml

LONGEST_NAME = 80
LEAST_NAME = 2
CLAUSE = re.compile(r"[，。；：、,;:（(]")
BLANKS = re.compile(r"\s+")
RATES = {Role.SHARE: "share", Role.GROWTH: "growth", Role.COMPLETION: "completion", Role.RATIO: "ratio"}


@cache
def _word(key: str) -> regex.Pattern[str]:
    """One of the expressions of patterns/telling.yaml."""
    return regex.compile(load_yaml("telling")[key]["match"], regex.IGNORECASE)


def label(figure: Figure, words: Words, beside: Figure | None = None) -> str:
    """“合计”（2023年度自评计分表) — quoted, with the table it stands in unless `beside` stands there too."""
    title, text = _title_and_name(figure)
    if not text:
        return words.say("amount", "unlabelled")
    rate = RATES.get(figure.role, "")
    if rate and not _word("rate_name").search(text):
        text += words.say("rate", rate)
    told = words.say("amount", "quoted").replace("{}", _inner_quotes(text))
    if not title or (beside is not None and beside.location.table == figure.location.table):
        return told
    return words.say("amount", "of_table", label=told, table=title)


def name(figure: Figure) -> str:
    """本年支出合计（支出／决算数）: without the table."""
    return _title_and_name(figure)[1]


def _title_and_name(figure: Figure) -> tuple[str, str]:
    """Forms lead the labels of their cells by their title: 项目支出绩效自评计分表 合计."""
    text = figure.label or figure.concept
    pieces = text.split()
    title = next((i for i in range(len(pieces) - 1, 0, -1) if _word("title_end").search(pieces[i - 1])), 0)
    own = " ".join(pieces[title:]) if title else text
    return shorten("".join(pieces[:title]), LONGEST_NAME), _cell_name(own) or _words_before(figure)


def _cell_name(text: str) -> str:
    """合计|支出>决算数, as tables label their cells (row|column>below), reads 合计（支出／决算数）."""
    row, _, column = (part.strip() for part in text.partition("|"))
    told = column.replace(">", "／")
    whole = f"{row.replace('>', '／')}（{told}）" if row and told and row != told else row.replace(">", "／") or told
    return shorten(whole, LONGEST_NAME, keep_end=True)


def _words_before(figure: Figure) -> str:
    """A figure without a label is called by the words before it in its clause."""
    clause = _word("verb_end").sub("", _clause_before(figure))
    if len(clause) < LEAST_NAME or not _word("named").search(clause):
        return ""
    return shorten(clause, LONGEST_NAME, keep_end=True)


def _clause_before(figure: Figure) -> str:
    before, found, _ = BLANKS.sub("", figure.quote).partition(BLANKS.sub("", figure.quantity.text))
    return CLAUSE.split(before)[-1].strip() if found else ""


def printed_basis(figure: Figure) -> str:
    """决算, 年初预算 …: as the label or the words before the number say it where that tells more than 预算."""
    if figure.basis != "预算":
        return figure.basis
    fuller = _word("fuller_basis").search(figure.label) or _word("fuller_basis").search(_clause_before(figure))
    return fuller[0] if fuller else figure.basis


def _inner_quotes(text: str) -> str:
    if text.startswith("“") and text.endswith("”") and text.count("“") == 1:
        return text[1:-1]
    return text.replace("“", "‘").replace("”", "’")


def named(figure: Figure, words: Words) -> str:
    """一般公共预算财政拨款支出7900.48万元"""
    return words.say("amount", "named", name=name(figure), amount=amount(figure)).strip()


def quoted(figure: Figure, words: Words, beside: Figure | None = None) -> str:
    """第12行“一般公共预算财政拨款支出”的7900.48万元: with its place unless that is the one of `beside`."""
    slots = {"label": label(figure, words, beside), "amount": amount(figure)}
    place = words.place(_bare(figure))
    if place == words.say("place", "none") or (beside is not None and words.place(_bare(beside)) == place):
        return words.say("amount", "figure", **slots)
    return words.say("amount", "figure_at", place=place, **slots)


def _bare(figure: Figure) -> Location:
    return figure.location._replace(section=None)


def compared(part: tuple[Weighted, ...], whole: tuple[Weighted, ...], words: Words) -> tuple[str, str]:
    """The two amounts a rate compares. Where the report calls both the same they are told apart by their basis."""
    if len(part) == len(whole) == 1 and name(part[0].figure) == name(whole[0].figure):
        return _by_basis(part[0].figure, whole[0].figure, words)
    return phrase(part, words), phrase(whole, words)


def _by_basis(part: Figure, whole: Figure, words: Words) -> tuple[str, str]:
    common = _word("basis_end").sub("", name(part))
    basis = words.say("basis", part.basis if part.basis and part.basis != whole.basis else "actual")
    told = words.say("amount", "basis", name=common, basis=basis)
    against = words.say("basis", printed_basis(whole))
    silent = whole.basis != part.basis and not _word("basis_end").search(name(whole))
    of = words.say("amount", "basis", name=common, basis=against) if silent else name(whole)
    return (
        words.say("amount", "named", name=told, amount=amount(part)),
        words.say("amount", "named", name=of, amount=amount(whole)),
    )


def phrase(terms: tuple[Weighted, ...], words: Words) -> str:
    """The named amounts of a sum: one is named, several are told as a formula."""
    first = terms[0].figure
    if len(terms) == 1:
        return named(first, words)
    units = {t.figure.quantity.unit for t in terms}
    positive = all(t.coefficient > 0 for t in terms) or all(t.coefficient < 0 for t in terms)
    if len(terms) > 3 and positive:
        return words.say("amount", "several", first=named(first, words), count=len(terms))
    show = amount if len(units) > 1 else number
    text = "".join(
        f"{'−' if t.coefficient < 0 and not positive else '+' if i else ''}{show(t.figure)}"
        for i, t in enumerate(terms)
    )
    unit = first.quantity.unit if len(units) == 1 else ""
    return f"{name(first)}({text}){unit}"
