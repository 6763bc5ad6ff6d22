"""Limits on what a file may cost. The largest real inputs are a tenth of these (5,670 rows, 5 MB)."""

from __future__ import annotations

FILE_BYTES = 24 << 20
TEXT_BYTES = 16 << 20
LINE_CHARACTERS = 1 << 20
INFLATED_BYTES = 48 << 20
ZIP_ENTRIES = 2_000
ROWS = 20_000
COLUMNS = 256
CELLS = 300_000
CELL_CHARACTERS = 32_767  # the most a spreadsheet cell can hold (ECMA-376, Excel limits)
NAME_CHARACTERS = 4_000  # the longest real one has 1,192
FIELD_CHARACTERS = 600  # the longest real one has 193
JSON_CONTAINERS = 400_000
JSON_VALUES = 1_200_000
XML_ELEMENTS = 1_500_000
DOCUMENT_ELEMENTS = 600_000
WORKBOOK_CHARACTERS = 24_000_000
