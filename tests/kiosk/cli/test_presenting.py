"""Results as lines for a person: the first ones, how many more, and where all of them are."""

from __future__ import annotations

import pytest

from kiosk.catalogue.diff import Change, ChangeKind
from kiosk.cli.presenting import describe_problem, show_changes, show_problems
from kiosk.intake.entry import report_error, report_warning
from kiosk.model.catalogue import Source


def test_severe_problems_come_first_and_the_rest_is_counted(capsys: pytest.CaptureFixture[str]) -> None:
    problems = [report_warning(Source("a.csv", n), "tên", "", "lạ", "giữ") for n in range(45)]
    show_problems((*problems, report_error(Source("z.csv", 9), "mã", "x", "sai", "sửa")))
    lines = capsys.readouterr().err.splitlines()
    assert lines[0].startswith("  lỗi: z.csv, dòng 9, cột mã: sai")
    assert lines[1].endswith("[giữ]")
    assert lines[-1] == "  … và 6 điểm nữa; xem đủ bằng --xlsx TỆP"


def test_changes_are_counted_by_kind(capsys: pytest.CaptureFixture[str]) -> None:
    show_changes(tuple(Change(ChangeKind.NEW, f"1.{n:06d}", "Thủ tục [bold]") for n in range(41)))
    shown = capsys.readouterr().out
    assert "Khác biệt: mới 41" in shown
    assert "Thủ tục [bold]" in shown
    assert "… và 1 thay đổi nữa; xem đủ bằng --xlsx TỆP" in shown
    show_changes(())
    assert capsys.readouterr().out == "Khác biệt: không có\n"


def test_a_problem_for_machines_names_every_part() -> None:
    problem = report_error(Source("a.csv", 9, "Bảng"), "mã", "x", "sai", "sửa")
    assert describe_problem(problem) | {"file": "a.csv", "sheet": "Bảng", "row": 9} == describe_problem(problem)
    assert set(describe_problem(problem)) >= {"column", "value", "severity", "message", "way_out", "proposal", "rule"}
