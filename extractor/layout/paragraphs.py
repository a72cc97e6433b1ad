"""Lines cut by the page or by a converter become the paragraphs their author wrote.

A join needs evidence: a sentence left open, a word or a number cut in two. Short lines of labels and numbers are
rows of a table that lost its rulings, and stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache

import regex

from extractor.layout.residue import Line
from extractor.location import Location, Piece, Text
from extractor.width import fold
from patterns.load import load_yaml

_OPENS_ITEM = regex.compile(
    r"第[一二三四五六七八九十百\d]{1,4}(?:部分|章|节)|附(?:件|表)?\s*[一二三四五六七八九十\d]{0,3}\s*[:：]"
    r"|附件\s*[一二三四五六七八九十\d]{1,3}|[一二三四五六七八九十]{1,3}[、.]"
    r"|[(][一二三四五六七八九十\d]{1,3}[)]|\d{1,2}(?:、|[.](?![\d%])|[)])|[①-⑳]|[-*•●■◆➢]\s|\|"
)
_ENDS_SENTENCE = frozenset("。;!?:…")
_ENDS_CLAUSE = frozenset(";:")
_NEVER_FIRST = frozenset(",;。、)%")
_STEPS = ("(类)", "(款)", "(项)")  # they follow the name of a 科目
_GOES_ON = frozenset(",、(“《〈[")
_NUMBER_CUT_AFTER_POINT = regex.compile(r".*\d[.]", regex.DOTALL)
_STARTS_WITH_DIGITS_AND_UNIT = regex.compile(r"\d+(?:[.]\d+)?\s*(?:%|个?百分点|[万亿百千]?元|[,。;人辆个项台批])")
_ONLY_NUMBERS = regex.compile(r"[-\d.,%\s/—]+")
_HAS_PROSE = regex.compile(r"[。;]|(?<!\d),|,(?!\d{3})")  # not the comma of 26,538.47
_STRAY = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad")
_LONG_LINE = 18  # characters; a shorter line without a comma is a label or a heading, not running text
_LONGEST_SUBJECT = 40  # characters of the name of a 科目 with its step
_LONGEST = 20_000  # characters of a paragraph; a longer one is cut at a full stop


@cache
def _cut_words() -> tuple[frozenset[tuple[str, str]], int]:
    """All ways to cut the known words in two, and the longest half."""
    words: list[str] = load_yaml("conversion")["cut_words"]
    halves = frozenset((word[:i], word[i:]) for word in words for i in range(1, len(word)))
    return halves, max(map(len, words))


@cache
def _expects() -> tuple[str, ...]:
    return tuple(load_yaml("conversion")["expects"])


def opens_item(line: str) -> bool:
    """Whether a (folded) line begins with an enumerator, so that it cannot continue the line above it."""
    return bool(_OPENS_ITEM.match(line.lstrip()))


def continues(above: str, below: str, *, blank_between: bool = False, line_is_full: bool = False) -> bool:
    """Whether the line `below` goes on in the sentence that `above` (a line, or all lines joined so far) leaves open.

    Both folded. blank_between: blank lines stand between. line_is_full: the last line of `above` is as long as lines
    of this text get, so that it was probably cut there.
    """
    head, tail = above.rstrip(), below.strip()
    if not head or not tail or "|" in head[-1] or "|" in tail:
        return False
    if _number_is_cut(head, tail) or tail[0] in _NEVER_FIRST or tail.startswith(_STEPS):
        return True
    cut_here = line_is_full and not blank_between and not opens_item(tail)
    if head[-1] in _ENDS_SENTENCE or opens_item(tail):
        return cut_here and head[-1] in _ENDS_CLAUSE
    return cut_here or _leaves_open(head, tail, blank_between)


def _leaves_open(head: str, tail: str, blank_between: bool) -> bool:
    """Whether a line without a full stop at its end is a sentence that the next line continues."""
    prose = bool(_HAS_PROSE.search(head))
    if not blank_between and (_word_is_cut(head, tail) or _path_is_cut(head, tail)):
        return True
    if _is_row(tail):
        return head[-1] in "(" or (prose and len(head) >= _LONG_LINE and bool(_STARTS_WITH_DIGITS_AND_UNIT.match(tail)))
    if head[-1] in _GOES_ON:
        return not blank_between or prose or len(head) >= _LONG_LINE
    if prose and len(head) >= _LONG_LINE:
        return True
    heading = opens_item(head) and not prose and not any(map(str.isdigit, head[3:]))
    return len(head) >= 8 and not heading and head.endswith(_expects()) and _continues_prose(tail)


def _number_is_cut(head: str, tail: str) -> bool:
    """95.↵10% — the point of a decimal number ends the line."""
    return len(head) > 6 and bool(_NUMBER_CUT_AFTER_POINT.fullmatch(head)) and tail[0].isdigit()


def _word_is_cut(head: str, tail: str) -> bool:
    halves, longest = _cut_words()
    if len(head) < 8 and not head[:-1].rstrip().endswith(tuple("0123456789")):
        return False
    return any((head[-i:], tail[:j]) in halves for i in range(1, longest) for j in range(1, longest - i + 1))


def _path_is_cut(head: str, tail: str) -> bool:
    """…行政事业单位养老支出（款）↵职业年金缴费支出（项）25万元: the path of a 科目 goes on."""
    steps = {"(类)": "(款)", "(款)": "(项)"}
    return any(head.endswith(step) and next_step in tail[:_LONGEST_SUBJECT] for step, next_step in steps.items())


def _is_row(line: str) -> bool:
    """A short label or bare numbers: a cell of a table rather than a piece of a sentence."""
    return bool(_ONLY_NUMBERS.fullmatch(line)) or (len(line) <= 12 and line[-1] not in _ENDS_SENTENCE | {","})


def _continues_prose(line: str) -> bool:
    return bool(_HAS_PROSE.search(line)) or bool(_STARTS_WITH_DIGITS_AND_UNIT.match(line))


def display_width(text: str) -> int:
    """Columns the text takes where Chinese characters take two."""
    return sum(2 if char >= "\u1100" else 1 for char in text.strip())


@dataclass(frozen=True, slots=True)
class Wrap:
    """How long a wrapped text's lines are, in columns and in characters; 0 where its lines are whole paragraphs."""

    columns: int = 0
    characters: int = 0

    def is_full(self, line: str) -> bool:
        plain = line.strip()
        if self.characters and len(plain) == self.characters:
            return True
        return bool(self.columns) and self.columns - 3 <= display_width(plain) <= self.columns + 2


def find_wrap(lines: Iterable[str]) -> Wrap:
    """Wrapped text shows a crowd of lines as long as its longest ones that end in the middle of a sentence."""
    open_ended = [line.strip() for line in lines if line.strip() and fold(line.strip()[-1]) not in _ENDS_SENTENCE]
    if not open_ended:
        return Wrap()
    widths = sorted(map(display_width, open_ended))
    cap = widths[int(len(widths) * 0.95) - 1]
    crowd = sum(cap - 6 <= width <= cap for width in widths)
    columns = cap if 40 <= cap <= 130 and crowd >= max(4, len(widths) * 0.4) else 0
    longest = max(map(len, open_ended))
    equal = sum(len(line) == longest for line in open_ended)
    return Wrap(columns, longest if 20 <= longest <= 100 and equal >= max(3, len(open_ended) * 0.1) else 0)


def indent(line: str) -> int:
    """Display columns of blanks before a line's first character."""
    blanks = line[: len(line) - len(line.lstrip())]
    return sum(2 if blank == "\u3000" else 4 if blank == "\t" else 1 for blank in blanks)


def group_lines(lines: Sequence[Line], wrap: Wrap | None = None) -> list[list[Line]]:
    """Lines with content, grouped into paragraphs. wrap is that of the whole text, where these are a part of it."""
    groups: list[list[Line]] = []
    tail = ""  # the end of the paragraph so far: enough to decide, so that joining stays linear
    blank = full = False
    wrap = find_wrap(line.text for line in lines) if wrap is None else wrap
    for line in lines:
        bare = line.bare
        if not bare:
            blank = bool(groups)
            continue
        indented = bool(groups) and indent(line.text) >= 4 and indent(line.text) > indent(groups[-1][-1].text)
        if groups and not indented and continues(tail, bare, blank_between=blank, line_is_full=full):
            groups[-1].append(line)
            tail = f"{tail[-400:]}{bare}"
        else:
            groups.append([line])
            tail = bare
        blank, full = False, wrap.is_full(line.text)
    return groups


def join(lines: Sequence[Line]) -> Text:
    """The lines as one text without the blanks at their ends; every character knows its line and offset."""
    parts: list[str] = []
    pieces: list[Piece] = []
    length = 0
    for line in lines:
        if parts and _needs_space(parts[-1], line.text):
            parts.append(" ")  # the line end itself, between two Latin words
            length += 1
        for start, run in _runs(line.text):
            at = line.start + start
            pieces.append(Piece(length, Location(line=line.number, start=at, end=at + len(run))))
            parts.append(run)
            length += len(run)
    return Text("".join(parts), tuple(pieces))


def _needs_space(before: str, after: str) -> bool:
    first = after.lstrip()[:1]
    return before[-1:].isascii() and before[-1:].isalpha() and first.isascii() and first.isalpha()


def _runs(line: str) -> list[tuple[int, str]]:
    """The stretches of a line between invisible characters, blanks at its ends left out."""
    if _STRAY.isdisjoint(line):
        start = len(line) - len(line.lstrip())
        return [(start, line.strip())] if line.strip() else []
    runs: list[tuple[int, str]] = []
    begin = 0
    for i, char in enumerate(line + "\u200b"):
        if char in _STRAY:
            if line[begin:i].strip():
                runs.append((begin, line[begin:i]))
            begin = i + 1
    return runs


def split_long(text: Text) -> list[Text]:
    """The text itself, or its parts of bounded length, cut after full stops, where it is far longer than a paragraph."""
    whole = text.text
    if len(whole) <= _LONGEST:
        return [text]
    cuts = [0]
    while len(whole) - cuts[-1] > _LONGEST:
        stop = whole.rfind("。", cuts[-1], cuts[-1] + _LONGEST) + 1
        cuts.append(stop or cuts[-1] + _LONGEST)
    return [cut_text(text, start, end) for start, end in zip(cuts, [*cuts[1:], len(whole)], strict=True)]


def cut_text(text: Text, start: int, end: int) -> Text:
    """text[start:end] with its own pieces."""
    inside = [piece for piece in text.pieces if start < piece.start < end]
    first = Piece(0, text.locate(start, end))
    return Text(text.text[start:end], (first, *(Piece(p.start - start, p.location) for p in inside)))
