"""A photo is read by another process: what it says is taken over, and it is ended where it takes too long."""

from __future__ import annotations

import io
import json
from collections.abc import Callable

import pytest
from PIL import Image

from posters import inspect, pdf
from posters.errors import PhotoError
from posters.photo import reader
from posters.photo.wall import SheetPlan
from posters.sheets import Body
from posters.spec import Sheet, SiteHead
from tests.posters.conftest import Pack, card


def _photo(body: Body, head: SiteHead) -> bytes:
    out = io.BytesIO()
    inspect.render(pdf.address_file(pdf.make_template([body]), head), 0, 110).save(out, "JPEG", quality=85)
    return out.getvalue()


def test_a_photo_of_a_finished_page_is_read_apart(pack: Pack, draw: Callable[[Sheet], Body], head: SiteHead) -> None:
    body = draw(pack([card("Kết hôn", i) for i in range(4)])[0])
    plan = SheetPlan(body.label, "", 210, 297, {code.payload: code.area for code in body.codes})
    (sheet,) = reader.read_photo(_photo(body, head), [plan])
    assert (sheet.label, sheet.unread, sheet.foreign) == (body.label, (), ())
    assert sheet.corners[0] == pytest.approx((0, 0), abs=6)


def test_what_is_no_photo_is_refused_with_the_reason_of_the_other_process() -> None:
    with pytest.raises(PhotoError, match="không đọc được ảnh"):
        reader.read_photo(b"GIF89a", [])


def test_a_reading_that_takes_too_long_is_ended() -> None:
    with pytest.raises(PhotoError, match="quá lâu"):
        reader.look_apart(b"x", seconds=0.001)


def test_another_process_that_dies_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reader.sys, "executable", "/bin/false")
    with pytest.raises(PhotoError, match="ngắt giữa chừng"):
        reader.look_apart(b"x")


def test_the_answer_is_json_whatever_the_photo() -> None:
    assert "error" in json.loads(reader.answer_photo(b""))


def test_a_photo_is_looked_at_upright_and_its_copy_holds_no_more_than_pixels() -> None:
    shown = Image.new("RGB", (3000, 900), "white")
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = 6, "Máy"
    out = io.BytesIO()
    shown.save(out, "JPEG", exif=exif)
    look = reader.look_apart(out.getvalue())
    assert (look.width, look.height, look.codes) == (900, 3000, ())
    with Image.open(io.BytesIO(look.copy)) as copy:
        assert (copy.size, copy.mode) == ((720, 2400), "RGB")
        assert not copy.getexif()


def test_a_picture_in_which_nothing_can_be_read_says_to_send_the_original() -> None:
    out = io.BytesIO()
    Image.new("L", (2000, 479), 255).save(out, "PNG")
    with pytest.raises(PhotoError, match="ảnh quá nhỏ") as refused:
        reader.look_apart(out.getvalue())
    assert "ảnh gốc" in refused.value.way_out
