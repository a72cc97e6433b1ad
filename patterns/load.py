"""Reads the pattern files: wording as data. Every other room asks here and nowhere else for a file of this folder."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import yaml

FOLDER = Path(__file__).parent
_CHOICE = re.compile(r"\{([^{}]*)\}")


def spell_out(word: str) -> Iterator[str]:
    """用于{以下,如下}方面 → 用于以下方面, 用于如下方面: the words that one entry with choices in braces stands for."""
    if (choice := _CHOICE.search(word)) is None:
        yield word
        return
    for form in choice[1].split(","):
        yield from spell_out(word[: choice.start()] + form + word[choice.end() :])


@cache
def load_yaml(name: str) -> Any:
    """The content of patterns/NAME.yaml. Treat it as read-only: it is shared. Raises FileNotFoundError."""
    with (FOLDER / f"{name}.yaml").open(encoding="utf-8") as file:
        return yaml.load(file, Loader=getattr(yaml, "CSafeLoader", yaml.SafeLoader))


@cache
def load_jsonl(name: str) -> tuple[dict[str, Any], ...]:
    """The lines of patterns/NAME.jsonl, spaCy's own pattern format."""
    text = (FOLDER / f"{name}.jsonl").read_text(encoding="utf-8")
    return tuple(json.loads(line) for line in text.splitlines() if line.strip())
