"""Sums of a batch, and names that a print shop may rely on."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk.errors import ReleaseError
from kiosk.model.site import Site, SiteKind
from kiosk.press.batch import Parcel
from kiosk.press.batch_files import Batch, BatchLine, sum_sides, write_batch
from kiosk.press.printing import Printer
from kiosk.progress import silent

PARCEL = Parcel(1, Site("10888", SiteKind.COMMUNE, "Xã Cẩm Giang"), ())


def line(paper: str, sides: int, copies: int) -> BatchLine:
    return BatchLine(PARCEL, "Tờ niêm yết", paper, sides, copies, f"{paper}.pdf", "0" * 64)


def test_sides_are_summed_by_paper_with_copies() -> None:
    lines = (line("A4", 3, 2), line("A3", 1, 1), line("A4", 5, 1))
    assert sum_sides(lines) == {"A3": 1, "A4": 11}
    assert Batch(Path("x"), Path("x.zip"), lines).sides == sum_sides(lines)
    assert sum_sides(()) == {}


class Broken(Printer):
    """A printer that fails: nothing of the batch may stay."""

    def __init__(self) -> None: ...


@pytest.mark.parametrize("place", ["lo", "/", "khong-co/lo"])
def test_nothing_is_left_of_a_batch_that_fails(tmp_path: Path, place: str) -> None:
    with pytest.raises((ReleaseError, AttributeError)):
        write_batch((PARCEL,), Broken(), tmp_path / place, silent)
    assert list(tmp_path.iterdir()) == []
