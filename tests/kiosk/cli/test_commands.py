"""The office's day on the command line: import, compare, regenerate, print, confirm, roll back; exit codes and JSON."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from tests.kiosk.commands import SITES, Office

DAY = ("--as-of", "2026-11-24")
CHANGE = """code,name,level,uuid,field
1.001193,Thủ tục đăng ký khai sinh (tên mới theo quyết định),xã,019d2bfd-3821-70da-8b9b-b6e9f9b5ce29,Hộ tịch
1.999990,Thủ tục mới hoàn toàn,xã,,Hộ tịch
"""


def test_wrong_usage_answers_two(office: Office) -> None:
    assert office.run("bulid").returncode == 2
    assert office.run("import", "--effective", "hôm qua", "x.csv").returncode == 2
    assert office.run("relayout").returncode == 2


def test_the_published_sample_is_whole_and_says_that_it_is_one(office: Office) -> None:
    report = office.json("coverage")
    assert [s["code"] for s in report["sites"]] == list(SITES)
    assert report["sample"] is True
    for s in report["sites"]:
        assert s["required"] == s["on_paper"] == s["on_page"] == s["entry_links"] + s["search_links"] > 0
        assert s["gaps"] == []
    assert "BẢN MẪU – KHÔNG NIÊM YẾT" in office.ok("status")


def test_nothing_changed_rewrites_nothing(office: Office) -> None:
    before = {p: p.stat().st_mtime_ns for p in (office.folder / "var/releases").rglob("*")}
    assert office.json("build", *DAY) | {"made": False} == office.json("build", *DAY)
    assert {p: p.stat().st_mtime_ns for p in (office.folder / "var/releases").rglob("*")} == before


def test_the_same_input_gives_the_same_digest_anywhere(office: Office, tmp_path: Path, root: Path) -> None:
    other = Office.in_folder(tmp_path / "elsewhere", root)
    result = other.start("build", *DAY, "--json", TZ="Pacific/Kiritimati", PYTHONHASHSEED="7", LC_ALL="C")
    assert result.returncode == 0, result.stderr
    assert json.loads(result.stdout)["digest"] == office.json("build", *DAY)["digest"]


def test_an_import_shows_the_difference_and_applies_only_when_told(office: Office) -> None:
    office.write("qd.csv", CHANGE)
    shown = office.json("import", "qd.csv", "--as", "change", "--decision", "12/QĐ-UBND")
    assert {c["code"] for c in shown["changes"]} == {"1.001193", "1.999990"}
    assert shown["applied"] is False
    assert office.json("status")["catalogue"] is None
    assert office.json("import", "qd.csv", "--as", "change", "--apply")["catalogue"] == 1
    assert office.json("status")["up_to_date"] is False


def test_an_import_is_undone_and_the_undoing_too(office: Office) -> None:
    assert "không có gì để hoàn tác" in office.refused("import", "--undo", "1")
    office.write("qd.csv", CHANGE)
    office.ok("import", "qd.csv", "--as", "change", "--apply")
    office.ok("import", "--undo", "1")
    assert office.json("status")["up_to_date"] is True
    assert {c["code"] for c in office.json("diff", "dm1", "nay")["changes"]} == {"1.001193", "1.999990"}
    office.ok("import", "--undo", "2")
    assert office.json("diff", "dm1", "nay")["changes"] == []


def test_a_decision_reprints_only_its_sheets_and_can_be_rolled_back(office: Office) -> None:
    office.write("qd.csv", CHANGE)
    office.ok("regenerate", "qd.csv", "--as", "change", "--decision", "12/QĐ-UBND", "--effective", "2026-11-24", *DAY)
    sites = {s["code"]: s["actions"] for s in office.json("reprint", "--since", "1")["sites"]}
    printed = [a for a in sites["10507"] if a["do"] == "in"]
    assert 1 <= len(printed) <= 2
    reasons = " ".join(str(r) for a in printed for r in a["reasons"])
    assert "tên mới theo quyết định" in reasons
    assert "1.999990" in reasons
    assert all(a["do"] == "giữ" for a in sites["HP-E"])
    assert office.json("status")["published"] == 2
    office.ok("rollback")
    state = office.json("status")
    assert (state["published"], state["up_to_date"]) == (3, False)
    old = office.folder / "var/releases/1/sites/10507/niem-yet-A4.pdf"
    assert (office.folder / "var/current/sites/10507/niem-yet-A4.pdf").read_bytes() == old.read_bytes()


def test_the_plan_tells_why(office: Office) -> None:
    office.write("qd.csv", CHANGE)
    office.ok("import", "qd.csv", "--as", "change", "--apply", "--effective", "2026-11-24")
    told = office.ok("plan", "--why", *DAY)
    assert "đổi nội dung in 1.001193" in told
    assert "vào 1.999990" in told


def test_the_plan_counts_the_sheets_that_print_another_hotline(office: Office) -> None:
    settings = (office.folder / "config.yaml").read_text(encoding="utf-8")
    assert "18001096" in settings
    office.write("config.yaml", settings.replace("18001096", "18001097"))
    planned = {s["code"]: [c["action"] for c in s["sheets"]] for s in office.json("plan", *DAY)["sites"]}
    told = office.ok("plan", "--why", *DAY)
    office.ok("regenerate", *DAY)
    done = {s["code"]: [a["do"] for a in s["actions"]] for s in office.json("reprint", "--since", "1")["sites"]}
    assert {code: actions.count("in") for code, actions in planned.items()} == {
        code: actions.count("in") for code, actions in done.items()
    }
    assert all("in" in actions for actions in planned.values())
    assert "câu chữ, liên hệ hoặc biểu trưng in chung đổi" in told


def test_taking_down_what_does_not_hang_is_refused(office: Office) -> None:
    assert "XX-01" in office.refused("confirm", "10888", "XX-01", "--down")
    assert "99999" in office.refused("confirm", "99999", "1-1", "--down")


def test_json_stands_alone_beside_a_written_list(office: Office) -> None:
    assert office.json("reprint", "--xlsx", "in.xlsx")["sites"]
    assert (office.folder / "in.xlsx").exists()


def test_undoing_takes_no_file(office: Office) -> None:
    office.write("qd.csv", CHANGE)
    told = office.run("import", "qd.csv", "--undo", "1")
    assert told.returncode == 2
    assert "không nhận tệp nào" in told.stderr


def test_a_change_of_the_future_waits_for_its_day(office: Office) -> None:
    office.write("qd.csv", CHANGE)
    office.ok("import", "qd.csv", "--as", "change", "--apply", "--effective", "2027-03-01")
    assert "2027-03-01" in office.json("status")["next_changes"]
    new = "1.999990"

    def listed(day: str) -> bool:
        number = office.json("build", "--as-of", day)["release"]
        return new in (office.folder / f"var/releases/{number}/manifest.json").read_text(encoding="utf-8")

    assert listed("2027-03-01")
    assert not listed("2027-02-28")


def test_what_hangs_is_confirmed_and_compared(posting_office: Office) -> None:
    office = posting_office
    before = office.json("reprint", "--site", "10507")["sites"][0]["actions"]
    assert {a["do"] for a in before} == {"in"}
    office.ok("order", "make", "--site", "10507")
    office.ok("confirm", "--order", "1")
    after = office.json("reprint", "--site", "10507")["sites"][0]["actions"]
    assert {a["do"] for a in after} == {"giữ"}
    office.ok("confirm", "10507", after[0]["label"], "--down")
    third = office.json("reprint", "--site", "10507")["sites"][0]["actions"]
    assert [a["label"] for a in third if a["do"] == "in"] == [after[0]["label"]]
    assert "mã in trên tờ" in office.refused("confirm", "10507", "XX-99")


def test_reports_as_workbooks(office: Office) -> None:
    office.ok("coverage", "--xlsx", "do-phu.xlsx")
    page = load_workbook(office.folder / "do-phu.xlsx").active
    assert page is not None
    assert [row[0].value for row in page.iter_rows(min_row=2)] == list(SITES)
    office.ok("reprint", "--xlsx", "in.xlsx")
    assert load_workbook(office.folder / "in.xlsx").active.max_row > len(SITES)  # type: ignore[union-attr]


def test_a_trial_of_one_site_is_not_published(office: Office) -> None:
    office.write("qd.csv", CHANGE)
    office.ok("import", "qd.csv", "--as", "change", "--apply")
    assert office.json("build", "--site", "10507", *DAY)["sites"] == 1
    office.ok("verify")
    assert "dựng thử" in office.refused("publish")
    assert "không có điểm này" in office.refused("build", "--site", "99999")


@pytest.mark.parametrize(
    "words",
    [
        ("build", "--site", "hp-e,hp-E", *DAY),
        ("plan", "--site", "hp-e", *DAY),
        ("reprint", "--site", "hp-e"),
        ("relayout", "hp-e", *DAY),
        ("history", "1.000656", "--site", "hp-e"),
        ("export", "hp-e", "usb"),
    ],
)
def test_the_code_of_a_site_may_be_written_in_small_letters(office: Office, words: tuple[str, ...]) -> None:
    office.ok(*words)
    assert words[0] != "export" or (office.folder / "usb/kiosk-HP-E/sites/HP-E/niem-yet-A4.pdf").is_file()


def test_relayout_says_what_it_costs_before_it_does_anything(office: Office) -> None:
    assert "Chưa làm gì" in office.ok("relayout", "10507", *DAY)
    assert office.json("status")["built"] == [1]


def test_the_catalogues_of_two_releases_are_compared(office: Office) -> None:
    office.write("qd.csv", CHANGE)
    office.ok("regenerate", "qd.csv", "--as", "change", *DAY)
    assert {c["code"] for c in office.json("diff", "1", "2")["changes"]} == {"1.001193", "1.999990"}
    assert office.json("diff", "2", "nay")["changes"] == []
    assert "không hiểu" in office.refused("diff", "hôm-qua")


def test_gc_says_what_it_would_do_and_does_it(office: Office) -> None:
    assert "không có" in office.ok("gc", "--dry-run")
    assert "0 bản phát hành" in office.ok("gc")
    assert office.json("verify")["passed"] is True


def test_an_exported_folder_is_complete(office: Office) -> None:
    office.ok("export", "10507", "usb")
    folder = office.folder / "usb/kiosk-10507"
    assert (folder / "HUONG-DAN.html").is_file()
    assert (folder / "sites/10507/niem-yet-A4.pdf").is_file()
    assert "không có điểm này" in office.refused("export", "99999", "usb")


@pytest.mark.parametrize("words", [("publish",), ("rollback",), ("coverage",), ("export", "10507", "x"), ("verify",)])
def test_an_empty_workspace_says_what_to_do(office: Office, words: tuple[str, ...]) -> None:
    said = office.refused("--workspace", "trong", *words)
    assert "Cách xử lý" in said


def test_a_file_that_is_no_catalogue_is_one_sentence(office: Office) -> None:
    office.write("la.csv", "%PDF-1.7 not a catalogue at all\n")
    said = office.refused("import", "la.csv")
    assert "la.csv" in said
    assert said.count("\n") == 1


def test_a_broken_setting_is_one_sentence(office: Office) -> None:
    settings = (office.folder / "config.yaml").read_text(encoding="utf-8")
    office.write("config.yaml", settings + "ctiy: x\n")
    assert "«ctiy»" in office.refused("status")


def test_the_first_import_does_not_speak_of_the_sample(office: Office) -> None:
    office.write("xa.csv", CHANGE)
    shown = office.ok("import", "--commune", "xa.csv", "--apply", "--allow-drop")
    assert "Lần nhập đầu tiên" in shown
    assert "Khác biệt: mới 2" in shown
    assert "thôi áp dụng" not in shown
    assert "lần nhập 1" in shown


def test_what_the_screen_cannot_hold_stands_in_a_workbook(office: Office) -> None:
    rows = [f"1.9{n:05d},Thủ tục {n},xã,,Hộ tịch\n" for n in range(60)] + ["2.00161,Mã thiếu số,xã,,Hộ tịch\n"]
    office.write("qd.csv", CHANGE + "".join(rows))
    words = ("qd.csv", "--as", "change", "--xlsx")
    refused = office.run("import", *words, "nhap.xlsx")
    assert refused.returncode == 1, "a row was refused"
    assert refused.stdout.startswith("CÒN 1 dòng không nhận được")
    assert "xem đủ bằng --xlsx TỆP" in refused.stdout
    pages = load_workbook(office.folder / "nhap.xlsx")
    assert pages.sheetnames == ["Thay đổi", "Vấn đề", "Đề nghị sửa mã", "Số dòng"]
    assert {row[1].value for row in pages["Thay đổi"].iter_rows(min_row=2)} > {f"1.9{n:05d}" for n in range(60)}
    assert "2.00161" in {row[5].value for row in pages["Vấn đề"].iter_rows(min_row=2)}
    assert office.run("check", *words, "doc.xlsx").returncode == 1, "a code waits for a person"
    assert load_workbook(office.folder / "doc.xlsx").sheetnames == ["Số dòng", "Vấn đề", "Đề nghị sửa mã"]
    reason = ("--accept-refused", "all", "--reason", "mã chưa có trên Cổng")
    office.ok("import", "qd.csv", "--as", "change", "--apply", *reason)
    office.ok("diff", "--xlsx", "khac.xlsx")
    assert load_workbook(office.folder / "khac.xlsx").sheetnames == ["Thay đổi"]
    assert "không có thư mục" in office.refused("diff", "--xlsx", "khong-co/khac.xlsx")


def test_the_catalogue_goes_out_and_comes_back(office: Office) -> None:
    assert "dòng vào danh-muc.xlsx" in office.ok("export-catalogue", "danh-muc.xlsx")
    assert "Không có gì thay đổi" in office.ok("import", "danh-muc.xlsx")
    office.write("qd.csv", CHANGE)
    office.ok("import", "qd.csv", "--as", "change", "--apply")
    office.ok("export-catalogue", "truoc.csv", "--of", "1")
    office.ok("export-catalogue", "nay.csv")
    added = set((office.folder / "nay.csv").read_text(encoding="utf-8-sig").splitlines()) - set(
        (office.folder / "truoc.csv").read_text(encoding="utf-8-sig").splitlines()
    )
    assert any(line.startswith("1.999990,") for line in added)
    assert ".csv hoặc .xlsx" in office.refused("export-catalogue", "danh-muc.txt")


def test_sites_are_named_with_commas_or_again(office: Office) -> None:
    both = [s["code"] for s in office.json("plan", "--site", "10507, 10888", *DAY)["sites"]]
    assert both == ["10507", "10888"]
    assert [s["code"] for s in office.json("plan", "--site", "10888", "--site", "10507", *DAY)["sites"]] == both
