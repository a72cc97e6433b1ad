"""Findings a person has judged right, kept in a file beside the report so that they are not told again.

report.pdf has report.pdf.accepted.yaml: a list of entries with fingerprint, code, message and reason.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

import yaml

from gouji.config import ConfigError

ENDING = ".accepted.yaml"


@dataclass(frozen=True, slots=True)
class Acceptance:
    fingerprint: str
    code: str
    message: str
    reason: str = ""


def file_beside(report: str) -> Path:
    """Of a member of an archive: beside the archive."""
    from gouji.inputs import archive_of

    return Path(archive_of(report) + ENDING)


def load_accepted(report: str) -> frozenset[str]:
    """The fingerprints that were accepted for a report. Raises ConfigError for a file that is not such a list."""
    return frozenset(a.fingerprint for a in read_acceptances(file_beside(report)))


def read_acceptances(file: Path) -> tuple[Acceptance, ...]:
    try:
        stamp = file.stat().st_mtime_ns
    except OSError:
        return ()
    return _read(file, stamp)


@lru_cache(maxsize=64)
def _read(file: Path, stamp: int) -> tuple[Acceptance, ...]:
    try:
        entries: Any = yaml.safe_load(file.read_text(encoding="utf-8")) or []
        return tuple(
            Acceptance(
                str(e["fingerprint"]), str(e.get("code", "")), str(e.get("message", "")), str(e.get("reason", ""))
            )
            for e in entries
        )
    except (yaml.YAMLError, TypeError, KeyError, AttributeError, OSError, UnicodeDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from None


def accept(report: str, acceptances: tuple[Acceptance, ...]) -> Path:
    """Add to the file beside the report; what stands there stays."""
    file = file_beside(report)
    all_of_them = {a.fingerprint: a for a in (*read_acceptances(file), *acceptances)}
    entries = [
        {"fingerprint": a.fingerprint, "code": a.code, "message": a.message, "reason": a.reason}
        for a in all_of_them.values()
    ]
    file.write_text(yaml.safe_dump(entries, allow_unicode=True, sort_keys=False, width=200), encoding="utf-8")
    return file
