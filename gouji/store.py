"""Results that last: one SQLite file, committed report by report. docs/data.md explains the tables for direct queries.

A report is kept once for each content, engine and language; runs refer to it, so that a resumed run and a run over the
same folder next month cost no second copy. Findings are kept unfiltered: what is told is decided when they are shown.
"""

from __future__ import annotations

import json
import os
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING

from gouji.engine import engine
from gouji.outcome import Outcome
from gouji.records import DocumentRecord, FigureRecord

if TYPE_CHECKING:
    from gouji.output.words import Lang

SCHEMA = """
CREATE TABLE IF NOT EXISTS runs (
    id INTEGER PRIMARY KEY, started TEXT NOT NULL, finished TEXT, state TEXT NOT NULL, engine TEXT NOT NULL,
    planned INTEGER NOT NULL);
CREATE TABLE IF NOT EXISTS reports (
    id INTEGER PRIMARY KEY, sha256 TEXT NOT NULL, engine TEXT NOT NULL, lang TEXT NOT NULL, status TEXT NOT NULL,
    title TEXT, organization TEXT, year INTEGER, kind TEXT, numbers INTEGER, numbers_checked INTEGER, retry INTEGER NOT NULL,
    record TEXT NOT NULL, fingerprints TEXT NOT NULL);
CREATE INDEX IF NOT EXISTS reports_content ON reports (sha256, engine, lang);
CREATE TABLE IF NOT EXISTS run_reports (
    run INTEGER NOT NULL REFERENCES runs, path TEXT NOT NULL, report INTEGER NOT NULL REFERENCES reports,
    again INTEGER NOT NULL, PRIMARY KEY (run, path));
CREATE TABLE IF NOT EXISTS findings (
    report INTEGER NOT NULL REFERENCES reports, position INTEGER NOT NULL, fingerprint TEXT NOT NULL, code TEXT NOT NULL,
    severity TEXT NOT NULL, title TEXT NOT NULL, message TEXT NOT NULL, stated TEXT, recomputed TEXT, difference TEXT,
    equation TEXT, cause TEXT, page INTEGER, line INTEGER, section TEXT, PRIMARY KEY (report, position));
CREATE TABLE IF NOT EXISTS figures (
    report INTEGER NOT NULL REFERENCES reports, position INTEGER NOT NULL, label TEXT, concept TEXT, text TEXT, value TEXT,
    unit TEXT, value_wan TEXT, value_yuan TEXT, role TEXT, year INTEGER, basis TEXT, scope TEXT, scope_name TEXT,
    page INTEGER, line INTEGER, "table" INTEGER, "row" INTEGER, "column" INTEGER, paragraph INTEGER, sheet TEXT, cell TEXT,
    section TEXT, quote TEXT,
    PRIMARY KEY (report, position));
CREATE TABLE IF NOT EXISTS equations (
    report INTEGER NOT NULL REFERENCES reports, position INTEGER NOT NULL, code TEXT, status TEXT, reason TEXT, label TEXT,
    equation TEXT, PRIMARY KEY (report, position));
"""
FIGURE_COLUMNS = (
    "label",
    "concept",
    "text",
    "value",
    "unit",
    "value_wan",
    "value_yuan",
    "role",
    "year",
    "basis",
    "scope",
    "scope_name",
    "page",
    "line",
    "table",
    "row",
    "column",
    "paragraph",
    "sheet",
    "cell",
    "section",
    "quote",
)
SCHEMA_VERSION = 2


WAIT = 30  # seconds for another process that is writing
RETRY = 0.05


class StoreError(OSError):
    """The file is no store of this version, or cannot be opened or written."""


class StoreBusyError(StoreError):
    """Another process holds the store for too long."""


@dataclass(frozen=True, slots=True)
class RunRow:
    id: int
    started: str
    finished: str | None
    state: str
    engine: str
    planned: int
    reports: int
    findings: int


@dataclass(frozen=True, slots=True)
class Change:
    """A finding of one run against another: state is new, gone or still."""

    state: str
    path: str
    code: str
    severity: str
    message: str


def wished_store() -> str:
    """A standing wish that runs over several reports be kept."""
    return os.environ.get("GOUJI_STORE", "")


def default_store() -> str:
    """Where a store is looked for that is not named: $GOUJI_STORE or the user's data folder."""
    if own := wished_store():
        return own
    data = os.environ.get("XDG_DATA_HOME") or str(Path.home() / ".local" / "share")
    return str(Path(data) / "gouji" / "results.sqlite")


class Store:
    """An open store. As a context it closes itself and commits what is done."""

    def __init__(self, file: Path) -> None:
        try:
            file.parent.mkdir(parents=True, exist_ok=True)
            self._db = sqlite3.connect(file, timeout=WAIT, isolation_level=None)
            self._set_write_ahead()
            self._db.execute("PRAGMA synchronous=NORMAL")
            version = self._db.execute("PRAGMA user_version").fetchone()[0]
            if version not in (0, SCHEMA_VERSION):
                raise StoreError(f"版本 {version} 的结果库，此程序只认版本 {SCHEMA_VERSION}")
            if version == 0:
                with self._transaction():
                    for statement in SCHEMA.split(";"):
                        self._db.execute(statement)
                    self._db.execute(f"PRAGMA user_version={SCHEMA_VERSION}")
        except sqlite3.Error as error:
            raise _told(error, str(file)) from None
        except OSError as error:
            raise error if isinstance(error, StoreError) else StoreError(f"{file}：{error}") from None
        self.run = 0
        self.lost = False  # a write failed: what was committed stays, the rest of the run is not kept
        self.lang: Lang = "zh"

    def __enter__(self) -> Store:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if self.run and kind is not None:
            self.finish("broken")
        self._db.close()

    def _set_write_ahead(self) -> None:
        """Two processes that open a new store at once: SQLite does not wait here by itself."""
        deadline = time.monotonic() + WAIT
        while True:
            try:
                self._db.execute("PRAGMA journal_mode=WAL")
                return
            except sqlite3.OperationalError as error:
                if not _is_busy(error) or time.monotonic() > deadline:
                    raise
                time.sleep(RETRY)

    # --- writing

    def begin(self, planned: int, lang: Lang) -> None:
        """Open a run of so many planned reports; all that is added from here on belongs to it."""
        self.lang = lang
        cursor = self._db.execute(
            "INSERT INTO runs (started, state, engine, planned) VALUES (?, 'running', ?, ?)",
            (_now(), engine(), planned),
        )
        self.run = int(cursor.lastrowid or 0)

    def finish(self, state: str) -> None:
        """A run whose end cannot be written stays `running`."""
        with suppress(sqlite3.Error):
            self._db.execute("UPDATE runs SET finished = ?, state = ? WHERE id = ?", (_now(), state, self.run))

    def add(self, outcome: Outcome) -> None:
        """Keep one checked report. Raises StoreError where the disk is full or the file gone."""
        try:
            with self._transaction():
                report = self._insert(outcome)
                self._refer(outcome.record.path, report, again=False)
        except sqlite3.Error as error:
            raise _told(error, "结果库") from None

    def again(self, path: str, sha256: str) -> Outcome | None:
        """A report that an earlier run has checked, under the path it has now; None where it is gone. Raises StoreError."""
        try:
            found = self._finished(sha256)
            if found is None:
                return None
            report, record, fingerprints = found
            self._refer(path, report, again=True)
            return replace(self._outcome(path, report, record, fingerprints), again=True)
        except sqlite3.Error as error:
            raise _told(error, "结果库") from None

    @contextmanager
    def _transaction(self) -> Iterator[None]:
        self._db.execute("BEGIN IMMEDIATE")
        try:
            yield
        except BaseException:
            if self._db.in_transaction:
                self._db.execute("ROLLBACK")
            raise
        self._db.execute("COMMIT")

    def _insert(self, outcome: Outcome) -> int:
        record = outcome.record
        old = self._find(record.sha256) if record.sha256 else None
        if old is not None:
            self._forget(old)
        ledger = record.ledger
        row = (
            old, record.sha256, engine(), self.lang, record.status, record.title, record.organization, record.year, record.kind,
            ledger.numbers, ledger.numbers_checked, outcome.retry,
            json.dumps(record.model_dump(mode="json", by_alias=True), ensure_ascii=False), json.dumps(outcome.fingerprints),
        )  # fmt: skip
        report = int(self._db.execute(f"INSERT INTO reports VALUES ({_marks(14)})", row).lastrowid or 0)
        self._db.executemany(f"INSERT INTO findings VALUES ({_marks(15)})", _finding_rows(report, outcome))
        self._db.executemany(
            f"INSERT INTO figures VALUES ({_marks(2 + len(FIGURE_COLUMNS))})", _figure_rows(report, outcome)
        )
        self._db.executemany(f"INSERT INTO equations VALUES ({_marks(7)})", _equation_rows(report, outcome))
        return report

    def _forget(self, report: int) -> None:
        for table in ("findings", "figures", "equations"):
            self._db.execute(f"DELETE FROM {table} WHERE report = ?", (report,))
        self._db.execute("DELETE FROM reports WHERE id = ?", (report,))

    def _refer(self, path: str, report: int, again: bool) -> None:
        self._db.execute("INSERT OR REPLACE INTO run_reports VALUES (?, ?, ?, ?)", (self.run, path, report, again))

    # --- reading

    def _find(self, sha256: str) -> int | None:
        row = self._db.execute(
            "SELECT id FROM reports WHERE sha256 = ? AND engine = ? AND lang = ?", (sha256, engine(), self.lang)
        ).fetchone()
        return int(row[0]) if row else None

    def knows(self, sha256: str) -> bool:
        """Whether this content was checked by this engine, and not in vain."""
        try:
            return bool(sha256) and self._finished(sha256) is not None
        except sqlite3.Error:
            return False

    def _finished(self, sha256: str) -> tuple[int, str, str] | None:
        row: tuple[int, str, str] | None = self._db.execute(
            "SELECT id, record, fingerprints FROM reports WHERE sha256 = ? AND engine = ? AND lang = ? AND NOT retry",
            (sha256, engine(), self.lang),
        ).fetchone()
        return row

    def _outcome(self, path: str, report: int, record: str, fingerprints: str) -> Outcome:
        document = DocumentRecord.model_validate_json(record).model_copy(update={"path": path})
        return Outcome(document, tuple(json.loads(fingerprints)), self._figures(report, document))

    def _figures(self, report: int, document: DocumentRecord) -> tuple[FigureRecord, ...]:
        about = {
            "file": document.path,
            "organization": document.organization,
            "report_year": document.year,
            "report_kind": document.kind,
        }
        columns = ", ".join(f'"{c}"' for c in FIGURE_COLUMNS)
        rows = self._db.execute(f"SELECT {columns} FROM figures WHERE report = ? ORDER BY position", (report,))
        return tuple(
            FigureRecord.model_validate({**about, **dict(zip(FIGURE_COLUMNS, row, strict=True))}) for row in rows
        )

    def runs(self) -> list[RunRow]:
        """Every run, oldest first, with the reports and findings it holds."""
        rows = self._db.execute(
            "SELECT r.id, r.started, r.finished, r.state, r.engine, r.planned, count(p.path),"
            " coalesce(sum((SELECT count(*) FROM findings f WHERE f.report = p.report)), 0)"
            " FROM runs r LEFT JOIN run_reports p ON p.run = r.id GROUP BY r.id ORDER BY r.id"
        )
        return [RunRow(*row) for row in rows]

    def outcomes(self, run: int) -> Iterator[Outcome]:
        """The reports of a run, read back one by one."""
        rows = self._db.execute(
            "SELECT p.path, r.id, r.record, r.fingerprints FROM run_reports p JOIN reports r ON r.id = p.report"
            " WHERE p.run = ? ORDER BY p.rowid",
            (run,),
        )
        for path, report, record, fingerprints in rows:
            yield self._outcome(path, report, record, fingerprints)

    def compare(self, old: int, new: int) -> list[Change]:
        """Findings by path and fingerprint: new, gone, still there; in this order, then by path."""
        before, after = self._told(old), self._told(new)
        changes = [Change("new", key[0], *after[key]) for key in after.keys() - before.keys()]
        changes += [Change("gone", key[0], *before[key]) for key in before.keys() - after.keys()]
        changes += [Change("still", key[0], *after[key]) for key in after.keys() & before.keys()]
        order = ("new", "gone", "still")
        return sorted(changes, key=lambda c: (order.index(c.state), c.path, c.code, c.message))

    def _told(self, run: int) -> dict[tuple[str, str], tuple[str, str, str]]:
        rows = self._db.execute(
            "SELECT p.path, f.fingerprint, f.code, f.severity, f.message FROM run_reports p"
            " JOIN findings f ON f.report = p.report WHERE p.run = ?",
            (run,),
        )
        return {(path, mark): (code, severity, message) for path, mark, code, severity, message in rows}


def open_store(file: Path, lang: Lang, planned: int) -> Store:
    """A store with a new run begun."""
    store = Store(file)
    try:
        store.begin(planned, lang)
    except sqlite3.Error as error:
        raise _told(error, str(file)) from None
    return store


def store_beside(output: Path, is_folder: bool) -> str:
    """Where a run over several reports keeps what it has done: in the folder of its pages, or beside its file."""
    return str(output / "gouji.sqlite") if is_folder else f"{output}.sqlite"


def _told(error: sqlite3.Error, what: str) -> StoreError:
    return (
        StoreBusyError(f"{what}：另一个进程正在使用（{error}）") if _is_busy(error) else StoreError(f"{what}：{error}")
    )


def _is_busy(error: sqlite3.Error) -> bool:
    return getattr(error, "sqlite_errorcode", 0) & 0xFF in (sqlite3.SQLITE_BUSY, sqlite3.SQLITE_LOCKED)


def _finding_rows(report: int, outcome: Outcome) -> Iterator[tuple[object, ...]]:
    pairs = zip(outcome.record.findings, outcome.fingerprints, strict=True)
    for position, (finding, mark) in enumerate(pairs):
        at = finding.evidence[0].location if finding.evidence else None
        yield (
            report, position, mark, finding.code, finding.severity, finding.title, finding.message,
            finding.stated and finding.stated.text, finding.recomputed and finding.recomputed.text, finding.difference,
            finding.equation, finding.cause and finding.cause.text, at and at.page, at and at.line, at and at.section,
        )  # fmt: skip


def _figure_rows(report: int, outcome: Outcome) -> Iterator[tuple[object, ...]]:
    for position, figure in enumerate(outcome.figures):
        yield (report, position, *(getattr(figure, column) for column in FIGURE_COLUMNS))


def _equation_rows(report: int, outcome: Outcome) -> Iterator[tuple[object, ...]]:
    for position, e in enumerate(outcome.equations):
        yield (report, position, e.code, e.status, e.reason, e.label, e.equation)


def _marks(count: int) -> str:
    return ", ".join("?" * count)


def _now() -> str:
    return datetime.now(UTC).isoformat(timespec="seconds")
