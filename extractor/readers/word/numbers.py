"""The numbers that Word generates in front of paragraphs: 一、 （一） 1. are in no run of the text."""

from __future__ import annotations

from dataclasses import dataclass, field

import regex
from lxml import etree

W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_CHINESE = "零一二三四五六七八九"
_PLACE = regex.compile(r"%([1-9])")
_MOST_NUMBER = 9999
_ENCLOSED = {"decimalEnclosedParen": 0x2474, "decimalEnclosedFullstop": 0x2488}
_LEGAL = str.maketrans("一二三四五六七八九十百千", "壹贰叁肆伍陆柒捌玖拾佰仟")


@dataclass(frozen=True, slots=True)
class _Level:
    """style is that of the paragraphs the level numbers; restarts tells after which levels it begins anew (0: none)."""

    start: int
    form: str
    text: str
    blank: str
    style: str
    restarts: int
    decimal: bool


Levels = dict[int, _Level]


@dataclass(slots=True)
class Numbering:
    """Levels by list, counters while the document is walked once from its start. Lists of one family count on."""

    levels: dict[str, Levels] = field(default_factory=dict)
    families: dict[str, str] = field(default_factory=dict)
    restarts: dict[tuple[str, int], int] = field(default_factory=dict)
    styles: dict[str, tuple[str, int]] = field(default_factory=dict)
    counters: dict[str, dict[int, int]] = field(default_factory=dict)
    begun: set[str] = field(default_factory=set)

    def prefix(self, paragraph: etree._Element) -> str:
        """The number printed before this paragraph, which counts it; "" where it has none."""
        found = self._list_of(paragraph)
        if found is None:
            return ""
        number, depth = found
        levels = self.levels.get(number, {})
        level = levels.get(depth)
        if level is None:
            return ""
        counters = self._count(number, depth, levels)
        if level.form in ("bullet", "none"):
            return ""
        printed = _PLACE.sub(lambda match: _printed(int(match[1]) - 1, counters, levels, level), level.text)
        return printed + level.blank if printed else ""

    def _list_of(self, paragraph: etree._Element) -> tuple[str, int] | None:
        own = paragraph.find(f"{W}pPr/{W}numPr")
        style = paragraph.find(f"{W}pPr/{W}pStyle")
        inherited = self.styles.get(style.get(f"{W}val", "")) if style is not None else None
        if own is None:
            return inherited
        number = _value(own.find(f"{W}numId"))
        depth = _value(own.find(f"{W}ilvl"))
        if number == "0":
            return None
        if number is None:
            return (inherited[0], _integer(depth)) if inherited else None
        return number, _integer(depth)

    def _count(self, number: str, depth: int, levels: Levels) -> dict[int, int]:
        counters = self.counters.setdefault(self.families[number], {})
        if number not in self.begun:
            self.begun.add(number)
            for (restarted, level), start in self.restarts.items():
                if restarted == number:
                    counters[level] = start - 1
        counters[depth] = counters.get(depth, levels[depth].start - 1) + 1
        for deeper in [level for level in counters if level > depth]:
            if deeper not in levels or depth < levels[deeper].restarts:
                del counters[deeper]
        return counters


def _printed(depth: int, counters: dict[int, int], levels: Levels, shown: _Level) -> str:
    level = levels.get(depth)
    if level is None:
        return ""
    return format_number(counters.get(depth, level.start), "decimal" if shown.decimal else level.form)


def read_numbering(numbering: etree._Element | None, styles: etree._Element | None) -> Numbering:
    """The lists that numbering.xml and styles.xml define."""
    found = Numbering()
    if numbering is None:
        return found
    families = {entry.get(f"{W}abstractNumId", ""): entry for entry in numbering.findall(f"{W}abstractNum")}
    named = {_value(entry.find(f"{W}styleLink")): key for key, entry in families.items()}
    for entry in numbering.findall(f"{W}num"):
        number = entry.get(f"{W}numId", "")
        key = _value(entry.find(f"{W}abstractNumId")) or ""
        linked = _value(families[key].find(f"{W}numStyleLink")) if key in families else None
        key = named.get(linked, key) if linked else key
        found.families[number] = key
        levels = _read_levels(families[key]) if key in families else {}
        for override in entry.findall(f"{W}lvlOverride"):
            levels |= _read_levels(override)
            start = _value(override.find(f"{W}startOverride"))
            if start and start.isdigit():
                found.restarts[number, _depth(override)] = int(start)
        found.levels[number] = levels
    if styles is not None:
        found.styles = _numbered_styles(styles, found.levels)
    return found


def _read_levels(entry: etree._Element) -> Levels:
    return {_depth(level): _read_level(level) for level in entry.findall(f"{W}lvl")}


def _read_level(level: etree._Element) -> _Level:
    text = _value(level.find(f"{W}lvlText")) or ""
    blank = " " if _value(level.find(f"{W}suff")) == "space" or text.endswith((".", "%1", "%2", "%3")) else ""
    restarts = _value(level.find(f"{W}lvlRestart"))
    legal = level.find(f"{W}isLgl")
    return _Level(
        _integer(_value(level.find(f"{W}start"))),
        _value(level.find(f"{W}numFmt")) or "decimal",
        text,
        blank,
        _value(level.find(f"{W}pStyle")) or "",
        _depth(level) if restarts is None else _integer(restarts),
        legal is not None and legal.get(f"{W}val", "1") not in ("0", "false", "off"),
    )


def _numbered_styles(styles: etree._Element, levels: dict[str, Levels]) -> dict[str, tuple[str, int]]:
    """List and level of each paragraph style, from itself or from the style it is based on."""
    own: dict[str, tuple[str, int] | None] = {}
    based: dict[str, str] = {}
    for style in styles.findall(f"{W}style"):
        key = style.get(f"{W}styleId", "")
        based[key] = _value(style.find(f"{W}basedOn")) or ""
        number = _value(style.find(f"{W}pPr/{W}numPr/{W}numId"))
        depth = _value(style.find(f"{W}pPr/{W}numPr/{W}ilvl"))
        if number == "0":
            own[key] = None
        elif number:
            named = next((at for at, level in levels.get(number, {}).items() if level.style == key), 0)
            own[key] = (number, named if depth is None else _integer(depth))
    found: dict[str, tuple[str, int]] = {}
    for key in based:
        at, seen = key, set[str]()
        while at and at not in own and at not in seen:
            seen.add(at)
            at = based.get(at, "")
        if numbered := own.get(at):
            found[key] = numbered
    return found


def _integer(text: str | None) -> int:
    return int(text) if text and text.isdecimal() and len(text) < 6 else 0


def _value(element: etree._Element | None) -> str | None:
    return None if element is None else element.get(f"{W}val")


def _depth(element: etree._Element) -> int:
    depth = element.get(f"{W}ilvl", "0")
    return int(depth) if depth.isdigit() else 0


def format_number(value: int, form: str) -> str:
    """A counter in Word's number format: decimal, chineseCounting, upperRoman, decimalEnclosedCircle …"""
    if not 0 < value <= _MOST_NUMBER:
        return str(value)
    if form.startswith(("chinese", "japaneseCounting", "taiwaneseCounting", "ideographDigital", "koreanCounting")):
        return chinese_number(value)
    if form.startswith("decimalEnclosed") and value <= 20:
        return chr(_ENCLOSED.get(form, 0x2460) + value - 1)
    if form.startswith(("chineseLegal", "ideographLegal")):
        return chinese_number(value).translate(_LEGAL)
    if form == "decimalFullWidth":
        return str(value).translate({48 + i: 0xFF10 + i for i in range(10)})
    if form == "decimalZero":
        return f"{value:02d}"
    if form in ("upperLetter", "lowerLetter"):
        letter = chr(65 + (value - 1) % 26) * ((value - 1) // 26 + 1)
        return letter if form == "upperLetter" else letter.lower()
    if form in ("upperRoman", "lowerRoman"):
        roman = _roman(value)
        return roman if form == "upperRoman" else roman.lower()
    if form == "ideographTraditional" and value <= 10:
        return "甲乙丙丁戊己庚辛壬癸"[value - 1]
    return str(value)


def chinese_number(value: int) -> str:
    """12 → 十二, 20 → 二十, 105 → 一百零五."""
    if value < 10:
        return _CHINESE[value]
    if value < 20:
        return "十" + (_CHINESE[value % 10] if value % 10 else "")
    parts = ""
    for size, name in ((1000, "千"), (100, "百"), (10, "十"), (1, "")):
        digit = value // size % 10
        if digit:
            parts += _CHINESE[digit] + name
        elif parts and value % size and not parts.endswith("零"):
            parts += "零"
    return parts


def _roman(value: int) -> str:
    parts = ""
    sizes = (1000, 900, 500, 400, 100, 90, 50, 40, 10, 9, 5, 4, 1)
    for size, name in zip(sizes, ["M", "CM", "D", "CD", "C", "XC", "L", "XL", "X", "IX", "V", "IV", "I"], strict=True):
        parts += name * (value // size)
        value %= size
    return parts
