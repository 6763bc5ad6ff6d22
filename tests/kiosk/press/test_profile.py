"""The profile that the settings name."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ConfigError
from kiosk.press.profile import read_print_profile
from kiosk.resources import find_default_config
from kiosk.settings import config
from posters.errors import DrawingError
from tests.posters.test_intent import profile


def test_none_is_shipped_and_one_that_is_named_is_read(tmp_path: Path) -> None:
    plain = config.load(find_default_config())
    assert read_print_profile(plain) is None
    (tmp_path / "nha-in.icc").write_bytes(profile())
    named = plain.model_copy(update={"print_profile": tmp_path / "nha-in.icc"})
    taken = read_print_profile(named)
    assert taken is not None and taken.components == 4
    assert "print_profile" not in named.model_dump(mode="json"), "a release does not depend on the print shop"


def test_a_file_that_is_gone_or_none_is_told_with_the_key(tmp_path: Path) -> None:
    plain = config.load(find_default_config())
    with pytest.raises(ConfigError, match="không đọc được hồ sơ màu") as caught:
        read_print_profile(plain.model_copy(update={"print_profile": tmp_path / "khong-co.icc"}))
    assert "print_profile" in caught.value.way_out
    (tmp_path / "anh.icc").write_bytes(b"\x89PNG" + bytes(300))
    with pytest.raises(DrawingError, match="không phải là hồ sơ màu ICC"):
        read_print_profile(plain.model_copy(update={"print_profile": tmp_path / "anh.icc"}))
