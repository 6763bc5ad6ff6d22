"""Undoing an import: what it said is taken out, and the catalogue follows anew from all the others.

In comes the number of an import; out goes a proposal, and the number under which the catalogue without it came into
force. Any import can be undone, in any order, and undoing one is an import that can be undone itself. Catalogues of the
time before the register hold no statements: of those only the last can be taken back, as a whole.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, replace
from datetime import date

from kiosk.clock import stamp_now
from kiosk.errors import StoreError
from kiosk.intake.proposal import Proposal
from kiosk.intake.revision import rebuild
from kiosk.model.statement import Past, RowStatus
from kiosk.office import catalogues, register
from kiosk.office.register import ImportRecord
from kiosk.settings.config import Config
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Undone:
    """What undoing an import changed, the number of the catalogue that it made, what could not be done afterwards."""

    number: int
    proposal: Proposal
    shortfalls: tuple[Shortfall, ...] = ()


def undo_import(store: Store, config: Config, number: int, today: date, by: str = "") -> Undone:
    """Take an import back. Raises `StoreError` where there is none, or it is undone already."""
    with store.writing():
        if number not in store.catalogue_numbers():
            raise _explain_unknown(store, number)
        if register.read_record(store, number) is None:
            return _undo_ground(store, config, number, today)
        records = register.read_records(store)
        if number not in {entry.number for entry in register.select_active(records)}:
            raise StoreError(
                "lần nhập này không còn áp dụng (đã hoàn tác, hoặc có từ trước khi danh mục bắt đầu lại)",
                place="hoàn tác lần nhập",
                value=str(number),
                way_out="xem kiosk imports; để áp dụng lại thì hoàn tác chính lần hoàn tác ấy",
            )
        entry = ImportRecord(
            max(store.catalogue_numbers()) + 1,
            today,
            stamp_now(),
            by or register.name_user(),
            f"hoàn tác lần nhập {number}",
            undoes=number,
        )
        return _rebuild(store, config, (*records, entry), entry, today)


def _rebuild(
    store: Store, config: Config, records: tuple[ImportRecord, ...], entry: ImportRecord, today: date
) -> Undone:
    ground = catalogues.load_ground(store, config)
    current = catalogues.load_in_force(store, config).catalogue
    standing = [r for r in register.select_active(records) if r.undoes is None]
    past = register.gather_past(store, ground, standing)
    lists = register.select_lists(past.ground, standing)
    proposal = rebuild(current, past, lists, today, _find_touched_codes(store, records, entry.undoes, past))
    origins = {file.sha256 for r in standing for file in r.files}
    waiting = (w for w in register.find_waiting(store) if w.origin in origins)
    older = (w for w in waiting if not (w.derived and w.code in proposal.derived))
    written = replace(
        entry,
        changes=dict(Counter(c.kind.value for c in proposal.changes)),
        waiting=tuple(dict.fromkeys((*older, *proposal.waiting))),
    )
    adoption = catalogues.accept(store, proposal.catalogue, entry.why, written, unchanged=proposal.catalogue == current)
    return Undone(adoption.number, proposal, adoption.shortfalls)


def _find_touched_codes(
    store: Store, records: tuple[ImportRecord, ...], number: int | None, past: Past
) -> frozenset[str] | None:
    """The codes of which an import spoke (of an undoing: those of what it undid); None where it began anew."""
    by_number = {entry.number: entry for entry in records}
    while number is not None and by_number[number].undoes is not None:
        number = by_number[number].undoes
    if number is None or by_number[number].fresh:
        return None
    statements = register.read_statements(store, number)
    annulled = {s.code for s in statements if s.status is RowStatus.ANNULLED}
    spoken = {s.code for s in past.statements if s.decision in annulled}
    return frozenset({s.code for s in statements} | spoken) - annulled


def _undo_ground(store: Store, config: Config, number: int, today: date) -> Undone:
    """Put the catalogue before the last one again, where none of them has a record."""
    numbers = store.catalogue_numbers()
    if number != numbers[-1]:
        raise StoreError(
            "lần nhập này có từ trước khi có sổ ghi lần nhập nên không tách riêng ra được",
            place="hoàn tác lần nhập",
            value=str(number),
            way_out=f"chỉ hoàn tác được lần cuối ({numbers[-1]}), hoặc nhập lại tệp đúng",
        )
    current = catalogues.load_numbered(store, number)
    former = catalogues.load_numbered(store, numbers[-2]) if len(numbers) > 1 else catalogues.load_configured(config)
    proposal = rebuild(current, Past(former), former.lists, today)
    adoption = catalogues.accept(store, former, f"hoàn tác lần nhập {number}", unchanged=former == current)
    return Undone(adoption.number, proposal, adoption.shortfalls)


def _explain_unknown(store: Store, number: int) -> StoreError:
    numbers = ", ".join(map(str, store.catalogue_numbers()))
    return StoreError(
        "không có lần nhập này" if numbers else "chưa nhập danh mục nào nên không có gì để hoàn tác",
        place=str(store.root / "imports"),
        value=str(number),
        way_out=f"chọn một trong các lần nhập: {numbers}" if numbers else "không cần làm gì",
    )
