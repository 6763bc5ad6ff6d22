"""What differs between two catalogues."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from kiosk.catalogue.diff import CONTENT, LABELS, ChangeKind, FieldChange, diff, show_value
from kiosk.model.catalogue import Catalogue, Channel, Ending, Level, PostingList, Procedure, Source
from kiosk.model.site import SiteKind

DAY = date(2027, 3, 1)
BEFORE = DAY - timedelta(days=1)
OLD = Procedure("1.000593", "Đăng ký kết hôn", fee="Miễn")


def cat(*procedures: Procedure, **given: object) -> Catalogue:
    return Catalogue(procedures, **given)  # type: ignore[arg-type]


def test_nothing() -> None:
    assert diff(cat(OLD), cat(OLD)) == ()
    assert diff(cat(OLD), cat(replace(OLD, source=Source("a.csv", 2)))) == ()


def test_new_and_gone() -> None:
    (new,) = diff(cat(), cat(replace(OLD, decision="3501/QĐ-UBND")))
    assert (new.kind, new.code, new.name, new.effective) == (ChangeKind.NEW, OLD.code, OLD.name, None)
    assert new.reason == "có thêm trong danh mục theo 3501/QĐ-UBND"
    (gone,) = diff(cat(OLD), cat())
    assert (gone.kind, gone.reason) == (ChangeKind.ENDED, "không còn trong danh mục")


def test_a_changed_field() -> None:
    (change,) = diff(cat(OLD), cat(replace(OLD, fee="10.000 đồng", levels=(Level.PROVINCE, Level.COMMUNE))))
    assert change.kind is ChangeKind.CHANGED
    assert change.fields == (FieldChange("levels", "", "tỉnh; xã"), FieldChange("fee", "Miễn", "10.000 đồng"))
    assert str(change.fields[1]) == "phí, lệ phí: «Miễn» → «10.000 đồng»"


def test_a_change_that_begins_later() -> None:
    new = replace(OLD, fee="10.000 đồng", effective_from=DAY, decision="3501/QĐ-UBND")
    closed = replace(OLD, effective_to=BEFORE, ending=Ending.AMENDED)
    (change,) = diff(cat(OLD), cat(closed, new))
    assert (change.kind, change.effective, change.decision) == (ChangeKind.CHANGED, DAY, "3501/QĐ-UBND")
    assert change.reason == "theo 3501/QĐ-UBND"


@pytest.mark.parametrize(
    ("ending", "by", "instead", "reason"),
    [
        (Ending.REPEALED, "3501/QĐ-UBND", (), "bị bãi bỏ theo 3501/QĐ-UBND"),
        (Ending.REPLACED, "", ("1.000594",), "được thay thế, thay bằng 1.000594"),
        (Ending.LEFT, "", (), "không còn trong danh mục"),
        (Ending.NONE, "", (), "hết thời hạn áp dụng"),
    ],
)
def test_an_end(ending: Ending, by: str, instead: tuple[str, ...], reason: str) -> None:
    closed = replace(OLD, effective_to=BEFORE, ending=ending, ended_by=by, replaced_by=instead)
    (change,) = diff(cat(OLD), cat(closed))
    assert (change.kind, change.effective, change.reason) == (ChangeKind.ENDED, DAY, reason)


def test_a_return() -> None:
    closed = replace(OLD, effective_to=BEFORE, ending=Ending.LEFT)
    (change,) = diff(cat(closed), cat(closed, replace(OLD, effective_from=DAY)))
    assert (change.kind, change.effective) == (ChangeKind.RETURNED, DAY)


def test_another_end_of_the_same_day_is_told() -> None:
    left = replace(OLD, effective_to=BEFORE, ending=Ending.LEFT)
    (change,) = diff(cat(left), cat(replace(left, ending=Ending.REPEALED, ended_by="9/QĐ-UBND")))
    assert [f.field for f in change.fields] == ["ending", "ended_by"]


def test_a_temporary_change_is_told_once() -> None:
    end = DAY + timedelta(days=30)
    timeline = (
        replace(OLD, effective_to=BEFORE, ending=Ending.AMENDED),
        replace(OLD, fee="Không", effective_from=DAY, effective_to=end),
        replace(OLD, effective_from=end + timedelta(days=1)),
    )
    (change,) = diff(cat(OLD), cat(*timeline))
    assert (change.effective, [f.after for f in change.fields]) == (DAY, ["Không"])


def test_pruned_history_is_no_change() -> None:
    history = replace(OLD, effective_to=date(2025, 1, 1), ending=Ending.LEFT)
    assert diff(cat(history), cat(data_date=date(2026, 10, 1))) == ()


def test_lists() -> None:
    other = Procedure("2.000001", "Cấp thẻ")
    before = cat(OLD, other, lists=(PostingList(SiteKind.COMMUNE, (OLD.code,), "cu.csv"),))
    after = cat(OLD, other, lists=(PostingList(SiteKind.COMMUNE, (other.code,), "moi.csv"),))
    changes = diff(before, after)
    assert [(c.kind, c.code, c.name) for c in changes] == [
        (ChangeKind.LISTED, other.code, "Cấp thẻ"),
        (ChangeKind.UNLISTED, OLD.code, OLD.name),
    ]
    assert changes[0].reason == "có trong danh sách niêm yết cấp xã (moi.csv)"


def test_order_is_by_kind_code_and_day() -> None:
    a = cat(OLD, Procedure("1.000001", "A"))
    b = cat(replace(OLD, fee=""), Procedure("2.000002", "B"), Procedure("2.000001", "C"))
    assert [(c.kind.name, c.code) for c in diff(a, b)] == [
        ("NEW", "2.000001"), ("NEW", "2.000002"), ("CHANGED", "1.000593"), ("ENDED", "1.000001"),
    ]  # fmt: skip


def test_every_field_has_a_name_for_people() -> None:
    assert set(CONTENT) <= set(LABELS)


def test_kinds_of_site_are_named_in_words() -> None:
    assert show_value((SiteKind.COMMUNE, SiteKind.CITY)) == "cấp xã; cấp tỉnh"


def test_values_as_text() -> None:
    assert (
        show_value((Channel("trực tiếp", "5 ngày", "Miễn"), Channel("bưu chính")))
        == "trực tiếp: 5 ngày, Miễn; bưu chính"
    )
    assert [show_value(x) for x in (DAY, True, False, None, ())] == ["01/03/2027", "có", "", "", ""]


def test_what_begins_only_later_is_gone_until_then() -> None:
    (change,) = diff(cat(OLD), cat(replace(OLD, effective_from=DAY)))
    assert (change.kind, change.reason) == (ChangeKind.ENDED, "không còn trong danh mục")
