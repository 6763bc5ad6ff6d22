"""The holder of a note confirms lines of one order at one site, under a name, and not before the order's day."""

from __future__ import annotations

from datetime import timedelta

import pytest

from kiosk.errors import OfficeError
from kiosk.office import events, note_confirming
from kiosk.office.job_context import Workplace
from kiosk.office.note_access import NoteHolder
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order
from posters.spec import BOARD_LABEL
from tests.kiosk.office.ledger.conftest import LAN, OTHER, SITE, TODAY, labels, publish_next

HOLDER = NoteHolder(1, SITE, "")


def test_lines_of_one_site_are_shown_and_confirmed(city_office: Workplace) -> None:
    here = city_office
    make_print_order(here.store, Order(sites=(SITE, OTHER)), LAN)
    with here.database.reading() as connection:
        lines = note_confirming.list_parcel(connection, HOLDER)
    assert [one.line.sheet for one in lines] == [*labels(here.store), BOARD_LABEL]
    assert lines[0].mark and not lines[-1].mark
    said = note_confirming.confirm_parcel(here, HOLDER, " Nghĩa ", "", labels(here.store), TODAY)
    assert said == "Đã ghi nhận 1 tờ. Còn 1 tờ của phiếu chưa xác nhận."
    with here.database.reading() as connection:
        (event,) = events.list_events(connection, 1)
    assert isinstance(event.after, dict) and event.after["by"] == "Nghĩa"
    assert "mã phiếu giao của lệnh in 1" in event.after["evidence"]
    again = note_confirming.confirm_parcel(here, HOLDER, "Nghĩa", "", labels(here.store), TODAY)
    assert again.startswith("Các tờ này đã được ghi nhận từ trước.")
    assert "đã xong, cảm ơn" in note_confirming.confirm_parcel(here, HOLDER, "Nghĩa", "", (), TODAY)
    with here.database.reading() as connection:
        theirs = note_confirming.list_parcel(connection, NoteHolder(1, OTHER, ""))
    assert all(one.line.is_open for one in theirs)


def test_nobody_and_too_early_are_refused(city_office: Workplace) -> None:
    here = city_office
    label = labels(here.store)[0]
    coming = publish_next(here.store, {label: "1" * 64}, as_of=TODAY + timedelta(9), live=False)
    make_print_order(here.store, Order(sites=(SITE,)), LAN, coming.number)
    with pytest.raises(OfficeError, match="chưa ghi tên"):
        note_confirming.confirm_parcel(here, HOLDER, " ", "", (), TODAY)
    with pytest.raises(OfficeError, match="trước ngày ấy chưa treo"):
        note_confirming.confirm_parcel(here, HOLDER, "Nghĩa", "", (label,), TODAY)
    with here.database.reading() as connection:
        assert note_confirming.find_hang_from(connection, HOLDER) == TODAY + timedelta(9)
