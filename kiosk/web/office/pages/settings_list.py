"""Settings and tables: looked at, and changed by way of a draft.

One page serves every table: its columns, labels and checks come from `kiosk.office.settings_tables`. Whatever is
changed goes into the person's open draft of settings; nothing is in force before that is approved.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.exceptions import HTTPException
from starlette.responses import Response

from kiosk.errors import ConfigError
from kiosk.office import drafts, settings_drafts, settings_watch, unfound
from kiosk.office.draft_records import DraftKind, DraftState, ImportDraft
from kiosk.office.setting_edits import SettingEdit
from kiosk.office.settings_tables import TABLES, VALUES, EditableTable, read_value
from kiosk.settings import tables
from kiosk.settings.csv_text import CsvText
from kiosk.text import fold, tidy
from kiosk.web.office.permissions import Permission
from kiosk.web.office.visit import PageRoute, Visit, begin_reading, go_to, show

MOST_ROWS = 60


@dataclass(frozen=True, slots=True)
class TableRow:
    """A row as the page shows it; `number` is its line in the file, `key` what it is known by."""

    number: int
    cells: Mapping[str, str]
    key: Mapping[str, str]


def show_settings(visit: Visit) -> Response:
    """All that may be edited, and what is in the person's draft already."""
    settings_watch.note_changes_by_hand(visit.desk.here)
    config = visit.desk.here.config
    missing = frozenset(t.name for t in TABLES.values() if t.path(config) is None)
    values = {"tables": tuple(TABLES.values()), "missing": missing, "draft": _find_own_draft(visit)}
    return show(visit, "settings.html", values)


def _find_own_draft(visit: Visit) -> ImportDraft | None:
    with begin_reading(visit) as connection:
        opened = drafts.list_drafts(connection, DraftState.OPEN)
    own = (d for d in opened if d.kind is DraftKind.SETTINGS and d.created_by == visit.person.id)
    return next(own, None)


def _load_table(visit: Visit) -> tuple[EditableTable, CsvText]:
    table = TABLES.get(visit.word("table"))
    path = table.path(visit.desk.here.config) if table else None
    if table is None or path is None:
        raise HTTPException(404)
    if not path.exists():
        return table, tables.parse_table((",".join(table.form.columns) + "\n").encode(), path, table.form.needed)
    return table, tables.parse_table(tables.read_bytes(path), path, table.form.needed)


def _list_rows(table: EditableTable, text: CsvText) -> tuple[TableRow, ...]:
    rows = []
    for row in text.rows[1:]:
        cells = {column: tidy(value) for column, value in text.by_column(row).items()}
        key = {column: cells.get(column, "") for column in table.key}
        rows.append(TableRow(row.line, {c: cells.get(c, "") for c in table.form.columns}, key))
    return tuple(rows)


def show_table(visit: Visit) -> Response:
    """The rows of a table, a page at a time, or those that hold some words."""
    table, text = _load_table(visit)
    query = visit.request.query_params
    words = tidy(query.get("tim", "")[:200])
    rows = _list_rows(table, text)
    if words:
        parts = fold(words).split()
        rows = tuple(r for r in rows if all(part in fold(" ".join(r.cells.values())) for part in parts))
    pages = max(1, -(-len(rows) // MOST_ROWS))
    number = query.get("trang", "1")
    page = min(max(int(number), 1), pages) if number.isdecimal() and len(number) < 6 else 1
    values = {
        "table": table,
        "rows": rows[(page - 1) * MOST_ROWS : page * MOST_ROWS],
        "count": len(rows),
        "words": words,
        "page": page,
        "pages": pages,
        "draft": _find_own_draft(visit),
    }
    return show(visit, "settings_table.html", values)


def show_row(visit: Visit) -> Response:
    """One row to be edited; without a line a new one."""
    table, text = _load_table(visit)
    line = visit.request.query_params.get("dong", "")
    row = next((r for r in _list_rows(table, text) if str(r.number) == line), None)
    if line and row is None:
        raise HTTPException(404)
    values = {c: visit.request.query_params.get(c, "")[:500] for c in table.form.columns}
    return show(visit, "settings_row.html", {"table": table, "row": row, "given": values})


def change_row(visit: Visit) -> Response:
    """A row changed, added or taken out, in the person's draft."""
    table, _ = _load_table(visit)
    key = {c: visit.text(f"key-{c}") for c in table.key} if visit.text("is-new") != "yes" else {}
    values: dict[str, str] | None = {c: visit.text(f"to-{c}") for c in table.form.columns}
    if visit.text("remove") == "yes":
        values = None
    elif key and values is not None:
        values = {c: v for c, v in values.items() if v != visit.text(f"was-{c}")}
        if not values:
            return go_to(f"/cai-dat/{table.name}", "khong-doi")
    return _keep(visit, (SettingEdit(table.name, key, values),), table.title)


def _keep(visit: Visit, edits: tuple[SettingEdit, ...], title: str) -> Response:
    draft = settings_drafts.add_to_draft(visit.desk.here, visit.act(), edits, f"Cài đặt: {title}")
    return go_to(f"/du-thao/{draft.id}", "da-ghi-sua-doi")


def show_values(visit: Visit) -> Response:
    """Contacts of the city and printed sentences."""
    config = visit.desk.here.config
    rows = tuple((value, read_value(config, value)) for value in VALUES.values())
    return show(visit, "settings_values.html", {"rows": rows, "draft": _find_own_draft(visit)})


def change_values(visit: Visit) -> Response:
    """Those that the form changes, in the person's draft."""
    config = visit.desk.here.config
    changed: dict[str, str] = {}
    for value in VALUES.values():
        text = "\n".join(line for part in visit.text(value.key).splitlines() if (line := tidy(part)))
        if value.key in visit.form and text != read_value(config, value):
            changed[value.key] = text or value.default
    if not changed:
        return go_to("/cai-dat/cau-chu", "khong-doi")
    return _keep(visit, (SettingEdit("", {}, changed),), "câu chữ, liên hệ chung")


def show_unfound(visit: Visit) -> Response:
    """Searches at the kiosks that found nothing, each a proposal for an everyday word."""
    return show(visit, "unfound.html", {"proposals": unfound.list_proposals(visit.desk.here)})


def take_unfound(visit: Visit) -> Response:
    """A search becomes an everyday word, in the person's draft."""
    values = {"alias": visit.text("text"), "meaning": visit.text("meaning")}
    if not values["meaning"]:
        raise ConfigError(
            "chưa ghi nghĩa trong danh mục",
            place="từ tìm không thấy",
            value=values["alias"],
            way_out="ghi từ hay tên thủ tục có trong danh mục mà người dân muốn nói",
        )
    return _keep(visit, (SettingEdit("aliases", {}, values),), "từ tìm không thấy")


def show_contacts(visit: Visit) -> Response:
    """A site's contacts, as its staff may propose them."""
    row = _find_site_row(visit)
    with begin_reading(visit) as connection:
        proposed = [
            d
            for d in drafts.list_drafts(connection)
            if d.kind is DraftKind.SETTINGS and d.created_by == visit.person.id
        ]
    return show(visit, "contacts.html", {"row": row, "table": TABLES["sites"], "columns": _CONTACTS, "own": proposed})


_CONTACTS = ("address", "hotline", "email", "hours")


def _find_site_row(visit: Visit) -> TableRow:
    table = TABLES["sites"]
    path = visit.desk.here.config.path(visit.desk.here.config.sites)
    rows = _list_rows(table, tables.parse_table(tables.read_bytes(path), path, table.form.needed))
    row = next((r for r in rows if r.key["code"] == visit.word("site")), None)
    if row is None:
        raise HTTPException(404)
    return row


def propose_contacts(visit: Visit) -> Response:
    """The site's contacts as its staff say they are: a draft that the office looks at."""
    row = _find_site_row(visit)
    values = {c: visit.text(f"to-{c}") for c in _CONTACTS if visit.text(f"to-{c}") != row.cells[c]}
    path = f"/lien-he/{row.key['code']}"
    if not values:
        return go_to(path, "khong-doi")
    title = f"Đề nghị của {row.cells['name']}: liên hệ"
    edit = SettingEdit("sites", dict(row.key), values)
    settings_drafts.add_to_draft(visit.desk.here, visit.act(), (edit,), title)
    return go_to(path, "da-de-nghi")


_TABLE = "/cai-dat/{table}"
ROUTES = (
    PageRoute("GET", "/cai-dat", Permission.LOOK, show_settings),
    PageRoute("GET", "/cai-dat/cau-chu", Permission.LOOK, show_values),
    PageRoute("POST", "/cai-dat/cau-chu", Permission.PREPARE, change_values),
    PageRoute("GET", "/cai-dat/tim-khong-thay", Permission.LOOK, show_unfound),
    PageRoute("POST", "/cai-dat/tim-khong-thay", Permission.PREPARE, take_unfound),
    PageRoute("GET", _TABLE, Permission.LOOK, show_table),
    PageRoute("GET", f"{_TABLE}/dong", Permission.LOOK, show_row),
    PageRoute("POST", f"{_TABLE}/dong", Permission.PREPARE, change_row),
    PageRoute("GET", "/lien-he/{site}", Permission.SITE, show_contacts),
    PageRoute("POST", "/lien-he/{site}", Permission.SITE, propose_contacts),
)
