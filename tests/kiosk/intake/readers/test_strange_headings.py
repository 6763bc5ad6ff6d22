"""Headings that name nothing known are asked about, unless the catalogue knows them as fields."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook

from kiosk.intake.proposal import Options, Proposal, propose
from kiosk.intake.read import read_file
from kiosk.intake.readers.strange_headings import find_rank, has_ordinal, is_strange
from kiosk.intake.rules.answers import Answers, make_word_key
from kiosk.model.catalogue import Catalogue, Level, Procedure
from kiosk.model.question import Topic
from kiosk.model.statement import RowStatus

DAY = date(2026, 11, 24)
_FIRST, _SECOND = "1.000080", "1.000094"
_BASE = Catalogue(
    tuple(
        Procedure(code=code, name=name, field=field, levels=(Level.COMMUNE,))
        for code, name, field in (
            (_FIRST, "Đăng ký khai sinh có yếu tố nước ngoài", "Hộ tịch"),
            (_SECOND, "Chuyển mục đích sử dụng đất", "Đất đai"),
        )
    )
)


def _propose(folder: Path, *headings: str, answers: Answers | None = None) -> Proposal:
    """An annex with one row under «sửa đổi, bổ sung», and one under these headings."""
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for cells in (
        ["(Kèm theo Quyết định số 3501/QĐ-UBND ngày 20/11/2026 của Chủ tịch UBND thành phố)"],
        ["STT", "Mã TTHC", "Tên thủ tục hành chính", "Cơ quan thực hiện"],
        ["A. DANH MỤC THỦ TỤC HÀNH CHÍNH SỬA ĐỔI, BỔ SUNG"],
        ["I. Lĩnh vực Hộ tịch"],
        [1, _FIRST, _BASE.procedures[0].name, "UBND cấp xã"],
        *([heading] for heading in headings),
        [2, _SECOND, _BASE.procedures[1].name, "UBND cấp xã"],
    ):
        sheet.append(cells)
    book.save(folder / "annex.xlsx")
    reading = read_file(folder / "annex.xlsx")
    return propose(_BASE, Options(others=(reading,), today=DAY, answers=answers or Answers()))


def _asked(proposal: Proposal) -> set[str]:
    return {x.problem.value for x in proposal.waiting}


@pytest.mark.parametrize(
    "headings",
    [
        ("B. XÓA SỔ",),
        ("B. Cho nghỉ luôn",),
        ("II. Khai tử thủ tục",),
        ("KHÔNG TRIỂN KHAI TIẾP",),
        ("B. XÓA SỔ", "I. Lĩnh vực Đất đai"),
        ("B. XÓA SỔ", "I. Đất đai"),
    ],
)
def test_a_word_of_ending_that_nobody_foresaw_is_asked_about(tmp_path: Path, headings: tuple[str, ...]) -> None:
    proposal = _propose(tmp_path, *headings)
    assert len(_asked(proposal)) == 1
    assert [x.problem.source.row for x in proposal.waiting] == [5 + 1 + len(headings)]


@pytest.mark.parametrize(
    "headings", [("II. Đất đai",), ("Đất đai",), ("II. ĐẤT ĐAI (01 TTHC)",), ("B. XÓA SỔ", "C. SỬA ĐỔI")]
)
def test_a_field_that_the_catalogue_knows_is_not(tmp_path: Path, headings: tuple[str, ...]) -> None:
    proposal = _propose(tmp_path, *headings)
    assert not _asked(proposal)
    assert {s.code: s.status for s in proposal.statements}[_SECOND] is RowStatus.AMENDED
    assert not any("người nhập" in reason for s in proposal.statements for reason in s.reasons)


def test_a_short_heading_is_the_field_of_its_rows(tmp_path: Path) -> None:
    stated = {s.code: s.stated[0].field for s in _propose(tmp_path, "II. ĐẤT ĐAI").statements}
    assert stated == {_FIRST: "Hộ tịch", _SECOND: "Đất đai"}


def test_a_field_that_speaks_of_ending_is_no_field(tmp_path: Path) -> None:
    proposal = _propose(tmp_path, "II. Lĩnh vực không còn thực hiện")
    assert _asked(proposal) or {s.code: s.ends for s in proposal.statements}[_SECOND]


def test_an_answer_about_a_strange_heading_is_remembered(tmp_path: Path) -> None:
    answers = Answers(wordings={make_word_key(Topic.KIND, "XÓA SỔ"): "repealed"})
    proposal = _propose(tmp_path, "B. XÓA SỔ", answers=answers)
    assert not _asked(proposal)
    assert {s.code: s.status for s in proposal.statements}[_SECOND] is RowStatus.REPEALED


def test_offices_groups_and_titles_are_familiar() -> None:
    for text in ("SỞ TƯ PHÁP", "UBND phường", "Nhóm thủ tục liên thông", "Thủ tục hành chính cấp xã", "Noi nhận", "—"):
        assert not is_strange(text), text


def test_ordinals_stand_in_the_order_of_decisions() -> None:
    ranks = [find_rank(text) for text in ("B. X Y", "IV. X Y", "3. X Y", "3.1. X Y", "Đất đai")]
    assert ranks == sorted(set(ranks))
    assert has_ordinal("I. Đất đai") and not has_ordinal("Đất đai")
