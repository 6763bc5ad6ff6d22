"""What a site adds, and its revision."""

from __future__ import annotations

from dataclasses import replace

from kiosk.model.site import Site, SiteKind
from kiosk.paper.site_head import describe_site, name_head

SITE = Site("10507", SiteKind.COMMUNE, "Trung tâm", hotline="0225 3 123 456")


def test_a_site_adds_its_name_and_contacts() -> None:
    head = describe_site(SITE)
    assert (head.code, head.name, head.address, head.hotline, head.hours) == (
        "10507",
        "Trung tâm",
        "",
        "0225 3 123 456",
        "",
    )


def test_what_is_printed_changes_the_revision_and_nothing_else_does() -> None:
    same = [SITE, replace(SITE, email="a@b.vn"), replace(SITE, paper="A3"), replace(SITE, unit="xã")]
    other = [replace(SITE, name="Trung tâm 2"), replace(SITE, hotline=""), replace(SITE, hours="7:30")]
    assert len({name_head(site) for site in same}) == 1
    assert len({name_head(site) for site in (SITE, *other)}) == 4
    assert name_head(SITE).startswith("10507-")
