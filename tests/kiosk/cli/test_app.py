"""Every command is found under its name; every expected error is one sentence and an exit code."""

from __future__ import annotations

import errno
import io
import sqlite3
from collections.abc import Callable
from contextlib import redirect_stderr
from importlib import import_module

import pytest

from kiosk.cli import app as program
from kiosk.cli.app import COMMANDS
from kiosk.errors import ReleaseError
from tests.kiosk.commands import Office


def end(monkeypatch: pytest.MonkeyPatch, outcome: BaseException | int | None) -> tuple[object, str]:
    """How the program ends where the command raises or returns `outcome`: exit code and what it said."""

    def command(**_options: object) -> int | None:
        if isinstance(outcome, BaseException):
            raise outcome
        return outcome

    monkeypatch.setattr(program, "app", command)
    monkeypatch.setattr(program.given, "before", None)
    monkeypatch.setattr(program.atexit, "register", lambda function: function)
    monkeypatch.setattr(program.gc, "set_threshold", lambda *_: None)
    said = io.StringIO()
    with redirect_stderr(said), pytest.raises(SystemExit) as caught:
        program.main()
    return caught.value.code, "" if said.closed else said.getvalue()


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_stands_where_the_list_says(name: str) -> None:
    module, function = COMMANDS[name].split(".")
    command: Callable[..., object] = getattr(import_module(f"kiosk.cli.{module}"), function)
    described = command if command.__doc__ else getattr(command, "info", None)
    assert described is not None


def test_the_help_lists_all_commands_in_their_order(sample_office: Office) -> None:
    shown = sample_office.ok("--help")
    places = [shown.index(f"\n  {name} ") for name in COMMANDS]
    assert places == sorted(places)
    assert "kiosk regenerate QUYET_DINH.xlsx" in " ".join(shown.split())


@pytest.mark.parametrize("code", [None, 0, 1])
def test_a_command_that_ends_by_itself_keeps_its_code(monkeypatch: pytest.MonkeyPatch, code: int | None) -> None:
    assert end(monkeypatch, code) == (code or 0, "")


def test_an_expected_error_is_its_sentence(monkeypatch: pytest.MonkeyPatch) -> None:
    error = ReleaseError("chưa công bố bản nào", place="var", way_out="chạy kiosk regenerate")
    assert end(monkeypatch, error) == (1, f"Lỗi: {error}\n")


@pytest.mark.parametrize(
    ("error", "parts"),
    [
        (OSError(errno.ENOSPC, "No space left", "var/objects/ab"), ("var/objects/ab", "hết chỗ trống trên đĩa")),
        (PermissionError(errno.EACCES, "Permission denied"), ("thư mục làm việc", "không có quyền")),
        (
            sqlite3.DatabaseError("database disk image is malformed"),
            ("thư mục làm việc", "tệp bị hỏng", "chạy kiosk doctor"),
        ),
    ],
)
def test_a_disk_that_fails_in_the_middle_is_one_sentence_about_what_still_holds(
    monkeypatch: pytest.MonkeyPatch, error: Exception, parts: tuple[str, ...]
) -> None:
    code, said = end(monkeypatch, error)
    assert code == 1
    assert said.count("\n") == 1
    assert "chưa làm gì với thư mục làm việc" in said
    for part in parts:
        assert part in said


def test_stopping_it_says_that_nothing_changed(monkeypatch: pytest.MonkeyPatch) -> None:
    code, said = end(monkeypatch, 130)
    assert code == 1
    assert "chưa làm gì với thư mục làm việc" in said


def test_a_mistake_of_ours_is_not_dressed_up(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(program.atexit, "register", lambda function: function)
    monkeypatch.setattr(program.gc, "set_threshold", lambda *_: None)

    def broken(**_options: object) -> None:
        raise KeyError("bug")

    monkeypatch.setattr(program, "app", broken)
    with pytest.raises(KeyError, match="bug"):
        program.main()


def test_workspace_and_settings_may_stand_before_the_command_or_behind_it(sample_office: Office) -> None:
    before = sample_office.json("--workspace", "var", "--config", "config.yaml", "status")
    assert before == sample_office.json("status", "--workspace", "var", "--config", "config.yaml")
    assert sample_office.run("--config", "khong-co.yaml", "status").returncode == 1
