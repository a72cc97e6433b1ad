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


EXTRACTOR: dict[str, set[str]] = {
    "readers": {"layout"},
    "layout": {"tables"},
    "tables": set(),
    "language": set(),
    "evaluation": {"tables"},
}
LANGUAGE = ("words", "measures", "things", "sums", "sentences")


def imported_parts(folder: str) -> Iterator[tuple[str, str]]:
    """(where, part): what the files of a folder import, named by the part below the folder's own parent."""
    place = folder.rsplit("/", 1)[0].replace("/", ".") + "."
    for file in sorted((ROOT / folder).rglob("*.py")):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(place):
                yield f"{file.relative_to(ROOT)}:{node.lineno}", node.module.removeprefix(place).split(".")[0]


@pytest.mark.parametrize("part", sorted(EXTRACTOR))
def test_tables_and_text_are_read_apart(part: str) -> None:
    others = EXTRACTOR.keys() - EXTRACTOR[part] - {part}
    assert [found for found in imported_parts(f"extractor/{part}") if found[1] in others] == []


@pytest.mark.parametrize("shelf", LANGUAGE)
def test_reading_of_text_flows_one_way_too(shelf: str) -> None:
    """words → measures → things → sums → sentences"""
    later = LANGUAGE[LANGUAGE.index(shelf) + 1 :]
    assert [found for found in imported_parts(f"extractor/language/{shelf}") if found[1] in (*later, "read")] == []
