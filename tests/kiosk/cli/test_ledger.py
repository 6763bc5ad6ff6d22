"""A month of paper lived through the commands, with the mistakes that people make."""

from __future__ import annotations

import pytest

from kiosk.clock import get_today
from tests.kiosk.commands import Office

TODAY = get_today()


@pytest.fixture
def ordered(posting_office: Office) -> Office:
    """An office with an order for one site."""
    posting_office.ok("order", "make", "--site", "10507")
    return posting_office


def test_an_order_is_confirmed_and_the_wall_says_how_that_is_known(ordered: Office) -> None:
    ordered.ok("confirm", "--order", "1", "--by", "Lan", "--on", "2026-11-25", "--evidence", "công văn 12")
    wall = ordered.json("wall", "10507")
    assert {s["recorded"]["by"] for s in wall["sheets"]} == {"Lan"}
    assert {s["recorded"]["evidence"] for s in wall["sheets"]} == {"công văn 12"}
    assert {s["day"] for s in wall["sheets"]} == {"2026-11-25"}
    assert all(s["current"] for s in wall["sheets"])
    assert any(p["code"] == "1.001193" for s in wall["sheets"] for p in s["procedures"])
    assert ordered.json("wall", "10507", "--on", "2026-11-24")["sheets"] == []
    told = ordered.ok("wall", "10507")
    assert "Lan" in told
    assert "lệnh in 1" in told
    assert "không ghi lại" in ordered.ok("confirm", "--order", "1")


def test_what_was_printed_is_booked_though_another_release_is_live(ordered: Office) -> None:
    ordered.write("qd.csv", "code,name,levels,received_at,field\n1.001193,Khai sinh đổi tên,xã,xã,Hộ tịch\n")
    ordered.ok("regenerate", "qd.csv", "--as", "change", "--as-of", "2026-11-24")
    shown = ordered.run("order", "show", "1")
    assert "không còn đúng với bản đang công bố" in shown.stderr
    ordered.ok("confirm", "--order", "1")
    old = [s for s in ordered.json("wall", "10507")["sheets"] if not s["current"]]
    assert old
    assert {s["release"] for s in old} == {1}
    owed = ordered.json("order", "make", "--site", "10507")["order"]["parcels"][0]["sheets"]
    assert {s["sheet"] for s in owed} == {s["sheet"] for s in old}
    assert {s["cause"] for s in owed} == {"tờ đang treo là bản cũ"}


def test_one_sheet_is_lost_found_and_undone(ordered: Office) -> None:
    ordered.ok("confirm", "--order", "1")
    told = ordered.json("confirm", "10507", "1-1", "--lost")
    (event,) = [r["event"] for r in told["recorded"]]
    assert not next(s for s in ordered.json("wall", "10507")["sheets"] if s["sheet"] == "1-1")["hangs"]
    assert f"sự kiện {event}" in ordered.ok("undo", str(event), "--note", "tìm thấy sau tủ")
    assert next(s for s in ordered.json("wall", "10507")["sheets"] if s["sheet"] == "1-1")["hangs"]
    assert "đã được hủy rồi" in ordered.refused("undo", str(event))


def test_a_printed_id_hangs_a_sheet_and_a_typing_error_does_not(ordered: Office) -> None:
    ordered.ok("order", "show", "1", "--xlsx", "treo.xlsx")
    ordered.ok("confirm", "--order", "1", "1-1")
    mark = next(s for s in ordered.json("wall", "10507")["sheets"])["mark"]
    assert "không ghi lại" in ordered.ok("confirm", "10507", mark)
    wrong = mark[:-2] + mark[-1] + mark[-2]
    assert "Cách xử lý" in ordered.refused("confirm", "10507", wrong if wrong != mark else mark[:-1])
    assert len(ordered.json("wall", "10507")["sheets"]) == 1


def test_a_ticked_list_comes_back(ordered: Office) -> None:
    from openpyxl import load_workbook

    ordered.ok("order", "show", "1", "--xlsx", "treo.xlsx")
    book = load_workbook(ordered.folder / "treo.xlsx")
    page = book.worksheets[0]
    page["G2"], page["G3"], page["H3"] = "x", "x", "26/11/2026"
    book.save(ordered.folder / "treo.xlsx")
    assert "2 tờ đã treo tại điểm 10507" in ordered.ok("confirm", "--list", "treo.xlsx")
    days = {s["sheet"]: s["day"] for s in ordered.json("wall", "10507")["sheets"]}
    assert sorted(days.values()) == sorted(["2026-11-26", TODAY.isoformat()])
    page["G4"] = "hình như"
    book.save(ordered.folder / "sai.xlsx")
    assert "dòng 4" in ordered.refused("confirm", "--list", "sai.xlsx")


def test_a_foreign_code_is_an_incident_until_it_is_closed(posting_office: Office) -> None:
    told = posting_office.ok("confirm", "10507", "--foreign", "mã khác dán đè lên tờ 1-1")
    assert "sự cố 1" in told
    assert [i["number"] for i in posting_office.json("incident", "list")] == [1]
    assert "1 sự cố" in posting_office.ok("today")
    posting_office.ok("incident", "close", "1", "--note", "đã bóc")
    assert "Không có sự cố nào còn mở" in posting_office.ok("incident", "list")
    assert "không có sự cố" in posting_office.refused("incident", "close", "1", "--note", "x")


@pytest.mark.parametrize(
    "words",
    [
        (),
        ("10507",),
        ("10507", "1-1", "--down", "--lost"),
        ("--order", "1", "--down"),
        ("--down", "--site", "10507,10888", "1-1"),
    ],
)
def test_wrong_usage_is_told_in_words(sample_office: Office, words: tuple[str, ...]) -> None:
    answer = sample_office.run("confirm", *words)
    assert answer.returncode == 2, answer.stdout + answer.stderr
    assert "Traceback" not in answer.stderr


def test_a_day_to_come_is_refused(ordered: Office) -> None:
    assert "chưa đến" in ordered.refused("confirm", "--order", "1", "--on", "2099-01-01")
    assert ordered.json("wall", "10507")["sheets"] == []


def test_a_confirmation_tells_what_is_odd_about_the_order(ordered: Office) -> None:
    unsent = ordered.run("confirm", "--order", "1", "--site", "10507", "1-1").stderr
    assert "Lệnh in 1 chưa ghi gửi in hay giao đến điểm 10507" in unsent
    ordered.ok("order", "send", "1")
    ordered.ok("order", "cancel", "1", "--site", "10507")
    again = ordered.run("confirm", "--order", "1", "--site", "10507").stderr
    assert "chưa ghi gửi in" not in again
    assert "tờ của lệnh in 1 đã hủy nên không ghi" in again
    assert "đã treo, hủy " in ordered.ok("order", "show", "1")
