"""What stands on the two streams where no terminal is."""

from __future__ import annotations

import json

import pytest

from kiosk.cli.console import print_json, print_table, say, show_progress, warn


def test_results_and_remarks_go_different_ways_and_data_is_no_markup(capsys: pytest.CaptureFixture[str]) -> None:
    say("[red]kết quả[/red]")
    warn("[bold]lưu ý")
    shown = capsys.readouterr()
    assert (shown.out, shown.err) == ("[red]kết quả[/red]\n", "[bold]lưu ý\n")


def test_a_table_without_a_terminal_is_lines_with_tabs(capsys: pytest.CaptureFixture[str]) -> None:
    print_table("Bảng", ("Mã", "Số"), [("HT-01", 3)])
    assert capsys.readouterr().out == "Bảng\nMã\tSố\nHT-01\t3\n"


def test_json_is_sorted_and_keeps_letters(capsys: pytest.CaptureFixture[str]) -> None:
    print_json({"b": "Đ", "a": 1})
    shown = capsys.readouterr().out
    assert json.loads(shown) == {"a": 1, "b": "Đ"}
    assert shown.index('"a"') < shown.index('"b": "Đ"')


def test_progress_tells_a_stage_once_it_is_complete(capsys: pytest.CaptureFixture[str]) -> None:
    with show_progress() as report:
        report("Vẽ tờ", 1, 2)
        report("Vẽ tờ", 2, 2)
    with show_progress(quiet=True) as report:
        report("Vẽ tờ", 2, 2)
    assert capsys.readouterr().err == "Vẽ tờ: 2/2\n"


def test_what_a_terminal_would_obey_is_spelled_out(capsys: pytest.CaptureFixture[str]) -> None:
    say("vào a\x1b[31m\u202eb\ndòng hai")
    warn("a\rb")
    shown = capsys.readouterr()
    assert shown.out == "vào a\\u001b[31m\\u202eb\ndòng hai\n"
    assert shown.err == "a\\u000db\n"
