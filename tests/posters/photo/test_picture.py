"""Photos are turned, stripped and bounded before anything reads them."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from posters.errors import PhotoError
from posters.photo import picture


def _photo(size: tuple[int, int], form: str = "JPEG", orientation: int = 1) -> bytes:
    shown = Image.new("RGB", size, "white")
    shown.paste((0, 0, 0), (0, 0, size[0] // 4, size[1] // 4))
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "Máy"
    out = io.BytesIO()
    shown.save(out, form, exif=exif)
    return out.getvalue()


@pytest.mark.parametrize(("orientation", "black"), [(1, (5, 5)), (6, (55, 5)), (3, (75, 55)), (8, (5, 75))])
def test_a_photo_is_turned_as_its_camera_was_held_and_loses_what_the_camera_says(
    orientation: int, black: tuple[int, int]
) -> None:
    turned = picture.open_picture(_photo((80, 60), orientation=orientation))
    assert turned.mode == "L"
    assert turned.getpixel(black) < 60
    assert not turned.getexif()


@pytest.mark.parametrize("content", [b"", b"%PDF-1.7", _photo((80, 60))[:300], _photo((80, 60), "TIFF")])
def test_what_is_no_photo_is_refused(content: bytes) -> None:
    with pytest.raises(PhotoError, match="không đọc được ảnh"):
        picture.open_picture(content)


def test_a_photo_of_too_many_pixels_is_refused_before_it_is_unpacked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(picture, "MOST_PIXELS", 4799)
    with pytest.raises(PhotoError, match="80 x 60"):
        picture.open_picture(_photo((80, 60)))


def test_a_photo_of_too_many_bytes_is_refused() -> None:
    with pytest.raises(PhotoError, match="24 MB"):
        picture.open_picture(bytes(picture.MOST_BYTES + 1))
