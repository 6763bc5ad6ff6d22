"""The one way in which HTML is made from templates: those of `kiosk/templates/`, and those of a room of its own.

A template's name and values come in, finished HTML goes out. Every value is escaped unless its maker says that it is
markup already; a value that is missing is an error, never an empty place.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import cache
from pathlib import Path

from jinja2 import Environment, FileSystemLoader, StrictUndefined

from kiosk import resources

Renderer = Callable[[str, Mapping[str, object]], str]
"""The name of a template and its values make HTML. Raises `jinja2.UndefinedError` where a value is missing."""


def make_renderer(folder: Path, filters: Mapping[str, Callable[..., object]], names: Mapping[str, object]) -> Renderer:
    """Fills in the templates of `folder`, which may use `filters` and `names` beside those of the library."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    environment.filters |= filters
    environment.globals |= names
    return lambda name, values: environment.get_template(name).render(values)


@cache
def _load_renderer() -> Renderer:
    return make_renderer(resources.find_templates(), {}, {})


def render(name: str, values: Mapping[str, object]) -> bytes:
    """The template filled in, as UTF-8. Raises `jinja2.UndefinedError` where a value is missing."""
    return _load_renderer()(name, values).encode()


@cache
def read_source(name: str) -> str:
    """The template as it is written, for those whose revision depends on it."""
    return (resources.find_templates() / name).read_text(encoding="utf-8")
