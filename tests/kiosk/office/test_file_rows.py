"""The file's own row beside what is asked about it."""

from __future__ import annotations

from pathlib import Path

from kiosk.intake.read import read_file
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem
from kiosk.office.file_rows import show_rows
from tests.kiosk.office.drafting import REPEALED_OR_NOT


def write(tmp_path: Path, content: str, name: str = "phụ lục.csv") -> Path:
    path = tmp_path / name
    path.write_text(content, encoding="utf-8")
    return path


def test_the_heading_that_decided_stands_above_the_row(tmp_path: Path) -> None:
    path = write(tmp_path, REPEALED_OR_NOT)
    asked = next(p for p in read_file(path).problems if p.question)
    heading, row = show_rows(path, asked)
    assert (heading.number, row.number) == (3, 5)
    assert [c.text for c in heading.cells if c.decides] == ["THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG VÀ BÃI BỎ"]
    assert [(c.letter, c.text) for c in row.cells] == [("A", "1"), ("B", "1.000593"), ("C", "Đăng ký khai sinh")]


def test_the_cell_that_decided_is_marked_in_its_own_row(tmp_path: Path) -> None:
    path = write(tmp_path, "code,name\n9.9,Thủ tục lạ\n", "a.csv")
    problem = Problem(Source("a.csv", 2), "mã", "9.9", "mã sai dạng", "")
    ((row,),) = [show_rows(path, problem)]
    assert [c.decides for c in row.cells] == [True, False]


def test_rows_that_are_no_cells_are_not_shown(tmp_path: Path) -> None:
    problem = Problem(Source("a.json", 2), "mã", "9.9", "mã sai dạng", "")
    assert show_rows(write(tmp_path, "{", "a.json"), problem) == ()
    assert show_rows(write(tmp_path, "code,name\n", "b.csv"), problem) == ()


def test_a_long_cell_is_cut_and_a_wide_row_too(tmp_path: Path) -> None:
    path = write(tmp_path, "code,name\n1.000593," + "x" * 500 + ",y" * 40 + "\n", "a.csv")
    (row,) = show_rows(path, Problem(Source("a.csv", 2), "mã", "", "không rõ", ""))
    assert len(row.cells) == 24 and row.cells[1].text.endswith("…") and len(row.cells[1].text) < 250
