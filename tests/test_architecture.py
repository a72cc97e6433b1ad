"""Data flows one way: patterns → extractor → checks → gouji. Nothing imports from its right."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
MAY_IMPORT = {
    "patterns": {"patterns"},
    "extractor": {"patterns", "extractor"},
    "checks": {"patterns", "extractor", "checks"},
    "gouji": {"patterns", "extractor", "checks", "gouji"},
    "corpus": {"corpus"},
}
ROOMS = set(MAY_IMPORT)


def imported_rooms(file: Path) -> Iterator[tuple[int, str]]:
    for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
        names = []
        if isinstance(node, ast.Import):
            names = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom) and node.level == 0 and node.module:
            names = [node.module]
        yield from ((node.lineno, name.split(".")[0]) for name in names if name.split(".")[0] in ROOMS)


@pytest.mark.parametrize("room", sorted(ROOMS))
def test_nothing_imports_from_its_right(room: str) -> None:
    wrong = [
        f"{file.relative_to(ROOT)}:{line} imports {name}"
        for file in sorted((ROOT / room).rglob("*.py"))
        for line, name in imported_rooms(file)
        if name not in MAY_IMPORT[room]
    ]
    assert not wrong


@pytest.mark.parametrize("room", ["patterns", "extractor", "checks", "gouji"])
def test_imports_are_absolute(room: str) -> None:
    relative = [
        f"{file.relative_to(ROOT)}:{node.lineno}"
        for file in sorted((ROOT / room).rglob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.level
    ]
    assert not relative


LANGUAGE = ("words", "measures", "things", "sums", "sentences")


@pytest.mark.parametrize("shelf", [*LANGUAGE, "scores"])
def test_reading_of_text_flows_one_way_too(shelf: str) -> None:
    """words → measures → things → sums → sentences; scores are read beside them."""
    place = "extractor.language."
    mine = {shelf, *(LANGUAGE[: LANGUAGE.index(shelf)] if shelf in LANGUAGE else ())}
    wrong = [
        f"{file.relative_to(ROOT)}:{node.lineno} imports {node.module}"
        for file in sorted((ROOT / "extractor" / "language" / shelf).glob("*.py"))
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(place)
        if node.module.removeprefix(place).split(".")[0] not in mine
    ]
    assert not wrong
