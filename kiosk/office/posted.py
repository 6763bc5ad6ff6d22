"""What hangs, as the ledger says, and the record of confirmations that stood before there was one.

In comes a workspace; out go the posting sheets that hang, by site and label, and how many of them are as a release
prints them. Nothing is written here: what people say goes into the ledger (`ledger.papers`).
"""

from __future__ import annotations

import sqlite3
from collections.abc import Mapping
from contextlib import closing
from dataclasses import dataclass
from pathlib import Path

from kiosk import record
from kiosk.canonical import load_json
from kiosk.errors import StoreError, explain_cause
from kiosk.model.manifest import Manifest, name_revision
from kiosk.office.database.standing import refuse_lost
from kiosk.workspace.plain import require_plain_database
from kiosk.workspace.store import Store
from posters.spec import BOARD_LABEL

FILE, LEDGER = "posted.json", "office.sqlite"
FORMAT = 1
"""Of the record. 0: without this number, and sites stood beside each other without the key `sites`."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """A confirmed sheet: label, revision (of all that is printed on it at the site), release printed on it, when."""

    label: str
    revision: str
    release: int
    at: str


def load_old_hanging(store: Store) -> dict[str, dict[str, Hanging]]:
    """What was confirmed before there was a ledger. Raises `StoreError` where the record is damaged."""
    content = store.read(FILE)
    if content is None:
        return {}
    try:
        record.refuse_newer(content, FORMAT, str(store.root / FILE))
        raw = load_json(content)
        by_site = raw["sites"] if "format" in raw else raw
        return {
            site: {label: Hanging(label, *entry) for label, entry in sheets.items()} for site, sheets in by_site.items()
        }
    except (ValueError, TypeError, AttributeError, KeyError):
        raise StoreError(
            "sổ xác nhận niêm yết bị hỏng",
            place=str(store.root / FILE),
            way_out="khôi phục tệp này từ bản sao lưu",
        ) from None


def load_hanging(store: Store) -> dict[str, dict[str, Hanging]]:
    """Posting sheets that hang whole by site and label, as the ledger says; as the old record says where that has not
    moved into the ledger yet. Writes nothing. Raises `StoreError` where neither can be read."""
    rows = _read_ledger(store.root / LEDGER)
    if rows is None:
        return load_old_hanging(store)
    hanging: dict[str, dict[str, Hanging]] = {}
    for site, label, revision, release, checked in rows:
        hanging.setdefault(site, {})[label] = Hanging(label, revision, release or 0, checked)
    return hanging


_HANGING = """SELECT w.site, w.sheet, w.revision, r.release, coalesce(w.checked, w.day) FROM wall AS w
LEFT JOIN required_sheet AS r ON r.site = w.site AND r.sheet = w.sheet AND r.revision = w.revision
WHERE w.revision != '' AND w.act != 'damaged' AND w.sheet != ?"""


def _read_ledger(path: Path) -> list[tuple[str, str, str, int | None, str]] | None:
    """The rows of sheets that hang; None where there is no ledger, or the old record has not moved in. A file that
    nobody writes is read without touching anything beside it. Raises `StoreError`."""
    refuse_lost(path)
    if not path.exists():
        return None
    require_plain_database(path)
    is_quiet = not path.with_name(f"{path.name}-wal").exists()
    place = f"{path.absolute().as_uri()}?mode=ro" + ("&immutable=1" if is_quiet else "")
    try:
        with closing(sqlite3.connect(place, uri=True, timeout=5)) as db:
            if not db.execute("SELECT 1 FROM sqlite_master WHERE name = 'moved_in'").fetchone():
                return None
            if not db.execute("SELECT 1 FROM moved_in WHERE name = ?", (FILE,)).fetchone():
                return None
            return db.execute(_HANGING, (BOARD_LABEL,)).fetchall()
    except sqlite3.Error as error:
        raise StoreError(
            "không đọc được sổ treo",
            place=str(path),
            value=explain_cause(error)[:120],
            way_out="kiểm tra ổ đĩa; tệp bị hỏng thì khôi phục từ bản sao lưu",
        ) from error


@dataclass(frozen=True, slots=True)
class HangingCount:
    """Sheets of a site in a release, and how many of them are confirmed as hanging in exactly this revision."""

    sheets: int
    confirmed: int


def count_hanging(manifest: Manifest, confirmed: Mapping[str, Mapping[str, Hanging]]) -> dict[str, HangingCount]:
    """By site code: what a release prints there, and what of it somebody has confirmed. A sheet confirmed in another
    revision does not count: what hangs is not what is published."""
    counts = {}
    for site in manifest.sites:
        sheets, hanging = manifest.sheets(site), confirmed.get(site.code, {})
        same = sum(s.label in hanging and hanging[s.label].revision == name_revision(s, site.head) for s in sheets)
        counts[site.code] = HangingCount(len(sheets), same)
    return counts


def say_hanging(counts: Mapping[str, HangingCount]) -> str:
    """One sentence for a person, never to be taken for what is published."""
    whole = sum(0 < c.sheets == c.confirmed for c in counts.values())
    confirmed, sheets = sum(c.confirmed for c in counts.values()), sum(c.sheets for c in counts.values())
    return (
        f"Đã xác nhận đang treo đúng nội dung in hiện hành: {confirmed}/{sheets} tờ niêm yết, "
        f"{whole}/{len(counts)} điểm xác nhận đủ mọi tờ."
    )
