"""Where the files that come with the program stand: beside the packages in a checkout, inside the wheel otherwise."""

from __future__ import annotations

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent


def _find_base() -> Path:
    bundled = _PACKAGE / "_bundle"
    return bundled if bundled.is_dir() else _PACKAGE.parent


def find_static() -> Path:
    """Folder of what browsers get as it is."""
    return _find_base() / "static"


def find_templates() -> Path:
    """Folder of page templates."""
    return _PACKAGE / "templates"


def find_default_config() -> Path:
    """The settings that come with the program."""
    return _find_base() / "config.yaml"


def find_default_data() -> Path:
    """The tables that come with the program."""
    return _find_base() / "data"
