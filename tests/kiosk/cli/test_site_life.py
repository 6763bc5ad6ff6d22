"""`kiosk site rename|move|merge|close|open|takedown`: the cost first, then day and decision in the log."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest

from kiosk.clock import get_today
from kiosk.office import nights
from kiosk.office.nights import NightStep, StepOutcome
from tests.kiosk.commands import Office

SAYS = ("--decision", "15/QĐ-UBND")


@pytest.fixture
def city(tmp_path: Path, root: Path) -> Office:
    """Settings and tables of four sites, nothing built."""
    return Office.in_folder(tmp_path, root)


def codes(city: Office) -> list[str]:
    return [s["code"] for s in city.json("site", "list")]


def test_the_cost_of_a_new_address_is_told_before_it_is_taken(small_office: Office) -> None:
    words = ("site", "move", "10507", "--address", "Số 5 Lý Thường Kiệt", "--from", "2026-11-20", *SAYS)
    result = small_office.run(*words)
    assert (result.returncode, "phải in" in result.stdout) == (1, True)
    assert small_office.json("site", "list")[0]["address"] == ""
    small_office.ok(*words, "--yes")
    assert small_office.json("site", "list")[0]["address"] == "Số 5 Lý Thường Kiệt"
    opened = small_office.run("site", "open", "10999", "Trung tâm xã Mới", "--unit", "xã", *SAYS)
    assert opened.returncode == 1 and "phải in" in opened.stdout


def test_sites_are_opened_merged_and_closed(city: Office) -> None:
    city.ok("site", "open", "10999", "Trung tâm xã Mới", "--unit", "xã", "--hotline", "0225 3 999 999", *SAYS)
    city.ok("site", "merge", "10888", "--into", "10999", *SAYS)
    city.ok("site", "close", "10903", *SAYS)
    assert codes(city) == ["10507", "HP-E", "10999"]
    ended = city.json("site", "list", "--closed")
    assert [(e["site"], e["kind"], e["into"]) for e in ended] == [("10888", "merged", "10999"), ("10903", "closed", "")]


def test_the_night_takes_what_is_due_and_goes_on_with_the_tables_as_they_are_then(
    city: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    tomorrow = get_today() + timedelta(1)
    (city.folder / "data/exceptions.csv").write_text(
        "site,code,effect,document\n10888,1.000593,bỏ,5/TB\n", encoding="utf-8"
    )
    city.ok("site", "close", "10888", "--from", f"{tomorrow}", *SAYS)
    assert city.json("site", "list", "--planned")[0]["day"] == f"{tomorrow}"
    assert "site-planned" in {t["kind"] for t in city.json("today")}
    monkeypatch.setattr("kiosk.cli.nightly.get_today", lambda: tomorrow)
    # The other steps of a night are tried elsewhere; without a worker for them this one takes a second.
    do, kept = nights.run_step, ("Điểm tiếp nhận", "Việc cần làm")

    def only_these(step: NightStep) -> StepOutcome:
        return do(step) if step.name in kept else StepOutcome(step.name, "", is_done=True)

    monkeypatch.setattr(nights, "run_step", only_these)
    steps = {s["name"]: s["sentence"] for s in city.json("nightly")["steps"]}
    assert "10888 ngừng hoạt động theo 15/QĐ-UBND" in steps["Điểm tiếp nhận"]
    assert codes(city) == ["10507", "10903", "HP-E"]
    assert city.json("site", "list", "--planned") == []


def test_wrong_usage_and_lacking_decisions(city: Office) -> None:
    assert city.run("site", "move", "10888", *SAYS).returncode == 2
    assert "--decision" in city.refused("site", "close", "10888")
