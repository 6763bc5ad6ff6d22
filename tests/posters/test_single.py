"""The sheet of one procedure: a big code, every fact as quoted, what is not known said plainly."""

from __future__ import annotations

from dataclasses import replace

import pytest

from posters import pdf, single
from posters.errors import DrawingError
from posters.geometry import PAPERS
from posters.products_spec import ChannelFacts, Single
from posters.spec import Card, SiteHead
from posters.text import clean
from tests.posters.conftest import card
from tests.posters.products import FULL, LONG, clashes, codes, flat, intruders, pages_of, read_all, rings
from tests.posters.products import single as sheet

PAPER = pytest.mark.parametrize("paper", ["A5", "A4"])


def made(wanted: list[Single], head: SiteHead) -> bytes:
    """A finished file."""
    return pdf.address_file(single.make_template(wanted, codes(s.payload for s in wanted)), head)


@PAPER
def test_everything_known_is_printed(paper: str, head: SiteHead) -> None:
    s = sheet(card("Thủ tục đăng ký khai sinh"), paper, **FULL)
    finished = made([s], head)
    (said,) = map(flat, pages_of(finished))
    facts = (
        s.name,
        s.code,
        s.host,
        s.field,
        s.time_legal,
        s.time_city,
        s.fee,
        s.place,
        *s.dossier,
        s.result,
        s.decision,
    )
    for fact in (*facts, "Trực tiếp", "05 ngày làm việc", "4.000 đồng", "chưa ghi", head.name, head.hotline):
        assert flat(fact) in said, fact
    assert flat(single.UNKNOWN) not in said
    assert read_all(finished) == [s.payload]


@PAPER
def test_what_the_source_does_not_say_is_named(paper: str, head: SiteHead) -> None:
    (said,) = pages_of(made([sheet(card("Thủ tục đăng ký khai tử"), paper, result="Trích lục")], head))
    missing = "thời hạn giải quyết, phí, lệ phí, nơi tiếp nhận, thành phần hồ sơ, quyết định công bố"
    assert flat(f"{single.UNKNOWN}: {missing};") in flat(said)


@PAPER
def test_nothing_of_the_strangest_is_cut(paper: str, odd_cards: tuple[Card, ...], head: SiteHead) -> None:
    wanted = [sheet(c, paper, dossier=(LONG * 3,) * (i * 3), fee=LONG * (i * 5)) for i, c in enumerate(odd_cards)]
    wanted[1] = replace(wanted[1], channels=(ChannelFacts("trực tiếp", LONG * 20, LONG * 40),))
    finished = made(wanted, head)
    said = flat("".join(pages_of(finished)))
    for i, s in enumerate(wanted):
        assert flat(clean(s.name)) in said, i
    marks = sum(str((s.dossier, s.fee, s.channels)).count("(mục-77)") for s in wanted)
    assert said.count("(mục-77)") == marks
    assert read_all(finished) == [s.payload for s in wanted]


@PAPER
def test_nothing_touches_the_quiet_zone(paper: str, odd_cards: tuple[Card, ...], head: SiteHead) -> None:
    wanted = [sheet(c, paper, **FULL) for c in odd_cards]
    symbols = codes(s.payload for s in wanted)
    bodies = [body for s in wanted for body in single.draw_singles(s, symbols)]
    finished = pdf.address_file(pdf.make_template(bodies, single.TITLE), head)
    for i, body in enumerate(bodies):
        assert all(darkest > 250 for _, darkest in rings(finished, i, body)), i
        assert intruders(finished, i, body) == [], i


@PAPER
def test_no_text_lies_on_another(paper: str, odd_cards: tuple[Card, ...], head: SiteHead) -> None:
    finished = made([sheet(c, paper, **FULL) for c in odd_cards], head)
    assert [clash for i in range(len(pages_of(finished))) for clash in clashes(finished, i)] == []


def test_the_source_s_own_marks_are_kept(head: SiteHead) -> None:
    marked, plain = (
        pages_of(made([sheet(card("khai sinh"), "A4", dossier=dossier)], head))[0]
        for dossier in (("* Giấy tờ phải nộp:", "- Tờ khai"), ("Tờ khai", "Giấy chứng sinh"))
    )
    assert "1. *" not in marked
    assert "- Tờ khai" in marked
    assert "2. Giấy chứng sinh" in plain


def test_the_code_grows_where_there_is_room() -> None:
    bare, full = (
        next(iter(single.draw_singles(s, codes([s.payload])))).codes[0].area.width
        for s in (sheet(card("ngắn"), "A4"), sheet(card("dài"), "A4", **{**FULL, "dossier": (LONG,) * 9}))
    )
    assert bare > 90 > full >= 60


@PAPER
def test_pages_are_upright_and_of_that_paper(paper: str) -> None:
    s = sheet(card("Thủ tục đăng ký khai sinh"), paper)
    (body,) = single.draw_singles(s, codes([s.payload]))
    assert (body.width, body.height) == PAPERS[paper]


def test_another_paper_is_refused(head: SiteHead) -> None:
    with pytest.raises(DrawingError, match="không có mẫu cho khổ giấy này") as caught:
        made([sheet(card("khai sinh"), "A3")], head)
    assert "1.000080" in str(caught.value)
    assert "dùng A4 hoặc A5" in str(caught.value)


def test_its_number_is_said_once(head: SiteHead) -> None:
    """It stood in the head as well, in smaller type."""
    s = sheet(card("Cấp bản sao Giấy khai sinh", 635), "A5")
    (said,) = pages_of(made([s], head))
    assert flat(said).replace(flat(f"{head.code}-{s.label}"), "").count(flat(s.code)) == 1
