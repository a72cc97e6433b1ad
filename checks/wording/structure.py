"""The frame of a report: numbers of headings, the list of contents, tables said to be empty."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from difflib import SequenceMatcher
from functools import lru_cache

from checks.finding import Evidence, Fault, Severity
from checks.registry import check
from checks.wording.text import Kind, Passage, any_of, passages, running
from extractor.extraction import Extraction
from extractor.width import fold
from patterns.load import load_yaml

DIGITS = {c: n for n, c in enumerate("零一二三四五六七八九")}
ENUMERATOR = re.compile(
    r"^(?P<part>第)?[(（]?(?P<number>\d{1,2}|[一二三四五六七八九十]{1,3})(?P<mark>部分|章|节|[)）、.．:])"
)
LEADER = re.compile(r"[.…·．。—-]{2,}\d*$|\d{1,3}$")
YEARS = re.compile(r"20\d\d年度?")
MOST_CONTENTS = 80  # lines of a list of contents
ALIKE = 0.75  # two titles that are this alike are meant to be the same
BESIDE = 3  # line heights two labels of one row stand apart, where one goes over two lines
MOST_LONGER = 6  # characters that one of them may have more
AMOUNT = re.compile(r"^(?P<between>[^,。;:\d()]{0,20})(?P<number>\d[\d,]*(?:\.\d+)?)(?:万|亿|百|千)?元")


@check("TXT301", "标题编号重复或跳号", "numbers of headings repeated or skipped", Severity.WARNING)
def heading_numbers(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：同一级标题的编号应当连续，不重复、不跳号；汉字与阿拉伯数字混用视为同一序列。

    为什么重要：编号重复或跳号，常是增删段落后没有核对，引用“（二）”时也无法确定指哪一段。
    何时不适用：附件编号；从一重新开始的编号；缺少的编号在正文段落中出现的。重复为警告，跳号为提示。
    """
    for before, after, between in _neighbours(extraction):
        one, two = _number(before), _number(after)
        if one is None or two is None:
            continue
        if _style(before) != _style(after) and "part" in (_style(before), _style(after)):
            continue
        if one == two and before.dense.startswith("(") != after.dense.startswith("("):
            continue  # （二） and 二、 are two levels, however they were read
        words = {"before": before.number or before.dense[:8], "after": after.number or after.dense[:8]}
        if two == one and before.dense != after.dense and not _are_side_by_side(before, after):
            shown = (after.evidence(0, len(after.dense)), before.evidence(0, len(before.dense)))
            yield Fault({**words, "what": "重复"}, shown)
        elif one + 1 < two <= one + 3 and not _stands(range(one + 1, two), _style(after), between):
            shown = (after.evidence(0, len(after.dense)), before.evidence(0, len(before.dense)))
            yield Fault({**words, "what": "跳号"}, shown, Severity.INFO)


@check("TXT302", "目录与正文不一致", "the list of contents and the headings differ", Severity.WARNING)
def contents_against_headings(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：目录列出的表和标题，正文中应当有；写法应当一致。

    为什么重要：目录列出而正文没有的表，可能漏公开。
    何时不适用：没有目录的报告；目录项只是下级各项的总称；年度、单位名称的差别（由其他规则核对）。
    缺表为警告，写法略有不同为提示。
    """
    entries, rest = _contents(extraction)
    texts = list(map(_plain, dict.fromkeys(p.dense for p in rest if len(p.dense) <= 120))) if entries else []
    for entry, following in zip(entries, (*entries[1:], None), strict=False):
        title = _plain(entry.dense)
        heads_others = following is not None and _rank(following) > _rank(entry)
        if heads_others or len(title) < 4 or any(title in text for text in texts):
            continue
        best = _likest(title, texts)
        if best is not None:
            yield Fault({"title": title, "other": best, "what": "写法不一致"}, (_whole(entry),), Severity.INFO)
        elif title.endswith("表"):
            yield Fault({"title": title, "other": "（正文中没有）", "what": "缺失"}, (_whole(entry),))


@check("TXT303", "空表与正文数字矛盾", "a table said to be empty, figures in the text", Severity.WARNING)
def empty_table_with_figures(extraction: Extraction) -> Iterator[Fault]:
    """必须成立：注明“本表无数据”“空表”的表，正文对同一资金不应写有非零的收入或支出。

    为什么重要：要么表漏填，要么正文的数是别处的；两者不能同时成立。
    何时不适用：正文写0或没有；数字是上年、结转或用于比较的。
    """
    words = load_yaml("structure")
    empty_words = re.compile(any_of(words["empty_table"]))
    notes = [p for p in passages(extraction) if p.kind is not Kind.HEADING and empty_words.search(p.dense)]
    for fund, names in words["funds"].items():
        named = re.compile(any_of(names))
        empty = next((p for p in notes if named.search(p.dense)), None)
        stated = _stated(extraction, named) if empty else None
        if empty and stated:
            passage, start, end = stated
            shown = (passage.evidence(start, end), _whole(empty))
            yield Fault({"fund": fund, "text": passage.dense[start:end]}, shown)


# --- numbers of headings


def _neighbours(extraction: Extraction) -> Iterator[tuple[Passage, Passage, frozenset[tuple[str, int]]]]:
    """Headings of one level below one heading, in order, with the enumerators that stand between them."""
    last: dict[tuple[int, int], tuple[Passage, int]] = {}
    everything = passages(extraction)
    for position, passage in enumerate(everything):
        if passage.kind is not Kind.HEADING or _number(passage) is None:
            continue
        place = (id(passage.section.parent), passage.section.level)
        if place in last:
            before, start = last[place]
            found = ((_style(p), _leading(p)) for p in everything[start + 1 : position])
            yield before, passage, frozenset((style, n) for style, n in found if n is not None)
        last[place] = (passage, position)


def _are_side_by_side(one: Passage, other: Passage) -> bool:
    """Whether two lines stand in two columns of one page: the two sides of a table whose lines were read as text."""
    first, second = (p.evidence(0, len(p.dense)).location for p in (one, other))
    if first.page != second.page or first.box is None or second.box is None:
        return False
    height = max(first.box[3] - first.box[1], second.box[3] - second.box[1])
    is_beside = first.box[2] <= second.box[0] or second.box[2] <= first.box[0]
    return is_beside and abs(first.box[1] - second.box[1]) < BESIDE * height


def _number(passage: Passage) -> int | None:
    return None if passage.dense.startswith("附") else _leading(passage)


def _leading(passage: Passage) -> int | None:
    match = ENUMERATOR.match(passage.dense)
    return _value(match["number"]) if match else None


def _style(passage: Passage) -> str:
    match = ENUMERATOR.match(passage.dense)
    return "part" if match and match["part"] else "item"


def _value(text: str) -> int:
    if text.isdigit():
        return int(text)
    tens, has_ten, ones = text.rpartition("十")
    return (DIGITS.get(tens, 1) * 10 if has_ten else 0) + DIGITS.get(ones, 0)


def _rank(passage: Passage) -> int:
    """How low an enumerator stands: 第一部分, 一、, 1."""
    match = ENUMERATOR.match(passage.dense)
    return 0 if match and match["part"] else 2 if match and match["number"].isdigit() else 1


def _stands(missing: range, style: str, between: frozenset[tuple[str, int]]) -> bool:
    return any((style, number) in between for number in missing)


# --- list of contents


def _contents(extraction: Extraction) -> tuple[list[Passage], list[Passage]]:
    """(entries, everything after them). The list ends where its first entry comes again."""
    everything = list(passages(extraction))
    words = {fold(w) for w in load_yaml("structure")["contents"]}
    start = next((i for i, p in enumerate(everything[:200]) if p.dense.rstrip(":") in words), None)
    if start is None:
        return [], []
    entries: list[Passage] = []
    for position, passage in enumerate(everything[start + 1 : start + 1 + MOST_CONTENTS], start + 1):
        again = entries and _plain(passage.dense) in {_plain(e.dense) for e in entries[:2]}
        listed = ENUMERATOR.match(passage.dense) or LEADER.search(passage.dense)
        if again or not listed or passage.kind is Kind.CELL or len(passage.dense) > 60:
            return entries, everything[position:]
        entries.append(passage)
    return [], []


@lru_cache(maxsize=4096)
def _plain(dense: str) -> str:
    """A title without number, leader dots, page number, year."""
    title = LEADER.sub("", dense)
    title = ENUMERATOR.sub("", title)
    return YEARS.sub("", title).strip(" .、:")


def _likest(title: str, texts: Iterable[str]) -> str | None:
    """The text most like a title, the first of several; None where none is alike."""
    best, likeness = None, 0.0
    for text in texts:
        least = ALIKE * (len(title) + len(text)) / 2  # characters in common; nearly all texts are told by these alone
        if len(text) < least or abs(len(title) - len(text)) > MOST_LONGER:
            continue
        if sum(map(text.__contains__, title)) < least:
            continue
        found = SequenceMatcher(None, title, text, autojunk=False).ratio()
        if found >= ALIKE and found > likeness:
            best, likeness = text, found
    return best


def _whole(passage: Passage) -> Evidence:
    return passage.evidence(0, len(passage.dense))


# --- empty tables


def _stated(extraction: Extraction, named: re.Pattern[str]) -> tuple[Passage, int, int] | None:
    """The first amount other than zero that a sentence gives for a fund."""
    not_own = re.compile(load_yaml("structure")["not_own"])
    for passage in running(extraction):
        for match in named.finditer(passage.dense):
            found = AMOUNT.match(passage.dense[match.end() :])
            if found and not not_own.search(found["between"]) and re.search("[1-9]", found["number"]):
                return passage, match.start(), match.end() + found.end()
    return None
