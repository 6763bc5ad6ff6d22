"""Pictures of a draft: none before they are drawn; drawing them is tried with the costs, on one published office."""

from __future__ import annotations

from kiosk.office import draft_pictures
from kiosk.office.job_context import Workplace
from tests.kiosk.office.drafting import make_draft


def test_without_pictures_there_is_no_list_and_no_file(here: Workplace) -> None:
    draft = make_draft(here)
    assert draft_pictures.read_pictures(here.store.root, draft) is None
    folder = here.store.root / "drafts/pictures" / f"{draft.id}-{draft.revision}"
    folder.mkdir(parents=True)
    (folder / "list.json").write_text("{")
    assert draft_pictures.read_pictures(here.store.root, draft) is None
    assert draft_pictures.find_picture(here.store.root, draft, "list.json") is None
