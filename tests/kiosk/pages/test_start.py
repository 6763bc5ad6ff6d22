"""The start page leads to every site, in groups that the city's table names."""

from __future__ import annotations

from dataclasses import replace

import html5lib

from kiosk.model.files import BOARD_FILE, SHEETS_FILE
from kiosk.model.site import Site, SiteKind
from kiosk.pages.start import group_sites, read_assets, render_start
from tests.kiosk.pages.planning import CITY, COMMUNES, draft, gather


def titles(*sites: Site) -> list[tuple[str, int]]:
    return [(section.title, len(section.sites)) for section in group_sites(draft(gather(sites=sites)).sites)]


def test_the_citys_own_sites_come_first_then_the_largest_group() -> None:
    assert titles(*COMMUNES, CITY) == [("Thành phố", 1), ("Phường", 2), ("Xã", 1)]


def test_another_citys_units_are_its_own() -> None:
    branch = Site("DN-1", SiteKind.CITY, "Chi nhánh số 1", "chi nhánh")
    assert titles(branch, replace(CITY, unit="tỉnh")) == [("Chi nhánh", 1), ("Tỉnh", 1)]
    assert titles(replace(CITY, unit=""), replace(COMMUNES[0], unit="")) == [("Cấp tỉnh", 1), ("Cấp xã", 1)]


def test_every_site_is_found_by_code_and_by_name_without_marks() -> None:
    (section,) = group_sites(draft(gather(sites=COMMUNES[:1])).sites)
    assert section.sites[0].key == "11824 xa trung tam xa vinh bao"
    assert section.sites[0].required == 2


def test_every_link_leads_to_a_file_of_the_site() -> None:
    inputs = gather()
    html = render_start(inputs, draft(inputs), BOARD_FILE).decode()
    tree = html5lib.parse(html, namespaceHTMLElements=False)
    links = {a.get("href") for a in tree.iter("a")}
    assert links == {
        f"sites/{site.code}/{name}" for site in inputs.sites for name in ("index.html", SHEETS_FILE, BOARD_FILE)
    }
    assert all(path in html for path, _ in read_assets())
    assert "4 điểm tiếp nhận tại Sông Bạch" in html
    assert "BẢN MẪU" not in html


def test_a_sample_says_so_and_a_name_with_markup_is_text() -> None:
    inputs = gather(sites=(replace(CITY, name="<img src=x>"),))
    sample = replace(inputs, catalogue=replace(inputs.catalogue, sample=True))
    html = render_start(sample, draft(sample), BOARD_FILE).decode()
    assert "BẢN MẪU – KHÔNG NIÊM YẾT" in html
    assert html5lib.parse(html, namespaceHTMLElements=False).find(".//img") is None
