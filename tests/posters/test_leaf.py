"""Pages of rows: head, foot and ids as on posting sheets."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import pytest

from posters import flow, inspect, leaf, pdf
from posters.errors import DrawingError
from posters.flow import FlowCell, FlowRow, Par
from posters.leaf import Form, LeafFacts
from posters.spec import SiteHead, Wording
from tests.posters.products import flat, pages_of

FORMS = [*((leaf.STACKED, paper) for paper in ("A4", "A5")), (leaf.WIDE, "A4")]
EVERY = pytest.mark.parametrize(("forms", "paper"), FORMS, ids=["stacked A4", "stacked A5", "wide A4"])


def pages(form: Form, rows: int, wording: Wording | None = None, label: str = "X") -> bytes:
    """A finished file with so many rows."""
    words = wording or Wording()
    facts = LeafFacts("Tiêu đề", label, "", 12, date(2026, 11, 24), False, words)
    made = [FlowRow((FlowCell(0, form.at.width, (Par(f"dòng {i}"),)),), least=20) for i in range(rows)]
    placed = list(flow.fill_pages(made, form.first, form.room))
    head = SiteHead("HP-E", "Trung tâm Phục vụ hành chính công thành phố Hải Phòng – Cơ sở 1 (phía Đông)", "Số 18")
    return pdf.address_file(pdf.make_template(list(leaf.draw_bodies(form, placed, facts, {}, 1.0))), head)


@EVERY
def test_every_page_says_whose_it_is_and_which(forms: Mapping[str, Form], paper: str) -> None:
    texts = pages_of(pages(leaf.make_form(forms, paper, ""), 30))
    assert len(texts) > 2
    for i, text in enumerate(texts, 1):
        for part in ("Cơ sở 1 (phía Đông)", f"Trang {i}/{len(texts)}", "Bản phát hành 12", f"HP-E-X-{i}", "18001096"):
            assert flat(part) in flat(text), part
    assert "".join(texts).count("Tiêu đề") == 1


@EVERY
def test_rows_end_above_the_foot(forms: Mapping[str, Form], paper: str) -> None:
    form = leaf.make_form(forms, paper, "")
    assert form.top(first=True) + form.first <= form.at.foot
    assert form.top(first=False) + form.room <= form.at.foot


@pytest.mark.parametrize("paper", ["A4", "A5"])
def test_long_ids_and_long_sentences_fit_the_stacked_foot(paper: str) -> None:
    words = Wording(feedback_address="Văn phòng Ủy ban nhân dân thành phố, số 18 đường Hoàng Diệu, phường Hồng Bàng")
    label = "TT-1.000234.000.00.00.H42"
    (text,) = pages_of(pages(leaf.make_form(leaf.STACKED, paper, ""), 1, words, label))
    assert f"HP-E-{label}" in text
    assert flat(words.feedback_address) in flat(text)


def test_the_foot_stays_on_the_paper() -> None:
    words = Wording(feedback_address="Văn phòng Ủy ban nhân dân thành phố, số 18 đường Hoàng Diệu, phường Hồng Bàng")
    picture = inspect.render(pages(leaf.make_form(leaf.STACKED, "A5", ""), 1, words), 0, 100)
    edge = picture.crop((0, picture.height - round(3 * 100 / 25.4), picture.width, picture.height))
    assert edge.getextrema() == (255, 255)


def test_an_unknown_paper_names_those_that_are_known() -> None:
    with pytest.raises(DrawingError, match="không có mẫu cho khổ giấy này") as caught:
        leaf.make_form(leaf.WIDE, "A5", "danh mục")
    assert caught.value.way_out == "dùng A4"
