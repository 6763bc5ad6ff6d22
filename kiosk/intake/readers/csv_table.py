"""Writes a catalogue as the application's own CSV; `table` reads it back, cell by cell the same."""

from __future__ import annotations

import csv
import io
from datetime import date

from kiosk.intake.columns import OWN
from kiosk.intake.containers.plain import SAMPLE_MARK
from kiosk.intake.readers import own_form
from kiosk.model.catalogue import Catalogue, Procedure


def write_csv(catalogue: Catalogue) -> bytes:
    """Every version a row, in UTF-8 with its mark so that a spreadsheet shows the letters.

    The posting lists are no part of it: they are files of their own.
    """
    text = io.StringIO()
    if catalogue.sample:
        text.write(f"{SAMPLE_MARK} – KHÔNG NIÊM YẾT\n")
    rows = csv.writer(text, lineterminator="\n")
    rows.writerow(OWN)
    rows.writerows([own_form.guard(_cell(p, name)) for name in OWN] for p in catalogue.procedures)
    return text.getvalue().encode("utf-8-sig")


def _cell(p: Procedure, name: str) -> str:
    value = getattr(p, name)
    if name == "channels":
        return own_form.join_channels(p.channels)
    if isinstance(value, tuple):
        return own_form.join(str(item) for item in value)
    if isinstance(value, bool):
        return "x" if value else ""
    if isinstance(value, date):
        return value.isoformat()
    return str(value or "")
