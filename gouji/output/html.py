"""Web pages: one self-contained page a report, and for a run a folder of them with an index."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from html import escape
from pathlib import Path
from typing import TextIO
from urllib.parse import quote

from gouji.outcome import Shown
from gouji.output.cells import severity_counts
from gouji.output.page import document_page
from gouji.output.words import Words
from gouji.records import DocumentRecord, SummaryRecord

INDEX = "index.html"
UNSAFE = re.compile(r"[^\w.\-]+")
MOST_NAME = 80


class HtmlWriter:
    """One page, of the one report of the run (or of each, one after the other)."""

    def __init__(self, out: TextIO, words: Words) -> None:
        self._out = out
        self._words = words

    def begin(self) -> None:
        pass

    def add(self, shown: Shown) -> None:
        self._out.write(shown.page or failure_page(shown.record, self._words))

    def end(self, summary: SummaryRecord, interrupted: bool) -> None:
        pass


def failure_page(record: DocumentRecord, words: Words) -> str:
    """A file that could not be read has a page that says so."""
    problems = "".join(f"<p class=problem>{escape(p.message)}</p>" for p in record.problems)
    body = (
        f"<header><h1>{escape(record.path)}</h1><p>{escape(words.say('status', record.status))}</p>{problems}</header>"
    )
    return document_page(record.path, body, words.lang)


class HtmlFolderWriter:
    """A folder: a page for each report and an index with counts by organisation and rule."""

    def __init__(self, folder: Path, words: Words) -> None:
        self._folder = folder
        self._words = words
        self._rows: list[str] = []
        self._organizations: Counter[str] = Counter()
        self._rules: Counter[tuple[str, str]] = Counter()

    def begin(self) -> None:
        self._folder.mkdir(exist_ok=True)

    def add(self, shown: Shown) -> None:
        record = shown.record
        name = page_name(record.path)
        page = shown.page or failure_page(record, self._words)
        (self._folder / name).write_text(page, encoding="utf-8")
        self._organizations[record.organization] += len(record.findings)
        self._rules.update((f.code, f.title) for f in record.findings)
        self._rows.append(_file_row(name, record, self._words))

    def end(self, summary: SummaryRecord, interrupted: bool) -> None:
        words = self._words
        line = words.say("summary", "line", **summary.model_dump())
        if summary.failed:
            line += words.say("summary", "failed", failed=summary.failed)
        note = f"<p class=problem>{escape(words.say('summary', 'interrupted'))}</p>" if interrupted else ""
        count = words.say("html", "count")
        organizations = [(name, str(n)) for name, n in self._organizations.most_common()]
        rules = [(code, title, str(n)) for (code, title), n in self._rules.most_common()]
        heads = [
            words.say("columns", c) for c in ("path", "organization", "year", "status", "errors", "warnings", "infos")
        ]
        body = (
            f"<header><h1>{escape(words.say('html', 'index'))}</h1><p>{escape(line)}</p>{note}</header><main><article>"
            f"<h2>{escape(words.say('html', 'files'))}</h2>{_table(heads, self._rows)}<div class=counts>"
            f"<div><h2>{escape(words.say('html', 'by_organization'))}</h2>"
            f"{_table((words.say('columns', 'organization'), count), map(_cells, organizations))}</div>"
            f"<div><h2>{escape(words.say('html', 'by_rule'))}</h2>"
            f"{_table((words.say('columns', 'code'), words.say('columns', 'title'), count), map(_cells, rules))}</div>"
            f"</div></article></main>"
        )
        page = document_page(words.say("html", "index"), f"<div class=index>{body}</div>", words.lang)
        (self._folder / INDEX).write_text(page, encoding="utf-8")


def page_name(path: str) -> str:
    """Readable, safe in any file system, and different for two paths."""
    stem = UNSAFE.sub("_", Path(path).name)[:MOST_NAME].strip(".")
    return f"{stem}-{hashlib.sha256(path.encode(errors='surrogateescape')).hexdigest()[:8]}.html"


def _file_row(name: str, record: DocumentRecord, words: Words) -> str:
    link = f'<td><a href="{quote(name)}">{escape(record.path)}</a></td>'
    texts = (record.organization, str(record.year or ""), words.say("status", record.status))
    return f"<tr>{link}{_cells((*texts, *map(str, severity_counts(record))), row=False)}</tr>"


def _cells(values: Sequence[str], row: bool = True) -> str:
    inside = "".join(f"<td{' class=number' if v.isdigit() else ''}>{escape(v)}</td>" for v in values)
    return f"<tr>{inside}</tr>" if row else inside


def _table(heads: Sequence[str], rows: Iterable[str]) -> str:
    head = "".join(f"<th>{escape(h)}</th>" for h in heads)
    return f"<div class=wide><table><tr>{head}</tr>{''.join(rows)}</table></div>"
