"""The files of the settings as texts, and what differs between two states of them, cell by cell.

In comes a `Config`; out go the texts of `config.yaml` and the tables that it names, one digest of all of them, and
changes between two such states. Nothing is changed.
"""

from __future__ import annotations

import shutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import yaml

from kiosk.canonical import digest, dump_canonical
from kiosk.errors import ConfigError, explain_cause
from kiosk.office.settings_tables import TABLES, VALUES, EditableTable
from kiosk.settings import config as settings
from kiosk.settings.config import Config
from kiosk.settings.csv_text import CsvError, parse_csv
from kiosk.text import tidy

SETTINGS = "config"
"""The name under which `config.yaml` itself stands among the files."""


@dataclass(frozen=True, slots=True)
class SettingChange:
    """One cell or value that differs: of which table (empty: a single value), row and column, before and after."""

    table: str
    row: str
    column: str
    before: str
    after: str

    @property
    def place(self) -> str:
        """What people call the place."""
        parts = (TABLES[self.table].title if self.table in TABLES else "", self.row, self.column)
        return ", ".join(part for part in parts if part)


def list_places(config: Config) -> dict[str, Path]:
    """Where each file stands, by name."""
    return {SETTINGS: config.source} | {t.name: p for t in TABLES.values() if (p := t.path(config)) is not None}


def read_files(config: Config) -> dict[str, str]:
    """The text of each file, by name; a table that is not there yet is left out. Raises `ConfigError`."""
    texts: dict[str, str] = {}
    for name, path in list_places(config).items():
        try:
            texts[name] = path.read_bytes().decode("utf-8", "replace")
        except FileNotFoundError:
            continue
        except OSError as error:
            raise ConfigError(
                "không đọc được tệp cài đặt", place=str(path), value=explain_cause(error), way_out="kiểm tra quyền đọc"
            ) from error
    return texts


def digest_files(texts: Mapping[str, str]) -> str:
    """What names a state of all files."""
    return digest(dump_canonical(dict(texts)))


def copy_settings(config: Config, folder: Path) -> Config:
    """The settings in a folder of their own, to be changed without anybody seeing it.

    Raises `ConfigError` where a table stands outside of the city's folder.
    """
    paths = [config.sites, config.groups, config.aliases, config.exceptions, *config.catalogue]
    paths += [
        p
        for p in (
            config.matters,
            config.everyday,
            config.elsewhere,
            config.english,
            config.english_words,
            config.emblem,
        )
        if p
    ]
    for relative in paths:
        if relative.is_absolute() or ".." in relative.parts:
            raise ConfigError(
                "bảng nằm ngoài thư mục của thành phố nên không sửa được ở đây",
                place=str(config.source),
                value=str(relative),
                way_out="chuyển bảng vào thư mục data rồi sửa khóa trong config.yaml",
            )
        if config.path(relative).is_file():
            (folder / relative).parent.mkdir(parents=True, exist_ok=True)
            shutil.copyfile(config.path(relative), folder / relative)
    shutil.copyfile(config.source, folder / "config.yaml")
    return settings.load(folder / "config.yaml")


def compare_files(before: Mapping[str, str], after: Mapping[str, str]) -> tuple[SettingChange, ...]:
    """What differs, in the order of the tables, then the single values."""
    changes: list[SettingChange] = []
    for table in TABLES.values():
        if before.get(table.name) != after.get(table.name):
            changes += _compare_tables(table, before.get(table.name, ""), after.get(table.name, ""))
    if before.get(SETTINGS) != after.get(SETTINGS):
        changes += _compare_values(before.get(SETTINGS, ""), after.get(SETTINGS, ""))
    return tuple(changes)


def _compare_tables(table: EditableTable, before: str, after: str) -> Iterator[SettingChange]:
    old, new = _read_rows(table, before), _read_rows(table, after)
    is_silent = True
    for key in dict.fromkeys((*old, *new)):
        was, now = old.get(key, {}), new.get(key, {})
        for column in dict.fromkeys((*was, *now)):
            if was.get(column, "") != now.get(column, "") and (column not in table.key or not was or not now):
                is_silent = False
                label = table.label(column)
                yield SettingChange(table.name, ", ".join(key), label, was.get(column, ""), now.get(column, ""))
    if is_silent and list(old) != list(new):
        yield SettingChange(table.name, "", "thứ tự các dòng", "", "đổi")


def _read_rows(table: EditableTable, text: str) -> dict[tuple[str, ...], dict[str, str]]:
    """Tidied cells by the row's key; of rows with one key the later ones count their place."""
    try:
        parsed = parse_csv(text.encode())
    except CsvError as error:
        return {("không đọc được",): {"dòng": str(error.line)}}
    rows: dict[tuple[str, ...], dict[str, str]] = {}
    for row in parsed.rows[1:]:
        cells = {column: tidy(value) for column, value in parsed.by_column(row).items() if column}
        key = tuple(cells.get(column, "") for column in table.key)
        while key in rows:
            key = (*key, "lặp lại")
        rows[key] = cells
    return rows


def _compare_values(before: str, after: str) -> Iterator[SettingChange]:
    old, new = dict(_flatten(before)), dict(_flatten(after))
    for key in dict.fromkeys((*old, *new)):
        if old.get(key, "") != new.get(key, ""):
            label = VALUES[key].label if key in VALUES else key
            default = VALUES[key].default if key in VALUES else ""
            yield SettingChange("", "", label, old.get(key, default), new.get(key, default))


def _flatten(text: str) -> Iterator[tuple[str, str]]:
    try:
        raw = yaml.safe_load(text) if text else {}
    except yaml.YAMLError:
        yield "config.yaml", "không đọc được"
        return
    yield from _list_members("", raw if isinstance(raw, dict) else {})


def _list_members(start: str, members: Mapping[object, object]) -> Iterator[tuple[str, str]]:
    for name, value in members.items():
        key = f"{start}{name}"
        if isinstance(value, dict):
            yield from _list_members(f"{key}.", value)
        else:
            yield key, "\n".join(map(str, value)) if isinstance(value, list) else "" if value is None else str(value)
