"""The page of a visit: how far photos are, where sheets are on them, what is accepted or left out."""

from __future__ import annotations

import pytest

from kiosk.errors import OfficeError
from kiosk.model.ledger import Witness
from kiosk.model.wall_photo import PhotoReading, ReadSheet, SightingAnswer, SightingKind
from kiosk.office import events, jobs, visit_photos
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import JobState
from kiosk.office.ledger import photo_book, photo_files, photo_plans
from kiosk.office.visit_photos import PhotoSeries
from posters.errors import PhotoError
from posters.spec import BOARD_LABEL
from tests.kiosk.office.ledger.conftest import OTHER, SITE, TODAY, labels

CORNERS = (10.0, 20.0, 110.0, 20.0, 110.0, 160.0, 10.0, 160.0)
BROWSER = Witness("", device="trình duyệt")


@pytest.fixture
def here(city_office: Workplace) -> Workplace:
    return city_office


def send(here: Workplace, *uploads: str, series: int | None = None) -> int:
    with here.database.writing() as connection:
        return visit_photos.note_uploads(connection, events.begin_act(None), SITE, uploads, series)


def look(here: Workplace, number: int) -> PhotoSeries:
    with here.database.reading() as connection:
        return visit_photos.look_at_series(here, connection, SITE, number)


def note(here: Workplace, number: int, *sheets: ReadSheet) -> str:
    copy = photo_files.keep_copy(here.store.root, str(number).encode())
    with here.database.writing() as connection:
        reading = PhotoReading(copy, 200, 300, sheets)
        photo_book.note_reading(connection, events.begin_act(None), Witness(""), number, reading)
    return copy


def right(here: Workplace, **more: object) -> ReadSheet:
    paper = next(p for p in photo_plans.list_drawn(here.store, SITE) if p.sheet != BOARD_LABEL)
    return ReadSheet(paper.sheet, paper.mark, "", paper.revision, CORNERS, **more)  # type: ignore[arg-type]


def test_each_photo_has_a_job_and_says_how_far_it_is(here: Workplace) -> None:
    series = send(here, "a" * 64, "b" * 64)
    assert send(here, "a" * 64, series=series) == series, "sent again it is the same photo"
    with here.database.reading() as connection:
        waiting = jobs.list_active(connection)
    assert [job.order for job in waiting] == [{"photo": 1}, {"photo": 2}]
    assert [one.progress for one in look(here, series).photos] == ["đang chờ", "đang chờ"]
    with here.database.writing() as connection:
        job = jobs.take_next(connection)
        assert job is not None
        assert visit_photos.list_states(connection, SITE, series)[0]["text"] == "đang đọc"
        jobs.end_job(connection, job.id, JobState.FAILED, "bị ngắt")
        assert "gửi lại ảnh" in str(visit_photos.list_states(connection, SITE, series)[0]["text"])
        photo_book.note_trouble(connection, 2, PhotoError("mờ"))
    note(here, 1)
    now = look(here, series)
    assert now.waiting == 0 and "không thấy tờ nào" in now.photos[0].progress
    assert now.photos[1].progress == "không đọc được"


def test_a_photo_waits_for_other_work_and_says_so(here: Workplace) -> None:
    with here.database.writing() as connection:
        jobs.ask_job(connection, events.begin_act(None), "regenerate", {})
        jobs.take_next(connection)
    assert look(here, send(here, "a" * 64)).photos[0].progress == "chờ máy làm xong việc khác"


def test_sheets_and_foreign_codes_are_outlined_with_what_they_are(here: Workplace) -> None:
    series = send(here, "a" * 64)
    note(here, series, right(here, foreign=("https://gia.example",), foreign_at=(CORNERS,)))
    (photo,) = look(here, series).photos
    (outline,) = photo.outlines
    assert (outline.points, outline.kind) == ("10,20 110,20 110,160 10,160", SightingKind.FOREIGN)
    assert (outline.x, outline.y, outline.width, outline.strange) == (60, 90, 100, (outline.points,))
    assert photo.has_picture and photo.progress == "đã đọc, thấy 1 tờ"


def test_all_that_is_proposed_or_single_answers_are_recorded_once(here: Workplace) -> None:
    series = send(here, "a" * 64)
    note(here, series, right(here))
    (proposal,) = look(here, series).to_accept
    board = f"{BOARD_LABEL}@"

    def say(answers: dict[str, SightingAnswer] | None) -> str:
        with here.database.writing() as connection:
            act = events.begin_act(None)
            text, event = visit_photos.answer_series(connection, act, BROWSER, (SITE, series), answers, TODAY)
            assert (event is not None) == ("Đã ghi nhận" in text)
            return text

    assert say({proposal.name: SightingAnswer.SKIP}) == "Không có gì mới để ghi nhận."
    assert say(None) == "Đã ghi nhận 1 tờ."
    assert look(here, series).to_accept == ()
    assert say({proposal.name: SightingAnswer.ACCEPT}) == "Không có gì mới để ghi nhận."
    assert say({board: SightingAnswer.HUNG}) == "Đã ghi nhận 1 tờ."
    assert say({labels(here.store)[0]: SightingAnswer.LOST}) == "Không có gì mới để ghi nhận.", "no such name"


def test_a_photo_left_out_takes_its_files_along_and_no_other_site_sees_any(here: Workplace) -> None:
    series = send(here, "a" * 64)
    copy = note(here, series, right(here))
    with here.database.writing() as connection:
        assert visit_photos.find_picture(here, connection, SITE, copy) is not None
        assert visit_photos.find_picture(here, connection, OTHER, copy) is None
        visit_photos.leave_out(here, connection, SITE, series)
        assert visit_photos.find_picture(here, connection, SITE, copy) is None
    assert photo_files.find_copy(here.store.root, copy) is None
    with pytest.raises(OfficeError, match="không có loạt ảnh này"):
        look(here, series)
    with pytest.raises(OfficeError, match="chưa chọn ảnh nào"):
        send(here)
