"""The index board holds every group and field, whatever their number, and leads to the right address."""

from __future__ import annotations

import csv
from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from posters import board, inspect, pdf
from posters.errors import DrawingError
from posters.spec import Board, BoardField, BoardGroup, Card, SiteHead, Wording
from tests.posters.products import clashes

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
    content = pdf.address_file(board.make_template(wanted, board.draw_board(wanted)), head)
    assert [code.text for code in inspect.read_codes(content, 0)] == [wanted.kiosk_url, wanted.wording.feedback_url]
    text = inspect.read_text(content, 0)
    assert wanted.sample or clashes(content, 0) == []
    rest = squeezed(text)
    for group in wanted.groups:
        assert squeezed(group.title) in rest
        rest = rest[rest.index(squeezed(group.title)) :]
        for field in group.fields:
            assert squeezed(field.name) in rest, field.name
    return text


def test_head_guide_and_foot(head: SiteHead) -> None:
    text = check(made(SMALL), head).replace("\n", " ")
    for line in (
        head.name,
        "Bảng chỉ dẫn thủ tục hành chính",
        "91 thủ tục",
        "Mở máy ảnh trên điện thoại",
        "dichvucong.gov.vn",
        "41 · G0-01–05",
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


def test_what_does_not_fit_is_refused() -> None:
    endless = index({"Nhóm": Counter({f"Lĩnh vực số {i} có tên dài để hết chỗ": 1 for i in range(900)})})
    with pytest.raises(DrawingError, match=r"900 lĩnh vực không vừa bảng chỉ dẫn.*dùng khổ giấy lớn hơn"):
        board.draw_board(made(endless))
    with pytest.raises(DrawingError, match=r"không có mẫu bảng chỉ dẫn.*«A4».*dùng A3, A2 hoặc A1"):
        board.draw_board(made(SMALL, paper="A4"))


@pytest.mark.parametrize(
    ("labels", "shown"),
    [
        (["HT-01"], "HT-01"),
        (["HT-01", "HT-02", "HT-03", "HT-07"], "HT-01–03, 07"),
        (["HT-09", "HT-10", "DD-01"], "HT-09–10, DD-01"),
        ([], ""),
    ],
)
def test_runs_of_labels_are_drawn_together(labels: list[str], shown: str) -> None:
    assert board.join_labels(labels) == shown


@given(st.sets(st.integers(1, 40), min_size=1))
def test_ranges_lose_no_sheet(numbers: set[int]) -> None:
    shown = board.join_labels([f"HT-{n:02d}" for n in sorted(numbers)]).removeprefix("HT-")
    found: set[int] = set()
    for part in shown.split(", "):
        first, _, last = part.partition("–")
        found |= set(range(int(first), int(last or first) + 1))
    assert found == numbers
