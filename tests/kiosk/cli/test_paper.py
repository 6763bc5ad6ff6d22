"""`kiosk reprint`, `relayout`, `confirm`: what the staff of a site do, counted, with reasons."""

from __future__ import annotations

import pytest

from kiosk.cli.paper import _show
from kiosk.paper.comparison import SheetAction
from kiosk.press.reprint import Action, Reason, SiteActions
from tests.kiosk.commands import SITES, Office

DAY = ("--as-of", "2026-11-24")
NEW = Action("HT-01", "ho-tich", SheetAction.PRINT, 2, (Reason("1.000593", "Kết hôn", "mới", decision="5/QĐ"),))
DOWN = Action("DD-01", "", SheetAction.TAKE_DOWN, 1, (Reason("1.012786", "Đất", "bãi bỏ"),))
STAYS = Action("HT-02", "ho-tich", SheetAction.KEEP, 1)


def test_sites_with_the_same_work_are_told_together(capsys: pytest.CaptureFixture[str]) -> None:
    sites = [SiteActions(f"1088{i}", f"Xã {i}", (NEW, STAYS)) for i in range(8)]
    _show([*sites, SiteActions("HP-E", "Trung tâm", (NEW, DOWN)), SiteActions("HP-W", "Trung tâm", (STAYS,))])
    lines = capsys.readouterr().out.splitlines()
    assert "HP-E\tTrung tâm\t1\t1\t0" in lines
    assert "8 điểm (10880, 10881, 10882, 10883, 10884, 10885, …):" in lines
    assert lines.count("  in HT-01: 1.000593 mới (5/QĐ)") == 2
    assert "  gỡ DD-01: 1.012786 bãi bỏ" in lines
    assert lines[-1] == "Tổng cộng phải in 9 tờ cho 9 điểm."


def test_more_than_four_reasons_are_a_sign_to_look_closer(capsys: pytest.CaptureFixture[str]) -> None:
    reasons = tuple(Reason(f"1.00000{i}", "x", "mới") for i in range(5))
    _show([SiteActions("10888", "Xã", (Action("HT-01", "ho-tich", SheetAction.PRINT, 2, reasons),))])
    shown = capsys.readouterr().out
    assert "1.000003 mới …" in shown
    assert "1.000004" not in shown


def test_the_first_release_is_to_be_printed_whole(sample_office: Office) -> None:
    sites = sample_office.json("reprint")["sites"]
    assert [s["code"] for s in sites] == list(SITES)
    assert {a["do"] for s in sites for a in s["actions"]} == {"in"}
    assert f"cho {len(SITES)} điểm." in sample_office.ok("reprint").splitlines()[-1]


def test_against_a_release_that_is_the_same_nothing_is_to_be_done(sample_office: Office) -> None:
    assert "Tổng cộng phải in 0 tờ cho 0 điểm." in sample_office.ok("reprint", "--since", "1")


@pytest.mark.parametrize(
    "words", [("--since", "99"), ("--site", "99999"), ("--xlsx", "khong-co/in.xlsx"), ("--pdf", "khong-co/giay")]
)
def test_what_is_not_there_is_told(sample_office: Office, words: tuple[str, ...]) -> None:
    assert words[1].split("/")[0] in sample_office.refused("reprint", *words)
    assert not (sample_office.folder / "khong-co").exists()


def test_files_instead_of_the_table(office: Office) -> None:
    said = office.ok("reprint", "--site", "HP-E", "--xlsx", "in.xlsx", "--pdf", "giay")
    assert said == "Đã ghi in.xlsx\nĐã ghi 2 tệp PDF vào giay\n"
    assert sorted(p.name for p in (office.folder / "giay").iterdir()) == ["so-do-treo-HP-E.pdf", "thay-to-HP-E.pdf"]


def test_relayout_counts_before_it_does_anything(sample_office: Office) -> None:
    shown = sample_office.ok("relayout", "--all", *DAY)
    assert [line.split("\t")[0] for line in shown.splitlines() if "\t" in line][1:] == list(SITES)
    assert "Tổng cộng phải in 0 tờ." in shown, "what was laid out from nothing stays as it is"
    assert "Thêm --apply" in shown


@pytest.mark.parametrize("words", [(), ("10507", "--all")])
def test_one_site_or_all(sample_office: Office, words: tuple[str, ...]) -> None:
    answer = sample_office.run("relayout", *words)
    assert answer.returncode == 2
    assert "một mã điểm, hoặc --all" in answer.stderr


def test_a_fresh_layout_is_built_when_asked(office: Office) -> None:
    assert "Bước tiếp theo: kiosk publish." in office.ok("relayout", "10507", "--apply", *DAY)
