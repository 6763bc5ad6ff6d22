"""Reading one photo of a wall as a job: the office's web process never decodes a stranger's picture.

In comes the workplace and a job that names a photo, out goes a sentence on how it ended. A photo that cannot be read is
no failure of the job: the page says why and what to do. Done twice it is done once.
"""

from __future__ import annotations

from kiosk.model.ledger import Witness
from kiosk.office import events
from kiosk.office.job_context import Workplace
from kiosk.office.jobs import BackgroundJob
from kiosk.office.ledger import photo_book, photo_files, photo_plans, photo_reading
from kiosk.office.ledger.photo_book import PhotoState
from kiosk.progress import Progress
from posters.errors import PhotoError

READ_PHOTO = "read-photo"


def perform_reading(here: Workplace, job: BackgroundJob, report: Progress) -> str:
    """Read a photo and write down what stands in it. Raises `KioskError`."""
    number, root = int(job.order["photo"]), here.store.root
    with here.database.reading() as connection:
        photo = photo_book.require_photo(connection, number)
    content = photo_files.read_upload(root, photo.upload)
    if content is None or photo.state is not PhotoState.WAITING or not photo.series:
        return "Ảnh này đã đọc xong hoặc đã bỏ ra."
    report("Đọc ảnh", 0, 1)
    try:
        reading = photo_reading.read_photo(content, photo_plans.list_drawn(here.store, photo.site))
    except PhotoError as error:
        with here.database.writing() as connection:
            photo_book.note_trouble(connection, number, error)
        photo_files.drop_upload(root, photo.upload)
        return f"Không đọc được ảnh: {error.message}."
    photo_files.keep_copy(root, reading.copy)
    with here.database.writing() as connection:
        act = events.begin_act(photo.person)
        photo_book.note_reading(connection, act, Witness(""), number, reading.reading)
    photo_files.drop_upload(root, photo.upload)
    report("Đọc ảnh", 1, 1)
    return f"Đã đọc ảnh: thấy {len(reading.reading.sheets)} tờ."
