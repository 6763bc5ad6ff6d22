"""Plans say where symbols stand on the pages that are drawn."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest

from posters import board, marks
from posters.body import MarkKind
from posters.geometry import Rect
from posters.photo.plans import plan_board, plan_sheet
from posters.sheets import Body
from posters.spec import Board, MarkSeed, Sheet, SheetMark
from tests.posters.conftest import Pack, card


def _corners(area: Rect | None) -> tuple[float, ...]:
    assert area is not None
    return area.x, area.y, area.right, area.bottom


def test_a_sheets_codes_and_marks_are_where_its_drawing_has_them(pack: Pack, draw: Callable[[Sheet], Body]) -> None:
    (sheet,) = pack([card("Kết hôn", i) for i in range(7)])
    printed = str(marks.identify(marks.SHEET, sheet.label, b""))
    mark = SheetMark(printed, f"HTTPS://NIEMYET.EXAMPLE.GOV.VN/T/{printed}")
    body = draw(replace(sheet, mark=mark))
    plan = plan_sheet(sheet.paper, sheet.label, mark, [(c.slot, c.span, c.card.payload) for c in sheet.cells])
    assert (plan.label, len(plan.revision), plan.width) == (sheet.label, marks.REVISION, 210)
    assert plan.codes.keys() == {code.payload for code in body.codes}
    for code in body.codes:
        assert _corners(plan.codes[code.payload]) == pytest.approx(_corners(code.area), abs=0.01)
    drawn = {one.kind: one.area for one in body.marks}
    assert _corners(plan.qr_mark) == pytest.approx(_corners(drawn[MarkKind.QR]), abs=0.01)
    assert _corners(plan.coarse_mark) == pytest.approx(_corners(drawn[MarkKind.MATRIX]), abs=0.01)


def test_a_boards_marks_are_where_its_drawing_has_them() -> None:
    facts = Board("A3", (), "https://a.gov.vn/x", 1, date(2026, 11, 24), seed=MarkSeed("abc"))
    (body,) = board.draw_board(facts)
    plan = plan_board("A3", SheetMark(body.marks[0].text))
    drawn = {one.kind: one.area for one in body.marks}
    assert (plan.label, dict(plan.codes)) == ("BCD", {})
    assert _corners(plan.qr_mark) == pytest.approx(_corners(drawn[MarkKind.QR]), abs=0.01)
    assert _corners(plan.coarse_mark) == pytest.approx(_corners(drawn[MarkKind.MATRIX]), abs=0.01)
