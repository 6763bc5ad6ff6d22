"""`kiosk status`, `coverage`, `export`, `serve`: what is seen, and what is not green."""

from __future__ import annotations

import socket
from dataclasses import replace

import pytest

from kiosk.cli.views import open_socket
from kiosk.errors import ReleaseError
from kiosk.release.export import GUIDE
from kiosk.reports import coverage as covering
from tests.kiosk.commands import SITES, Office


def test_status_for_machines_and_in_lines(sample_office: Office) -> None:
    state = sample_office.json("status")
    assert (state["published"], state["built"]) == (1, [1])
    assert "1" in sample_office.ok("status").splitlines()[0]


def test_coverage_of_a_whole_release_ends_well(sample_office: Office) -> None:
    shown = sample_office.ok("coverage")
    lines = [line.split("\t") for line in shown.splitlines() if "\t" in line]
    heads = [i for i, line in enumerate(lines) if line[0].startswith("Mã")]
    published, (columns, *gaps) = lines[1 : heads[1]], lines[heads[1] :]
    assert [line[0] for line in published] == list(SITES)
    assert {line[lines[0].index("Thiếu")] for line in published} == {"0"}
    assert {line[lines[0].index("Trên tường")] for line in published} == {"0"}
    assert {line[columns.index("Vì sao")] for line in gaps} == {"chưa từng treo"}
    assert sample_office.json("coverage", "--release", "1") == sample_office.json("coverage")


def test_a_gap_is_named_and_ends_with_one_in_every_form(office: Office, monkeypatch: pytest.MonkeyPatch) -> None:
    true = covering.report_coverage

    def lacking(*given: object) -> object:
        whole = true(*given)  # type: ignore[arg-type]
        first = replace(whole.sites[0], gaps=("thủ tục 1.001193 thiếu trên giấy",))
        return replace(whole, sites=(first, *whole.sites[1:]))

    monkeypatch.setattr(covering, "report_coverage", lacking)
    for words in ((), ("--json",), ("--xlsx", "do-phu.xlsx")):
        answer = office.run("coverage", *words)
        assert answer.returncode == 1, words
        assert f"{SITES[0]}: thủ tục 1.001193 thiếu trên giấy" in answer.stderr


def test_an_export_says_how_many_files_and_where_to_begin(office: Office) -> None:
    said = office.ok("export", "10888", "usb")
    count = sum(path.is_file() for path in (office.folder / "usb").rglob("*"))
    assert f"Đã chép {count} tệp của điểm 10888 (bản phát hành 1) vào usb." in said
    assert f"Mở tệp {GUIDE} trước." in said


# the door ----------------------------------------------------------------------------------------------------


def test_a_taken_door_names_it_and_the_way_out() -> None:
    with socket.create_server(("127.0.0.1", 0)) as other:
        port = other.getsockname()[1]
        with pytest.raises(ReleaseError, match="không mở được cổng") as caught:
            open_socket("127.0.0.1", port)
    assert caught.value.place == f"127.0.0.1:{port}"
    assert caught.value.value == "có chương trình khác đang dùng"
    assert "--port" in caught.value.way_out
    open_socket("127.0.0.1", port).close()


def test_an_address_that_the_machine_has_not_is_told() -> None:
    with pytest.raises(ReleaseError, match="không mở được cổng") as caught:
        open_socket("192.0.2.1", 0)
    assert caught.value.value == "máy này không có địa chỉ như vậy"


@pytest.mark.skipif(not socket.has_ipv6, reason="this machine has no IPv6")
def test_an_address_of_the_new_kind_opens_too() -> None:
    try:
        door = open_socket("::1", 0)
    except ReleaseError:
        pytest.skip("no loopback of the new kind here")
    with door:
        assert door.family == socket.AF_INET6
