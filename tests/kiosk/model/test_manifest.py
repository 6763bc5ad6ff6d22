"""What a manifest says survives writing and reading, and its digest names exactly what was written."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import date

import pytest
from pydantic import ValidationError

from kiosk.canonical import digest, dump_canonical
from kiosk.errors import StoreError
from kiosk.model.manifest import FORMAT, CodeEntry, FileEntry, Manifest, SheetEntry, SiteEntry, load
from kiosk.model.placement import PlacedSheet, Placement, Seat
from kiosk.model.site import SiteKind

DAY = date(2026, 11, 24)
SHEET = SheetEntry("HT-01", "ho-tich", 1, "r", 1, DAY, "b")
SITES = tuple(SiteEntry(code, SiteKind.COMMUNE, f"Xã {code}", "chung", "p", 1, DAY) for code in ("10888", "10903"))
MANIFEST = Manifest(
    number=7,
    parent=6,
    as_of=DAY,
    data_date=None,
    sample=False,
    inputs={"catalogue": "ab" * 32},
    files=(FileEntry("sites/10888/niem-yet-A4.pdf", "cd" * 32, 9, "k1"), FileEntry("index.html", "ef" * 32, 3, "k2")),
    sites=SITES,
    layouts={"chung": (SHEET,)},
    placements={"chung": Placement((PlacedSheet("ho-tich", 1, (Seat(0, 1, "1.001193", "f"),)),))},
    bodies={"b": (CodeEntry(0, 1, "1.001193", "https://dichvucong.gov.vn/x"),)},
)


def test_what_is_written_is_read_back_whole() -> None:
    again = load(MANIFEST.dump(), "here")
    assert again == MANIFEST
    assert again.dump() == MANIFEST.dump()
    assert again.digest() == MANIFEST.digest() == digest(MANIFEST.dump())


def test_every_fact_is_part_of_the_digest() -> None:
    """A verdict names a manifest by its digest: nothing may change behind it."""
    others = [
        replace(MANIFEST, number=8),
        replace(MANIFEST, sample=True),
        replace(MANIFEST, files=MANIFEST.files[:1]),
        replace(MANIFEST, bodies={}),
        replace(MANIFEST, content_of=5),
        replace(MANIFEST, partial=True),
    ]
    assert len({m.digest() for m in (MANIFEST, *others)}) == len(others) + 1


def test_an_old_record_keeps_its_bytes_and_with_them_its_digest() -> None:
    """Before formats were numbered, manifests lay in files that verdicts still name."""
    facts = json.loads(MANIFEST.dump())
    del facts["format"]
    old = json.dumps(facts, indent=1).encode()
    manifest = load(old, "var/releases/7/manifest.json")
    assert manifest == MANIFEST
    assert (manifest.dump(), manifest.digest()) == (old, digest(old))
    # What is made from it is a record of today.
    assert json.loads(replace(manifest, number=8).dump())["format"] == FORMAT


def test_a_record_without_the_keys_that_came_later_is_read() -> None:
    facts = json.loads(MANIFEST.dump())
    for key in ("content_of", "partial"):
        del facts[key]
    manifest = load(dump_canonical(facts), "here")
    assert (manifest.content_of, manifest.partial) == (None, False)


def test_a_newer_format_is_refused_with_place_numbers_and_way_out() -> None:
    facts = json.loads(MANIFEST.dump()) | {"format": FORMAT + 1}
    with pytest.raises(StoreError, match="phiên bản mới hơn") as caught:
        load(dump_canonical(facts), "var/releases/7/manifest.json")
    assert caught.value.place == "var/releases/7/manifest.json"
    assert str(FORMAT + 1) in caught.value.value
    assert caught.value.way_out


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b"null", b'{"number": "x"}', MANIFEST.dump()[:-40]])
def test_what_is_no_manifest_is_never_half_a_manifest(content: bytes) -> None:
    with pytest.raises(ValidationError):
        load(content, "here")


def test_sites_sheets_and_keys_are_found() -> None:
    site = MANIFEST.site("10903")
    assert site is not None
    assert (site.name, MANIFEST.sheets(site)) == ("Xã 10903", (SHEET,))
    assert MANIFEST.site("10904") is None
    assert MANIFEST.path_keys() == {"sites/10888/niem-yet-A4.pdf": "k1", "index.html": "k2"}
