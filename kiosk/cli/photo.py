"""`kiosk confirm --photo`: what photos of a wall propose, a person's yes or no, and how anything recorded is shown."""

from __future__ import annotations

import sys
from collections.abc import Sequence
from datetime import date
from pathlib import Path

import typer

from kiosk.cli.console import print_json, print_table, say, show_progress, warn
from kiosk.cli.options import Place
from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct, Witness
from kiosk.model.wall_photo import PhotoReading, SheetSighting, SightingAnswer, SightingKind
from kiosk.office.ledger import photo_book, photo_files, photo_plans, photo_reading, photo_recording, walls
from kiosk.office.ledger.acting import act_in_ledger, look_into_ledger
from kiosk.office.ledger.papers import RecordedEntry
from kiosk.office.ledger.photo_plans import DrawnPaper
from kiosk.office.ledger.photo_reading import ReadPhoto
from kiosk.office.ledger.photo_sightings import judge_wall
from posters.errors import PhotoError
from posters.photo.seen import MOST_BYTES

_SILENT = frozenset({SightingKind.UNSEEN, SightingKind.EARLY})


def confirm_photos(
    here: Place,
    files: Sequence[Path],
    where: tuple[Sequence[str], Sequence[str]],
    words: tuple[Witness, date],
    *,
    accept: bool,
    json: bool,
) -> None:
    """Read photos of the wall of one site, show what they propose, record what is accepted. `where`: sites and sheets
    that are named; `words`: who says so, and of which day. Raises `PhotoError` and `KioskError`."""
    sites, sheets = where
    if len(sites) != 1:
        raise typer.BadParameter("với --photo ghi đúng một điểm: --site MÃ")
    with look_into_ledger(here.store) as connection:
        site = walls.require_site(connection, sites[0])
    with show_progress(json) as report:
        papers, photos = photo_plans.list_drawn(here.store, site), list[ReadPhoto]()
        for n, path in enumerate(files):
            report("Đọc ảnh", n, len(files))
            photos.append(_read_file(path, papers))
        report("Đọc ảnh", len(files), len(files))
    readings = _keep(here, site, photos, words[0])
    with look_into_ledger(here.store) as connection:
        sightings = _choose(judge_wall(connection, site, readings, words[1]), sheets, site)
    open_sightings = [s for s in sightings if s.kind not in _SILENT and not s.is_recorded]
    if not json:
        _show_sightings(site, sightings)
    if not open_sightings or not (accept or _agrees(open_sightings, json=json)):
        _tell_nothing_recorded(sightings, open_sightings, json=json)
        return
    with act_in_ledger(here.store, words[0]) as doing:
        answers = [(s, SightingAnswer.ACCEPT) for s in open_sightings]
        recorded = photo_recording.record_sightings(doing.connection, doing.act, doing.witness, site, answers, words[1])
    if json:
        print_json(
            {
                "site": site,
                "sheets": [_describe_sighting(s) for s in sightings],
                "recorded": [_describe_entry(one) for one in recorded.entries],
                "incidents": [i.number for i in recorded.incidents],
            }
        )
        return
    show_recorded(recorded.entries, json=False)
    for one in recorded.incidents:
        say(f"Sự cố {one.number} đang mở tại điểm {one.site}: {one.text}; đóng bằng kiosk incident close.")


def _read_file(path: Path, drawn: Sequence[DrawnPaper]) -> ReadPhoto:
    try:
        size = path.stat().st_size
        content = path.read_bytes() if size <= MOST_BYTES else bytes(MOST_BYTES + 1)
    except OSError as error:
        raise OfficeError(
            "không mở được ảnh", place=str(path), value=error.strerror or "", way_out="kiểm tra lại đường dẫn"
        ) from error
    try:
        return photo_reading.read_photo(content, drawn)
    except PhotoError as error:
        raise PhotoError(error.message, place=str(path), value=error.value, way_out=error.way_out) from error


def _keep(here: Place, site: str, photos: Sequence[ReadPhoto], witness: Witness) -> tuple[PhotoReading, ...]:
    """Keep the copies and write down what was read, as one series."""
    for photo in photos:
        photo_files.keep_copy(here.store.root, photo.copy)
    series: int | None = None
    with act_in_ledger(here.store, witness) as doing:
        for photo in photos:
            row = photo_book.add_photo(doing.connection, doing.act, site, photo.reading.photo, series)
            series = row.series
            photo_book.note_reading(doing.connection, doing.act, doing.witness, row.number, photo.reading)
    return tuple(photo.reading for photo in photos)


def _choose(sightings: Sequence[SheetSighting], sheets: Sequence[str], site: str) -> tuple[SheetSighting, ...]:
    """Those of the named sheets, all where none is named. Raises `OfficeError` for a sheet that is neither seen nor
    asked for."""
    sheet_names = {sheet.strip().upper().replace("·", "-").removeprefix(f"{site.upper()}-") for sheet in sheets}
    selection = tuple(s for s in sightings if not sheet_names or s.sheet in sheet_names or s.mark in sheet_names)
    absent = sheet_names - {s.sheet for s in selection} - {s.mark for s in selection}
    if absent:
        raise OfficeError(
            "không có tờ này trong ảnh, điểm này cũng không phải treo nó",
            place=f"điểm {site}",
            value=min(absent)[:40],
            way_out=f"xem kiosk wall {site}",
        )
    return selection


def _show_sightings(site: str, sightings: Sequence[SheetSighting]) -> None:
    rows = [
        (s.sheet, s.mark, s.kind.label + (" (đã ghi)" if s.is_recorded else ""), "; ".join((*s.incidents, s.note)))
        for s in sightings
    ]
    count = sum(bool(s.photos) for s in sightings)
    print_table(f"Điểm {site}: ảnh cho thấy {count} tờ", ("Tờ", "Mã in trên tờ", "Máy đọc", "Cần biết"), rows)


def _agrees(chosen: Sequence[SheetSighting], *, json: bool) -> bool:
    """Ask the person at the terminal; nobody is there where input or output is a program's."""
    if json or not sys.stdin.isatty():
        return False
    return typer.confirm(f"Ghi nhận {len(chosen)} tờ như máy đọc?", default=False)


def _tell_nothing_recorded(sightings: Sequence[SheetSighting], chosen: Sequence[SheetSighting], *, json: bool) -> None:
    if json:
        print_json({"sheets": [_describe_sighting(s) for s in sightings], "recorded": [], "incidents": []})
    elif chosen:
        warn("Chưa ghi nhận gì; chạy lại với --accept để ghi nhận như máy đọc, hoặc nêu riêng từng tờ.")
    else:
        say("Không có gì mới để ghi nhận.")


def _describe_sighting(s: SheetSighting) -> dict[str, object]:
    facts: dict[str, object] = {"sheet": s.sheet, "kind": s.kind.value, "mark": s.mark, "revision": s.revision}
    return facts | {
        "photos": s.photos, "incidents": s.incidents, "note": s.note, "already_recorded": s.is_recorded
    }  # fmt: skip


def show_recorded(recorded: Sequence[RecordedEntry], *, json: bool) -> None:
    """Tell what was recorded of sheets, by site and act, and what was there before."""
    if json:
        print_json({"recorded": [_describe_entry(one) for one in recorded]})
        return
    fresh = [one for one in recorded if one.is_new]
    by_site: dict[tuple[str, PaperAct], list[RecordedEntry]] = {}
    for one in fresh:
        by_site.setdefault((one.entry.site, one.entry.act), []).append(one)
    for (site, act), ones in by_site.items():
        numbers = f"sự kiện {ones[0].event}" + (f" đến {ones[-1].event}" if len(ones) > 1 else "")
        say(f"Đã ghi nhận {len(ones)} tờ {act.label} tại điểm {site} ({numbers}).")
    again = len(recorded) - len(fresh)
    if again:
        say(f"{again} tờ đã được ghi nhận từ trước, không ghi lại.")
    if not recorded:
        say("Không có tờ nào để ghi nhận.")


def _describe_entry(one: RecordedEntry) -> dict[str, object]:
    e = one.entry
    facts = {"site": e.site, "sheet": e.sheet, "act": e.act.value, "day": e.day, "revision": e.revision}
    return facts | {"order": e.order, "event": one.event, "new": one.is_new}
