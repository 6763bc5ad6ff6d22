"""Nothing leaves the press unread: whatever rewrites a file after the gate has seen it, the finished bytes are read."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError
from kiosk.model.files import SHEETS_FILE
from kiosk.model.manifest import Manifest
from kiosk.paper.comparison import SheetAction, compare_sheets, list_sheets_of_site
from kiosk.press.batch import Job, Product
from kiosk.press.printing import Printed, Printer, PrintSource
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from posters import press
from posters.press import Finish, Imposition
from tests.kiosk.commands import Office

SHEETS = (Product.SHEETS,)
READING = "Đọc lại trước khi in"


@pytest.fixture(scope="module")
def changed(sample_office: Office, tmp_path_factory: pytest.TempPathFactory) -> Office:
    """An office whose published release follows another one. Not to be changed: use `store`."""
    folder = tmp_path_factory.mktemp("changed") / "office"
    shutil.copytree(sample_office.folder, folder, symlinks=True)
    Office(folder).ok("regenerate", "--as-of", "2027-03-02", "--early")
    return Office(folder)


@pytest.fixture
def store(changed: Office, tmp_path: Path) -> Store:
    """A copy of its workspace."""
    return Store(Path(shutil.copytree(changed.folder / "var", tmp_path / "var", symlinks=True)))


def printed(store: Store, manifest: Manifest, code: str, job: Job) -> Printed:
    """One file of a manifest as it stands."""
    source = PrintSource(store, manifest)
    cache = store.cache()
    try:
        return Printer(source, cache, report_nothing).print_job(next(s for s in source.sites if s.code == code), job)
    finally:
        cache.close()


def sheets_of(store: Store, number: int, code: str) -> bytes:
    """The posting sheets of a site in a release."""
    content = PrintSource(store, lifecycle.load_manifest(store, number)).file(code, SHEETS_FILE)
    assert content is not None
    return content


def job(*, only: tuple[str, ...] | None = None, finish: Finish | None = None) -> Job:
    return Job(Product.SHEETS, "A4", "A4", finish or Finish(), 1, only)


def test_chosen_pages_are_read_again_before_they_are_printed(store: Store) -> None:
    read: list[int] = []

    def report(stage: str, done: int, _total: int) -> None:
        if stage == READING:
            read.append(done)

    now = lifecycle.choose_release(store, None)
    with closing(store.cache()) as cache:
        source = PrintSource(store, now)
        site = next(s for s in source.sites if s.code == "10507")
        labels = tuple(e.label for e in now.sheets(now.sites[0]))[:2]
        Printer(source, cache, report).print_job(site, job(only=labels))
    assert read == [1, 2]


def test_old_codes_on_the_page_are_refused(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """As if choosing pages took those of the release before: every label is there, a code is not."""
    true, old = press.extract_pages, sheets_of(store, 1, "10507")
    monkeypatch.setattr(press, "extract_pages", lambda _content, wanted: true(old, wanted))
    now = lifecycle.choose_release(store, None)
    changed = [
        c.label
        for c in compare_sheets(
            list_sheets_of_site(lifecycle.load_manifest(store, 1), "10507"), list_sheets_of_site(now, "10507")
        )
        if c.action is SheetAction.PRINT
    ]
    with pytest.raises(ReleaseError, match="đọc lại thấy"):
        printed(store, now, "10507", job(only=tuple(changed)))


def test_a_released_file_as_it_is_was_read_by_the_gate(store: Store) -> None:
    now = lifecycle.choose_release(store, None)
    assert printed(store, now, "10507", job()).content == sheets_of(store, now.number, "10507")


def test_a_release_without_a_verdict_is_read_here(store: Store) -> None:
    """The pointer was moved by hand to a release that the gate has not passed."""
    now = lifecycle.choose_release(store, None)
    path = f"sites/10507/{SHEETS_FILE}"
    old = next(f.sha256 for f in lifecycle.load_manifest(store, 1).files if f.path == path)
    stale = replace(now, files=tuple(replace(f, sha256=old) if f.path == path else f for f in now.files))
    with pytest.raises(ReleaseError, match="không lập lô in vì"):
        printed(store, stale, "10507", job())


def damaged(true: Callable[[bytes, Finish], bytes], spared: int) -> Callable[[bytes, Finish], bytes]:
    """Finishing that gives the pages of every file after the first `spared` each other's codes."""
    calls: list[int] = []

    def finish(content: bytes, how: Finish) -> bytes:
        calls.append(1)
        if len(calls) <= spared:
            return true(content, how)
        with press._open_file(content) as document:
            first, second = document.pages[0].obj, document.pages[1].obj
            first.Contents[1], second.Contents[1] = second.Contents[1], first.Contents[1]
            return true(press._save_file(document), how)

    return finish


@pytest.mark.parametrize(
    "how", [Finish(bleed=3.0, marks=True), Finish(paper="A3"), Finish(imposition=Imposition.SADDLE)]
)
def test_the_second_site_of_a_layout_is_not_taken_on_trust(
    store: Store, monkeypatch: pytest.MonkeyPatch, how: Finish
) -> None:
    """Two sites post the same sheets; the file of the first is right, that of the second is spoilt in finishing."""
    now = lifecycle.choose_release(store, None)
    first, second, *_ = (s.code for s in now.sites if s.layout == now.sites[0].layout)
    monkeypatch.setattr(press, "finish", damaged(press.finish, spared=1))
    printed(store, now, first, job(finish=how))
    with pytest.raises(ReleaseError, match="đọc lại thấy"):
        printed(store, now, second, job(finish=how))


def test_a_page_lost_in_finishing_is_missed(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    true = press.finish
    monkeypatch.setattr(
        press, "finish", lambda content, how: true(press.extract_pages(content, press.read_labels(content)[1:]), how)
    )
    with pytest.raises(ReleaseError, match="thiếu 1 tờ"):
        printed(store, lifecycle.choose_release(store, None), "10507", job(finish=Finish(marks=True)))


def test_a_page_of_another_site_is_strange(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    now = lifecycle.choose_release(store, None)
    other = sheets_of(store, now.number, "HP-E")
    monkeypatch.setattr(PrintSource, "file", lambda *_: other)
    with pytest.raises(ReleaseError, match="không lập lô in vì thiếu"):
        printed(store, now, "10507", job())
