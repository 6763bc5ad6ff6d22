"""Every error of the application is one a person can read, with the system's reason in Vietnamese."""

from __future__ import annotations

import errno
import os
from pathlib import Path

import pytest

from kiosk import errors
from kiosk.errors import KioskError, ReleaseError, VerifyError, explain_cause
from posters.errors import PostingError


@pytest.mark.parametrize("code", sorted(errors._REASONS))
def test_a_usual_refusal_of_the_system_is_told_without_its_english(code: int) -> None:
    text = explain_cause(OSError(code, os.strerror(code), "/mnt/usb"))
    assert text
    assert os.strerror(code) not in text
    assert not text.endswith(".")


def test_a_refusal_as_it_comes_from_the_system(tmp_path: Path) -> None:
    with pytest.raises(FileNotFoundError) as missing:
        (tmp_path / "không có" / "tệp").read_bytes()
    assert explain_cause(missing.value) == "không có tệp hoặc thư mục này"
    (tmp_path / "tệp").write_bytes(b"")
    with pytest.raises(NotADirectoryError) as inside:
        (tmp_path / "tệp" / "bên trong").read_bytes()
    assert explain_cause(inside.value) == "một phần của đường dẫn không phải thư mục"


def test_bytes_that_are_not_utf_8_are_counted_as_a_person_does() -> None:
    with pytest.raises(UnicodeDecodeError) as caught:
        b"ab\xff".decode("utf-8")
    assert explain_cause(caught.value) == "không phải mã UTF-8, từ byte thứ 3"


def test_what_has_no_words_of_its_own_is_not_lost() -> None:
    assert "E2BIG" in explain_cause(OSError(errno.E2BIG, "E2BIG"))
    assert explain_cause(ValueError("embedded null byte")) == "embedded null byte"


def test_one_tree_catches_them_all() -> None:
    branches = [kind for kind in vars(errors).values() if isinstance(kind, type) and kind is not PostingError]
    assert len(branches) > 5
    assert all(issubclass(kind, KioskError) for kind in branches)
    assert issubclass(KioskError, PostingError)
    # Who asks for a release need not know that reading it back is a step of its own.
    assert issubclass(VerifyError, ReleaseError)
