"""Print batches: a folder (and zip) that a print shop can work from without asking anything.

Planning is pure: which file of which site, on which paper, how often. Writing handles one site at a time, so memory
does not grow with their number. The batch gets its name only when it is complete: nothing half-filled stays behind.

    lo-in-7/DANH-SACH-GIAO.xlsx                     packing list in delivery order, totals by paper size
    lo-in-7/001-10507-phuong-thanh-dong/…-A4.pdf    one file per product and paper, and the cover sheet
    lo-in-7/SHA256SUMS                              checksums of every file, for `sha256sum -c`
"""

from __future__ import annotations

import hashlib
import os
import re
import shutil
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import Path

from kiosk.build import BOARD_FILE, SHEETS_FILE
from kiosk.covers import cover
from kiosk.errors import ReleaseError
from kiosk.manifest import Manifest, SiteEntry
from kiosk.model import Site, SiteKind
from kiosk.printing import Printer
from kiosk.progress import Progress
from kiosk.text import fold
from kiosk.workbook import Table, entry, written
from posters.press import Finish, Imposition

LIST_FILE = "DANH-SACH-GIAO.xlsx"
SUMS_FILE = "SHA256SUMS"
