"""Reads reports: `extractor.read(path)` gives a `Document`, whatever the format."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from extractor.readers import read

__all__ = ["read"]


def __getattr__(name: str) -> Any:
    """Loads the readers when they are first asked for: importing the package stays cheap."""
    if name == "read":
        from extractor.readers import read

        return read
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
