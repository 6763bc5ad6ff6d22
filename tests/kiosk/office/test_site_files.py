"""Files of a site: exactly the sheets asked for, as they were read back; the same release, the same bytes."""

from __future__ import annotations

import io
import zipfile
from itertools import count

import pytest

from kiosk.errors import OfficeError
from kiosk.model.files import BOARD_FILE, SHEETS_FILE
from kiosk.office import site_files
from kiosk.office.published import require_published
from kiosk.workspace.store import Store
from posters import inspect, press
from tests.kiosk.hanging import hang_published


def labels(store: Store) -> list[str]:
    manifest = require_published(store).manifest
    site = manifest.site("10507")
    assert site is not None
    return [s.label for s in manifest.sheets(site)]


def test_a_print_file_holds_exactly_the_sheets_asked_for(office_store: Store) -> None:
    first, second, third, *_ = labels(office_store)
    file = site_files.make_print_file(office_store, "10507", (third, first))
    assert sorted(press.read_labels(file.content)) == sorted([f"10507-{first}", f"10507-{third}"])
    assert file.name == "10507-in-ngay-ban-1.pdf"
    assert site_files.make_print_file(office_store, "10507", (first, third)).content == file.content
    with pytest.raises(OfficeError, match="không có tờ nào phải in"):
        site_files.make_print_file(office_store, "10507", ())
    with pytest.raises(OfficeError, match="không có tệp này"):
        site_files.make_print_file(office_store, "99999", (second,))


def test_a_page_that_is_not_what_was_read_is_refused(office_store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    digests = inspect.digest_drawings
    number = count()
    monkeypatch.setattr(inspect, "digest_drawings", lambda pdf: [f"{next(number)}" for _ in digests(pdf)])
    with pytest.raises(OfficeError, match="không đúng các tờ đã kiểm tra"):
        site_files.make_print_file(office_store, "10507", labels(office_store)[:2])


def test_finished_files_leave_as_they_are(office_store: Store) -> None:
    tree = office_store.tree(1) / "sites/10507"
    for name, path in zip(site_files.RELEASE_FILES, (SHEETS_FILE, BOARD_FILE), strict=True):
        file = site_files.take_release_file(office_store, "10507", name)
        assert (file.content, file.name) == ((tree / path).read_bytes(), f"10507-{name}-ban-1.pdf")


def test_the_notice_is_one_page(office_store: Store) -> None:
    hang_published(office_store, "10507", labels(office_store)[:1])
    file = site_files.make_swap_notice(office_store, "10507")
    assert len(press.read_labels(file.content)) == 1


def test_the_usb_copy_is_one_archive_and_the_same_each_time(office_store: Store) -> None:
    file = site_files.make_usb_archive(office_store, "10507")
    assert file.content == site_files.make_usb_archive(office_store, "10507").content
    with zipfile.ZipFile(io.BytesIO(file.content)) as archive:
        names = archive.namelist()
    assert "kiosk-10507/HUONG-DAN.html" in names and "kiosk-10507/sites/10507/niem-yet-A4.pdf" in names
