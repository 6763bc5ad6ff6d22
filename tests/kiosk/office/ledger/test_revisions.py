"""What a release asks of every wall, and what stands on each revision."""

from __future__ import annotations

from kiosk.model.manifest import Manifest, take_body_revision
from kiosk.office.ledger.revisions import describe_revisions, dump_revision, list_required, load_revision
from kiosk.settings.links import identify_sheet
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE
from tests.kiosk.pages import planning


def test_every_sheet_of_a_site_and_its_board_are_required_in_the_order_of_the_wall(
    drawn_city: tuple[Store, Manifest],
) -> None:
    _, manifest = drawn_city
    site = manifest.site(SITE)
    assert site is not None
    mine = [r for r in list_required(manifest) if r.site == SITE]
    assert [r.sheet for r in mine] == [*(e.label for e in manifest.sheets(site)), "BCD"]
    assert [r.position for r in mine] == list(range(len(mine)))
    assert len({r.revision for r in mine}) == len(mine)


def test_a_revision_says_what_stands_on_it_under_the_id_that_is_printed(drawn_city: tuple[Store, Manifest]) -> None:
    _, manifest = drawn_city
    site = manifest.site(SITE)
    assert site is not None
    procedures = planning.gather().catalogue.on(manifest.as_of)
    described = {r.digest: r for r in describe_revisions(manifest, procedures)}
    for entry in manifest.sheets(site):
        r = described[entry.revision]
        assert r.mark == str(identify_sheet(entry.label, entry.revision, entry.release, entry.released))
        assert {c.code: c.payload for c in r.cards} == {c.code: c.payload for c in manifest.bodies[entry.body]}
        assert all(c.name == procedures[c.code].name for c in r.cards)
        assert load_revision(dump_revision(r)) == r


def test_what_a_site_adds_stands_behind_a_point() -> None:
    assert (take_body_revision("abc.def"), take_body_revision("abc"), take_body_revision("")) == ("abc", "abc", "")
