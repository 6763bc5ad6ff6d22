"""One way of making HTML: values are text, and none may be missing."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from kiosk.pages.templates import read_source, render


def test_a_missing_value_is_an_error_and_no_empty_place() -> None:
    with pytest.raises(UndefinedError, match="undefined"):
        render("usb.html", {"release": 7})


def test_the_source_is_the_template_as_written(root: Path) -> None:
    assert read_source("start.html") == (root / "kiosk/templates/start.html").read_text(encoding="utf-8")


def test_nothing_else_makes_an_environment(root: Path) -> None:
    makers = [
        path.relative_to(root).as_posix()
        for path in sorted((root / "kiosk").rglob("*.py"))
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(node, ast.ImportFrom) and node.module == "jinja2"
    ]
    assert makers == ["kiosk/pages/templates.py"]
