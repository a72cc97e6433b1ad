"""Running headers, footers and page numbers: printed on the pages, not part of the report's text."""

from __future__ import annotations

from collections import defaultdict
from itertools import groupby

import regex

from extractor.readers.pdf.page import PageLayout
from extractor.readers.pdf.row import Row

_MARGIN = 0.12  # of the page's height: where headers and footers stand
_SHARE = 0.4  # of the pages: what stands at one place on so many is not text
_LEAST = 3  # pages, or all of a shorter report
_LEAST_EQUAL = 2  # pages, where it is the same to the last digit
_NUMBER = regex.compile(r"[-—–·~\s]*第?\s*(\d{1,4})\s*页?\s*(?:[/／共,，\s]*\d{1,4}\s*页?)?[-—–·~\s]*")
_DECORATED = regex.compile(r"[-—–·~第]")
_FEW_PAGES = 3  # of which no head need be repeated
_HEAD_WORDS = 4  # characters that are not found in a title by chance
_HEAD_SIZE = 11.0  # points: larger type above a table names it
_SMALL = 0.75  # of the type of a title
_CAPTION_LINES = 3  # between a table's title and its grid
_CAPTION_REACH = 8.0  # font sizes they take together
_Key = tuple[str, int]
_DIGITS = regex.compile(r"\d+")


def drop_furniture(pages: list[PageLayout]) -> None:
    """Takes headers, footers and page numbers out of the pages' rows."""
    if len(pages) <= _FEW_PAGES:
        _drop_single_heads(pages)
    repeated = _repeated_lines(pages)
    numbers = _page_numbers(pages)
    for page in pages:
        page.rows = [
            row
            for row in page.rows
            if not (_in_margin(page, row) and _is_repeat(page, row, repeated)) and (page.number, id(row)) not in numbers
        ]


def _drop_single_heads(pages: list[PageLayout]) -> None:
    """The running head of a report of one page repeats on no other, nor need those of two facing pages be alike: it is
    the topmost line, in small type, and the title says the same words."""
    titles = [
        (size, "".join("".join(row.text.split()) for row in rows))
        for page in pages
        for size, rows in groupby(page.rows, key=lambda row: round(row.size))
    ]
    for page in pages:
        head = page.rows[0] if page.rows else None
        if head is None or not _in_margin(page, head) or head.bottom > page.content.height / 2:
            continue
        if head.size > _HEAD_SIZE and _heads_grid(page, head):  # the title of a table
            continue
        words = "".join(head.text.split())
        if len(words) >= _HEAD_WORDS and any(head.size < _SMALL * size and words in title for size, title in titles):
            page.rows = page.rows[1:]


def _is_repeat(page: PageLayout, row: Row, repeated: dict[_Key, int]) -> bool:
    """The first of the repeated lines stays where a table begins below it: it may be the title of one that runs on."""
    first = repeated.get(_key(page, row))
    return first is not None and not (page.number == first and _heads_grid(page, row))


def _heads_grid(page: PageLayout, row: Row) -> bool:
    """Whether only a few lines, such as a unit and a form number, stand between a line and the first table."""
    if not page.grids or not 0 < page.grids[0].ys[0] - row.bottom < _CAPTION_REACH * row.size:
        return False
    return sum(row.bottom < other.bottom < page.grids[0].ys[0] for other in page.rows) <= _CAPTION_LINES


def _in_margin(page: PageLayout, row: Row) -> bool:
    height = page.content.height
    return row.bottom < _MARGIN * height or row.top > (1 - _MARGIN) * height


def _key(page: PageLayout, row: Row) -> _Key:
    """What makes two headers the same: their words without numbers, and their height on the page."""
    from_edge = row.top if row.bottom < page.content.height / 2 else row.top - page.content.height
    return _DIGITS.sub("#", row.text), round(from_edge / 6)


def _repeated_lines(pages: list[PageLayout]) -> dict[_Key, int]:
    """Lines at the edge of many pages, or of all odd or all even ones, and the first page of each where it may be a
    title, else 0. Only the outermost one or two of a page count, and only those that stand away from the table on one
    page at least: a unit line above the table of every page stands
    below its title."""
    found: dict[_Key, list[int]] = defaultdict(list)
    wordings: dict[_Key, set[str]] = defaultdict(set)
    apart: set[_Key] = set()
    for page in pages:
        rows = {id(row): row for row in _outermost(page)}.values()
        apart.update(_key(page, row) for row in rows if not _next_to_grid(page, row))
        for key, text in {(_key(page, row), row.text) for row in rows}:
            found[key].append(page.number)
            wordings[key].add(text)
    least = {key: _LEAST_EQUAL if len(texts) == 1 else _LEAST for key, texts in wordings.items()}
    sides = [{page.number for page in pages if page.number % 2 == odd} for odd in (0, 1)]
    facing = [side for side in sides if len(side) > 1]
    return {
        key: 0 if _is_facing(numbers) else numbers[0]
        for key, numbers in found.items()
        if key in apart
        and (
            len(numbers) >= max(2, min(least[key], len(pages)), _SHARE * len(pages))
            or any(side.issubset(numbers) for side in facing)
        )
    }


def _is_facing(numbers: list[int]) -> bool:
    """Whether a line stands on odd pages alone or on even ones alone: no table that runs on has such a title."""
    return len({number % 2 for number in numbers}) == 1


def _outermost(page: PageLayout) -> list[Row]:
    rows = [row for row in page.rows if _in_margin(page, row)]
    return rows[:2] + rows[-2:]


def _next_to_grid(page: PageLayout, row: Row) -> bool:
    reach = 2.5 * row.size
    return any(
        -reach < grid.ys[0] - row.bottom < reach or -reach < row.top - grid.ys[-1] < reach for grid in page.grids
    )


def _page_numbers(pages: list[PageLayout]) -> set[tuple[int, int]]:
    """The rows that are page numbers: alone on the page's first or last line and either dressed (- 3 -, 第3页, 3 / 12) or in
    step with the pages on at least two of them."""
    in_step: dict[int, list[tuple[int, int]]] = defaultdict(list)
    certain: set[tuple[int, int]] = set()
    for page in pages:
        for row in {id(row): row for row in (page.rows[:1] + page.rows[-1:])}.values():
            match = _NUMBER.fullmatch(row.text)
            if not match or not _in_margin(page, row):
                continue
            counts = int(match.group(1)) == page.number and ("/" in row.text or len(pages) == 1)  # 1 / 12, a lone 1
            if counts or _DECORATED.search(row.text):
                certain.add((page.number, id(row)))
            in_step[int(match.group(1)) - page.number].append((page.number, id(row)))
    for group in in_step.values():
        if len(group) > 1:
            certain.update(group)
    return certain
