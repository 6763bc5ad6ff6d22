"""Import of both real lists, in turns with reading the same files and nothing else.

The ratio says what the whole of an import (shapes of codes, dates, levels, what can be printed, statements, the
difference) costs beside opening the tables and putting their texts into one Unicode form, whatever the machine does
meanwhile.
"""

from __future__ import annotations

import csv
import time
import unicodedata
from pathlib import Path

from kiosk import text
from kiosk.intake import law
from kiosk.intake.proposal import Options, propose
from kiosk.intake.read import read_file
from kiosk.model.catalogue import Catalogue
from tests.bench.figures import Section, at_most
from tests.bench.material import DAY, Material

TURNS = 9
_MOST = 13
"""Before statements and questions it was 12.6, on the same files."""


def run(material: Material, section: Section) -> None:
    """Measure."""
    files = (material.lists.commune, material.lists.province)
    turns = [(_imported(files), _read_plainly(files)) for _ in range(TURNS)]
    ratios = sorted(whole / plain for whole, plain in turns)
    section.add("both lists imported, against reading the files", ratios[TURNS // 2], "x", at_most(_MOST))
    section.add("both lists imported", min(whole for whole, _ in turns), "s", None, f"fastest of {TURNS}")


def _imported(files: tuple[Path, Path]) -> float:
    """Seconds of an import into an empty catalogue, nothing remembered from the turn before."""
    for cached in (text.tidy, text.fold, law.speaks_of_ending):
        cached.cache_clear()
    started = time.process_time()
    commune, province = map(read_file, files)
    propose(Catalogue(), Options(commune=(commune,), city=(province,), today=DAY))
    return time.process_time() - started


def _read_plainly(files: tuple[Path, Path]) -> float:
    """Seconds of `csv` over the same files, every text normalised."""
    started = time.process_time()
    for path in files:
        with path.open(encoding="utf-8-sig", newline="") as lines:
            for row in csv.DictReader(lines):
                {name: unicodedata.normalize("NFC", " ".join(cell.split())) for name, cell in row.items()}
    return time.process_time() - started
