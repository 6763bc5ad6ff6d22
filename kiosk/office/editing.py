"""Fields that a person states by hand: recorded like an import, with the reason, and undone like one.

In comes a code with fields as text; out goes the number under which the catalogue with them came into force. The texts
are read as the application's own table reads its cells. An empty text empties its field: a file never does that, a
person who gives the reason may.
"""

from __future__ import annotations

import csv
import io
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from kiosk.canonical import digest
from kiosk.clock import stamp_now
from kiosk.errors import IntakeError
from kiosk.intake.columns import OWN, find_role
from kiosk.intake.proposal import Proposal
from kiosk.intake.read import Mode, ReadOptions, read_bytes
from kiosk.intake.revision import amend_by_hand
from kiosk.model.catalogue import Procedure, Source
from kiosk.model.statement import RowStatus, Statement
from kiosk.office import catalogues, imports, register
from kiosk.office.register import ImportRecord, KeptFile
from kiosk.settings.config import Config
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.store import Store

_ROW = 2
_NOT_BY_HAND = frozenset(("code", "effective_from", "effective_to", "ending", "ended_by", "replaced_by", "source"))


@dataclass(frozen=True, slots=True)
class Edit:
    """What a person states: texts by field, from a day on, and why."""

    code: str
    fields: Mapping[str, str]
    reason: str
    holds: date | None = None
    by: str = ""


@dataclass(frozen=True, slots=True)
class Edited:
    """What an edit changed; `number` of the catalogue, None where it says so already; what could not be done
    afterwards."""

    number: int | None
    proposal: Proposal
    shortfalls: tuple[Shortfall, ...] = ()


def edit_procedure(store: Store, config: Config, edit: Edit, today: date) -> Edited:
    """State fields by hand. Raises `IntakeError` for an unknown code or field, or a value that cannot be read."""
    with store.writing():
        current = catalogues.load_in_force(store, config).catalogue
        day = edit.holds or today
        if not any(
            p.code == edit.code and (p.effective_to is None or p.effective_to >= day) for p in current.procedures
        ):
            raise IntakeError(
                "không có thủ tục nào đang hoặc sẽ áp dụng mang mã này",
                place="kiosk edit",
                value=edit.code,
                way_out="xem kiosk history với mã này",
            )
        name, content = _write_edit(edit)
        statement = Statement(
            edit.code,
            RowStatus.EDITED,
            (_read(name, content, edit),),
            today,
            holds=day,
            origin=digest(content),
            reasons=(edit.reason,),
            cleared=_find_cleared(edit),
        )
        past = register.gather_past(store, catalogues.load_ground(store, config), register.read_records(store))
        proposal = amend_by_hand(current, past, statement, today)
        if not proposal.changes:
            return Edited(None, proposal)
        entry = ImportRecord(
            0,
            today,
            stamp_now(),
            edit.by or register.name_user(),
            f"sửa {edit.code}: {edit.reason}",
            files=(KeptFile(name, digest(content)),),
            changes=dict(Counter(c.kind.value for c in proposal.changes)),
            waiting=imports.add_waiting(store, proposal, frozenset()),
            reason=edit.reason,
        )
        register.keep_files(store, {digest(content): content})
        adoption = catalogues.accept(store, proposal.catalogue, entry.why, entry, (statement,))
        return Edited(adoption.number, proposal, adoption.shortfalls)


def _write_edit(edit: Edit) -> tuple[str, bytes]:
    """The edit as a small table of the application's own form."""
    text = io.StringIO()
    rows = csv.writer(text, lineterminator="\n")
    roles = {_require_role(name): value for name, value in edit.fields.items()}
    rows.writerow(("code", *roles))
    rows.writerow((edit.code, *roles.values()))
    return f"sua-{edit.code}.csv", text.getvalue().encode()


def _require_role(name: str) -> str:
    role = name if name in OWN else find_role(name)
    if role not in OWN or role in _NOT_BY_HAND:
        known_fields = ", ".join(field for field in OWN if field not in _NOT_BY_HAND)
        raise IntakeError(
            "không có trường nào tên như vậy để ghi tay",
            place="kiosk edit",
            value=name,
            way_out=f"dùng một trong: {known_fields}",
        )
    return role


def _find_cleared(edit: Edit) -> tuple[str, ...]:
    """The fields that the edit empties. Raises `IntakeError` for the name, which no procedure lacks."""
    cleared = tuple(sorted(_require_role(name) for name, value in edit.fields.items() if not value.strip()))
    if "name" in cleared:
        raise IntakeError(
            "tên thủ tục không được để trống", place="kiosk edit", value="name", way_out="ghi tên đúng của thủ tục"
        )
    return cleared


def _read(name: str, content: bytes, edit: Edit) -> Procedure:
    if not any(value.strip() for value in edit.fields.values()):
        return Procedure(edit.code, "", source=Source(name, _ROW))
    reading = read_bytes(name, content, ReadOptions(mode=Mode.CHANGE, columns={"code": "A"}))
    problems = reading.problems
    if problems or not reading.procedures:
        raise IntakeError(
            "không hiểu giá trị này" if problems else "không đọc được giá trị",
            place="kiosk edit",
            value=problems[0].value if problems else edit.code,
            way_out=problems[0].way_out if problems else "sửa giá trị",
        )
    return reading.procedures[0]
