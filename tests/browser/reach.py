"""Whether a page is within reach of everybody, as far as a machine can tell (axe)."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

_RULES = Axe().axe_script
_RUN = "(options) => axe.run({ resultTypes: ['violations'], ...options }).then((results) => results.violations)"


def find_violations(page: Page, **options: Any) -> Sequence[tuple[str, list[str]]]:
    """Names of rules that are broken, with the elements that break them. A document takes the rules once: they are half
    a megabyte, which takes longer than looking. `options` are those of `axe.run`."""
    if page.evaluate("typeof axe") == "undefined":
        page.evaluate(_RULES)
    return [(broken["id"], [node["html"][:200] for node in broken["nodes"]]) for broken in page.evaluate(_RUN, options)]
