"""A photo of finished pages says which sheets they are, in which revision and of which site."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from kiosk.canonical import digest
from kiosk.office.ledger import photo_plans, photo_reading
from kiosk.release import lifecycle
from kiosk.workspace.store import Store
from posters.errors import PhotoError
from posters.spec import BOARD_LABEL
from tests.kiosk import photos
from tests.kiosk.office.ledger.conftest import SITE, labels


def test_sheet_and_board_are_read_and_the_copy_is_bare(city: Store) -> None:
    manifest, drawn = lifecycle.choose_release(city, None), photo_plans.list_drawn(city, SITE)
    label = labels(city)[0]
    plan = next(p.plan for p in drawn if p.sheet == label)
    pages = [photos.page_of(city, manifest, SITE, name) for name in (label, BOARD_LABEL)]
    pages[0] = photos.paste_code(pages[0], next(iter(plan.codes.values())))
    read = photo_reading.read_photo(photos.take_photo(pages), drawn)
    sheets = {sheet.sheet: sheet for sheet in read.reading.sheets}
    assert sheets.keys() == {label, BOARD_LABEL}
    assert {s.revision for s in sheets.values()} == {p.revision for p in drawn}
    site = manifest.site(SITE)
    assert site is not None and {s.head for s in sheets.values()} == {site.head}
    assert sheets[label].foreign == (photos.FOREIGN,)
    assert len(sheets[label].unread) == 1 and len(sheets[label].read) == len(plan.codes) - 1
    assert sheets[BOARD_LABEL].foreign == (), "other codes of a board are not judged"
    assert read.reading.photo == digest(read.copy)
    with Image.open(io.BytesIO(read.copy)) as copy:
        assert not copy.getexif()
    assert photo_reading.load_reading(photo_reading.dump_reading(read.reading)) == read.reading


def test_what_is_no_photo_is_refused(city: Store) -> None:
    with pytest.raises(PhotoError, match="không đọc được ảnh"):
        photo_reading.read_photo(b"%PDF-1.7", photo_plans.list_drawn(city, SITE))
