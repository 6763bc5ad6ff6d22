"""Booklets and single sheets from a listing: facts as the catalogue quotes them, nothing else."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

from kiosk.model.catalogue import Catalogue, Channel, Procedure
from kiosk.model.listing import Listing, Posted, PostedList
from kiosk.model.site import Site, SiteKind
from kiosk.paper import products
from kiosk.settings import config, inputs
from kiosk.workspace.store import Store
from posters import qr

DAY = date(2026, 11, 24)
BIRTH = Procedure("1.000080", "Đăng ký khai sinh", "Hộ tịch", portal_id="019d2bfd-382c-774c-bca0-e30c261d7be4")
FULL = replace(
    BIRTH,
    code="2.000815",
    name="Chứng thực",
    field="Chứng thực",
    portal_id="",
    decision="163/QĐ-BTP",
    decision_date=date(2026, 1, 16),
    effective_to=date(2027, 2, 28),
    time_city="02 ngày",
    channels=(Channel("trực tiếp", "05 ngày", "8.000 đồng"), Channel("trực tuyến", "", "4.000 đồng")),
    dossier=("Tờ khai",),
    result="Bản sao",
    place="TTPVHCC",
)
SITE = Site("10888", SiteKind.COMMUNE, "Xã Cẩm Giang")


def office(root: Path) -> inputs.Inputs:
    """The shipped settings with these two procedures."""
    return inputs.gather(config.load(root / "config.yaml"), Catalogue((BIRTH, FULL), sample=True))


LISTING = Listing(SITE, DAY, PostedList((Posted(BIRTH, "x"), Posted(FULL, "x"))))


def test_a_booklet_stands_in_the_order_of_the_groups(root: Path) -> None:
    made = products.describe_booklet(LISTING, office(root), 7)
    assert [(f.name, [e.code for e in f.entries]) for g in made.groups for f in g.fields] == [
        ("Hộ tịch", ["1.000080"]),
        ("Chứng thực", ["2.000815"]),
    ]
    assert (made.release, made.released, made.sample) == (7, DAY, True)


def test_a_field_stands_once_in_a_booklet_whatever_its_spellings_and_says_nothing_twice(root: Path) -> None:
    spelt = ("Thi đua - khen thưởng", "Thi đua, khen thưởng", "Nông nghiệp; Nông nghiệp", "Thi đua – Khen thưởng")
    rows = tuple(replace(BIRTH, code=f"1.00000{i}", field=name) for i, name in enumerate((*spelt, spelt[1])))
    some = Listing(SITE, DAY, PostedList(tuple(Posted(row, "x") for row in rows)))
    made = products.describe_booklet(
        some, inputs.gather(config.load(root / "config.yaml"), Catalogue(rows, sample=True)), 7
    )
    assert {f.name: {e.code[-1] for e in f.entries} for g in made.groups for f in g.fields} == {
        "Nông nghiệp": {"2"},
        "Thi đua, khen thưởng": {"0", "1", "3", "4"},
    }
    singles = products.describe_singles(some, office(root), 7, "A5")
    assert "Nông nghiệp" in {single.field for single in singles}


def test_times_and_fees_are_quoted_by_channel_and_never_guessed(root: Path) -> None:
    bare, full = products.describe_booklet(LISTING, office(root), 7).entries
    assert (bare.time_legal, bare.time_city, bare.fee, bare.place, bare.decision) == ("", "", "", "", "")
    assert full.time_legal == "trực tiếp: 05 ngày"
    assert full.time_city == "02 ngày"
    assert full.fee == "trực tiếp: 8.000 đồng; trực tuyến: 4.000 đồng"
    assert full.decision == "163/QĐ-BTP ngày 16/01/2026"
    assert full.notes == ("Áp dụng đến hết ngày 28/02/2027",)


def test_a_single_sheet_carries_every_fact(root: Path) -> None:
    bare, full = products.describe_singles(LISTING, office(root), 7, "A5")
    assert (bare.label, bare.paper, bare.channels, bare.dossier) == ("TT-1.000080", "A5", (), ())
    assert bare.payload.endswith(BIRTH.portal_id)
    assert full.payload.endswith("keyword=2.000815")
    assert [(c.name, c.time, c.fee) for c in full.channels] == [
        ("trực tiếp", "05 ngày", "8.000 đồng"),
        ("trực tuyến", "", "4.000 đồng"),
    ]
    assert (full.dossier, full.result, full.place, full.field) == (("Tờ khai",), "Bản sao", "TTPVHCC", "Chứng thực")


def test_codes_come_from_the_cache_where_they_are_known(tmp_path: Path) -> None:
    cache = Store(tmp_path).cache()
    try:
        made = products.encode_codes(["https://dichvucong.gov.vn/a", "https://dichvucong.gov.vn/b"], cache)
        assert made["https://dichvucong.gov.vn/a"] == qr.make_symbol("https://dichvucong.gov.vn/a")
        assert products.encode_codes(list(made), cache) == made
    finally:
        cache.close()
