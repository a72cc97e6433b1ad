"""What a reader raises when nothing of a file can be read."""

from __future__ import annotations


class Unreadable(Exception):
    """Nothing of the file could be read. `kind` is the key of the message's words, `detail` fills it in."""

    def __init__(self, kind: str, detail: str = "") -> None:
        super().__init__(f"{kind}: {detail}" if detail else kind)
        self.kind = kind
        self.detail = detail
