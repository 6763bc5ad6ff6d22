"""The index board holds every group and field, whatever their number, and leads to the right address."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from posters import board, board_index, inspect, pdf
from posters.board import LEAST
from posters.body import MarkKind
from posters.errors import DrawingError
from posters.spec import Board, BoardField, BoardGroup, BoardMatter, Card, MarkSeed, SiteHead, Wording
from posters.text import PT
from tests.posters.products import clashes, sizes_of

URL = "https://dichvucong.gov.vn"


def index(fields: dict[str, Counter[str]]) -> tuple[BoardGroup, ...]:
    """Groups with fields of so many procedures on some sheets."""
    return tuple(
        BoardGroup(
            title,
            tuple(
                BoardField(name, count, tuple(f"G{i}-{n:02d}" for n in range(1, 2 + count // 10)))
                for name, count in sorted(counts.items())
            ),
        )
        for i, (title, counts) in enumerate(fields.items())
    )


def made(groups: tuple[BoardGroup, ...], **facts: object) -> Board:
    return replace(Board("A3", groups, URL, 12, date(2026, 11, 24)), **facts)  # type: ignore[arg-type]


SMALL = index({"Hộ tịch, chứng thực": Counter({"Hộ tịch": 41, "Chứng thực": 12}), "Đất đai": Counter({"Đất đai": 38})})


def real_index(root: Path, wanted: Sequence[Card]) -> tuple[BoardGroup, ...]:
    with (root / "data" / "groups.csv").open(encoding="utf-8", newline="") as handle:
        group_of = {row["field"]: row["group_title"] for row in csv.DictReader(handle)}
    fields: dict[str, Counter[str]] = defaultdict(Counter)
    for card in wanted:
        fields[group_of.get(card.field, "Lĩnh vực khác")][card.field] += 1
    return index(fields)


def squeezed(text: str) -> str:
    return "".join(text.split())


def check(wanted: Board, head: SiteHead) -> str:
    """The text of the finished board, which holds every field with its count in order, and its code."""
    bodies = board.draw_board(wanted)
    content = pdf.address_file(board.make_template(wanted, bodies), head)
    texts = []
    for i, body in enumerate(bodies):
        own = [mark.text for mark in body.marks if mark.kind is MarkKind.QR]
        codes = [wanted.kiosk_url] * (i == 0) + [wanted.wording.feedback_url, *own]
        assert [code.text for code in inspect.read_codes(content, i)] == codes
        assert wanted.sample or clashes(content, i) == []
        texts.append(inspect.read_text(content, i))
    assert min(sizes_of(content)) >= (LEAST if wanted.seed is None else 7.5) - 0.01
    rest = squeezed("".join(texts))
    for matter in wanted.matters:
        assert squeezed(matter.name) in rest
    for group in wanted.groups:
        assert squeezed(group.title) in rest
        rest = rest[rest.index(squeezed(group.title)) :] if len(bodies) == 1 else rest
        for field in group.fields:
            assert squeezed(field.name) in rest, field.name
    return "".join(texts)


def test_head_guide_and_foot(head: SiteHead) -> None:
    text = check(made(SMALL), head).replace("\n", " ")
    for line in (
        head.name,
        "Bảng chỉ dẫn thủ tục hành chính",
        "Mở máy ảnh trên điện thoại",
        "dichvucong.gov.vn",
        "G0 01–05",
        "11824-BCD",
        "Bản phát hành 12, ngày 24/11/2026",
        "18001096",
    ):
        assert line in text, line


def test_sample_says_so(head: SiteHead) -> None:
    assert squeezed("BẢN MẪU – KHÔNG NIÊM YẾT") in squeezed(check(made(SMALL, sample=True), head))


@pytest.mark.real
def test_real_lists_fit_on_a3(
    root: Path, commune: tuple[Card, ...], real_cards: tuple[Card, ...], head: SiteHead
) -> None:
    check(made(real_index(root, commune)), head)
    check(made(real_index(root, real_cards), sample=True), head)


@pytest.mark.parametrize("paper", board.PAPER)
def test_larger_papers(paper: str, head: SiteHead) -> None:
    small = made(SMALL, paper=paper)
    content = pdf.address_file(board.make_template(small, board.draw_board(small)), head)
    assert inspect.read_pages(content)[0].width == pytest.approx({"A3": 297, "A2": 420, "A1": 594}[paper], abs=0.01)
    assert [code.text for code in inspect.read_codes(content, 0, 100)] == [URL, Wording().feedback_url]


def test_what_does_not_fit_takes_another_page(head: SiteHead) -> None:
    endless = index({"Nhóm": Counter({f"Lĩnh vực số {i} có tên dài để hết chỗ": 1 for i in range(400)})})
    check(made(endless), head)
    assert [body.label for body in board.draw_board(made(endless))] == [f"BCD-{i}" for i in range(1, 7)]


def test_a_name_longer_than_a_column_is_refused() -> None:
    with pytest.raises(DrawingError, match=r"dài quá một cột.*dùng khổ giấy lớn hơn"):
        board.draw_board(made(index({"Nhóm": Counter({"dài " * 1500: 1})})))


def test_another_paper_is_refused() -> None:
    with pytest.raises(DrawingError, match=r"không có mẫu bảng chỉ dẫn.*«A4».*dùng A3, A2 hoặc A1"):
        board.draw_board(made(SMALL, paper="A4"))


MATTERS = (BoardMatter("Kết hôn", "HT-01"), BoardMatter("Chứng thực mua bán, tặng cho", "HT-05"))


def test_matters_come_first_each_with_its_one_sheet(head: SiteHead) -> None:
    text = check(made(SMALL, matters=MATTERS), head)
    assert squeezed("Việc thường làm Kết hôn HT 01 Chứng thực mua bán, tặng cho HT 05") in squeezed(text)
    assert text.index("Kết hôn") < text.index("Hộ tịch, chứng thực")
    assert "Việc thường làm" not in check(made(SMALL), head)


def test_a_front_page_leads_to_groups_with_what_people_come_for(head: SiteHead) -> None:
    fields = {f"Nhóm {i}": Counter({f"Lĩnh vực {i}.{j} có tên vừa phải": 3 for j in range(9)}) for i in range(15)}
    groups = tuple(replace(g, examples=(f"việc {i}", "việc nữa")) for i, g in enumerate(index(fields)))
    wanted = made(groups, matters=MATTERS * 10, seed=MarkSeed("ab"))
    bodies = board.draw_board(wanted)
    assert len(bodies) > 1
    check(wanted, head)
    front = squeezed(inspect.read_text(pdf.address_file(board.make_template(wanted, bodies), head), 0))
    assert squeezed("Các nhóm tờ") in front and squeezed("việc 3, việc nữa") in front
    assert squeezed("Lĩnh vực 3.1") not in front


def test_every_page_is_named_and_leaves_room_for_the_sites_mark() -> None:
    bodies = board.draw_board(made(SMALL, seed=MarkSeed("ab", "HTTPS://X.GOV.VN/T/")))
    (body,) = bodies
    assert [mark.kind for mark in body.marks] == [MarkKind.QR, MarkKind.MATRIX]
    assert body.marks[0].text == f"HTTPS://X.GOV.VN/T/{body.marks[1].text}"
    assert body.marks[1].text.startswith("BCD-") and body.areas.mark is not None
    (plain,) = board.draw_board(made(SMALL))
    assert plain.marks == () and plain.areas.mark is None


def test_lines_never_touch() -> None:
    stacked = index({"Ấp Ồn ỘỆ ẬỢ Ẫ ĐỂ ẤP": Counter({"ỢỘ ẨẪ " * 20: 2})})
    for size in (12.0, 17.0):
        for row in board_index.list_rows(stacked, size, 60):
            assert row.step >= 1.27 * row.size * PT
            assert len(row.lines) == 1 or row.step >= 1.4 * row.size * PT
