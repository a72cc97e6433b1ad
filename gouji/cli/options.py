"""Options that several commands share."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from gouji.inputs import Input

F = TypeVar("F", bound=Callable[..., Any])

LEVELS = ("error", "warning", "info")


def paths(function: F) -> F:
    """PATH… and --from."""
    function = click.option(
        "--from", "lists", multiple=True, metavar="FILE", help="从清单文件读取路径，每行一个；- 为标准输入"
    )(function)
    return click.argument("paths", nargs=-1, metavar="PATH…")(function)


def rules(function: F) -> F:
    """--select and --ignore."""
    for name, text in (("--ignore", "不用这些规则"), ("--select", "只用这些规则（可写前缀，如 SUM；可用逗号分隔）")):
        function = click.option(name, multiple=True, metavar="CODE", help=text)(function)
    return function


def language(function: F) -> F:
    return click.option("--lang", type=click.Choice(["zh", "en"]), help="输出语言，默认 zh")(function)


def store(function: F) -> F:
    return click.option("--store", metavar="FILE", help="结果库文件")(function)


def codes(given: tuple[str, ...]) -> list[str]:
    return [code.strip().upper() for entry in given for code in entry.split(",") if code.strip()]


def collect(given: tuple[str, ...], lists: tuple[str, ...]) -> tuple[Input, ...]:
    """The reports named, in order; archives are unpacked until the command ends. Raises UsageError where nothing is named or a list cannot be read."""
    from gouji.inputs import find_inputs, read_list

    named = list(given)
    for file in lists:
        try:
            named += read_list(file)
        except (OSError, UnicodeDecodeError) as error:
            raise click.UsageError(f"读不了清单 {file}：{error}") from None
    if not named:
        raise click.UsageError("没有给出要处理的文件或文件夹")
    found = tuple(find_inputs(named, _workspace))
    if not found:
        raise click.UsageError("其中没有可读的报告：" + "、".join(named[:5]))
    return found


def _workspace() -> Path:
    import tempfile

    folder = tempfile.TemporaryDirectory(prefix="gouji-")
    return Path(click.get_current_context().with_resource(folder))


def policy(overrides: dict[str, Any], config: str | None = None) -> Any:
    """The settings in force. Raises UsageError with the file and entry that cannot be used."""
    from gouji.config import ConfigError, load_policy

    try:
        return load_policy(Path.cwd(), overrides, Path(config) if config else None)
    except ConfigError as error:
        raise click.UsageError(str(error)) from None
