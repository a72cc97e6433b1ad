"""Finds the report in a web page: menus, breadcrumbs and footers are links and repeated site lines, not text."""

from __future__ import annotations

from functools import cache

import regex
from lxml import etree

from extractor.width import fold
from patterns.load import load_yaml

_HIDDEN = regex.compile(r"display\s*:\s*none|visibility\s*:\s*hidden", regex.I)
_CONTROLS = regex.compile(r"[^\P{C}\t\n\r]")  # what &#1; leaves and lxml refuses to take back
_TEXT = regex.compile(r"[\p{Han}\d]")
_MOST_OF_IT = 0.85  # of a page's text: the one child that holds so much is where the article is
_ENOUGH = 80  # characters
_MENU_SHARE = 0.7  # of an element's text in links
_MENU_LINKS = 4


@cache
def _article_names() -> regex.Pattern[str]:
    return regex.compile(load_yaml("webpage")["article_names"], regex.I)


@cache
def _site_lines() -> regex.Pattern[str]:
    return regex.compile("|".join(f"(?:{entry['pattern']})" for entry in load_yaml("webpage")["site_lines"]), regex.I)


def is_site_line(line: str) -> bool:
    """Breadcrumbs, print buttons, counters: lines of the site around an article."""
    plain = fold(line).strip().strip("【】[]()| ")
    return 0 < len(plain) <= 120 and bool(_site_lines().fullmatch(plain))


def article_of(root: etree._Element) -> etree._Element:
    """The element that holds the report, with what is invisible or menu removed from it."""
    body = root.find("body")
    body = root if body is None else body
    _drop_invisible(body)
    _drop_menus(body)
    weights = _weigh(body)
    named = _named_article(body, weights)
    return _densest(body, weights) if named is None else named


def _drop_invisible(body: etree._Element) -> None:
    skipped = frozenset(load_yaml("webpage")["skipped_tags"])
    for element in list(body.iter(etree.Element)):
        hidden = element.get("hidden") is not None or _HIDDEN.search(element.get("style") or "")
        if element.tag in skipped or (element.tag == "input") or hidden:
            _drop(element)


def _drop(element: etree._Element) -> None:
    """Removes an element and keeps the text that follows it."""
    parent = element.getparent()
    if parent is None:
        return
    if element.tail:
        tail = _CONTROLS.sub("", element.tail)
        before = element.getprevious()
        if before is None:
            parent.text = _CONTROLS.sub("", parent.text or "") + tail
        else:
            before.tail = _CONTROLS.sub("", before.tail or "") + tail
    parent.remove(element)


def _weigh(body: etree._Element) -> dict[etree._Element, tuple[int, int, int]]:
    """For every element: characters of text, of these in links, and the number of links. One pass from the leaves."""
    weights: dict[etree._Element, tuple[int, int, int]] = {}
    for _, element in etree.iterwalk(body, events=("end",)):
        text = _count(element.text)
        linked = links = 0
        for child in element.iterchildren(etree.Element):
            inner = weights.get(child, (0, 0, 0))
            text += inner[0] + _count(child.tail)
            linked += inner[1]
            links += inner[2]
        weights[element] = (text, text, 1) if element.tag == "a" else (text, linked, links)
    return weights


def _count(text: str | None) -> int:
    return len(_TEXT.findall(text)) if text else 0


def _drop_menus(body: etree._Element) -> None:
    """Lists of links. Tables of figures never are, whatever is linked in them."""
    weights = _weigh(body)
    for element in list(body.iterdescendants("ul", "ol", "div", "dl", "p", "td")):
        text, linked, links = weights[element]
        if links >= _MENU_LINKS and linked >= text * _MENU_SHARE and text < 2000:
            for child in list(element):
                _drop(child)
            element.text = ""


def _named_article(body: etree._Element, weights: dict[etree._Element, tuple[int, int, int]]) -> etree._Element | None:
    """The outermost container whose name says that it holds the article, if it holds most of the text."""
    whole = weights[body][0]
    for element in body.iterdescendants("article", "main", "div", "td", "section"):
        text = weights.get(element, (0, 0, 0))[0]
        named = element.tag in ("article", "main") or any(
            _article_names().search(element.get(key) or "") for key in ("id", "class")
        )
        if named and text >= max(_ENOUGH, whole * 0.5):
            return element
    return None


def _densest(body: etree._Element, weights: dict[etree._Element, tuple[int, int, int]]) -> etree._Element:
    """Goes down while one child holds nearly all text that is not links."""
    current = body
    own = _plain(weights[body])
    while True:
        children = [
            child for child in current.iterchildren(etree.Element) if child.tag not in ("table", "p", "tr", "tbody")
        ]
        best = max(children, key=lambda child: _plain(weights.get(child, (0, 0, 0))), default=None)
        if best is None or _plain(weights.get(best, (0, 0, 0))) < max(_ENOUGH, own * _MOST_OF_IT):
            return current
        current = best


def _plain(weight: tuple[int, int, int]) -> int:
    return weight[0] - weight[1]
