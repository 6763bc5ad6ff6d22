"""The form of questions goes out as a workbook and comes back with what a person wrote."""

from __future__ import annotations

from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from kiosk.errors import IntakeError
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem, Severity, Waiting
from kiosk.model.question import KIND_WORDS, Question, Topic
from kiosk.office.question_form import read_form, write_form


def waiting(row: int, file: str = "a.docx") -> Waiting:
    question = Question(Topic.KIND, KIND_WORDS)
    source = Source(file, row, "Bảng 1")
    problem = Problem(source, "loại", "=1+1", "loại nào?", "", Severity.QUESTION, question=question)
    return Waiting(problem, "0" * 64, "1.000001")


def test_filled_rows_come_back_and_empty_ones_do_not(tmp_path: Path) -> None:
    path = tmp_path / "hoi.xlsx"
    write_form(path, [waiting(2), waiting(3), waiting(4, "=x.docx")])
    assert read_form(path) == ()
    form = load_workbook(path)
    form.worksheets[0]["G2"], form.worksheets[0]["G4"] = "Bãi bỏ", "amended"
    form.save(path)
    assert read_form(path) == (("a.docx:Bảng 1:2", "repealed"), ("=x.docx:Bảng 1:4", "amended"))


def test_another_file_is_no_form(tmp_path: Path) -> None:
    other = Workbook()
    other.save(tmp_path / "x.xlsx")
    (tmp_path / "x.csv").write_text("a,b\n", encoding="utf-8")
    for name in ("x.xlsx", "x.csv"):
        with pytest.raises(IntakeError, match="không phải là bảng câu hỏi"):
            read_form(tmp_path / name)
