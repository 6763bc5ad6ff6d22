"""Photos by a delivery note: they confirm the sheets of that parcel, and show and change nothing else."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from starlette.responses import Response

from kiosk.model.ledger import PaperAct, Witness
from kiosk.office import events, note_photos, posted
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.people import Role
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from kiosk.release import lifecycle
from tests.kiosk import photos
from tests.kiosk.web.office.conftest import Desk
from tests.kiosk.web.office.pages.test_notes import SITE, enter
from tests.kiosk.web.office.pages.test_wall_photos import send, work

Sit = Callable[..., Desk]


@pytest.fixture
def here(earnest_live: Workplace) -> Workplace:
    """An office with an order for two of its sites."""
    assert make_print_order(earnest_live.store, Order(sites=(SITE, "10888")), Witness("Lan")) is not None
    return earnest_live


def send_by_note(holder: Desk, *contents: bytes, accept: str = "text/html", **fields: str) -> Response:
    headers = {"Sec-Fetch-Site": "same-origin", "Accept": accept}
    files = [("photo", ("anh.jpg", content, "image/jpeg")) for content in contents]
    return holder.client.post("/phieu/anh", data={"form_token": holder.token(), **fields}, files=files, headers=headers)  # type: ignore[return-value]


def test_what_a_photo_shows_of_the_parcel_is_confirmed_under_a_name(desk: Sit, here: Workplace) -> None:
    holder = enter(desk, here)
    picture = photos.take_photo([photos.page_of(here.store, lifecycle.choose_release(here.store, None), SITE, "1-1")])
    address = send_by_note(holder, picture).headers["location"]
    assert "Còn 1 ảnh chưa đọc xong" in holder.get(address).text
    assert [one["state"] for one in holder.get(f"{address}/tien-do").json()["states"]] == ["waiting"]
    work(here)
    shown = holder.get(address).text
    assert "Máy đọc được 1 tờ của phiếu đang treo đúng" in shown and "Bỏ ảnh này ra" not in shown
    file = holder.get(re.findall(r'<image href="([^"]+)"', shown)[0])
    assert (file.headers["content-type"], file.content[:3]) == ("image/jpeg", b"\xff\xd8\xff")
    assert "Chưa ghi tên" in holder.post(f"{address}/ghi").text
    assert holder.post(f"{address}/ghi", name="Nghĩa").headers["location"] == "/phieu/treo?xong=da-ghi-nhan-treo"
    assert set(posted.load_hanging(here.store)[SITE]) == {"1-1"}
    with look_into_ledger(here.store) as connection:
        event = next(e for e in events.list_events(connection, 9) if e.what is EventKind.PAPER_HUNG)
    assert isinstance(event.after, dict)
    assert (event.after["by"], event.after["order"]) == ("Nghĩa", 1)
    assert re.search(r"phiếu giao của lệnh in 1; ảnh [0-9a-f]{64}", event.after["evidence"])
    again = holder.post(f"{address}/ghi", name="Nghĩa")
    assert again.status_code == 409 and "chưa ảnh nào cho thấy" in again.text.lower()


def test_photos_of_others_are_neither_seen_nor_used(
    desk: Sit, here: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    release = lifecycle.choose_release(here.store, None)
    picture = photos.take_photo([photos.page_of(here.store, release, SITE, "1-1")])
    series = send(desk(Role.STAFF, SITE), picture).headers["location"].rsplit("/", 1)[1]
    work(here)
    holder = enter(desk, here)
    for path in (f"/phieu/anh/{series}", f"/phieu/anh/{series}/tien-do"):
        assert holder.get(path).status_code == 409
    assert holder.post(f"/phieu/anh/{series}/ghi", name="Nghĩa").status_code == 409
    assert send_by_note(holder, picture, series=series).status_code == 409
    strangers = send_by_note(enter(desk, here, "10888"), picture).headers["location"]
    work(here)
    assert holder.get(strangers).status_code == 409
    assert "Chưa ảnh nào cho thấy" in enter(desk, here, "10888").get(strangers).text, "the sheet of another site"
    assert posted.load_hanging(here.store) == {}
    with look_into_ledger(here.store) as connection:
        assert not any(e.what.value == PaperAct.HUNG for e in events.list_events(connection, 50))
    monkeypatch.setattr(note_photos, "MOST_IN_A_DAY", 1)
    assert "nhiều nhất 1 ảnh" in send_by_note(holder, picture, picture).text
