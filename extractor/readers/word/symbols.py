"""What an element without text prints in a Word document: breaks, tabs, tick boxes, symbols of the symbol fonts."""

from __future__ import annotations

from lxml import etree

from extractor.readers.word.numbers import W

_PRIVATE = 0xF000  # symbol fonts stand at F020–F0FF
_TICKED, _UNTICKED = "☑", "☐"
_WINGDINGS = {
    **dict.fromkeys((0xFD, 0xFE, 0x78, 0x54, 0x52), _TICKED), **dict.fromkeys((0xA8, 0x6F, 0x71, 0x72, 0xA3), _UNTICKED),
    0xFC: "√", 0xFB: "×", **{0x81 + i: chr(0x2460 + i) for i in range(10)}, **{0x8C + i: chr(0x2460 + i) for i in range(10)},
}  # fmt: skip
_WINGDINGS_2 = {
    **dict.fromkeys((0x51, 0x52, 0x53, 0x54), _TICKED), **dict.fromkeys((0x2A, 0xA3, 0x30), _UNTICKED),
    0x50: "√", 0x4F: "×", **{0x6A + i: chr(0x2460 + i) for i in range(10)},
}  # fmt: skip
_SYMBOL = {
    0xA3: "≤", 0xB3: "≥", 0xB1: "±", 0xB4: "×", 0xB8: "÷", 0xB9: "≠", 0xBB: "≈", 0xA5: "∞", 0xB0: "°", 0xD7: "·",
    0xB7: "·", 0xE5: "Σ", 0x53: "Σ", 0x44: "Δ", 0xAE: "→", 0x2D: "-", 0xD6: "√", 0xB5: "∝",
}  # fmt: skip
_FONTS = {"wingdings": _WINGDINGS, "wingdings 2": _WINGDINGS_2, "symbol": _SYMBOL}
_FONT_PLACES = ("ascii", "hAnsi", "cs", "eastAsia")


def symbol(element: etree._Element) -> str:
    """The text that an element prints which is no text itself; "" for all others."""
    tag = element.tag
    if tag in (f"{W}br", f"{W}cr"):
        return "" if element.get(f"{W}type") in ("page", "column") else "\n"
    if tag in (f"{W}tab", f"{W}ptab"):
        return "\t"
    if tag == f"{W}noBreakHyphen":
        return "-"
    if tag == f"{W}checkBox":
        ticked = element.find(f"{W}checked")
        ticked = element.find(f"{W}default") if ticked is None else ticked
        return _TICKED if ticked is not None and is_on(ticked) else _UNTICKED
    if tag == f"{W}ddList":
        return _chosen(element)
    if tag == f"{W}sym":
        return _of_font(element.get(f"{W}font") or "", element.get(f"{W}char") or "")
    return ""


def is_on(switch: etree._Element | None) -> bool:
    """Whether a switch like <w:vanish/> is there and not turned off."""
    return switch is not None and switch.get(f"{W}val", "1") not in ("0", "false", "off")


def plain(text: str, run: etree._Element) -> str:
    """A run's text with characters of a symbol font as those they look like."""
    if not any(_PRIVATE < ord(char) <= _PRIVATE + 0xFF for char in text):
        return text
    fonts = run.find(f"{W}rPr/{W}rFonts")
    names = [] if fonts is None else [fonts.get(f"{W}{place}") or "" for place in _FONT_PLACES]
    name = next((name for name in names if name.lower() in _FONTS), "Wingdings")
    return "".join(_drawn(name, ord(char)) if _PRIVATE < ord(char) <= _PRIVATE + 0xFF else char for char in text)


def _of_font(font: str, code: str) -> str:
    try:
        return _drawn(font, int(code, 16))
    except ValueError:
        return ""


def _drawn(font: str, code: int) -> str:
    drawings = _FONTS.get(font.lower())
    place = code - _PRIVATE if code >= _PRIVATE else code
    if drawings is not None and place < 0x100:
        return drawings.get(place) or (chr(place) if drawings is _SYMBOL and 0x20 <= place < 0x40 else "")
    if code < _PRIVATE and chr(code).isprintable():
        return {"☒": _TICKED}.get(chr(code), chr(code))
    return _WINGDINGS.get(place, "")


def _chosen(choice: etree._Element) -> str:
    """The entry that an old drop-down field shows."""
    entries = [str(entry.get(f"{W}val") or "") for entry in choice.findall(f"{W}listEntry")]
    result = choice.find(f"{W}result")
    result = choice.find(f"{W}default") if result is None else result
    number = "" if result is None else result.get(f"{W}val") or ""
    at = int(number) if number.isdecimal() and len(number) < 5 else 0
    return entries[at] if at < len(entries) else ""
