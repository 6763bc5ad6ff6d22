"""Sentences about what a draft of settings changes."""

from __future__ import annotations

from kiosk.office.setting_edits import SettingEdit
from kiosk.office.settings_tables import TABLES, VALUES

_LONGEST = 80


def say_edit(edit: SettingEdit) -> str:
    """One change in a sentence."""
    if not edit.table:
        parts = [f"{VALUES[name].label}: «{_shorten_text(text)}»" for name, text in (edit.values or {}).items()]
        return f"Câu chữ, liên hệ chung: {'; '.join(parts)}."
    table = TABLES[edit.table]
    row = ", ".join(text for text in edit.key.values() if text)
    if edit.values is None:
        return f"{table.title}: xóa dòng {row}."
    cells = [f"{table.label(c).lower()} «{_shorten_text(text)}»" for c, text in edit.values.items() if text or edit.key]
    return f"{table.title}: {f'dòng {row}' if edit.key else 'thêm dòng'}, {', '.join(cells)}."


def _shorten_text(text: str) -> str:
    line = text.replace("\n", " / ")
    return line if len(line) <= _LONGEST else line[: _LONGEST - 1] + "…"
