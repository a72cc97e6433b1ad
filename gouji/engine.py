"""Which program made a result: its version and a digest of its rules and patterns, so that stored results are used
again only while both are the same. A researcher who adds a wording gets new results without raising a version."""

from __future__ import annotations

import hashlib
from functools import cache
from importlib.util import find_spec
from pathlib import Path

from gouji import __version__

ROOMS = ("patterns", "extractor", "checks", "gouji")
ENDINGS = {".py", ".yaml", ".jsonl", ".json"}


@cache
def engine() -> str:
    """0.1.0+3f2a91c07b55"""
    digest = hashlib.sha256()
    for room in ROOMS:
        spec = find_spec(room)
        for folder in spec.submodule_search_locations or () if spec else ():
            for file in sorted(Path(folder).rglob("*")):
                if file.suffix in ENDINGS:
                    digest.update(file.relative_to(folder).as_posix().encode())
                    digest.update(file.read_bytes())
    return f"{__version__}+{digest.hexdigest()[:12]}"
