"""The one way to change `config.yaml`: single values, written into the text, everything else as it was.

Comes in: the path and new values by key (`feedback.hotline`). Goes out: the file with these values changed, comments,
order and line ends kept, or `ConfigError` and the file untouched. A key that the file lacks is added. Only values of
one line are written; rules that fill several lines are edited by hand.
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

SettingValue = str | tuple[str, ...] | Mapping[str, str]


def change_settings(path: Path, values: Mapping[str, SettingValue]) -> None:
    """Write texts, lists of texts, or texts by name, by key into the settings at `path`.

    Raises `ConfigError` and `LinkError`; nothing is written then.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            "không đọc được tệp cấu hình", place=str(path), value=explain_cause(error), way_out="kiểm tra đường dẫn"
        ) from error
    try:
        text = content.decode("utf-8")
        for key, value in values.items():
            text = _put_value(text, tuple(key.split(".")), _tidy_value(value), path)
    except (UnicodeDecodeError, yaml.YAMLError):
        read_config(content, path)  # says in words what is wrong with the file
        raise
    changed = text.encode("utf-8")
    read_config(changed, path)
    if changed != content:
        replace_file(path, changed, digest(content))


def _tidy_value(value: SettingValue) -> SettingValue:
    if isinstance(value, Mapping):
        return {name: tidy(each) for name, each in value.items()}
    return tidy(value) if isinstance(value, str) else tuple(map(tidy, value))


def _put_value(text: str, key: tuple[str, ...], value: SettingValue, path: Path) -> str:
    """The text with one value in place of another, or added. JSON's quotes are YAML's (YAML 1.2, 7.3.1)."""
    node = yaml.compose(text, Loader=yaml.SafeLoader)
    for place, name in enumerate(key):
        members = node.value if isinstance(node, yaml.MappingNode) else ()
        member = next((m for label, m in members if label.value == name), None)
        if member is None:
            return _add_member(text, node, key[place:], value, path)
        node = member
    if not isinstance(node, yaml.ScalarNode) and not (isinstance(node, yaml.CollectionNode) and node.flow_style):
        raise ConfigError(
            f"khóa «{'.'.join(key)}» không ghi trên một dòng",
            place=str(path),
            way_out="sửa khóa này trong tệp, hoặc ghi lại thành một dòng như trong config.yaml đi kèm",
        )
    start, end = node.start_mark.index, node.end_mark.index
    # A value that is left empty has no place of its own behind the colon.
    return text[:start] + (" " if start == end else "") + _write(value) + text[end:]


def _add_member(text: str, node: yaml.Node | None, key: tuple[str, ...], value: SettingValue, path: Path) -> str:
    """The text with a key that it does not have yet: on a line of its own, or inside the braces of `{…}`."""
    written = _write(value)
    for name in reversed(key[1:]):
        written = f"{{{json.dumps(name)}: {written}}}"
    if isinstance(node, yaml.MappingNode) and node.flow_style:
        start = node.start_mark.index + 1
        return f"{text[:start]}{json.dumps(key[0])}: {written}{', ' if node.value else ''}{text[start:]}"
    if isinstance(node, yaml.MappingNode) and node.value:
        first = node.value[0][0].start_mark
        line_end = "\r\n" if "\r\n" in text else "\n"
        return f"{text[: first.index]}{key[0]}: {written}{line_end}{' ' * first.column}{text[first.index :]}"
    if isinstance(node, yaml.ScalarNode) and not node.value:
        start, end = node.start_mark.index, node.end_mark.index
        return f"{text[:start]} {{{json.dumps(key[0])}: {written}}}{text[end:]}"
    raise ConfigError(
        f"không ghi được khóa «{key[0]}» vào tệp", place=str(path), way_out="thêm khóa này vào tệp như mẫu đi kèm"
    )


def _write(value: SettingValue) -> str:
    return json.dumps(value if isinstance(value, str | Mapping) else list(value), ensure_ascii=False)
