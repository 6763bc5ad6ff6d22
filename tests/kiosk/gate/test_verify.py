"""The gate finds what a builder got wrong: each test breaks one thing and expects site, procedure and cause."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import VerifyError
from kiosk.gate.verify import verify
from kiosk.model.catalogue import Procedure
from kiosk.model.manifest import Manifest
from kiosk.model.placement import CellGrid, Item, Placement
from kiosk.model.site import SiteKind
from kiosk.model.verdict import Verdict
from kiosk.office import catalogues
from kiosk.office.releases import publish_release
from kiosk.pages import data_file
from kiosk.pages.content import Content, PageEntry
from kiosk.paper import plan
from kiosk.paper.placement import place
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.release.build import build_release
from kiosk.settings import config, inputs
from kiosk.settings.links import Link
from kiosk.workspace.store import Store
from posters import hardship
from tests.kiosk.commands import Office

DAY = date(2026, 11, 24)
VICTIM = "1.001193"


@pytest.fixture
def office(small_office: Office) -> Office:
    """What is read back is the same with thirty procedures."""
    return small_office


def built(office: Office, store: Store) -> Manifest:
    """A release made from nothing, so that everything is drawn and read."""
    settings = config.load(office.folder / "config.yaml")
    found = inputs.gather(settings, catalogues.load_in_force(store, settings).catalogue)
    with store.writing():
        return build_release(store, found, DAY, report_nothing)[0]


@pytest.fixture
def fresh(tmp_path: Path) -> Store:
    made = Store(tmp_path / "fresh")
    made.prepare()
    return made


def faults(verdict: Verdict) -> str:
    assert not verdict.passed
    return "\n".join((*verdict.problems, *(f"{s.code}: {gap}" for s in verdict.sites for gap in s.gaps)))


def test_a_right_release_passes_and_every_number_adds_up(office: Office, fresh: Store) -> None:
    made = built(office, fresh)
    verdict = verify(fresh, made, report_nothing)
    assert verdict.passed, faults(verdict)
    assert verdict.codes_read == sum(len(codes) for codes in made.bodies.values())
    assert verdict.pages_compared == sum(len(made.sheets(s)) for s in made.sites)
    assert verdict.files_hashed == len(made.files)


def test_a_code_that_leads_to_another_procedure(office: Office, fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    right = plan.make_printed_link

    def wrong(p: Procedure, settings: config.Config, kind: SiteKind) -> Link:
        other = replace(p, portal_id="019d2bfd-382c-774c-bca0-e30c261d7be4") if p.code == VICTIM else p
        return right(other, settings, kind)

    monkeypatch.setattr(plan, "make_printed_link", wrong)
    said = faults(verify(fresh, built(office, fresh), report_nothing))
    assert f"10507: mã của thủ tục {VICTIM} trên giấy dẫn đến https://" in said
    assert "HP-E: mã" not in said


def test_a_procedure_left_off_the_paper(office: Office, fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(previous: Placement | None, items: Iterable[Item], grid: CellGrid) -> Placement:
        return place(previous, [i for i in items if i.code != VICTIM], grid)

    monkeypatch.setattr(plan, "place", forgetful)
    verdict = verify(fresh, built(office, fresh), report_nothing)
    assert f"10507: thủ tục {VICTIM} thiếu trên giấy" in faults(verdict)
    assert verdict.sites[0].on_paper == verdict.sites[0].required - 1


def test_a_procedure_left_off_the_kiosk_page(office: Office, fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    right = data_file.order_entries

    def forgetful(content: Content) -> list[PageEntry]:
        return [e for e in right(content) if e.procedure.code != VICTIM]

    monkeypatch.setattr(data_file, "order_entries", forgetful)
    assert f"10507: thủ tục {VICTIM} thiếu trên trang kiosk" in faults(
        verify(fresh, built(office, fresh), report_nothing)
    )


def test_a_name_that_is_not_the_catalogues(office: Office, fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    right = plan.describe_card

    def wrong(p: Procedure, where: Link, day: date) -> plan.spec.Card:
        return right(replace(p, name="Tên khác") if p.code == VICTIM else p, where, day)

    monkeypatch.setattr(plan, "describe_card", wrong)
    assert f"của thủ tục {VICTIM} in trên tờ không đúng với danh mục" in faults(
        verify(fresh, built(office, fresh), report_nothing)
    )


def test_a_file_that_changed_a_file_that_is_gone_and_a_stranger(office: Office, office_store: Store) -> None:
    made = lifecycle.load_manifest(office_store, 1)
    tree = office_store.tree(1)
    for name, content in (("sites/10507/niem-yet-A4.pdf", b"%PDF-1.7\n"), ("strange.html", b"x")):
        (tree / name).unlink(missing_ok=True)
        (tree / name).write_bytes(content)
    (tree / "sites/10888/bang-chi-dan-A3.pdf").unlink()
    said = faults(verify(office_store, made, report_nothing))
    assert "tệp sites/10507/niem-yet-A4.pdf không đúng với danh sách tệp của bản phát hành" in said
    assert "thiếu tệp sites/10888/bang-chi-dan-A3.pdf" in said
    assert "tệp lạ trong bản phát hành: strange.html" in said
    assert "10507: không đọc được tệp niem-yet-A4.pdf" in said


def test_pages_of_two_sites_exchanged(office: Office, office_store: Store) -> None:
    made = lifecycle.load_manifest(office_store, 1)
    a, b = (office_store.tree(1) / f"sites/{code}/niem-yet-A4.pdf" for code in ("10507", "10888"))
    first, second = a.read_bytes(), b.read_bytes()
    for path, content in ((a, second), (b, first)):
        path.unlink()
        path.write_bytes(content)
    assert "mang số hiệu 10888-" in faults(verify(office_store, made, report_nothing))


def test_what_does_not_pass_is_not_published(office: Office, fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    def forgetful(previous: Placement | None, items: Iterable[Item], grid: CellGrid) -> Placement:
        return place(previous, [i for i in items if i.code != VICTIM], grid)

    monkeypatch.setattr(plan, "place", forgetful)
    made = built(office, fresh)
    with pytest.raises(VerifyError, match=VICTIM) as caught:
        publish_release(fresh, made, report_nothing)
    assert "bản cũ giữ nguyên" in str(caught.value)
    assert fresh.current() is None


def test_every_other_page_carries_the_drawing_that_was_read(office: Office, fresh: Store) -> None:
    made = built(office, fresh)
    verdict = verify(fresh, made, report_nothing)
    assert verdict.sheets_read == len(made.bodies) < verdict.pages_compared


def test_an_index_board_that_leads_elsewhere(office: Office, fresh: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("kiosk.release.expected.make_kiosk_url", lambda _code, _inputs: "https://example.org/")
    said = faults(verify(fresh, built(office, fresh), report_nothing))
    assert "10507: bảng chỉ dẫn không có mã dẫn đến https://dichvucong.gov.vn/" in said
    assert "10507: bảng chỉ dẫn có mã lạ dẫn đến https://example.org/" in said


def test_a_deep_reading_reads_every_page_of_every_site_and_lets_one_code_in_a_thousand_go(small_office: Office) -> None:
    office_store = Store(small_office.folder / "var")
    made = lifecycle.load_manifest(office_store, 1)
    seen: list[tuple[str, int, int]] = []
    verdict = verify(office_store, made, lambda stage, done, total: seen.append((stage, done, total)), deep=True)
    assert verdict.passed, faults(verdict)
    pages = sum(len(made.sheets(s)) for s in made.sites)
    assert ("Đọc lại tờ niêm yết", pages, pages) in seen
    assert verdict.hard_tried == 2 * 5 * verdict.codes_read
    assert verdict.hard_unread == ()
    assert replace(verdict, hard_unread=("x",) * (verdict.hard_tried // 1000)).passed
    assert not replace(verdict, hard_unread=("x",) * (verdict.hard_tried // 1000 + 1)).passed


def test_codes_lost_under_bad_conditions_are_named_every_one(
    small_office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    office_store = Store(small_office.folder / "var")
    made = lifecycle.choose_release(office_store, None)
    true = hardship.run_trials

    def blind(pdf: bytes, page: int, readers: tuple[hardship.CodeReader, ...]) -> Iterator[hardship.Trial]:
        for trial in true(pdf, page, readers):
            yield replace(trial, texts=frozenset()) if page == 0 and trial.reader == "zbar" else trial

    monkeypatch.setattr(hardship, "run_trials", blind)
    found = verify(office_store, made, report_nothing, deep=True)
    assert not found.passed
    assert all(not s.gaps for s in found.sites)
    assert all("zbar không đọc được mã https://" in text for text in found.hard_unread)
    assert {text.partition(":")[0] for text in found.hard_unread} <= {
        f"tờ {s.code}-{made.sheets(s)[0].label}" for s in made.sites
    }
