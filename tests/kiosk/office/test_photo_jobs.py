"""A photo is read by a job, twice is once, and one that cannot be read says why."""

from __future__ import annotations

import pytest

from kiosk.office import events, job_kinds, jobs, photo_jobs
from kiosk.office.events import EventKind
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import BackgroundJob
from kiosk.office.ledger import photo_book, photo_files
from kiosk.office.ledger.photo_book import PhotoState, WallPhoto
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from tests.kiosk import photos
from tests.kiosk.office.ledger.conftest import SITE


@pytest.fixture
def here(city_office: Workplace) -> Workplace:
    return city_office


def send(here: Workplace, content: bytes) -> tuple[WallPhoto, BackgroundJob]:
    upload = photo_files.keep_upload(here.store.root, content)
    with here.database.writing() as connection:
        act = events.begin_act(None)
        photo = photo_book.add_photo(connection, act, SITE, upload)
        job = jobs.ask_job(connection, act, photo_jobs.READ_PHOTO, {"photo": photo.number})
    return photo, job


def look(here: Workplace, photo: WallPhoto) -> WallPhoto:
    with here.database.reading() as connection:
        return photo_book.require_photo(connection, photo.number)


def test_a_photo_is_read_once_and_what_was_sent_is_gone(here: Workplace) -> None:
    page = photos.page_of(here.store, lifecycle.choose_release(here.store, None), SITE, "1-1")
    photo, job = send(here, photos.take_photo([page]))
    assert "thấy 1 tờ" in job_kinds.perform_job(here, job, report_nothing)
    read = look(here, photo)
    assert read.state is PhotoState.READ and read.reading is not None
    assert photo_files.find_copy(here.store.root, read.reading.photo) is not None
    assert photo_files.read_upload(here.store.root, photo.upload) is None
    assert "đã đọc xong" in job_kinds.perform_job(here, job, report_nothing)
    with here.database.reading() as connection:
        assert sum(e.what is EventKind.PHOTO_READ for e in events.list_events(connection, 100)) == 1


def test_what_is_no_photo_says_why_and_is_no_failure_of_the_job(here: Workplace) -> None:
    photo, job = send(here, b"%PDF-1.7")
    assert "không đọc được ảnh" in photo_jobs.perform_reading(here, job, report_nothing)
    assert look(here, photo).state is PhotoState.FAILED
    assert photo_files.read_upload(here.store.root, photo.upload) is None


def test_a_photo_that_was_left_out_is_not_read(here: Workplace) -> None:
    photo, job = send(here, b"%PDF-1.7")
    with here.database.writing() as connection:
        photo_book.leave_out(connection, SITE, photo.number)
    assert "bỏ ra" in photo_jobs.perform_reading(here, job, report_nothing)
    assert look(here, photo).trouble is None
