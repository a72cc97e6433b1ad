"""Which writer serves which format, and where it writes: to standard output, or to a file that appears only when whole."""

from __future__ import annotations

import contextlib
import os
import shutil
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Protocol, TextIO

from gouji import __version__
from gouji.outcome import Shown
from gouji.output.words import Words
from gouji.records import SummaryRecord, ToolRecord


@dataclass(frozen=True, slots=True)
class Target:
    """path None is standard output."""

    format: str
    path: Path | None = None


class Writer(Protocol):
    def begin(self) -> None: ...
    def add(self, shown: Shown) -> None: ...
    def end(self, summary: SummaryRecord, interrupted: bool) -> None: ...


class Output:
    """A writer with its file. The file has its name only once everything is in it."""

    def __init__(self, writer: Writer, file: IO[str] | None, part: Path | None, path: Path | None) -> None:
        self._writer, self._file, self._part, self._path = writer, file, part, path

    def begin(self) -> None:
        self._writer.begin()

    def add(self, shown: Shown) -> None:
        self._writer.add(shown)

    def end(self, summary: SummaryRecord, interrupted: bool) -> None:
        try:
            self._writer.end(summary, interrupted)
            if self._file is not None:
                self._file.close()
            elif self._part is None:
                sys.stdout.flush()
            if self._part is not None and self._path is not None:
                self._part.replace(self._path)
        except BaseException:
            self.abandon()
            raise

    def abandon(self) -> None:
        """Leave no half-written file behind."""
        with contextlib.suppress(OSError):
            if self._file is not None:
                self._file.close()
        if self._part is not None:
            self._part.unlink(missing_ok=True)


def tool() -> ToolRecord:
    return ToolRecord(version=__version__)


def open_writer(target: Target, words: Words, several: bool) -> Output:
    """Raises OSError where the file cannot be made."""
    if target.format == "html" and target.path is not None and (several or target.path.is_dir()):
        from gouji.output.html import HtmlFolderWriter

        return Output(HtmlFolderWriter(target.path, words), None, None, None)
    if target.path is None:
        return Output(_text_writer(target.format, sys.stdout, words, to_file=False), None, None, None)
    part = target.path.with_name(f".{target.path.name}.{os.getpid()}.part")
    if target.format == "xlsx":
        from gouji.output.xlsx import XlsxWriter

        part.touch()
        return Output(XlsxWriter(part, words), None, part, target.path)
    file = part.open("w", encoding="utf-8", newline="")
    return Output(_text_writer(target.format, file, words, to_file=True), file, part, target.path)


def _text_writer(name: str, out: TextIO, words: Words, to_file: bool) -> Writer:
    makers: dict[str, Callable[[], Writer]] = {
        "text": lambda: _text(out, words),
        "json": lambda: _json(out),
        "jsonl": lambda: _jsonl(out),
        "csv": lambda: _csv(out, words, to_file),
        "html": lambda: _html(out, words),
        "sarif": lambda: _sarif(out, words),
    }
    return makers[name]()


def _text(out: TextIO, words: Words) -> Writer:
    from gouji.output.text import TextWriter

    on_terminal = out.isatty()
    colour = on_terminal and "NO_COLOR" not in os.environ and os.environ.get("TERM") != "dumb"
    columns = shutil.get_terminal_size().columns if on_terminal else 0
    return TextWriter(out, words, colour, columns)


def _json(out: TextIO) -> Writer:
    from gouji.output.json import JsonWriter

    return JsonWriter(out, tool())


def _jsonl(out: TextIO) -> Writer:
    from gouji.output.jsonl import JsonlWriter

    return JsonlWriter(out)


def _csv(out: TextIO, words: Words, to_file: bool) -> Writer:
    from gouji.output.csv import CsvWriter

    return CsvWriter(out, words, mark=to_file)


def _html(out: TextIO, words: Words) -> Writer:
    from gouji.output.html import HtmlWriter

    return HtmlWriter(out, words)


def _sarif(out: TextIO, words: Words) -> Writer:
    from gouji.output.sarif import SarifWriter

    return SarifWriter(out, words, tool())
