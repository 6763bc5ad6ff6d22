"""Every change of a site has words, and two of them end it."""

from __future__ import annotations

from kiosk.model.site_change import SiteChangeKind


def test_every_kind_has_words_and_two_end_a_site() -> None:
    assert len({kind.label for kind in SiteChangeKind}) == len(SiteChangeKind)
    assert {kind for kind in SiteChangeKind if kind.ends} == {SiteChangeKind.MERGED, SiteChangeKind.CLOSED}
