"""hold and resume, as a person and as the night sees them."""

from __future__ import annotations

import json
from datetime import timedelta

import pytest

from kiosk.clock import get_today
from tests.kiosk.commands import Office

DAY = ("--as-of", "2026-11-24")
CHANGE = "code,name,decision,level,field\n1.001193,Tên sẽ đổi,3501/QĐ-UBND,xã,Hộ tịch\n"


@pytest.fixture
def office(small_office: Office) -> Office:
    """What these commands do to a workspace is the same with thirty procedures."""
    return small_office


def amend(office: Office) -> None:
    """Take over a decision that comes in ninety days, and publish it."""
    office.write("qd.csv", CHANGE)
    later = (get_today() + timedelta(days=90)).isoformat()
    office.ok("regenerate", "qd.csv", "--as", "change", "--decision", "3501/QĐ-UBND", "--effective", later, *DAY)


def test_the_night_does_not_bring_back_what_was_left(office: Office) -> None:
    amend(office)
    said = office.run("rollback")
    assert "Đã công bố bản phát hành 3 với nội dung của bản 1." in said.stdout
    assert "kiosk resume" in said.stderr
    told = office.refused("regenerate", *DAY)
    assert "đang tạm dừng công bố, không công bố gì" in told
    state = office.json("status")
    assert (state["published"], state["built"]) == (3, [1, 2, 3])
    assert office.ok("status").startswith("ĐANG TẠM DỪNG CÔNG BỐ")
    assert "Đã cho công bố tiếp" in office.ok("resume", "--by", "Phòng KSTT")
    office.ok("regenerate", *DAY)
    assert office.json("status")["published"] == 4


def test_a_person_holds_and_resumes(office: Office) -> None:
    assert office.run("hold").returncode == 2
    office.write("qd.csv", CHANGE)
    office.ok("import", "qd.csv", "--as", "change", "--effective", "2026-11-24", "--apply")
    told = office.ok("hold", "--reason", "chờ ý kiến", "--by", "Phòng KSTT")
    assert "Đã tạm dừng công bố: chờ ý kiến, Phòng KSTT" in told
    office.ok("build", *DAY)
    for words in (("regenerate", *DAY), ("publish",)):
        assert "chờ ý kiến" in office.refused(*words)
    assert office.json("status")["published"] == 1
    events = [json.loads(line) for line in (office.folder / "var/history.jsonl").read_text().splitlines()]
    assert (events[-1]["held"], events[-1]["by"]) == ("chờ ý kiến", "Phòng KSTT")
    office.ok("resume")
    assert "không có gì đang tạm dừng" in office.refused("resume")


def test_holding_a_decision_publishes_pages_without_it_at_once(office: Office) -> None:
    amend(office)
    said = office.run("hold", "--decision", "3501/QĐ-UBND", "--reason", "chờ sửa")
    assert said.returncode == 0, said.stderr
    assert "Đã công bố bản phát hành 3." in said.stdout
    assert "Chưa rõ kiosk của" in said.stderr
    state = office.json("status")
    assert (state["published"], state["up_to_date"]) == (3, True)
    assert state["hold"]["decisions"][0]["unknown"]
    assert "Không có gì thay đổi" in office.ok("regenerate", "--as-of", get_today().isoformat())
    assert "kiosk resume --decision 3501/QĐ-UBND" in office.ok("status")
    office.ok("resume", "--decision", "3501/QĐ-UBND")
    office.ok("regenerate", "--as-of", get_today().isoformat())
    assert office.json("status")["published"] == 4


def test_a_decision_that_is_live_is_told_where_publishing_is_held(office: Office) -> None:
    amend(office)
    office.ok("hold", "--reason", "chờ ý kiến")
    said = office.run("hold", "--decision", "3501/QĐ-UBND", "--reason", "chờ sửa")
    assert said.returncode == 1
    assert "Trang đang công bố vẫn mang thay đổi này" in said.stderr
    assert "Chưa công bố bản nào không có thay đổi này" in office.ok("status")
    assert office.json("status")["published"] == 2


@pytest.mark.parametrize("option", ["--reason", "--decision", "--by"])
def test_hidden_characters_reach_neither_log_nor_terminal(office: Office, option: str) -> None:
    words = {"--reason": "chờ", "--decision": "", "--by": ""} | {option: "a\x1b]0;b\x07\u202e"}
    told = office.refused("hold", *(part for pair in words.items() for part in pair))
    assert told.replace("\n", "").isprintable()
    assert "U+001B" in told
    office.write("qd.csv", CHANGE)
    assert "U+001B" in office.refused("import", "qd.csv", "--apply", "--as", "change", "--decision", "3501\x1b[2J")
    assert "\x1b" not in (office.folder / "var/history.jsonl").read_text(encoding="utf-8")
    assert office.json("status")["catalogue"] is None
