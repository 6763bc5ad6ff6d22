"""The one way in which HTML is made from the templates of `kiosk/templates/`.

A template's name and values come in, finished HTML goes out. Every value is escaped unless its maker says that it is
markup already; a value that is missing is an error, never an empty place.
"""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk import resources


@cache
def _environment() -> Environment:
    return Environment(
        loader=FileSystemLoader(resources.find_templates()),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )


def render(name: str, values: Mapping[str, object]) -> bytes:
    """The template filled in, as UTF-8. Raises `jinja2.UndefinedError` where a value is missing."""
    return _environment().get_template(name).render(values).encode()


@cache
def read_source(name: str) -> str:
    """The template as it is written, for those whose revision depends on it."""
    return (resources.find_templates() / name).read_text(encoding="utf-8")
