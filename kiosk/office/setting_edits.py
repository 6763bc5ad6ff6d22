"""Changes of settings as a draft keeps them, and their way into files through the one writer.

In come edits and the settings whose files are to change; each file is written once, whole. An edit that is made already
changes nothing, so that a job that was killed half-way is simply done again.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

from pydantic import TypeAdapter, ValidationError

from kiosk.errors import ConfigError, OfficeError
from kiosk.office.settings_tables import TABLES, VALUES, EditableTable, parse_value
from kiosk.settings import exceptions, table_writer
from kiosk.settings.config import Config
from kiosk.settings.config_writer import change_settings
from kiosk.settings.table_writer import OpenTable
from kiosk.text import tidy


@dataclass(frozen=True, slots=True)
class SettingEdit:
    """One change. In a table: `key` names the row (empty: a new one), `values` its cells (None: the row goes). Of a
    single value: `table` is empty and `values` holds its text under its key."""

    table: str
    key: Mapping[str, str] = field(default_factory=dict)
    values: Mapping[str, str] | None = None


_EDIT: TypeAdapter[SettingEdit] = TypeAdapter(SettingEdit)


def write_edit(edit: SettingEdit) -> str:
    """An edit as a draft keeps it."""
    return _EDIT.dump_json(edit).decode()


def read_edit(text: str) -> SettingEdit:
    """An edit as a draft kept it. Raises `OfficeError`."""
    try:
        return _EDIT.validate_json(text)
    except ValidationError:
        raise OfficeError("không đọc được một sửa đổi", place="dự thảo", way_out="lập dự thảo mới") from None


def check_edit(edit: SettingEdit) -> SettingEdit:
    """The edit with tidied texts. Raises `OfficeError` for a table, column or value that the office does not edit."""
    values = None if edit.values is None else {name: _clean(text) for name, text in edit.values.items()}
    clean = SettingEdit(edit.table, {name: tidy(text) for name, text in edit.key.items()}, values)
    known_columns = (
        TABLES[edit.table].form.columns if edit.table in TABLES else tuple(VALUES) if not edit.table else None
    )
    column_names = (*clean.key, *(clean.values or ()))
    if (
        known_columns is None
        or any(name not in known_columns for name in column_names)
        or not (clean.key or clean.values)
    ):
        raise OfficeError(
            "không có mục này để sửa",
            place="cài đặt",
            value=(edit.table or str(column_names))[:60],
            way_out="mở lại trang",
        )
    return clean


def _clean(text: str) -> str:
    return "\n".join(line for part in text.splitlines() if (line := tidy(part)))


def apply_edits(config: Config, edits: Iterable[SettingEdit]) -> None:
    """Write the edits into the files that `config` names. Raises `ConfigError`: a file that would be wrong is left as
    it was."""
    edits = tuple(edits)
    for table in TABLES.values():
        own = [edit for edit in edits if edit.table == table.name]
        if own:
            _apply_to_table(table, _place(table, config), own)
    values = {name: text for edit in edits if not edit.table for name, text in (edit.values or {}).items()}
    if values:
        change_settings(config.source, {name: parse_value(name, text) for name, text in values.items()})


def _place(table: EditableTable, config: Config) -> Path:
    path = table.path(config)
    if path is None:
        raise ConfigError(
            f"cấu hình chưa đặt bảng «{table.title}»",
            place=str(config.source),
            way_out=f"thêm khóa {table.name} với tên tệp như trong config.yaml đi kèm",
        )
    if table.name == "exceptions" and not path.exists():
        path.write_text(exceptions.HEADER, encoding="utf-8")
    return path


def _apply_to_table(table: EditableTable, path: Path, edits: list[SettingEdit]) -> None:
    opened = table_writer.open_table(table.form, path)
    for edit in edits:
        opened = _apply_edit(table, opened, edit)
    table_writer.save_table(opened)


def _apply_edit(table: EditableTable, opened: OpenTable, edit: SettingEdit) -> OpenTable:
    if not edit.key:
        return _add_new_row(table, opened, edit.values or {})
    line = table_writer.find_line(opened, edit.key)
    if edit.values is None:
        return opened if line is None else table_writer.remove_row(opened, line)
    if line is None:
        moved = {column: edit.values.get(column, value) for column, value in edit.key.items()}
        if table_writer.find_line(opened, {**moved, **edit.values}) is not None:
            return opened  # made already, under the row's new name
        raise ConfigError(
            f"bảng «{table.title}» không còn dòng này",
            place=str(opened.path),
            value=", ".join(edit.key.values()),
            way_out="bỏ sửa đổi này khỏi dự thảo rồi sửa lại",
        )
    return table_writer.change_cells(opened, line, edit.values)


def _add_new_row(table: EditableTable, opened: OpenTable, values: Mapping[str, str]) -> OpenTable:
    key = {column: values.get(column, "") for column in table.key}
    line = table_writer.find_line(opened, key)
    if line is None:
        return table_writer.add_row(opened, values)
    if table_writer.find_line(opened, {c: v for c, v in values.items() if v}) is not None:
        return opened  # made already
    raise ConfigError(
        f"bảng «{table.title}» đã có dòng này",
        place=str(opened.path),
        value=", ".join(key.values()),
        way_out="sửa dòng đã có thay vì thêm dòng mới",
    )
