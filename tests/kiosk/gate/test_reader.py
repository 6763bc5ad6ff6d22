"""Every drawing is read once, from the finished files; what was read is believed again only where nobody doubts it."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing
from pathlib import Path

import pytest

from kiosk.gate.readback import Papers, PrintedText, ReadingSet
from kiosk.gate.reader import Reader
from kiosk.model.files import SHEETS_FILE
from kiosk.model.manifest import Manifest
from kiosk.paper.plan import describe_mark
from kiosk.progress import Progress, report_nothing
from kiosk.workspace.cache import Cache
from kiosk.workspace.store import Store
from tests.kiosk.made import Here
from tests.kiosk.pages.planning import CITY, COMMUNES, CONFIG, PROCEDURES

_NAMELESS = {p.code: PrintedText("", "", "") for p in PROCEDURES}
PRINTED = {site.code: _NAMELESS for site in (*COMMUNES, CITY)}


@pytest.fixture(scope="module")
def names(drawn_city: tuple[Store, Manifest]) -> dict[str, tuple[str, ...]]:
    """What the marks of every body say."""
    manifest = drawn_city[1]
    entries = {entry.body: entry for sheets in manifest.layouts.values() for entry in sheets}
    marks = {body: describe_mark(entry, CONFIG) for body, entry in entries.items()}
    return {body: (mark.address or mark.id, mark.id) for body, mark in marks.items()}


@pytest.fixture
def release(drawn_city: tuple[Store, Manifest]) -> Manifest:
    return drawn_city[1]


@pytest.fixture
def store(city_store: Store) -> Store:
    """A workspace with the release alone."""
    return city_store


@pytest.fixture
def cache(tmp_path: Path) -> Iterator[Cache]:
    with closing(Cache(tmp_path / "cache.sqlite")) as opened:
        yield opened


def read(
    store: Store,
    release: Manifest,
    cache: Cache,
    report: Progress = report_nothing,
    *,
    deep: bool = False,
    reread: bool = False,
) -> tuple[ReadingSet, Here]:
    pool = Here()
    return Reader(store, release, cache, pool, report, deep=deep, reread=reread).finish(), pool


def gaps(papers: Papers) -> list[str]:
    return [f"{code}: {gap}" for code, site in papers.sites.items() for gap in site.gaps]


def test_a_right_release_is_read_whole(
    store: Store, release: Manifest, cache: Cache, names: dict[str, tuple[str, ...]]
) -> None:
    readings, _ = read(store, release, cache)
    papers = readings.papers(PRINTED, names)
    assert gaps(papers) == []
    assert papers.pages_compared == sum(len(release.sheets(s)) for s in release.sites)
    assert papers.codes_read == sum(map(len, release.bodies.values()))


def test_what_was_read_is_not_read_again_unless_asked(
    store: Store, release: Manifest, cache: Cache, names: dict[str, tuple[str, ...]]
) -> None:
    first, second, third = (read(store, release, cache, reread=again)[1] for again in (False, False, True))
    assert first.asked.count("read_pages") == len(release.layouts)
    assert second.asked.count("read_pages") == 0
    assert third.asked.count("read_pages") == len(release.layouts)


def test_deep_reads_every_page_of_every_site(
    store: Store, release: Manifest, cache: Cache, names: dict[str, tuple[str, ...]]
) -> None:
    read(store, release, cache)
    readings, pool = read(store, release, cache, deep=True, reread=True)
    assert pool.asked.count("open_file") == pool.asked.count("read_pages") == len(release.sites)
    assert readings.papers(PRINTED, names).hard_tried > 0


def test_what_contradicts_itself_is_not_remembered(
    store: Store, release: Manifest, cache: Cache, names: dict[str, tuple[str, ...]], monkeypatch: pytest.MonkeyPatch
) -> None:
    """As if a reader saw other codes on the second page with the same drawing."""
    from kiosk.gate import reader as module

    true, calls = module.read_pages, list[Path]()

    def doubtful(path: Path, jobs: tuple[tuple[int, bool], ...]) -> list[module.PageReading]:
        calls.append(path)
        pages = true(path, tuple((index, False) for index, _ in jobs))
        if path.parent.name == COMMUNES[1].code:
            return [module.PageReading(("https://x",), p.text, p.band) for p in pages]
        return pages

    monkeypatch.setattr(module, "read_pages", doubtful)
    readings, _ = read(store, release, cache, deep=True, reread=True)
    assert any("cùng một bản vẽ mà đọc ra khác" in gap for gap in gaps(readings.papers(PRINTED, names)))
    monkeypatch.setattr(module, "read_pages", true)
    _, pool = read(store, release, cache)
    assert pool.asked.count("read_pages") == 1, "the communes' sheets again, the city's not"


def test_spoilt_lost_and_strange_files_are_told(
    store: Store, release: Manifest, cache: Cache, names: dict[str, tuple[str, ...]]
) -> None:
    tree = store.tree(release.number)
    (tree / "index.html").write_text("x", encoding="utf-8")
    (tree / "sites" / CITY.code / SHEETS_FILE).unlink()
    (tree / "sites" / "là.html").write_text("x", encoding="utf-8")
    readings, _ = read(store, release, cache)
    hashed = readings.hashed()
    assert hashed.files == len(release.files)
    assert sorted(problem.split(",")[0] for problem in hashed.problems) == [
        f"thiếu tệp sites/{CITY.code}/{SHEETS_FILE}",
        "tệp index.html không đúng với danh sách tệp của bản phát hành",
        "tệp lạ trong bản phát hành: sites/là.html",
    ]
    assert any(
        gap.startswith(f"{CITY.code}: không đọc được tệp {SHEETS_FILE}")
        for gap in gaps(readings.papers(PRINTED, names))
    )


def test_each_stage_is_reported_to_its_end(
    store: Store, release: Manifest, cache: Cache, names: dict[str, tuple[str, ...]]
) -> None:
    last: dict[str, tuple[int, int]] = {}
    read(store, release, cache, lambda stage, done, total: last.__setitem__(stage, (done, total)))
    assert list(last) == [
        "Mở tệp niêm yết",
        "Đọc lại bảng chỉ dẫn",
        "Đối chiếu từng tệp",
        "Đọc lại trang kiosk",
        "Đọc lại tờ niêm yết",
    ]
    assert {done - total for done, total in last.values()} == {0}
