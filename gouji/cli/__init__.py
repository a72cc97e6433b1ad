"""The command line. Only click and the options are loaded here, so that --help answers at once; a command loads its own."""

from __future__ import annotations

import importlib
import sys

import click

COMMANDS = {
    "check": "核对报告中的数字，列出不能同时成立的",
    "extract": "把报告中的数字抽取成数据表",
    "accept": "把核对过、确认无误的问题记下来，以后不再提示",
    "rules": "列出全部规则",
    "explain": "说明一条规则",
    "schema": "输出 JSON 格式的 JSON Schema",
    "runs": "列出结果库中的历次运行",
    "show": "重新输出结果库中一次运行的结果",
    "compare": "比较两次运行：新出现、已消除、仍存在",
}


class LazyGroup(click.Group):
    """Loads the module of a command when it is run, not to list it."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, name: str) -> click.Command | None:
        if name not in COMMANDS:
            return None
        command: click.Command = getattr(importlib.import_module(f"gouji.cli.{name}"), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        with formatter.section("命令"):
            formatter.write_dl(list(COMMANDS.items()))


@click.group(cls=LazyGroup, context_settings={"help_option_names": ["-h", "--help"]})
@click.version_option(None, "--version", package_name="gouji", message="%(version)s")
def group() -> None:
    """勾稽：找出财政报告（部门决算、绩效自评、部门预算）中不能同时成立的数字。

    \b
    gouji check 报告.pdf            核对一份报告
    gouji check 文件夹 -o 结果.xlsx  核对一批报告
    gouji extract 报告.pdf          抽取数字
    """


def main() -> None:
    """Bad input never ends in a traceback: exit status 2 and one line."""
    try:
        group(standalone_mode=True)
    except BrokenPipeError:
        # the reader of our output (head, less) has gone
        sys.stderr.close()
        sys.exit(1)
    except OSError as error:
        place = f"{error.filename}: " if error.filename else ""
        click.echo(f"{place}{error.strerror or error}", err=True)
        sys.exit(2)
    except KeyboardInterrupt:
        sys.exit(130)
