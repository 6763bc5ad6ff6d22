"""What sites share is drawn once, and what was drawn or encoded before is not drawn again."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.progress import report_nothing
from kiosk.release.drawing import DrawingRoom
from kiosk.release.expected import PaperFiles, expect_papers
from kiosk.workspace.cache import Cache
from posters import fonts, pdf
from posters.fonts import Face
from posters.spec import SiteHead
from tests.kiosk.made import Here
from tests.kiosk.pages.planning import PROCEDURES, draft, gather


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Cache(tmp_path / "cache.sqlite")) as opened:
        yield opened


@pytest.fixture(scope="module")
def papers() -> PaperFiles:
    inputs = gather()
    return expect_papers(inputs, draft(inputs))


def bodies_of(papers: PaperFiles) -> set[str]:
    return {entry.body for layout in papers.layouts.values() for entry in layout.sheets}


def drawn(papers: PaperFiles, cache: Cache) -> tuple[dict[str, pdf.Template], Here, list[tuple[str, int, int]]]:
    """Templates, what the workers were asked for, and what was reported."""
    pool, reports = Here(), list[tuple[str, int, int]]()
    room = DrawingRoom(cache, pool, None, lambda *facts: reports.append(facts))
    return room.draw_templates(papers.layouts, papers.boards), pool, reports


def test_each_body_is_drawn_once_and_remembered(papers: PaperFiles, cache: Cache) -> None:
    templates, first, _ = drawn(papers, cache)
    again, second, reports = drawn(papers, cache)
    assert templates.keys() == papers.layouts.keys() | papers.boards.keys()
    assert {name: t.digest for name, t in again.items()} == {name: t.digest for name, t in templates.items()}
    assert first.asked.count("_draw_sheet") == len(bodies_of(papers))
    assert second.asked == ["_draw_board"] * len(papers.boards)
    assert reports == []


def test_without_its_cache_the_same_is_drawn(papers: PaperFiles, cache: Cache, tmp_path: Path) -> None:
    head = SiteHead("11824", "Xã Vĩnh Bảo")
    with closing(Cache(tmp_path / "other.sqlite")) as other:
        first, second = drawn(papers, cache)[0], drawn(papers, other)[0]
    for name in papers.layouts:
        assert pdf.address_file(first[name], head) == pdf.address_file(second[name], head)


def test_a_person_who_waits_is_told_how_far_it_is(papers: PaperFiles, cache: Cache) -> None:
    _, _, reports = drawn(papers, cache)
    stages = {stage: [(done, total) for name, done, total in reports if name == stage] for stage, _, _ in reports}
    assert list(stages) == ["Lập mã QR", "Vẽ tờ niêm yết"]
    for counts in stages.values():
        assert counts == [(i, counts[-1][1]) for i in range(1, counts[-1][1] + 1)]
    assert stages["Vẽ tờ niêm yết"][-1][1] == len(bodies_of(papers))


def test_a_code_that_is_known_is_not_encoded_again(papers: PaperFiles, cache: Cache) -> None:
    drawn(papers, cache)
    more = gather(
        *PROCEDURES, PROCEDURES[0].__class__("1.000009", "Thủ tục mới", "Hộ tịch", levels=PROCEDURES[0].levels)
    )
    _, pool, _ = drawn(expect_papers(more, draft(more)), cache)
    assert pool.asked.count("make_symbol") == 1


def test_nothing_to_draw_asks_nobody(cache: Cache) -> None:
    pool = Here()
    assert DrawingRoom(cache, pool, None, report_nothing).draw_templates({}, {}) == {}
    assert pool.asked == []


def test_a_cut_face_is_cut_once(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    calls: list[str] = []
    monkeypatch.setattr(fonts, "cut", lambda name, chars: calls.append(name) or chars.encode())
    room = DrawingRoom(cache, Here(), None, report_nothing)
    name = fonts.NAMES[Face.REGULAR]
    assert [room._cut_face(name, chars) for chars in ("漢", "漢", "字")] == [
        "漢".encode(),
        "漢".encode(),
        "字".encode(),
    ]
    assert calls == [name, name]
