"""What the papers for the staff say: complete, in sentences, every sheet once."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.errors import ReleaseError
from kiosk.model.site import Site, SiteKind
from kiosk.paper.comparison import SheetAction
from kiosk.press import notices, reprint_files
from kiosk.press.batch import Order, Product, plan_parcels
from kiosk.press.printing import Printed
from kiosk.press.reprint import Action, Reason, SiteActions
from kiosk.workspace.store import Store
from posters import inspect, notice, press
from posters.products_spec import Notice
from posters.spec import SiteHead
from tests.kiosk.commands import Office
from tests.kiosk.made import plant

DAY = date(2026, 11, 24)
RENAMED = Reason("1.000593", "Tên mới", "đổi tên", "Tên cũ", "Tên mới", "163/QĐ-BTP")
ACTIONS = SiteActions(
    "10888",
    "Trung tâm Phục vụ hành chính công xã Cẩm Giang",
    (
        Action("HT-01", "ho-tich", SheetAction.PRINT, 7, (RENAMED,)),
        Action(
            "DD-02",
            "dat-dai",
            SheetAction.TAKE_DOWN,
            6,
            (Reason("1.012786", "Cấp lại", "bãi bỏ", decision="3501/QĐ-UBND"),),
        ),
        Action("HT-02", "ho-tich", SheetAction.KEEP, 5),
        Action("HT-03", "ho-tich", SheetAction.KEEP, 5),
    ),
)


@pytest.mark.parametrize(
    ("reason", "said"),
    [
        (RENAMED, "1.000593: đổi tên từ «Tên cũ» thành «Tên mới» (163/QĐ-BTP)"),
        (Reason("1.1", "Khai tử", "mới", decision="5/QĐ"), "1.1 Khai tử: mới (5/QĐ)"),
        (
            Reason("1.1", "Khai tử", "đổi ngày hết áp dụng", "28/02/2027"),
            "1.1 Khai tử: đổi ngày hết áp dụng: bỏ «28/02/2027»",
        ),
        (Reason("1.1", "Khai tử", "thay thế", after="xem 1.2"), "1.1 Khai tử: thay thế: «xem 1.2»"),
        (Reason("", "", "tờ mới"), "tờ mới"),
    ],
)
def test_a_reason_is_one_sentence(reason: Reason, said: str) -> None:
    assert notices.say_reason(reason) == said


def test_the_reprint_notice_counts_and_names_every_sheet() -> None:
    made = notices.describe_reprint(ACTIONS, 7, DAY, sample=False)
    assert made.summary == "In 1 tờ, gỡ 1 tờ, giữ nguyên 2 tờ."
    assert [[i.label for i in s.items] for s in made.sections] == [["10888-HT-01"], ["10888-DD-02"], []]
    assert made.sections[2].plain == "HT 02–03"


def test_in_brief_each_change_names_its_procedures() -> None:
    repealed = Reason("1.2", "B", "bãi bỏ", decision="5/QĐ")
    assert notices.say_in_brief((RENAMED, repealed, Reason("1.3", "C", "đổi tên", "c", "C", "163/QĐ-BTP"))) == (
        "đổi tên (163/QĐ-BTP): 1.000593, 1.3",
        "bãi bỏ (5/QĐ): 1.2",
    )
    assert notices.say_in_brief((Reason("", "", "tờ mới"),)) == ("tờ mới",)


def test_long_reasons_still_make_one_page_for_the_staff(tmp_path: Path) -> None:
    long = Reason("1.000593", "", "đổi tên", "Tên rất dài, " * 60, "Tên mới rất dài, " * 60, "163/QĐ-BTP")
    actions = tuple(Action(f"HT-{i:02d}", "ho-tich", SheetAction.PRINT, 7, (long,)) for i in range(1, 10))
    manifest = plant(Store(tmp_path / "var"), {"a": b"1"})
    reprint_files.write_pdfs((SiteActions("10888", "Xã Cẩm Giang", actions),), manifest, tmp_path / "out")
    made = (tmp_path / "out" / "thay-to-10888.pdf").read_bytes()
    assert press.read_labels(made) == ["10888-THAY-TO"]
    text = inspect.read_text(made, 0)
    assert all(f"10888-HT-{i:02d}" in text for i in range(1, 10))
    assert "đổi tên (163/QĐ-BTP): 1.000593" in text
    assert "bảng Excel" in text


def test_the_cover_lists_ids_by_group_with_copies() -> None:
    site = Site("10888", SiteKind.COMMUNE, "Xã Cẩm Giang", address="Số 1")
    (parcel,) = plan_parcels([site], Order((Product.SHEETS, Product.SINGLE), copies=2), {site.code: "A4"})
    ids = tuple(f"10888-{x}" for x in ("HT-01", "HT-02", "DD-01"))
    singles = ("10888-TT-1.000593", "10888-TT-1.000656")
    files = [(parcel.jobs[0], Printed(b"", ids, 3)), (parcel.jobs[1], Printed(b"", singles, 2))]
    made = notices.describe_parcel(parcel, files, {"HT": "Hộ tịch"}, 7, DAY, sample=True)
    assert made.summary == "Gói số 1: 2 tệp, 10 trang in."
    sheets, loose = ([(i.label, i.what, i.details, i.figure) for i in s.items] for s in made.sections)
    assert sheets == [("HT 01–02", "Hộ tịch", (), "2 x 2"), ("DD 01", "", (), "1 x 2")]
    assert loose == [("TT", "", ("1.000593, 1.000656",), "2 x 2")]
    assert ("Địa chỉ", "Số 1") in made.facts


def test_every_site_with_something_to_do_gets_one_page(tmp_path: Path) -> None:
    manifest = plant(Store(tmp_path / "var"), {"a": b"1"})
    quiet = SiteActions("10903", "Xã Cẩm Giàng", (Action("HT-01", "ho-tich", SheetAction.KEEP, 5),))
    assert reprint_files.write_pdfs((ACTIONS, quiet), manifest, tmp_path / "giay") == 1
    (path,) = (tmp_path / "giay").iterdir()
    said = inspect.read_text(path.read_bytes(), 0)
    for part in ("Thay tờ niêm yết", "10888-HT-01", "10888-DD-02", "HT 02–03", "«Tên cũ»", "3501/QĐ-UBND", "Cẩm Giang"):
        assert part in said, part


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "tep").write_text("x", encoding="utf-8")
    with pytest.raises(ReleaseError, match="không ghi được giấy báo"):
        reprint_files.write_pdfs((ACTIONS,), plant(Store(tmp_path / "var"), {"a": b"1"}), tmp_path / "tep" / "x")


def test_the_command_writes_them(office: Office) -> None:
    office.ok("regenerate", "--as-of", "2027-03-02", "--early")
    assert "Đã ghi 8 tệp PDF" in office.ok("reprint", "--pdf", "giay")
    assert len(list((office.folder / "giay").glob("thay-to-*.pdf"))) == 4
    assert len(list((office.folder / "giay").glob("so-do-treo-*.pdf"))) == 4


def test_a_notice_that_lost_a_line_is_not_handed_out(monkeypatch: pytest.MonkeyPatch) -> None:
    """As if breaking pages dropped the last line of every section."""
    true = notice.draw_notice

    def short(facts: Notice, site: SiteHead) -> bytes:
        sections = tuple(replace(s, items=s.items[:-1]) for s in facts.sections)
        return true(replace(facts, sections=sections), site)

    facts, site = notices.describe_reprint(ACTIONS, 7, DAY, sample=False), SiteHead("10888", "Xã Cẩm Giang")
    assert press.read_labels(notices.draw_notice(facts, site)) == ["10888-THAY-TO"]
    monkeypatch.setattr(notice, "draw_notice", short)
    with pytest.raises(ReleaseError, match="giấy báo thiếu 2 dòng") as caught:
        notices.draw_notice(facts, site)
    assert "10888-HT-01" in caught.value.value


def test_a_delivery_note_says_where_its_code_is_typed() -> None:
    bare = notices.OrderNote(3, "ABCDEFGH")
    assert [name for name, _ in bare.facts] == ["Lệnh in số", "Mã xác nhận"]
    facts = dict(notices.OrderNote(3, "ABCDEFGH", DAY, "https://phong.example.gov.vn/phieu").facts)
    assert "https://phong.example.gov.vn/phieu" in facts["Gõ mã tại"] and "24/11/2026" in facts["Treo từ ngày"]
