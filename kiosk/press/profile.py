"""The print shop's ICC profile that the settings name, checked before anything is printed with it.

In come the settings; out comes a profile. What a file with it says is left to `posters.intent`.
"""

from __future__ import annotations

from kiosk.errors import ConfigError, explain_cause
from kiosk.settings.config import Config
from posters.intent import PrintProfile, load_profile


def read_print_profile(config: Config) -> PrintProfile | None:
    """The profile, None where the office supplies none. Raises `ConfigError` for a file that cannot be read,
    `DrawingError` for one that is no output profile of process inks or grey."""
    if config.print_profile is None:
        return None
    path = config.path(config.print_profile)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise ConfigError(
            "không đọc được hồ sơ màu của nhà in",
            place=str(path),
            value=explain_cause(error),
            way_out="sửa khóa print_profile trong config.yaml, hoặc bỏ khóa ấy",
        ) from error
    return load_profile(content, f"config.yaml, khóa print_profile, {config.print_profile}")
