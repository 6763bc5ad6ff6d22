"""The start screen hints at what the list holds, and at nothing else."""

from __future__ import annotations

from kiosk.model.catalogue import Procedure
from kiosk.pages import hints
from kiosk.pages.content import Content, PageEntry
from kiosk.settings.matters import EverydayNames, LifeEvent, Matter, Office, OfficeKind, OutsideMatter, Sayings
from kiosk.settings.tables import Group

POLICE = Office(OfficeKind.POLICE, "Công an xã", "Công an xã làm căn cước.")
SAYINGS = Sayings(
    (LifeEvent("a", "A", "A", (Matter("Sổ đỏ", ("bìa đỏ",), (), ("1.2",), False, False),)),),
    EverydayNames({"1.2": "Làm sổ"}, ()),
    (OutsideMatter("Hộ khẩu", POLICE, ("nhập hộ khẩu", "hộ khẩu"), (), (), ""),),
)


def shown(everyday: str, *procedures: Procedure) -> str:
    group = Group("g", "G", "Nhóm", everyday, ("Đất đai",))
    entries = tuple(PageEntry(p, "g", "https://a.gov.vn", True) for p in procedures)
    return hints.keep_true(Content((group,), entries, sayings=SAYINGS)).groups[0].everyday


LAND = Procedure("1.2", "Đăng ký đất đai, cấp Giấy chứng nhận", "Đất đai", keywords=("nhập hộ khẩu",))


def test_a_hint_that_a_procedure_answers_stays() -> None:
    assert shown("bìa đỏ, GIẤY chứng nhận, làm sổ", LAND) == "bìa đỏ, GIẤY chứng nhận, làm sổ"


def test_a_hint_that_nothing_answers_goes() -> None:
    assert shown("tách thửa, bìa đỏ, đất sổ", LAND) == "bìa đỏ, đất sổ"


def test_a_hint_at_what_others_do_goes_though_its_words_stand_here() -> None:
    assert shown("hộ khẩu, bìa đỏ", LAND) == "bìa đỏ"
