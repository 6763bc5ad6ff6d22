"""The register of imports, questions that stand and answers that are remembered, on their pages."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest

from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem
from kiosk.office import imports, jobs, register, remembered
from kiosk.office.imports import ImportRequest
from kiosk.office.job_context import Workplace
from kiosk.office.people import Role
from tests.kiosk.office.drafting import REPEALED_OR_NOT, take_in_base
from tests.kiosk.web.office.conftest import Desk


@pytest.fixture
def imported(here: Workplace, tmp_path: Path) -> Workplace:
    """A catalogue, and an annex whose rows ask."""
    take_in_base(here)
    path = tmp_path / "phụ lục «1».csv"
    path.write_text(REPEALED_OR_NOT, encoding="utf-8")
    bound = imports.propose_import(here.store, here.config, ImportRequest(files=(path,)), date(2026, 11, 29))
    imports.apply_import(here.store, here.config, bound, "<i>QĐ 9")
    return here


def test_an_import_is_shown_with_its_file_and_undone_by_a_job(imported: Workplace, desk: Callable[..., Desk]) -> None:
    approver, editor = desk(Role.APPROVER), desk(Role.EDITOR)
    page = editor.get("/lan-nhap").text
    assert "&lt;i&gt;QĐ 9" in page and "/lan-nhap/2" in page
    page = editor.get("/lan-nhap/2").text
    assert "phụ lục «1».csv" in page and "2 câu hỏi còn chờ" in page and "hoan-tac" not in page
    (kept,) = register.read_records(imported.store)[0].files
    answer = editor.get(f"/lan-nhap/2/tep/{kept.sha256}")
    assert answer.content.decode() == REPEALED_OR_NOT
    assert answer.headers["content-disposition"].startswith("attachment; filename*=UTF-8''ph%E1")
    assert editor.get("/lan-nhap/2/tep/x").status_code == 404 and editor.get("/lan-nhap/1").status_code == 409
    assert "hoan-tac" in approver.get("/lan-nhap/2").text
    approver.post("/lan-nhap/2/hoan-tac", publish="yes")
    with imported.database.reading() as connection:
        assert jobs.require_job(connection, 1).order == {"import": 2, "publish": True}


def test_a_standing_question_leads_to_a_draft(imported: Workplace, desk: Callable[..., Desk]) -> None:
    editor = desk(Role.EDITOR)
    (waiting, _) = register.find_waiting(imported.store)
    assert "2 câu hỏi đang chờ" in editor.get("/cau-hoi").text
    made = editor.post("/cau-hoi/du-thao", origin=waiting.origin)
    assert "còn 1/1" in editor.get(made.headers["location"]).text
    assert editor.post("/cau-hoi/du-thao", origin="x").status_code == 409


def test_a_remembered_answer_is_shown_and_forgotten(imported: Workplace, desk: Callable[..., Desk]) -> None:
    editor = desk(Role.EDITOR)
    with imported.store.writing():
        problem = Problem(Source("a.csv", 1), "mã", "9.9", "mã sai dạng", "")
        remembered.accept_refusals(imported.store, [problem], "dòng ghi chú", "Người soạn")
    page = editor.get("/cau-tra-loi").text
    assert "dòng ghi chú" in page and "Người soạn" in page
    (key,) = remembered.read_remembered(imported.store).accepted
    editor.post("/cau-tra-loi/bo", key=key)
    assert "dòng ghi chú" not in editor.get("/cau-tra-loi").text
    assert editor.post("/cau-tra-loi/bo", key=key).status_code == 409
