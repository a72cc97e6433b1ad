"""Lines for the person at the terminal: on stderr, never among the findings."""

from __future__ import annotations

import sys
from collections.abc import Sequence

from gouji.output.words import Words, clean


def notice(line: str) -> None:
    sys.stderr.write(clean(line) + "\n")


def notice_failure(path: str, problems: Sequence[str], words: Words) -> None:
    """The one line of a file that could not be read."""
    notice(f"{path}: {failure(problems, words)}")


def failure(problems: Sequence[str], words: Words) -> str:
    status = words.say("status", "failed")
    return f"{status}（{'；'.join(problems)}）" if problems else status
