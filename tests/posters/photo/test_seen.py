"""A symbol's middle; and that who asks for a photo to be decoded loads no decoder."""

from __future__ import annotations

import subprocess
import sys

from posters.photo.seen import SeenCode


def test_the_middle_of_a_symbol_is_that_of_its_corners() -> None:
    assert SeenCode("x", True, ((0, 0), (4, 0), (4, 2), (0, 2))).middle == (2, 1)


def test_asking_loads_neither_the_decoder_nor_what_unpacks_pictures() -> None:
    code = "import sys, posters.photo.reader; print([m for m in ('zxingcpp', 'PIL') if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
