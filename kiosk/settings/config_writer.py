"""The one way to change `config.yaml`: single values, written into the text, everything else as it was.

Comes in: the path and new values by key (`feedback.hotline`). Goes out: the file with these values changed, comments,
order and line ends kept, or `ConfigError` and the file untouched. Only values of one line are written; rules with
lists of their own are edited by hand.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

import yaml

from kiosk.canonical import digest
from kiosk.errors import ConfigError, explain_cause
from kiosk.settings.config import read_config
from kiosk.settings.files import replace_file
from kiosk.text import tidy


def change_settings(path: Path, values: Mapping[str, str]) -> None:
    """Write texts by key into the settings at `path`. Raises `ConfigError` and `LinkError`; nothing is written then."""
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            "không đọc được tệp cấu hình", place=str(path), value=explain_cause(error), way_out="kiểm tra đường dẫn"
        ) from error
    try:
        text = content.decode("utf-8")
        for key, value in values.items():
            text = _with_value(text, tuple(key.split(".")), tidy(value), path)
    except (UnicodeDecodeError, yaml.YAMLError):
        read_config(content, path)  # says in words what is wrong with the file
        raise
    changed = text.encode("utf-8")
    read_config(changed, path)
    if changed != content:
        replace_file(path, changed, digest(content))


def _with_value(text: str, key: tuple[str, ...], value: str, path: Path) -> str:
    """The text with one value in place of another. JSON's quotes are YAML's (YAML 1.2, 7.3.1)."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for name in key:
        members = node.value if isinstance(node, yaml.MappingNode) else ()
        node = next((member for label, member in members if label.value == name), None)
    if not isinstance(node, yaml.ScalarNode):
        raise ConfigError(
            f"không có khóa «{'.'.join(key)}» với giá trị trên một dòng",
            place=str(path),
            way_out="thêm khóa này vào tệp như trong config.yaml đi kèm rồi chạy lại",
        )
    start, end = node.start_mark.index, node.end_mark.index
    # A value that is left empty has no place of its own behind the colon.
    return text[:start] + (" " if start == end else "") + json.dumps(value, ensure_ascii=False) + text[end:]
