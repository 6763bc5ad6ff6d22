"""`kiosk nightly`: each part whatever became of the others, one message, and an event that the next morning reads."""

from __future__ import annotations

import json
from pathlib import Path

from kiosk.office import events, nights
from kiosk.office.database.migrating import open_database
from kiosk.office.holding import hold_publishing
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

DEAF = "http://127.0.0.1:9"
"""Nothing listens there."""


def settle(office: Office, watch: dict[str, object], night: dict[str, object]) -> None:
    path = office.folder / "config.yaml"
    kept = path.read_text(encoding="utf-8").split("\nwatch:")[0]
    path.write_text(f"{kept}\nwatch: {json.dumps(watch)}\nnight: {json.dumps(night)}\n", encoding="utf-8")


def test_a_quiet_night_says_that_all_is_done_and_what_is_to_be_done(small_office: Office) -> None:
    message = small_office.ok("nightly")
    assert message.splitlines()[0].endswith(": mọi việc đã xong")
    assert "Công bố: xong." in message and "Dọn bản cũ: xong." in message
    assert "Sao lưu" not in message and "Đồng bộ" not in message
    assert "Lệnh làm tiếp: kiosk" in message


def test_what_fails_is_told_stops_nothing_and_stands_in_the_log(small_office: Office, tmp_path: Path) -> None:
    settle(
        small_office,
        {"portal": DEAF, "contact": "", "pause_seconds": 0},
        {"sync": True, "links": True, "backup": str(tmp_path / "sao-luu"), "webhook": f"{DEAF}/bi-mat"},
    )
    hold_publishing(Store(small_office.folder / "var"), "chờ văn bản")
    answer = small_office.run("nightly", "--json")
    assert answer.returncode == 1, answer.stderr
    steps = {s["name"]: s["is_done"] for s in json.loads(answer.stdout)["steps"]}
    assert steps == {
        "Điểm tiếp nhận": True,
        "Công bố": False,
        "Bảng tra mã tờ": True,
        "Kiosk": True,
        "Việc cần làm": True,
        "Dọn bản cũ": True,
        "Dọn ảnh chụp tường": True,
        "Sao lưu": True,
        "Đồng bộ Cổng": False,
        "Kiểm tra đường dẫn": False,
        "Gửi tới địa chỉ web": False,
    }
    assert (tmp_path / "sao-luu/ban-chup/0001.json").is_file()
    database = open_database(small_office.folder / "var")
    with database.reading() as connection:
        (event,) = events.list_events(connection, 1, subject=nights.SUBJECT)
    database.close()
    assert event.after["failed"] == ["Công bố", "Đồng bộ Cổng", "Kiểm tra đường dẫn", "Gửi tới địa chỉ web"]  # type: ignore[index]
    assert "bi-mat" not in str(event.after)
    again = json.loads(small_office.run("nightly", "--json").stdout)
    assert not {"night-failed", "backup"} & {task["kind"] for task in again["tasks"]}
    first = small_office.json("today")[0]
    assert (first["kind"], first["next"]) == ("night-failed", "kiosk nightly")


def test_a_setting_of_the_night_that_cannot_be_is_refused(small_office: Office) -> None:
    settle(small_office, {}, {"mail": {"to": ["văn phòng"], "sender": "a@b.vn"}})
    assert "night.mail.to" in small_office.refused("nightly")
