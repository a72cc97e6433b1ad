"""Every reason that the code can give for leaving something open has words in both languages."""

import ast
from collections.abc import Iterator
from pathlib import Path

import pytest

from patterns.load import load_yaml

ROOT = Path(__file__).parents[1]


def reasons_given() -> Iterator[str]:
    """The keys written in the code as Open("…"), Binding(…, "…") and reason="…"."""
    for room in ("extractor", "checks"):
        for file in (ROOT / room).rglob("*.py"):
            for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
                if isinstance(node, ast.Call):
                    yield from _keys_of(node)


def _keys_of(call: ast.Call) -> Iterator[str]:
    name = getattr(call.func, "id", getattr(call.func, "attr", ""))
    given = [keyword.value for keyword in call.keywords if keyword.arg == "reason"]
    given += call.args[:1] if name == "Open" else call.args[1:2] if name == "Binding" else []
    for value in given:
        for part in ast.walk(value):
            if isinstance(part, ast.Constant) and isinstance(part.value, str) and part.value:
                yield part.value


@pytest.mark.parametrize("key", sorted(set(reasons_given())))
def test_a_reason_has_words(key: str) -> None:
    assert set(load_yaml("reasons").get(key, {})) == {"zh", "en"}, f"add {key} to patterns/reasons.yaml"
