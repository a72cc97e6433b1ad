"""Opening the store for the commands that read it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from gouji.cli.options import policy

if TYPE_CHECKING:
    from gouji.store import Store


@contextmanager
def opened(file: str | None) -> Iterator[Store]:
    """The store named, configured or default. Raises UsageError where there is none."""
    from gouji.store import Store, StoreError, default_store

    path = Path(file or policy({}).config.store or default_store())
    if not path.is_file():
        raise click.UsageError(f"还没有结果库：{path}")
    try:
        store = Store(path)
    except StoreError as error:
        raise click.UsageError(str(error)) from None
    with store:
        yield store


def checked_run(store: Store, run: int | None) -> int:
    """The run asked for, or the last. Raises UsageError where there is no such run."""
    known = [r.id for r in store.runs()]
    if not known or (run is not None and run not in known):
        raise click.UsageError(f"没有第 {run} 次运行；gouji runs 列出全部" if known else "结果库中还没有运行记录")
    return run if run is not None else known[-1]
