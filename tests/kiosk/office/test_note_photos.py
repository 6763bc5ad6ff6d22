"""Photos by a delivery note are bounded, and are no business of other series."""

from __future__ import annotations

import pytest

from kiosk.clock import get_today
from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.office import events, note_photos, visit_photos
from kiosk.office.job_context import Workplace
from kiosk.office.note_access import NoteHolder
from kiosk.office.print_batches import make_print_order
from kiosk.press.batch import Order

HOLDER = NoteHolder(1, "10507", "X")


def test_a_day_holds_so_many_photos_and_a_series_of_an_account_is_not_the_holders(
    earnest_live: Workplace, monkeypatch: pytest.MonkeyPatch
) -> None:
    here = earnest_live
    assert make_print_order(here.store, Order(sites=(HOLDER.site,)), Witness("Lan")) is not None
    monkeypatch.setattr(note_photos, "MOST_IN_A_DAY", 3)
    with here.database.writing() as connection:
        theirs = visit_photos.note_uploads(connection, events.begin_act(1), HOLDER.site, ["a" * 64])
    mine = note_photos.keep_photos(here, HOLDER, ["b" * 64], None)
    assert note_photos.keep_photos(here, HOLDER, ["c" * 64], mine) == mine != theirs
    with pytest.raises(OfficeError, match="không có loạt ảnh này"):
        note_photos.keep_photos(here, HOLDER, ["d" * 64], theirs)
    with pytest.raises(OfficeError, match="nhiều nhất 3 ảnh"):
        note_photos.keep_photos(here, HOLDER, ["e" * 64, "f" * 64], mine)
    with here.database.reading() as connection:
        photos = note_photos.look_at_photos(here, connection, HOLDER, mine)
        assert (len(photos.series.photos), photos.seen, "1-1" in photos.unseen) == (2, {}, True)
        assert note_photos.find_picture(here, connection, HOLDER, mine, "b" * 64) is None
    with pytest.raises(OfficeError, match="chưa ảnh nào"):
        note_photos.confirm_photos(here, HOLDER, mine, "Nghĩa", get_today())
