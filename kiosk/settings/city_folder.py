"""A city's own folder: its settings and tables, apart from the program, so that an update of one never meets the other.

Comes in: a folder, and what the city is called. Goes out: `config.yaml` and `data/` in it, copies of what the program
brings.
"""

from __future__ import annotations

import shutil
from collections.abc import Mapping
from pathlib import Path

from kiosk import resources
from kiosk.errors import ConfigError, explain_cause
from kiosk.settings.config_writer import change_settings

CONFIG, DATA = "config.yaml", "data"


def make_city_folder(folder: Path, names: Mapping[str, str]) -> Path:
    """Put settings and tables into `folder`, made if absent below an existing one; returns the path of the settings.

    `names`: settings to write into the copy, by key. Raises `ConfigError` where the folder holds either already, where
    its parent does not exist, or where it cannot be written; whatever was begun is taken away again.
    """
    _refuse_taken(folder)
    is_new = not folder.exists()
    try:
        folder.mkdir(exist_ok=True)
        shutil.copytree(resources.find_default_data(), folder / DATA, ignore=shutil.ignore_patterns(".*"))
        shutil.copyfile(resources.find_default_config(), folder / CONFIG)
        change_settings(folder / CONFIG, names)
    except (OSError, shutil.Error, ConfigError) as error:
        _take_away(folder, is_new)
        if isinstance(error, ConfigError):
            raise
        raise ConfigError(
            "không tạo được thư mục của thành phố",
            place=str(folder),
            value=explain_cause(error),
            way_out="kiểm tra quyền ghi và chỗ trống, hoặc chọn thư mục khác",
        ) from error
    return folder / CONFIG


def _refuse_taken(folder: Path) -> None:
    if not folder.parent.is_dir():
        raise ConfigError(
            "không có thư mục chứa nó",
            place=str(folder.parent),
            way_out="kiểm tra đường dẫn, hoặc tạo thư mục đó trước",
        )
    if folder.exists() and not folder.is_dir():
        raise ConfigError("đường dẫn này là một tệp", place=str(folder), way_out="chọn tên thư mục khác")
    taken_names = [name for name in (CONFIG, DATA) if (folder / name).exists() or (folder / name).is_symlink()]
    if taken_names:
        raise ConfigError(
            "thư mục đã có dữ liệu của một thành phố, không ghi đè",
            place=str(folder),
            value=", ".join(taken_names),
            way_out="chọn thư mục khác",
        )


def _take_away(folder: Path, is_new: bool) -> None:
    (folder / CONFIG).unlink(missing_ok=True)
    shutil.rmtree(folder / DATA, ignore_errors=True)
    if is_new and folder.is_dir() and not any(folder.iterdir()):
        folder.rmdir()
