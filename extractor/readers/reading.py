"""What one format's reader hands to the front door, before headings and scopes are known."""

from __future__ import annotations

from dataclasses import dataclass, field

from extractor.document import Block, Problem


@dataclass(frozen=True, slots=True)
class Reading:
    """Blocks in reading order; properties are facts about the file (encoding, skipped characters …)."""

    blocks: tuple[Block, ...]
    problems: tuple[Problem, ...] = ()
    pages: int = 0
    properties: dict[str, str] = field(default_factory=dict)
