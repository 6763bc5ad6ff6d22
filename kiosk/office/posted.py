"""What hangs: which sheet, in which revision, a site has confirmed. Words of people, kept apart from artefacts."""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from kiosk import record
from kiosk.canonical import dump_canonical
from kiosk.clock import stamp_now
from kiosk.errors import ReleaseError, StoreError
from kiosk.model.manifest import Manifest, SheetEntry, name_revision
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.store import Store

FILE = "posted.json"
FORMAT = 1
"""Of the record. 0: without this number, and sites stood beside each other without the key `sites`."""


@dataclass(frozen=True, slots=True)
class Hanging:
    """A confirmed sheet: label, revision (of all that is printed on it at the site), release printed on it, when."""

    label: str
    revision: str
    release: int
    at: str


def load_hanging(store: Store) -> dict[str, dict[str, Hanging]]:
    """Confirmed sheets by site and label. Raises `StoreError` where the record is damaged."""
    content = store.read(FILE)
    if content is None:
        return {}
    try:
        record.refuse_newer(content, FORMAT, str(store.root / FILE))
        raw = json.loads(content)
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


@dataclass(frozen=True, slots=True)
class Recorded:
    """The sheets recorded as hanging, the revision of each by label, and what could not be done afterwards."""

    sheets: tuple[SheetEntry, ...]
    revisions: Mapping[str, str]
    shortfalls: tuple[Shortfall, ...] = ()


@dataclass(frozen=True, slots=True)
class TakenDown:
    """How many sheets were recorded as taken down, and what could not be done afterwards."""

    count: int
    shortfalls: tuple[Shortfall, ...] = ()


def confirm(store: Store, manifest: Manifest, site_code: str, labels: Iterable[str]) -> Recorded:
    """Record that these sheets (none named: all of the site) hang as the release prints them.

    Sheets of the site that the release no longer has are forgotten when all are confirmed: they were taken down.
    The caller holds the workspace for writing. Raises `ReleaseError` for an unknown site or sheet and for a site
    without sheets, `OSError` where nothing has changed.
    """
    site = manifest.site(site_code)
    if site is None:
        raise ReleaseError(
            "không có điểm này",
            place="kiosk confirm",
            value=site_code,
            way_out="xem mã điểm trong data/sites.csv",
        )
    sheets = {s.label: s for s in manifest.sheets(site)}
    if not sheets:
        raise ReleaseError("điểm này không có tờ nào", place=f"điểm {site_code}", way_out="kiểm tra kiosk coverage")
    named = _named(site_code, labels, sheets, "điểm này không có tờ này", "xem mã tờ ở chân tờ, ví dụ 7-4")
    confirmed = {code: dict(sheets_hung) for code, sheets_hung in load_hanging(store).items()}
    now = stamp_now()
    chosen = [sheets[label] for label in named] if named else list(sheets.values())
    kept = confirmed.get(site_code, {}) if named else {}
    hung = {s.label: Hanging(s.label, name_revision(s, site.head), s.release, now) for s in chosen}
    confirmed[site_code] = {**kept, **hung}
    revisions = {label: each.revision for label, each in hung.items()}
    return Recorded(tuple(chosen), revisions, store.write_words(FILE, _dumped(confirmed)))


def take_down(store: Store, site_code: str, labels: Iterable[str]) -> TakenDown:
    """Record that these sheets no longer hang. The caller holds the workspace. Raises `ReleaseError` for a sheet not
    known to hang, `OSError` where nothing has changed."""
    confirmed = {code: dict(sheets_hung) for code, sheets_hung in load_hanging(store).items()}
    message = "sổ xác nhận không ghi tờ này đang treo ở điểm này"
    way_out = "xem mã tờ ở chân tờ, ví dụ 7-4, và mã điểm trong data/sites.csv"
    named = _named(site_code, labels, confirmed.get(site_code, {}), message, way_out)
    gone = sum(confirmed.get(site_code, {}).pop(label, None) is not None for label in named)
    return TakenDown(gone, store.write_words(FILE, _dumped(confirmed)))


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
        sheets, hung = manifest.sheets(site), confirmed.get(site.code, {})
        same = sum(s.label in hung and hung[s.label].revision == name_revision(s, site.head) for s in sheets)
        counts[site.code] = HangingCount(len(sheets), same)
    return counts


def hanging_text(counts: Mapping[str, HangingCount]) -> str:
    """One sentence for a person, never to be taken for what is published."""
    whole = sum(0 < c.sheets == c.confirmed for c in counts.values())
    confirmed, sheets = sum(c.confirmed for c in counts.values()), sum(c.sheets for c in counts.values())
    return (
        f"Đã xác nhận đang treo đúng nội dung in hiện hành: {confirmed}/{sheets} tờ niêm yết, "
        f"{whole}/{len(counts)} điểm xác nhận đủ mọi tờ."
    )


def _named(site_code: str, labels: Iterable[str], known: Iterable[str], message: str, way_out: str) -> list[str]:
    """The labels as they are `known`: with or without the site's code, in capitals or not. Raises `ReleaseError` with
    `message` for the first that is not known."""
    each = {label.casefold(): label for label in known}
    named = {label: each.get(label.strip().casefold().removeprefix(f"{site_code}-".casefold())) for label in labels}
    unknown = [label for label, exact in named.items() if exact is None]
    if unknown:
        raise ReleaseError(message, place=f"điểm {site_code}", value=unknown[0], way_out=way_out)
    return [exact for exact in named.values() if exact is not None]


def _dumped(confirmed: Mapping[str, Mapping[str, Hanging]]) -> bytes:
    sites = {
        site: {label: [h.revision, h.release, h.at] for label, h in sheets.items()}
        for site, sheets in confirmed.items()
    }
    return dump_canonical(record.number_record({"sites": sites}, FORMAT))
