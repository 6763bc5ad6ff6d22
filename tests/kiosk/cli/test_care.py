"""What doctor, backup and restore say, and how they end."""

from __future__ import annotations

from pathlib import Path

from kiosk.release.damage import DAMAGES, Kind
from tests.kiosk.commands import Office


def test_the_doctor_counts_what_is_healed_and_what_waits(office: Office) -> None:
    office.write("var/releases/1/la.txt", "x")
    office.write("var/posted.json", "[")
    waiting = office.run("doctor")
    assert waiting.returncode == 1
    assert "Có 2 chỗ hỏng, đã sửa 1, còn 1 chỗ CHƯA sửa." in waiting.stdout
    assert "releases/1/la.txt (không có trong danh sách): đã cất vào set-aside/releases-1-la.txt" in waiting.stdout
    assert f"Cách sửa: {DAMAGES[Kind.POSTED].healed}." in waiting.stdout
    assert f"Cách sửa: {DAMAGES[Kind.STRANGER].healed}." not in waiting.stdout
    assert "Có 1 chỗ hỏng, đã sửa hết." in office.ok("doctor", "--yes")
    assert "không có gì hỏng" in office.ok("doctor")


def test_the_doctor_says_for_machines_what_waits_for_a_person(office: Office) -> None:
    office.write("var/posted.json", "[")
    told = office.run("doctor", "--json")
    assert told.returncode == 1
    assert '"needs_consent": true' in told.stdout
    assert f'"means": "{DAMAGES[Kind.POSTED].means}"' in told.stdout


def test_many_places_of_one_kind_are_counted(office: Office) -> None:
    for i in range(15):
        office.write(f"var/releases/1/la-{i:02d}.txt", "x")
    told = office.ok("doctor")
    assert told.count("đã cất vào") == 12
    assert "tất cả 15 chỗ, 15 đã sửa" in told


def test_a_backup_names_its_number_and_what_it_left(office: Office, tmp_path: Path) -> None:
    shelf = tmp_path / "usb"
    assert "Đã ghi bản sao lưu 1 vào" in office.ok("backup", str(shelf))
    told = office.ok("backup", str(shelf), "--keep", "1")
    assert "chép mới 0 tệp (0,0 MB)" in told
    assert "Đã bỏ các bản sao lưu cũ: 1." in told
    assert "không có bản sao lưu này" in office.refused("restore", str(shelf), "--to", "moi", "--snapshot", "1")


def test_what_a_backup_lacks_is_told_and_is_no_success(office: Office, tmp_path: Path) -> None:
    office.write("var/releases/1/manifest.json", "{")
    told = office.refused("backup", str(tmp_path / "usb"))
    assert "THIẾU" in told
    assert "releases/1/manifest.json" in told


def test_a_content_lost_among_the_backups_is_told_and_is_no_success(office: Office, tmp_path: Path) -> None:
    office.ok("backup", str(tmp_path / "usb"))
    for place in (tmp_path / "usb/kho").glob("a?/*"):
        place.unlink()
    told = office.refused("restore", str(tmp_path / "usb"), "--to", str(tmp_path / "moi"))
    assert "HỎNG" in told
    assert "Khôi phục CHƯA đủ" in told


def test_settings_from_elsewhere_are_said_to_stand_apart(office: Office, tmp_path: Path) -> None:
    (office.folder / "data/sites.csv").rename(tmp_path / "diem.csv")
    settings = (office.folder / "config.yaml").read_text(encoding="utf-8")
    office.write("config.yaml", settings.replace("data/sites.csv", str(tmp_path / "diem.csv")))
    office.ok("backup", str(tmp_path / "usb"))
    told = office.run("restore", str(tmp_path / "usb"), "--to", str(tmp_path / "moi"))
    assert told.returncode == 0
    assert "đặt trong ngoai/" in told.stderr
    assert [p.name.partition("-")[2] for p in (tmp_path / "moi/ngoai").iterdir()] == ["diem.csv"]
