"""For each sheet that moves, the reason a person can check: which procedure, what changed, by which decision."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

import pytest

from kiosk.model.catalogue import Ending, Procedure
from kiosk.model.manifest import Manifest, SiteEntry
from kiosk.paper.comparison import SheetAction, SheetFacts, list_sheets_of_site
from kiosk.paper.plan import Plan, list_codes
from kiosk.press.reprint import Action, Reason, SiteActions
from kiosk.settings.inputs import Inputs
from tests.kiosk.hanging import compare_releases
from tests.kiosk.pages.planning import CITY, COMMUNES, DAY, PROCEDURES, draft, gather

SITE = COMMUNES[0].code
BIRTH, MARRIAGE, BUILDING = PROCEDURES


def record(plan: Plan) -> Manifest:
    """What a release of a plan would remember of its sheets."""
    layouts = plan.layouts()
    sites = tuple(
        SiteEntry(s.site.code, s.site.kind, s.site.name, s.layout.digest, "", plan.number, plan.day) for s in plan.sites
    )
    bodies = {e.body: list_codes(s) for x in layouts for e, s in zip(x.sheets, x.drawn, strict=True)}
    return Manifest(
        number=plan.number,
        parent=plan.parent.number if plan.parent else None,
        as_of=plan.day,
        data_date=None,
        sample=False,
        inputs={},
        files=(),
        sites=sites,
        layouts={x.digest: x.sheets for x in layouts},
        placements={x.digest: x.placement for x in layouts},
        bodies=bodies,
    )


def after_change(old: Inputs, new: Inputs) -> tuple[SiteActions, ...]:
    before = record(draft(old))
    return compare_releases(record(draft(new, before, 2)), new, before, old)


def only(sites: tuple[SiteActions, ...], code: str = SITE) -> Action:
    """The one sheet that moves at a site."""
    (action,) = [a for s in sites if s.code == code for a in s.actions if a.do is not SheetAction.KEEP]
    return action


def reasons(*procedures: Procedure) -> list[str]:
    return [str(reason) for reason in only(after_change(gather(*PROCEDURES), gather(*procedures))).reasons]


@pytest.mark.parametrize(
    ("reason", "text"),
    [
        (Reason("1.000593", "x", "đổi tên", "Cũ", "Mới", "5/QĐ"), "1.000593 đổi tên: «Cũ» → «Mới» (5/QĐ)"),
        (Reason("1.000593", "x", "mới"), "1.000593 mới"),
        (Reason("1.000593", "x", "thay thế", after="xem 1.2"), "1.000593 thay thế: «» → «xem 1.2»"),
    ],
)
def test_a_reason_as_one_text(reason: Reason, text: str) -> None:
    assert str(reason) == text


def test_nothing_changed_keeps_every_sheet_without_a_reason() -> None:
    sites = after_change(gather(), gather())
    assert [s.code for s in sites] == [*(s.code for s in COMMUNES), CITY.code]
    assert {(a.do, a.reasons) for s in sites for a in s.actions} == {(SheetAction.KEEP, ())}


def test_what_a_sheet_prints_anew_is_named_field_by_field() -> None:
    uuid = "019d2bfd-382c-774c-bca0-e30c261d7be4"
    last = DAY + timedelta(90)
    changed = replace(
        BIRTH, name="Khai sinh lưu động", portal_id=uuid, effective_to=last, ending=Ending.REPEALED, decision="5/QĐ"
    )
    texts = reasons(changed, *PROCEDURES[1:])
    assert texts[0] == "1.000001 đổi tên: «Đăng ký khai sinh» → «Khai sinh lưu động» (5/QĐ)"
    assert texts[1].startswith("1.000001 đổi địa chỉ của mã QR: «https://dichvucong.gov.vn/tim-kiem")
    assert texts[2] == "1.000001 đổi ngày hết áp dụng: «» → «22/02/2027» (5/QĐ)"


def test_what_no_sheet_prints_moves_no_sheet() -> None:
    sites = after_change(gather(*PROCEDURES), gather(replace(BIRTH, fee="8.000 đồng"), *PROCEDURES[1:]))
    assert {a.do for s in sites for a in s.actions} == {SheetAction.KEEP}


def test_a_newcomer_with_its_decision() -> None:
    fresh = Procedure("1.000009", "Nhận cha, mẹ, con", "Hộ tịch", levels=BIRTH.levels, decision="9/QĐ")
    assert reasons(*PROCEDURES, fresh) == ["1.000009 mới (9/QĐ)"]


def test_one_that_is_repealed_names_what_ended_it_and_what_follows() -> None:
    ended = replace(
        BIRTH,
        effective_to=DAY - timedelta(1),
        ending=Ending.REPLACED,
        ended_by="12/QĐ",
        replaced_by=("1.000002", "1.000007"),
    )
    assert reasons(ended, *PROCEDURES[1:]) == ["1.000001 thay thế: «» → «xem 1.000002, 1.000007» (12/QĐ)"]


def test_one_that_left_without_a_word() -> None:
    (reason,) = only(after_change(gather(*PROCEDURES), gather(*PROCEDURES[1:]))).reasons
    assert (reason.code, reason.name, reason.what) == ("1.000001", BIRTH.name, "không còn phải niêm yết")


def test_only_the_sites_that_post_it_are_told() -> None:
    sites = after_change(gather(*PROCEDURES), gather(*PROCEDURES[1:]))
    moving = {s.code for s in sites if s.count(SheetAction.PRINT)}
    assert moving == {s.code for s in COMMUNES}


def test_a_common_word_that_changed_is_a_reason_of_its_own() -> None:
    old = gather()
    config = old.config.model_copy(update={"wording": {"scan": "Quét mã bằng điện thoại."}})
    (reason,) = only(after_change(old, replace(old, config=config))).reasons
    assert str(reason).strip() == "đổi lời in chung, biểu trưng hoặc tiêu đề của tờ"


def test_the_first_release_is_all_new_sheets() -> None:
    inputs = gather()
    sites = compare_releases(record(draft(inputs)), inputs, None, None)
    assert {(a.do, *(r.what for r in a.reasons)) for s in sites for a in s.actions} == {(SheetAction.PRINT, "tờ mới")}


def test_a_sheet_that_goes_says_of_each_procedure_why() -> None:
    """The last of its group moves to another one."""
    moved = tuple(replace(p, field="Hoạt động xây dựng") if p.levels == BIRTH.levels else p for p in PROCEDURES)
    sites = after_change(gather(*PROCEDURES), gather(*moved))
    actions = {a.label: a for s in sites if s.code == SITE for a in s.actions}
    (gone,) = [a for a in actions.values() if a.do is SheetAction.TAKE_DOWN]
    assert gone.label == "1-1"
    assert gone.group == "", "a group of the old release may be gone"
    assert [(r.code, r.what) for r in gone.reasons] == [
        ("1.000002", "không còn đứng trên tờ này"),
        ("1.000001", "không còn đứng trên tờ này"),
    ], "in the order of its cells"
    (fresh,) = [a for a in actions.values() if a.do is SheetAction.PRINT]
    assert [r.what for r in fresh.reasons] == ["tờ mới"]


def test_one_that_changes_sheets_is_told_on_both() -> None:
    shed = Procedure("1.000008", "Xây nhà kho", BUILDING.field, levels=BIRTH.levels)
    moved = replace(BIRTH, field=BUILDING.field)
    sites = after_change(gather(*PROCEDURES, shed), gather(moved, *PROCEDURES[1:], shed))
    texts = [[str(r) for r in a.reasons] for s in sites if s.code == SITE for a in s.actions]
    assert sorted(texts) == [
        ["1.000001 không còn đứng trên tờ này"],
        ["1.000001 đứng thêm trên tờ này"],
    ]


def test_one_that_changes_cells_is_told() -> None:
    inputs = gather()
    release = record(draft(inputs))
    (sheet,) = list_sheets_of_site(release, SITE)
    old = replace(sheet, revision="old", seats=tuple(replace(seat, slot=seat.slot + 4) for seat in sheet.seats or ()))
    (site,) = compare_releases(release, inputs, release, inputs, {SITE: [old]}, only=(SITE,))
    (action,) = site.actions
    assert [(r.code, r.what) for r in action.reasons] == [
        ("1.000001", "đổi chỗ trên tờ"),
        ("1.000002", "đổi chỗ trên tờ"),
    ]


def test_sheets_to_print_come_first_and_those_that_stay_last() -> None:
    moved = tuple(replace(p, field="Hoạt động xây dựng") if p is BIRTH else p for p in PROCEDURES)
    sites = after_change(gather(*PROCEDURES), gather(*moved))
    order = [a.do for s in sites if s.code == SITE for a in s.actions]
    assert order == sorted(order, key=[SheetAction.PRINT, SheetAction.TAKE_DOWN, SheetAction.KEEP].index)


def test_what_hangs_goes_before_what_was_released() -> None:
    inputs = gather()
    release = record(draft(inputs))
    hanging = {SITE: list_sheets_of_site(release, SITE)}
    stale = {SITE: [replace(sheet, revision="old", seats=None) for sheet in hanging[SITE]]}
    for on_the_wall, code, action in (
        (hanging, SITE, SheetAction.KEEP),
        (hanging, CITY.code, SheetAction.PRINT),
        (stale, SITE, SheetAction.PRINT),
    ):
        (site,) = compare_releases(release, inputs, release, inputs, on_the_wall, only=(code,))
        assert {a.do for a in site.actions} == {action}


def test_a_sheet_of_a_lost_release_is_taken_down_without_a_guess() -> None:
    inputs = gather()
    release = record(draft(inputs))
    lost = SheetFacts("XX-09", "khong-con", "r", 1, None)
    (site,) = compare_releases(
        release, inputs, None, None, {SITE: (lost, *list_sheets_of_site(release, SITE))}, only=(SITE,)
    )
    (gone,) = [a for a in site.actions if a.do is SheetAction.TAKE_DOWN]
    assert (gone.label, gone.release, gone.reasons) == ("XX-09", 1, ())


def test_counts_by_what_is_to_be_done() -> None:
    actions = tuple(
        Action(f"HT-0{i}", "ho-tich", do, 1) for i, do in enumerate([SheetAction.PRINT, SheetAction.KEEP] * 2)
    )
    site = SiteActions("10888", "Xã", actions)
    assert [site.count(do) for do in SheetAction] == [2, 0, 2]
