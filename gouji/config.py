"""Settings: gouji.toml or [tool.gouji] of pyproject.toml, the nearest above the working folder; the command line wins."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from fnmatch import fnmatch
from functools import cached_property
from pathlib import Path
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, ValidationError

Level = Literal["error", "warning", "info"]
FailOn = Literal["error", "warning", "info", "never"]
RANK = {"info": 0, "warning": 1, "error": 2, "never": 3}


class ConfigError(Exception):
    """The settings cannot be used; the message names the file and the entry."""


class Rules(BaseModel):
    """Which rules speak, and how loudly. A code may be a family ("SUM") or one rule ("SUM101")."""

    model_config = ConfigDict(
        extra="forbid", alias_generator=lambda name: name.replace("_", "-"), populate_by_name=True
    )

    select: list[str] = []
    ignore: list[str] = []
    severities: dict[str, Level] = {}


class PathRules(Rules):
    match: str


class Config(Rules):
    severity: Level = "info"
    fail_on: FailOn = "error"
    lang: Literal["zh", "en"] = "zh"
    jobs: int | None = Field(default=None, ge=1)
    store: str | None = None
    time_limit: int = Field(default=120, ge=1)  # seconds a file
    memory_limit: int = Field(default=2048, ge=256)  # MB a file
    paths: list[PathRules] = []


@dataclass(frozen=True)
class Policy:
    """What is told of a report's findings, for the path it has."""

    config: Config
    folder: Path = field(default_factory=Path)  # per-path patterns are relative to it

    def severity(self, path: str, code: str, severity: Level) -> Level | None:
        """The severity a finding is told with, or None where it is not told."""
        rules = self._rules(path)
        selected = [r.select for r in rules if r.select]
        if selected and not any(matches(code, s) for s in selected[-1]):
            return None
        if any(matches(code, r.ignore) for r in rules):
            return None
        for rule in reversed(rules):
            for prefix in sorted(rule.severities, key=len, reverse=True):
                if code.startswith(prefix):
                    severity = rule.severities[prefix]
                    return severity if self._is_shown(severity) else None
        return severity if self._is_shown(severity) else None

    def _is_shown(self, severity: Level) -> bool:
        return RANK[severity] >= RANK[self.config.severity]

    def _rules(self, path: str) -> list[Rules]:
        return [self.config, *(r for r in self.config.paths if self._is_at(path, r.match))]

    def _is_at(self, path: str, pattern: str) -> bool:
        try:
            relative = Path(path).resolve().relative_to(self._root).as_posix()
        except ValueError:
            relative = Path(path).as_posix()
        return fnmatch(relative, pattern) or fnmatch(relative, f"*/{pattern}")

    @cached_property
    def _root(self) -> Path:
        return self.folder.resolve()


def matches(code: str, prefixes: str | list[str]) -> bool:
    return any(code.startswith(p) for p in ([prefixes] if isinstance(prefixes, str) else prefixes))


def load_policy(start: Path, overrides: dict[str, Any], file: Path | None = None) -> Policy:
    """The settings that hold in folder `start`, with the command line's on top. Raises ConfigError."""
    found = file or find_config(start)
    settings = _read(found) if found else {}
    given = {key: value for key, value in overrides.items() if value not in (None, [], ())}
    try:
        config = Config.model_validate({**settings, **given})
    except ValidationError as error:
        raise ConfigError(_explain(error, found)) from None
    _check_codes(config, found)
    return Policy(config, found.parent if found else start)


def find_config(start: Path) -> Path | None:
    """The nearest gouji.toml, or pyproject.toml with [tool.gouji], in a folder or above it; None where there is none."""
    for folder in (start.resolve(), *start.resolve().parents):
        if (own := folder / "gouji.toml").is_file():
            return own
        project = folder / "pyproject.toml"
        if project.is_file() and "gouji" in _read_toml(project).get("tool", {}):
            return project
    return None


def _read(file: Path) -> dict[str, Any]:
    content = _read_toml(file)
    settings = content.get("tool", {}).get("gouji", {}) if file.name == "pyproject.toml" else content
    return {str(key).replace("-", "_"): value for key, value in settings.items()}


def _read_toml(file: Path) -> dict[str, Any]:
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise ConfigError(f"{file}: {error}") from None


def _explain(error: ValidationError, file: Path | None) -> str:
    first = error.errors()[0]
    entry = ".".join(str(part) for part in first["loc"]).replace("_", "-")
    return f"{file or '命令行'}: {entry}: {first['msg']}"


def _check_codes(config: Config, file: Path | None) -> None:
    """A misspelt code would silently select nothing."""
    rules: list[Rules] = [config, *config.paths]
    prefixes = {p for r in rules for p in (*r.select, *r.ignore, *r.severities)}
    if not prefixes:
        return
    from checks.registry import CHECKS, load_checks

    load_checks()
    for prefix in sorted(prefixes):
        if not any(code.startswith(prefix) for code in CHECKS):
            raise ConfigError(f"{file or '命令行'}: 没有以 {prefix} 开头的规则；gouji rules 列出全部规则")
