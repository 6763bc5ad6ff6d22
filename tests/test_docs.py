"""What the documents promise: every command, option, kind of file and column stands there."""

from __future__ import annotations

import re
from dataclasses import fields
from pathlib import Path
from typing import Any, get_args

import pytest
import typer
from pydantic import BaseModel

from kiosk.cli.app import COMMANDS, app
from kiosk.intake.columns import OWN
from kiosk.intake.rows import FileKind
from kiosk.model.catalogue import Procedure
from kiosk.settings.config import Config

WORKSPACE_RECORDS = (
    "catalogue/", "releases/", "verified/", "objects/", "current", "last-number", "history.jsonl", "posted.json",
    "cache.sqlite", "news.sqlite", "office.sqlite", "marks.sqlite", "counts.sqlite", "photos/",
    "inbox.sqlite", "devices.json",
)  # fmt: skip


@pytest.fixture(scope="module")
def commands(root: Path) -> str:
    """The reference of the command line."""
    return (root / "docs/commands.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def formats(root: Path) -> str:
    """The description of what is read, written and recorded."""
    return (root / "docs/formats.md").read_text(encoding="utf-8")


def section(text: str, command: str) -> str:
    """What stands below the heading of a command."""
    match = re.search(rf"(?ms)^## `kiosk {command}`$(.*?)(?=^## |\Z)", text)
    assert match is not None, f"docs/commands.md has no section on kiosk {command}"
    return match[1]


def options(command: str) -> set[str]:
    """The long names of the options of a command and of what stands below it."""
    group = typer.main.get_command(app)
    return option_names(group.get_command(None, command)) - {"--help"}  # type: ignore[attr-defined, arg-type]


def option_names(command: Any) -> set[str]:
    names = {name for p in command.params for name in (*p.opts, *p.secondary_opts) if name.startswith("--")}
    below = getattr(command, "commands", {})
    return names.union(*(option_names(other) for other in below.values()))


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_and_option_is_documented(commands: str, command: str) -> None:
    text = section(commands, command)
    shared = {"--workspace", "--config"}
    assert {name for name in options(command) - shared if f"`{name}" not in text} == set()


def test_options_of_all_commands_are_documented_once(commands: str) -> None:
    opening = commands.partition("## `kiosk")[0]
    assert {name for name in ("--workspace", "--config") if f"`{name}" not in opening} == set()


def test_no_command_or_option_is_documented_that_is_gone(commands: str) -> None:
    documented = re.findall(r"(?m)^## `kiosk ([a-z-]+)`$", commands)
    assert documented == list(COMMANDS)
    for command in COMMANDS:
        named = set(re.findall(r"`(--[a-z-]+)", section(commands, command)))
        assert named <= options(command), command


def setting_names(settings: type[BaseModel]) -> set[str]:
    """Every key that may stand in `config.yaml`, at whatever depth."""
    names = set[str]()
    for name, described in settings.model_fields.items():
        waiting, below = [described.annotation], set[str]()
        while waiting:
            kind = waiting.pop()
            if isinstance(kind, type) and issubclass(kind, BaseModel):
                below |= setting_names(kind)
            waiting += get_args(kind)
        names |= {name} | below
    return names


def test_every_setting_stands_in_the_settings_that_come_with_the_program(root: Path) -> None:
    text = (root / "config.yaml").read_text(encoding="utf-8")
    names = setting_names(Config) - {"base", "source"}
    assert len(names) > 60
    assert {name for name in names if not re.search(rf"(?m)(?:^|[`{{\s,]){name}(?:`|: )|^\s*{name}:$", text)} == set()


def test_every_kind_of_file_and_every_column_is_documented(formats: str) -> None:
    assert {kind.value for kind in FileKind if f"`{kind.value}`" not in formats} == set()
    assert {name for name in OWN if f"`{name}`" not in formats} == set()
    assert {f.name for f in fields(Procedure)} - set(OWN) == {"source"}


def test_every_record_of_the_workspace_is_documented(formats: str, root: Path) -> None:
    assert {name for name in WORKSPACE_RECORDS if f"`{name}" not in formats} == set()
    source = "".join(p.read_text(encoding="utf-8") for p in (root / "kiosk").rglob("*.py"))
    written = set(re.findall(r"\"([a-z-]+\.(?:jsonl|sqlite))\"", source)) | {"posted.json"}
    assert written <= {name.rstrip("/") for name in WORKSPACE_RECORDS}


def test_the_table_of_tasks_names_commands_that_exist(root: Path) -> None:
    readme = (root / "README.md").read_text(encoding="utf-8")
    guides = "".join(p.read_text(encoding="utf-8") for p in (root / "docs").glob("huong-dan-*.md"))
    named = set(re.findall(r"(?<![\w/])kiosk ([a-z][a-z-]*)\b", "".join(re.findall(r"`[^`\n]*`", readme + guides))))
    assert named - {"serve"} <= set(COMMANDS), named - set(COMMANDS)


def test_the_guide_to_the_house_names_modules_that_exist(root: Path) -> None:
    guide = (root / "docs/house.md").read_text(encoding="utf-8")
    modules = set(re.findall(r"`((?:kiosk|posters)(?:\.\w+)+)`", guide))
    paths = {name: root.joinpath(*name.split(".")) for name in modules}
    assert len(modules) > 50
    assert [n for n, p in paths.items() if not (p.with_suffix(".py").is_file() or (p / "__init__.py").is_file())] == []
    rooms = {p.parent.name for p in (root / "kiosk").glob("*/__init__.py")}
    assert rooms <= {name.split(".")[1] for name in modules if name.startswith("kiosk.")} | {"model", "workspace"}
