"""What the template leaves behind: choices not made, blanks not filled, instructions not removed.

A blank template is full of them: one finding a section is enough, whatever the number of gaps in it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import chain

import regex

from checks.finding import Evidence, Fault, Severity
from checks.registry import check
from checks.wording.text import Kind, Passage, any_of, passages
from extractor.extraction import Extraction
from patterns.load import load_yaml

MANY = 3  # as many gaps make a section a template rather than a report with a slip
MOST_EVIDENCE = 12
AMOUNT_NEAR = re.compile(r"^.{0,6}(?:\d|[Xx×_*]{2}|零)|^(?:预算|决算|执行|上年|年初|计划|目标)")
REASON_NEAR = re.compile(r"^[^,。;:]{0,8}原因(?:是|为|:|在于|系)")
FILLED = re.compile(r"[^,。;\d]{0,6}\d")  # a number follows: the sentence was written, not left blank
COMPARED_BEFORE = re.compile(r"(?:比|较|与|同|相比|总计|合计|支出|收入|预算|决算|数|费|金|各|额)[^。;]{0,40}$")


@dataclass(frozen=True, slots=True)
class Residue:
    """passage.dense[start:end] should not be there."""

    passage: Passage
    start: int
    end: int

    @property
    def text(self) -> str:
        return self.passage.dense[self.start : self.end]

    def evidence(self) -> Evidence:
        return self.passage.evidence(self.start, self.end)

    def sentence(self) -> tuple[int, int]:
        return self.passage.sentence_at(self.start)


@check("TXT101", "模板选择项未作取舍", "a template's choice was not made", Severity.WARNING)
def unresolved_choices(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：模板中“增加/减少”“增长（下降）”“大于（小于）”一类的备选词，成文时应当只留一个。

    为什么重要：两个相反的词并存，读者无法知道实际是增是减，说明该句没有按实际情况改写。
    何时不适用：标题、表头、指标名称和计算公式中的“增加（减少）额”“增减变动”是名称，不是没有取舍的选择；
    整段尚未填写的空白模板由 TXT102 一并提示。每句只提示一次。
    """
    blank = _blank_sections(extraction)
    for passage in passages(extraction):
        if passage.kind is Kind.HEADING:
            continue
        templated = _templated(passage, blank)
        sentences: dict[tuple[int, int], list[Residue]] = {}
        for residue in find_choices(passage):
            if templated and not FILLED.match(passage.dense, residue.end):
                continue
            sentences.setdefault(residue.sentence(), []).append(residue)
        for sentence, own in sentences.items():
            yield Fault(
                {"text": _list(r.text for r in own)}, (passage.evidence(*sentence), *(r.evidence() for r in own))
            )


@check("TXT102", "模板空项未填", "a template's blank was not filled in", Severity.WARNING)
def unfilled_blanks(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：报告中不应留有“XX”“××”“**”“____”等占位符，也不应有只有单位没有数字的空项（“占 %”“为 万元”“ 年 月 日”）。

    为什么重要：空项说明该处内容没有填写，公开的报告不完整。
    何时不适用：为保护隐私而隐去的姓名、电话，目录中的引导点，计量单位说明（“单位：万元”）。
    同一部分有多处空项的，合并为一条提示，并注明处数；只缺日期的为提示（info）。
    """
    for residues in _by_section(find_blanks(extraction)):
        if len(residues) < MANY:
            for residue in residues:
                yield _blank(residue.passage.evidence(*_clause(residue)), (residue,))
        else:
            yield _blank(None, residues)


@check("TXT103", "填写说明未删除", "an instruction to the writer was left standing", Severity.WARNING)
def instructions_left(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：模板写给填报人的说明（“如持平作持平表述”“不涉及的不列”“请填写……”）成文时应当删除。

    为什么重要：填写说明留在正文中，说明该段没有核对，其内容也可能没有按说明填写。
    何时不适用：报告叙述对下属单位的要求、引用制度文件的规定；表格内的填报提示；空白模板由 TXT102 一并提示。
    """
    blank = _blank_sections(extraction)
    found = [r for r in find_instructions(extraction) if not _templated(r.passage, blank)]
    for residues in _by_section(found):
        if len(residues) < MANY:
            for text in dict.fromkeys(r.text for r in residues):
                same = [r for r in residues if r.text == text]
                yield Fault({"text": text, "count": str(len(same))}, tuple(r.evidence() for r in same))
        else:
            words = {"text": residues[0].text, "count": str(len(residues))}
            yield Fault(words, tuple(r.evidence() for r in residues[:MOST_EVIDENCE]))


# --- choices


@cache
def _choice() -> regex.Pattern[str]:
    words, lexicon = load_yaml("residue")["choices"], load_yaml("lexicon")
    up, down = (
        any_of({*words[side], *(w for letter in words[f"{side}_of"] for w in lexicon[letter]["words"])})
        for side in ("up", "down")
    )
    equal = any_of(words["equal"])
    between = words["between"]
    one_way = rf"(?:{up}){between}(?:{down})"
    other_way = rf"(?:{down}){between}(?:{up})"
    rest = rf"(?:(?:/|\(|或|、)(?:{equal}))?\)?"
    return regex.compile(rf"(?:{one_way}|{other_way}){rest}|\((?:增|减)\)[减增]?幅")


@cache
def _named() -> re.Pattern[str]:
    return re.compile(load_yaml("residue")["choices"]["named"])


@cache
def _defining() -> re.Pattern[str]:
    return re.compile(load_yaml("residue")["choices"]["defining"])


def find_choices(passage: Passage) -> Iterator[Residue]:
    """Choices in sentences that state something; names of columns and indicators, and formulas, are passed over."""
    for match in _choice().finditer(passage.dense):
        start, end = match.span()
        begin, stop = passage.sentence_at(start)
        before, after = passage.dense[begin:start], passage.dense[end:stop]
        if _named().match(after) or _defining().search(passage.dense[begin:stop]):
            continue
        if passage.kind is Kind.CELL and not re.search(r"\d", after):
            continue
        if AMOUNT_NEAR.match(after) or REASON_NEAR.match(after) or (COMPARED_BEFORE.search(before) and after):
            yield Residue(passage, start, end)


# --- blanks


@cache
def _placeholder() -> regex.Pattern[str]:
    words = load_yaml("residue")["placeholders"]
    return regex.compile(rf"{words['run']}|{words['single']}")


@cache
def _gap() -> re.Pattern[str]:
    words = load_yaml("residue")["gaps"]
    return re.compile(rf"(?P<rate>{words['rate']})|(?P<amount>{words['amount']})|(?P<date>{words['date']})")


def find_blanks(extraction: Extraction) -> tuple[Residue, ...]:
    """The gaps of a report; three checks ask for them, they are looked for once a report."""
    return _find_blanks(passages(extraction))


@lru_cache(maxsize=1)
def _find_blanks(texts: tuple[Passage, ...]) -> tuple[Residue, ...]:
    return tuple(chain.from_iterable(map(_blanks, texts)))


def _blanks(passage: Passage) -> Iterator[Residue]:
    yield from _placeholders(passage)
    if passage.kind is not Kind.CELL:
        yield from _gaps(passage)
        yield from _uncounted(passage)


def _placeholders(passage: Passage) -> Iterator[Residue]:
    words = load_yaml("residue")["placeholders"]
    for match in _placeholder().finditer(passage.dense):
        before = passage.dense[max(0, match.start() - 4) : match.start()]
        after = passage.dense[match.end() : match.end() + 4]
        if re.search(words["masked"], before) or (match[0][0] == "*" and _is_bold(passage, match.end())):
            continue
        beside = re.match(words["after"], after) or re.search(words["before"] + "$", before)
        if beside or match[0][0] == "#" or (len(match[0]) > 3 and match[0][0] in "Xx×"):
            yield Residue(passage, *match.span())


def _is_bold(passage: Passage, end: int) -> bool:
    """Stars that set words in bold come in pairs; a blank of stars stands before its unit."""
    units = re.compile(load_yaml("residue")["placeholders"]["starred"])
    stars = [bool(units.match(passage.dense, m.end())) for m in re.finditer(r"\*{2,}", passage.dense)]
    return not units.match(passage.dense, end) or (len(stars) % 2 == 0 and not all(stars))


def _gaps(passage: Passage) -> Iterator[Residue]:
    not_after = re.compile(load_yaml("residue")["gaps"]["not_after"])
    for match in _gap().finditer(passage.dense):
        begin, stop = passage.sentence_at(match.start())
        if match["date"]:
            if passage.has_blank(*match.span()):
                yield Residue(passage, *match.span())
            continue
        unit = passage.dense[begin : match.end()][-12:].rstrip("%万亿百千元")
        stands = re.search(r"\d|其中", passage.dense[begin:stop]) or passage.has_blank(*match.span())
        if stands and not not_after.search(unit) and "|" not in passage.dense[begin:stop]:
            yield Residue(passage, *match.span())


@cache
def _count() -> re.Pattern[str]:
    return re.compile(load_yaml("residue")["gaps"]["count"])


def _uncounted(passage: Passage) -> Iterator[Residue]:
    """车辆 辆: a counter behind what it counts, the blank for the number still there."""
    for match in _count().finditer(passage.dense):
        at = match.start("counter")
        if passage.has_blank(at - 1, at + 1):
            yield Residue(passage, *match.span())


def _blank(quoted: Evidence | None, residues: tuple[Residue, ...] | list[Residue]) -> Fault:
    shown = tuple(r.evidence() for r in residues[:MOST_EVIDENCE])
    dated = all("年" in r.text for r in residues)
    words = {"text": _list(r.text for r in residues), "count": str(len(residues))}
    return Fault(words, (quoted, *shown) if quoted else shown, Severity.INFO if dated else None)


def _clause(residue: Residue) -> tuple[int, int]:
    """The words around a blank, up to the commas beside it."""
    begin, stop = residue.sentence()
    dense = residue.passage.dense
    left = max(dense.rfind(",", begin, residue.start) + 1, begin)
    right = dense.find(",", residue.end, stop)
    return left, stop if right < 0 else right


# --- instructions


@cache
def _instruction() -> re.Pattern[str]:
    return re.compile("|".join(f"(?:{p})" for p in load_yaml("residue")["instructions"]["phrases"]))


def find_instructions(extraction: Extraction) -> Iterator[Residue]:
    not_in = re.compile(load_yaml("residue")["instructions"]["not_in"])
    for passage in passages(extraction):
        if passage.kind is Kind.CELL:
            continue
        for match in _instruction().finditer(passage.dense):
            begin, stop = passage.sentence_at(match.start())
            if not not_in.search(passage.dense[begin:stop]):
                yield Residue(passage, *match.span())


# --- sections


def _by_section(residues: Iterable[Residue]) -> Iterator[list[Residue]]:
    grouped: dict[int, list[Residue]] = {}
    for residue in residues:
        grouped.setdefault(id(residue.passage.section), []).append(residue)
    yield from grouped.values()


def _blank_sections(extraction: Extraction) -> dict[int, int]:
    """Sections that are still a template, with the number of their blanks."""
    counts: dict[int, int] = {}
    for residue in find_blanks(extraction):
        key = id(residue.passage.section)
        counts[key] = counts.get(key, 0) + 1
    return counts


def _templated(passage: Passage, blank: dict[int, int]) -> bool:
    return blank.get(id(passage.section), 0) >= MANY


def _list(texts: Iterable[str]) -> str:
    kinds = tuple(dict.fromkeys(texts))
    return "、".join(f"“{text}”" for text in kinds[:4]) + ("等" if len(kinds) > 4 else "")
