"""The papers of a site are those of every release on disk, the live one first, its board among them."""

from __future__ import annotations

from kiosk.office.ledger import photo_plans, releases
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.revisions import name_board_mark
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from posters import plates
from posters.spec import BOARD_LABEL, MarkSeed
from tests.kiosk.office.ledger.conftest import SITE, labels, publish_next


def test_papers_of_all_releases_are_known_by_the_ids_that_they_bear(city: Store) -> None:
    first = photo_plans.list_drawn(city, SITE)
    publish_next(city, {labels(city)[0]: "0" * 64})
    papers = photo_plans.list_drawn(city, SITE)
    assert {p.mark for p in first} < {p.mark for p in papers}
    assert papers[0].revision == "0" * 64, "what is asked for comes first"
    with look_into_ledger(city) as connection:
        for paper in papers:
            known = releases.find_marked_revision(connection, paper.mark)
            assert paper.sheet == BOARD_LABEL or (known is not None and known.digest == paper.revision)


def test_a_board_is_named_by_the_id_on_its_pages_and_by_the_digest_of_its_file(city: Store) -> None:
    manifest = lifecycle.choose_release(city, None)
    site = manifest.site(SITE)
    assert site is not None
    mark = plates.grow_mark(MarkSeed(site.board), BOARD_LABEL)
    assert mark is not None
    (board,) = [p for p in photo_plans.list_drawn(city, SITE) if p.mark == mark.id]
    with look_into_ledger(city) as connection:
        (asked,) = [r for r in releases.list_live_required(connection) if (r.site, r.sheet) == (SITE, BOARD_LABEL)]
        known = releases.find_marked_revision(connection, name_board_mark(SITE, mark.id))
    assert board.sheet == BOARD_LABEL
    assert known is not None and board.revision == known.digest == asked.revision, "pictures and ledger name one board"
    assert photo_plans.list_drawn(city, "99999") == ()
