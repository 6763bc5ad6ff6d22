"""`kiosk build`, `plan`, `verify`, `publish`, `rollback`, `regenerate`, `gc`: what is said and how it ends."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from types import SimpleNamespace
from typing import cast

import pytest

from kiosk.cli import releases as commands
from kiosk.cli.releases import _change_json, _change_text, _explain
from kiosk.model.verdict import Verdict
from kiosk.office import releases
from kiosk.office.releases import Forecast
from kiosk.paper.comparison import SheetAction, SheetChange
from tests.kiosk.commands import SITES, Office

DAY = ("--as-of", "2026-11-24")
CHANGE = SheetChange("HT-01", "ho-tich", 2, SheetAction.PRINT)


@pytest.fixture
def office(small_office: Office) -> Office:
    """What these commands do to a workspace is the same with thirty procedures."""
    return small_office


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (replace(CHANGE, came=("1.1", "1.2"), left=("1.3",)), "  in HT-01: vào 1.1, 1.2; ra 1.3"),
        (replace(CHANGE, changed=("1.1",)), "  in HT-01: đổi nội dung in 1.1"),
        (replace(CHANGE, joined=("1.1",), shifted=("1.2",)), "  in HT-01: chuyển chỗ 1.1, 1.2"),
        (replace(CHANGE, reworded=True), "  in HT-01: câu chữ, liên hệ hoặc biểu trưng in chung đổi"),
        (replace(CHANGE, fresh=True), "  in HT-01: tờ mới"),
        (replace(CHANGE, action=SheetAction.TAKE_DOWN, left=("1.1",)), "  gỡ HT-01: ra 1.1"),
    ],
)
def test_a_change_in_words(change: SheetChange, text: str) -> None:
    assert _change_text(change) == text


def test_a_change_for_machines_keeps_every_cause_apart() -> None:
    facts = _change_json(replace(CHANGE, came=("1.1",), joined=("1.2",), shifted=("1.3",), reworded=True))
    assert facts == {
        "label": "HT-01",
        "action": "in",
        "came": ("1.1",),
        "left": (),
        "changed": (),
        "moved": ("1.2", "1.3"),
        "reworded": True,
    }


def test_sites_with_the_same_changes_are_explained_once(capsys: pytest.CaptureFixture[str]) -> None:
    stays = replace(CHANGE, label="HT-02", action=SheetAction.KEEP)
    changes = {f"1088{i}": (replace(CHANGE, came=("1.1",)), stays) for i in range(7)} | {"HP-E": (stays,)}
    sites = [SimpleNamespace(site=SimpleNamespace(code=code), changes=each) for code, each in changes.items()]
    _explain(cast("Forecast", SimpleNamespace(sites=sites)))
    assert capsys.readouterr().out.splitlines() == [
        "7 điểm (10880, 10881, 10882, 10883, 10884, 10885, …):",
        "  in HT-01: vào 1.1",
    ]


def test_a_plan_of_what_stands_keeps_every_sheet(sample_office: Office) -> None:
    planned = sample_office.json("plan", *DAY)
    assert [s["code"] for s in planned["sites"]] == list(SITES)
    assert {sheet["action"] for s in planned["sites"] for sheet in s["sheets"]} == {"giữ"}
    shown = sample_office.ok("plan", "--why", *DAY)
    assert f"Kế hoạch cho bản phát hành {planned['release']}" in shown
    assert "điểm (" not in shown, "nothing to explain"


def test_a_build_of_what_stands_says_so(office: Office) -> None:
    assert "Không có gì thay đổi: bản phát hành 1 vẫn đúng" in office.ok("build", *DAY)


def test_verify_reads_anew_and_ends_with_the_verdict(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[dict[str, object]] = []

    def verify_release(_store: object, manifest: object, _report: object, **options: object) -> Verdict:
        asked.append(options)
        return Verdict("digest", 1, 1, 1, 1, ("thiếu tệp x",), ())

    monkeypatch.setattr(releases, "verify_release", verify_release)
    answer = office.run("verify", "1", "--deep")
    assert answer.returncode == 1
    assert "thiếu tệp x" in answer.stderr
    assert "KHÔNG đạt" in answer.stdout
    assert asked == [{"deep": True, "reread": True}]
    result = office.run("verify", "--json")
    assert result.returncode == 1
    assert '"passed": false' in result.stdout


@pytest.mark.parametrize(
    "words", [("verify", "99"), ("publish", "99"), ("rollback", "99"), ("coverage", "--release", "99")]
)
def test_a_release_that_is_not_there_is_told(sample_office: Office, words: tuple[str, ...]) -> None:
    assert "99" in sample_office.refused(*words)


def test_publishing_ahead_of_its_day_is_said(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    day = date(2026, 11, 24)
    monkeypatch.setattr(commands, "get_today", lambda: day)
    monkeypatch.setattr(commands, "show_verdict", lambda *_: None)
    for ahead in (0, 1):
        manifest = SimpleNamespace(number=3, as_of=day + timedelta(ahead))
        published = SimpleNamespace(manifest=manifest, verdict=None)
        commands._say_published(published)  # type: ignore[arg-type]
        said = capsys.readouterr()
        assert said.out == "Đã công bố bản phát hành 3.\n"
        assert ("chưa đến ngày đó" in said.err) is bool(ahead)


def test_regenerate_of_what_stands_publishes_nothing(office: Office) -> None:
    said = office.ok("regenerate", *DAY)
    assert "vẫn đúng" in said
    assert "Đã công bố" not in said
    assert office.json("status")["published"] == 1


def test_rolling_back_names_both_numbers(office: Office) -> None:
    office.write("qd.csv", "code,name,level,uuid,field\n1.999990,Thủ tục mới,xã,,Hộ tịch\n")
    said = office.ok("regenerate", "qd.csv", "--as", "change", *DAY)
    assert "ghi là lần nhập 1" in said
    assert "Đã công bố bản phát hành 2." in said
    assert "Đã công bố bản phát hành 3 với nội dung của bản 1." in office.ok("rollback")


def test_cleaning_up_says_what_and_how_much_with_a_comma(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    removed = SimpleNamespace(releases=(1, 2), objects=7, bytes=12_340_000, cached=5)
    monkeypatch.setattr(releases, "list_removable", lambda *_: (1, 2))
    monkeypatch.setattr(releases, "remove_old", lambda *_: removed)
    assert office.ok("gc", "--dry-run") == "Sẽ xóa các bản: 1, 2\nSẽ xóa 0 ảnh chụp tường giữ quá 30 ngày.\n"
    assert (
        office.ok("gc")
        == "Đã xóa 2 bản phát hành, 7 tệp (12,3 MB), 5 kết quả tính sẵn, 0 ảnh chụp tường giữ quá 30 ngày.\n"
    )
