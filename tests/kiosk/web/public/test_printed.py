"""Sheets by the id that they bear, procedures by code, from the record of a release."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError
from kiosk.settings.links import identify_sheet
from kiosk.web.public.printed import list_printed, list_procedures
from kiosk.workspace.store import Store
from tests.kiosk.made import draw
from tests.kiosk.pages.planning import CONFIG, gather


def test_a_sheet_is_known_at_every_site_that_hangs_it(tmp_path: Path) -> None:
    store = Store(tmp_path)
    inputs = gather(config=CONFIG.model_copy(update={"public_url": "https://niemyet.songbach.gov.vn/k"}))
    manifest = draw(store, inputs)
    book = list_printed(manifest, store.get)
    assert book.home == "/k/"
    entries = {e.label: e for sheets in manifest.layouts.values() for e in sheets}
    civil = entries["1-1"]
    sheet = book.by_id[str(identify_sheet(civil.label, civil.revision, civil.release, civil.released))]
    assert (sheet.label, sheet.procedures) == ("1-1", 2)
    assert {site.code for site in sheet.sites} == {"11824", "10507", "10525"}
    assert book.by_name["1-1"] == (sheet,)
    # What is printed on the next edition has another id, and the earlier one is not among them.
    later = {key: tuple(replace(e, release=2) for e in sheets) for key, sheets in manifest.layouts.items()}
    assert sheet.id not in list_printed(replace(manifest, layouts=later), store.get).by_id

    procedures = list_procedures(manifest, store.get)
    assert procedures["1.000001"].name == "Đăng ký khai sinh"
    assert (procedures["1.000001"].sites, procedures["1.000003"].sites) == (3, 1)
    assert procedures["1.000001"].url.startswith("https://dichvucong.gov.vn/")
    assert "1.000005" not in procedures, "repealed"


def test_a_release_without_its_inputs_knows_sheets_but_no_procedures(tmp_path: Path) -> None:
    store = Store(tmp_path)
    bare = replace(draw(store, gather()), inputs={})
    assert list_printed(bare, store.get).home == "/"
    with pytest.raises(ReleaseError):
        list_procedures(bare, store.get)
