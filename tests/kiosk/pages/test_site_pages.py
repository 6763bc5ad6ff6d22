"""What each site's page must carry, and when it counts as changed."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest

from kiosk.model.catalogue import Ending, Level, Procedure
from kiosk.model.manifest import Manifest, SiteEntry
from kiosk.model.placement import Placement
from kiosk.model.site import SiteKind
from kiosk.pages import data_file, site_pages
from kiosk.pages.site_pages import AHEAD_DAYS, GONE_DAYS, Pages, list_contents
from kiosk.settings.config import Kiosk, SiteRule
from kiosk.settings.inputs import Inputs
from tests.kiosk.pages.planning import COMING, COMMUNES, CONFIG, DAY, PROCEDURES, REPEALED, draft, gather


def make_pages(inputs: Inputs, parent: Manifest | None = None, number: int = 1) -> Pages:
    plan = draft(inputs, parent, number)
    listed = list_contents(inputs, plan)
    return Pages(inputs, plan, listed, [data_file.encode(c) for c in listed.distinct])


def codes(inputs: Inputs, site: str = "11824") -> list[str]:
    listed = list_contents(inputs, draft(inputs))
    return [e.procedure.code for e in listed.distinct[listed.of_site[site]].entries]


def gone(inputs: Inputs, site: str = "11824") -> list[str]:
    listed = list_contents(inputs, draft(inputs))
    return [g.procedure.code for g in listed.distinct[listed.of_site[site]].gone]


def remembered(pages: Pages, *sites: str) -> Manifest:
    """A release whose pages are those of `pages`, without sheets."""
    entries = []
    for code in sites:
        edition = pages.edition(code)
        entries.append(SiteEntry(code, SiteKind.COMMUNE, code, "", edition.revision, edition.release, edition.released))
    return Manifest(1, None, DAY, None, False, {}, (), tuple(entries), {"": ()}, {"": Placement()}, {})


def test_sites_that_post_the_same_share_one_content() -> None:
    listed = list_contents(gather(), draft(gather()))
    assert len(listed.distinct) == 2
    assert len({listed.of_site[site.code] for site in COMMUNES}) == 1


def test_a_page_knows_what_comes_and_what_lately_left() -> None:
    assert codes(gather()) == ["1.000001", "1.000002", "1.000004"]
    assert gone(gather()) == ["1.000005"]
    assert gone(gather(), "HP-E") == []


def test_what_every_site_of_the_other_level_lists_is_not_indexed_for_them() -> None:
    """Not what one of them lists alone, nor what they list until a day: a page without a network outlives that day."""
    both = Procedure("1.000006", "Chứng thực bản sao", "Hộ tịch", levels=(Level.COMMUNE, Level.PROVINCE))
    ending = replace(both, code="1.000007", effective_to=DAY + timedelta(10))
    listed_alone = {"11824": SiteRule(extra=("1.000003",))}
    alone = CONFIG.model_copy(update={"listing": CONFIG.listing.model_copy(update={"sites": listed_alone})})
    inputs = gather(*PROCEDURES, both, ending, config=alone)
    listed = list_contents(inputs, draft(inputs))
    unindexed = {site: listed.distinct[listed.of_site[site]].unindexed for site in ("HP-E", "11824", "10507")}
    assert unindexed == {"HP-E": ("1.000006",), "11824": ("1.000003", "1.000006"), "10507": ("1.000006",)}


def test_a_page_that_lists_all_that_the_other_level_does_carries_no_index_of_it(tmp_path: Path) -> None:
    everywhere = [replace(p, levels=(Level.COMMUNE, Level.PROVINCE)) for p in PROCEDURES[:2]]
    write(make_pages(gather(*everywhere, PROCEDURES[2])), tmp_path)
    (index,) = tmp_path.glob("assets/index-*")
    assert index.name in (tmp_path / "sites/11824/index.html").read_text(encoding="utf-8")
    assert "index-" not in (tmp_path / "sites/HP-E/index.html").read_text(encoding="utf-8")
    assert set(read(tmp_path)) == {"1.000001", "1.000002"}


@pytest.mark.parametrize(("days", "known"), [(AHEAD_DAYS, True), (AHEAD_DAYS + 1, False)])
def test_a_page_looks_so_far_ahead(days: int, known: bool) -> None:
    later = replace(COMING, effective_from=DAY + timedelta(days))
    assert (COMING.code in codes(gather(*PROCEDURES, later))) is known


@pytest.mark.parametrize(("days", "known"), [(GONE_DAYS, True), (GONE_DAYS + 1, False)])
def test_what_left_is_explained_for_so_long(days: int, known: bool) -> None:
    earlier = replace(REPEALED, effective_to=DAY - timedelta(days))
    assert (gone(gather(*PROCEDURES, earlier)) == [REPEALED.code]) is known


def test_what_is_suspended_is_explained_as_long_as_it_lasts() -> None:
    paused = replace(REPEALED, effective_to=DAY - timedelta(2 * GONE_DAYS), ending=Ending.SUSPENDED)
    assert gone(gather(*PROCEDURES, paused)) == [REPEALED.code]
    again = replace(paused, effective_from=DAY, effective_to=None, ending=Ending.NONE)
    assert gone(gather(*PROCEDURES, paused, again)) == []


def test_a_version_that_follows_is_no_departure() -> None:
    follower = replace(COMING, code=REPEALED.code)
    assert gone(gather(*PROCEDURES, REPEALED, follower)) == []


def test_a_procedure_without_a_page_on_the_portal_leads_to_its_search() -> None:
    portal = "019d2bfd-380b-73df-9a18-5658e09794d3"
    linked = Procedure("1.000009", "Cấp bản sao", "Hộ tịch", levels=(Level.COMMUNE,), portal_id=portal)
    inputs = gather(*PROCEDURES, linked)
    listed = list_contents(inputs, draft(inputs))
    entries = {e.procedure.code: e for e in listed.distinct[listed.of_site["11824"]].entries}
    assert entries["1.000009"].url.endswith(portal)
    assert entries["1.000009"].entry_link
    assert entries["1.000001"].url.endswith("=1.000001")
    assert not entries["1.000001"].entry_link


def test_every_page_has_both_forms_and_shared_files_come_once() -> None:
    paths = [f.path for f in make_pages(gather()).files()]
    assert len(set(paths)) == len(paths)
    for site in gather().sites:
        names = {p.rsplit("/", 1)[1] for p in paths if p.startswith(f"sites/{site.code}/")}
        assert names == {"index.html", "details.squeezed", "release.json", "sw.js", f"kiosk-{site.code}.html"}


def test_an_unchanged_page_keeps_release_day_and_bytes() -> None:
    first = make_pages(gather())
    parent = remembered(first, "11824")
    second = make_pages(gather(), parent, 2)
    assert second.edition("11824") == first.edition("11824")
    assert second.edition("10507").release == 2
    bytes_of = [{f.path: f.make({}) for f in p.files() if "/11824/" in f.path} for p in (first, second)]
    assert bytes_of[0] == bytes_of[1]


CHANGES = {
    "a name": gather(*(replace(p, name=p.name + " mới") for p in PROCEDURES), COMING, REPEALED),
    "a contact": gather(sites=(replace(COMMUNES[0], hotline="0225 3 888 888"),)),
    "the worker": gather(config=CONFIG.model_copy(update={"kiosk": Kiosk(worker=False)})),
    "the publisher": gather(config=CONFIG.model_copy(update={"publisher": "Ủy ban nhân dân thành phố khác"})),
}


@pytest.mark.parametrize("what", CHANGES)
def test_a_change_makes_a_page_of_the_new_release_under_other_keys(what: str) -> None:
    first = make_pages(gather())
    second = make_pages(CHANGES[what], remembered(first, "11824"), 2)
    assert second.edition("11824").release == 2
    keys = [{f.key for f in p.files() if "/11824/" in f.path} for p in (first, second)]
    assert not keys[0] & keys[1]


def write(pages: Pages, tree: Path) -> None:
    for f in pages.files():
        path = tree / f.path
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(f.make({}))


def read(tree: Path, day: date = DAY) -> dict[str, str]:
    site = SiteEntry("11824", SiteKind.COMMUNE, "", "", "", 1, DAY)
    return site_pages.read_back(tree, site, day, {})


def test_the_finished_page_is_read_back_for_a_day(tmp_path: Path) -> None:
    write(make_pages(gather()), tmp_path)
    assert set(read(tmp_path)) == {"1.000001", "1.000002"}
    assert set(read(tmp_path, DAY + timedelta(30))) == {"1.000001", "1.000002", "1.000004"}


def test_forms_that_differ_and_pages_that_lack_do_not_read(tmp_path: Path) -> None:
    write(make_pages(gather()), tmp_path)
    single = tmp_path / "sites/11824/kiosk-11824.html"
    other = make_pages(gather(PROCEDURES[0], PROCEDURES[2]))
    single.write_bytes(next(f.make({}) for f in other.files() if f.path.endswith("kiosk-11824.html")))
    assert set(read(tmp_path)) == {"1.000001"}
    single.unlink()
    assert read(tmp_path) == {}


def test_the_instructions_for_a_stick_are_those_of_the_site() -> None:
    html = site_pages.render_usb_page(gather(), remembered(make_pages(gather())), "10507").decode()
    assert "phường Thành Đông" in html
