"""Scores in running text: what each number of points is, whose it is and which grade stands beside it.

Binding to score sheets is done in score_links.py; here a paragraph alone is read.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

import regex

from extractor.document import Document, Heading, Paragraph, ScopeKind, Section
from extractor.evaluation.forms.grid import SECTION_JOINT
from extractor.evaluation.words import words
from extractor.figure import Figure, Role
from extractor.location import Location
from extractor.numbers import PLAIN, read_digits
from extractor.quantity import Quantity
from extractor.width import fold

LEAD = 40  # characters before a number that may tell its role
QUOTE = 60
LONGEST_NAME = 24
_FIGURE_ROLES = {"weight": Role.WEIGHT, "deduction": Role.DEDUCTION}
_NOT_POINTS = "钟别类局支院公部析配期布散项解店所之成级管担享区册红母行队层段米摄毫子"
_POINTS = regex.compile(rf"(?<![\d.A-Za-z第])(?P<n>{PLAIN})(?P<unit>\s{{0,3}}分(?![{_NOT_POINTS}]))?+(?!\s?[\d%])")
_RATE = regex.compile(rf"(?<![\d.*×])(?P<n>{PLAIN})\s?[%％]")
_SPEAKS = regex.compile(r"[分得]\s?(?:为|是|[:：])?\s?\d|\d\s{0,3}分|等级|等次|级次|档次|结果为|结论")
_STOP = regex.compile(r"[。;；\n]")
_MARK = regex.compile("[,:;，：；]")
_NAME_AND_COLON = regex.compile(r"(?P<name>[^:,。;]{2,40}?)(?:\(\s?\d+(?:\.\d+)?\s?分\s?\))?\s?:")
_NAME_OF_INDICATOR = regex.compile(r"(?P<name>[^:,。;]{2,30}?)指标(?!值|体系|[\p{Han}]{1,4}性)")


Key = tuple[int | None, int | None, int | None, int | None]
Told = dict[Key, Figure]


def key_of(at: Location) -> Key:
    """What tells one print from another: two readers that meet the same number must give the same figure."""
    return at.page, at.line, at.block, at.start


@dataclass(frozen=True, slots=True, eq=False)
class Mention:
    """One number of points in a text. role: total, score, weight, deduction, sum (合计 of points) or "" (no word tells).

    clause is the text since the sentence or the number before it, label what is left of it without the words of
    the role; head the words the paragraph opens with (（2）预算调整率：…). span is that of the number in the text.
    """

    figure: Figure
    role: str
    clause: str
    label: str
    head: str
    sentence: int
    span: tuple[int, int]
    section: Section


@dataclass(frozen=True, slots=True, eq=False)
class GradeMention:
    """A grade in words: 绩效等级为优."""

    grade: str
    quote: str
    location: Location
    sentence: int
    start: int


@dataclass(frozen=True, slots=True, eq=False)
class ScoreText:
    """A paragraph that speaks of scores. rates are percentages said to be a ratio (比率为72.1%), for scoring rules."""

    text: str
    block: Paragraph | Heading
    order: int
    mentions: tuple[Mention, ...]
    grades: tuple[GradeMention, ...]
    rates: tuple[Figure, ...]
    told: Told


@cache
def _roles() -> tuple[tuple[str, regex.Pattern[str]], ...]:
    return tuple((entry["role"], regex.compile(f"(?:{entry['match']})$")) for entry in words()["text"]["roles"])


@cache
def _said(key: str) -> regex.Pattern[str]:
    return regex.compile(words()["text"][key])


@cache
def _grade() -> tuple[regex.Pattern[str], dict[str, str]]:
    grades: dict[str, Any] = words()["grades"]
    names = {name: grade for grade, entry in grades.items() for name in entry["names"]}
    alternatives = "|".join(sorted(names, key=len, reverse=True))
    return regex.compile(f"{words()['grade_lead']}(?P<name>{alternatives}){words()['grade_end']}"), names


def read_paragraphs(document: Document, told: Told | None = None) -> Iterator[ScoreText]:
    """The paragraphs and headings that may hold scores or grades, in order. told: figures read there before, by place."""
    for order, block in enumerate(document.blocks):
        if isinstance(block, Paragraph | Heading) and _SPEAKS.search(block.text):
            yield read_paragraph(block, order, told)


def read_paragraph(block: Paragraph | Heading, order: int = 0, told: Told | None = None) -> ScoreText:
    """All scores and grades of one paragraph."""
    text = fold(block.text)
    mentions = tuple(_mentions(block, text))
    grades = tuple(_grades(block, text))
    rates = tuple(_rates(block, text, told or {})) if mentions else ()
    return ScoreText(text, block, order, mentions, grades, rates, told or {})


def _mentions(block: Paragraph | Heading, text: str) -> Iterator[Mention]:
    head = head_of(text)
    stops = sentence_ends(text)
    before = 0
    for hit in _POINTS.finditer(text):
        start = max(before, _clause_start(text, hit.start()))
        lead = "".join(text[max(start, hit.start() - LEAD) : hit.start()].split())
        role, label = _role(lead, text, hit)
        if hit["unit"] is None and role not in ("score", "total"):
            continue
        if hit["unit"] is None and not _ends_cleanly(text, hit.end()):
            continue
        if role is None:
            before = hit.end()
            continue
        figure = _figure(block, text, hit, role, _name(lead, label, head))
        sentence = bisect_left(stops, hit.start())
        yield Mention(figure, role, lead, label, head, sentence, hit.span(), block.section)
        before = hit.end()


def sentence_ends(text: str) -> list[int]:
    """Where sentences end, in order."""
    return [hit.start() for hit in _STOP.finditer(text)]


def _role(lead: str, text: str, hit: regex.Match[str]) -> tuple[str | None, str]:
    """The role of a number of points and its label; None for points that are a rule's or a condition's."""
    if _said("condition").search(lead) or _said("condition_after").match(text, hit.end()):
        return None, ""
    if lead.endswith("(") and text[hit.end() : hit.end() + 1] in (")", "）"):
        return "weight", lead[:-1]
    for role, match in _roles():
        if found := match.search(lead):
            return role, lead[: found.start()]
    return "", lead


def _name(lead: str, label: str, head: str) -> str:
    """How a number of points is called in a finding: by the item its paragraph opens with, else by the words before it."""
    near = _MARK.split(label)[-1]
    return head or near[-LONGEST_NAME:] + lead[len(label) :]


def _ends_cleanly(text: str, end: int) -> bool:
    return regex.match(r"\s*(?:[,。;、)\n]|$)", text[end:]) is not None


def _clause_start(text: str, position: int) -> int:
    return max(text.rfind(mark, 0, position) for mark in "。;；\n") + 1


def head_of(text: str) -> str:
    """The name a paragraph opens with: （2）“三公经费”变动率：… → “三公经费”变动率; "" where it opens otherwise."""
    enumerator = _said("enumerator").match(text)
    plain = text[enumerator.end() :] if enumerator else text
    found = _NAME_AND_COLON.match(plain) or _NAME_OF_INDICATOR.match(plain)
    return "".join(found["name"].split()) if found else ""


def _figure(block: Paragraph | Heading, text: str, hit: regex.Match[str], role: str, name: str) -> Figure:
    value, decimals = read_digits(hit["n"])
    begin = max(_clause_start(text, hit.start()), hit.end() - QUOTE)
    scope = block.section.scope
    project = scope.name if scope.kind is ScopeKind.PROJECT else ""
    return Figure(
        Quantity(value, "分", decimals, hit[0].strip()),
        _FIGURE_ROLES.get(role, Role.SCORE),
        f"{project} {name}".strip(),
        place(block, hit.start(), hit.end()),
        block.text[begin : hit.end()].strip(),
        scope,
        concept=name,
    )


def place(block: Paragraph | Heading, start: int, end: int) -> Location:
    """The place of a stretch of a paragraph, with its section."""
    at = block.content.locate(start, end)
    return at._replace(section=at.section or SECTION_JOINT.join(block.section.path()) or None)


def _grades(block: Paragraph | Heading, text: str) -> Iterator[GradeMention]:
    match, names = _grade()
    stops = sentence_ends(text)
    for hit in match.finditer(text):
        begin = max(_clause_start(text, hit.start()), hit.end() - QUOTE)
        yield GradeMention(
            names[hit["name"]],
            block.text[begin : hit.end()].strip(),
            place(block, hit.start(), hit.end()),
            bisect_left(stops, hit.start()),
            hit.start(),
        )


def _rates(block: Paragraph | Heading, text: str, told: Told) -> Iterator[Figure]:
    for hit in _RATE.finditer(text):
        if not _said("ratio_lead").search(text[: hit.start()].rstrip()[-LEAD:]):
            continue
        if known := told.get(key_of(place(block, hit.start(), hit.end()))):
            yield known
            continue
        value, decimals = read_digits(hit["n"])
        begin = max(_clause_start(text, hit.start()), hit.end() - QUOTE)
        yield Figure(
            Quantity(value, "%", decimals, hit[0]),
            Role.RATIO,
            head_of(text) or text[begin : hit.start()],
            place(block, hit.start(), hit.end()),
            block.text[begin : hit.end()].strip(),
            block.section.scope,
        )
