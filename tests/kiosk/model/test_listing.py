"""A list of what is posted is named by all that it says."""

from __future__ import annotations

from dataclasses import fields, replace
from datetime import date

import pytest

from kiosk.model.catalogue import Channel, Ending, Level, Online, Procedure, Source
from kiosk.model.listing import Posted, PostedList
from kiosk.model.site import SiteKind

BIRTH = Procedure("1.001193", "Đăng ký khai sinh", field="Hộ tịch", levels=(Level.COMMUNE,))
OTHER: dict[str, object] = {
    "levels": (Level.PROVINCE,),
    "executing": ("Sở Tư pháp",),
    "decision_date": date(2026, 1, 2),
    "effective_from": date(2026, 1, 2),
    "effective_to": date(2026, 1, 2),
    "ending": Ending.REPEALED,
    "replaced_by": ("1.000001",),
    "received_at": (SiteKind.CITY,),
    "internal": True,
    "online": Online.FULL,
    "channels": (Channel("trực tiếp"),),
    "dossier": ("tờ khai",),
    "keywords": ("sinh",),
    "cases": ("một",),
    "common": True,
    "source": Source("a.csv", 1),
}


def digest(*procedures: Procedure, reason: str = "x") -> str:
    return PostedList(Posted(p, reason) for p in procedures).digest


def test_equal_lists_have_one_digest_and_the_order_counts() -> None:
    second = replace(BIRTH, code="1.000656")
    assert digest(BIRTH, second) == digest(replace(BIRTH), replace(second))
    assert digest(BIRTH, second) != digest(second, BIRTH)
    assert digest(BIRTH) != digest(BIRTH, reason="y")
    assert digest() != digest(BIRTH)


@pytest.mark.parametrize("name", [f.name for f in fields(Procedure)])
def test_every_fact_of_a_procedure_is_in_the_digest(name: str) -> None:
    changed = {name: OTHER.get(name, "khác")}
    assert digest(replace(BIRTH, **changed)) != digest(BIRTH)  # type: ignore[arg-type]


def test_the_digest_is_reckoned_once(monkeypatch: pytest.MonkeyPatch) -> None:
    posted = PostedList((Posted(BIRTH, "x"),))
    first = posted.digest
    monkeypatch.setattr("kiosk.model.listing.digest", lambda _content: pytest.fail("again"))
    assert posted.digest == first
