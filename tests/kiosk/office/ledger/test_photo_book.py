"""The book of photos: series of one site, what was read as an event, pictures that go after some days."""

from __future__ import annotations

import os

import pytest

from kiosk.clock import get_seconds
from kiosk.errors import OfficeError
from kiosk.model.wall_photo import PhotoReading, ReadSheet
from kiosk.office import events
from kiosk.office.events import EventKind
from kiosk.office.ledger import photo_book, photo_files
from kiosk.office.ledger.photo_book import PhotoState, WallPhoto
from kiosk.workspace.store import Store
from posters.errors import PhotoError
from tests.kiosk.office.ledger.conftest import LAN, OTHER, SITE, lan_acts

READING = PhotoReading("c" * 64, 3000, 4000, (ReadSheet("1-1", "", "", "", (0, 0, 1, 0, 1, 1, 0, 1)),))


def add(store: Store, upload: str, series: int | None = None, site: str = SITE) -> WallPhoto:
    with lan_acts(store) as doing:
        return photo_book.add_photo(doing.connection, doing.act, site, upload, series)


def note(store: Store, photo: WallPhoto, reading: PhotoReading = READING) -> int:
    with lan_acts(store) as doing:
        return photo_book.note_reading(doing.connection, doing.act, LAN, photo.number, reading)


def test_photos_of_a_visit_are_a_series_and_the_same_one_twice_is_one(city: Store) -> None:
    first = add(city, "a" * 64)
    second = add(city, "b" * 64, first.series)
    assert add(city, "b" * 64, first.series) == second
    assert (first.state, first.series, second.series) == (PhotoState.WAITING, first.number, first.number)
    with lan_acts(city) as doing:
        photo_book.note_job(doing.connection, second.number, 7)
        numbers = [(p.number, p.job) for p in photo_book.list_series(doing.connection, SITE, first.series)]
        assert numbers == [(first.number, None), (second.number, 7)]
        assert photo_book.list_series(doing.connection, OTHER, first.series) == ()
        assert photo_book.list_recent_series(doing.connection, SITE)[0][:2] == (first.series, 2)
    with pytest.raises(OfficeError, match="không có loạt ảnh này"):
        add(city, "c" * 64, first.series, OTHER)


def test_a_first_photo_whose_answer_was_lost_is_sent_again_into_its_series(
    city: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = add(city, "a" * 64)
    assert add(city, "a" * 64) == first
    assert add(city, "a" * 64, site=OTHER).series != first.series
    monkeypatch.setattr(photo_book, "_SENT_AGAIN", -1)
    assert add(city, "a" * 64).series != first.series


def test_a_series_has_an_end(city: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(photo_book, "MOST_IN_SERIES", 1)
    first = add(city, "a" * 64)
    with pytest.raises(OfficeError, match="nhiều nhất 1 ảnh"):
        add(city, "b" * 64, first.series)


def test_what_was_read_is_an_event_once(city: Store) -> None:
    photo = add(city, "a" * 64)
    assert note(city, photo) == note(city, photo)
    with lan_acts(city) as doing:
        known = photo_book.require_photo(doing.connection, photo.number)
        (event,) = events.list_events(doing.connection, 1)
    assert (known.state, known.reading) == (PhotoState.READ, READING)
    assert photo_book.list_readings([known, photo]) == (READING,)
    assert event.what is EventKind.PHOTO_READ and event.subject == f"wall/{SITE}"
    assert isinstance(event.after, dict) and (event.after["photo"], event.after["by"]) == (READING.photo, "Lan")


def test_why_a_photo_could_not_be_read_is_kept(city: Store) -> None:
    photo = add(city, "a" * 64)
    with lan_acts(city) as doing:
        photo_book.note_trouble(doing.connection, photo.number, PhotoError("mờ", value="x", way_out="chụp lại"))
        known = photo_book.require_photo(doing.connection, photo.number)
    assert known.state is PhotoState.FAILED and known.trouble is not None
    assert (known.trouble.message, known.trouble.way_out) == ("mờ", "chụp lại")


def test_a_photo_that_is_left_out_is_in_no_series_and_shown_to_nobody(city: Store) -> None:
    photo = add(city, "a" * 64)
    note(city, photo)
    with lan_acts(city) as doing:
        assert photo_book.is_of_site(doing.connection, SITE, READING.photo)
        assert not photo_book.is_of_site(doing.connection, OTHER, READING.photo)
        with pytest.raises(OfficeError, match="không có ảnh này"):
            photo_book.leave_out(doing.connection, OTHER, photo.number)
        photo_book.leave_out(doing.connection, SITE, photo.number)
        assert photo_book.list_series(doing.connection, SITE, photo.series) == ()
        assert photo_book.list_series(doing.connection, SITE, 0) == ()
        assert not photo_book.is_of_site(doing.connection, SITE, READING.photo)
        with pytest.raises(OfficeError, match="không có ảnh này"):
            photo_book.require_photo(doing.connection, 99)


def test_pictures_go_after_their_days_and_what_was_read_stays(city: Store) -> None:
    copy = photo_files.keep_copy(city.root, b"picture")
    stray = photo_files.keep_copy(city.root, b"of no row")
    fresh = photo_files.keep_copy(city.root, b"of no row yet")
    past = get_seconds() - photo_files.FORGOTTEN - 1
    os.utime(city.root / "photos" / stray, (past, past))
    photo = add(city, "a" * 64)
    note(city, photo, PhotoReading(copy, 1, 1, ()))
    with lan_acts(city) as doing:
        assert photo_book.remove_old_pictures(doing.connection, city.root, 30) == 1
        assert photo_files.find_copy(city.root, stray) is None
        assert photo_files.find_copy(city.root, copy) and photo_files.find_copy(city.root, fresh)
        later = get_seconds() + 31 * 24 * 3600
        assert photo_book.remove_old_pictures(doing.connection, city.root, 30, later) == 1
        assert photo_files.find_copy(city.root, copy) is None
        assert photo_book.require_photo(doing.connection, photo.number).reading is not None
