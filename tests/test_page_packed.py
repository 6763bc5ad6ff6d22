"""The shipped page is what its sources make."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.shop import loaded

page = loaded("pack_page")


def test_what_is_shipped_is_what_the_sources_make() -> None:
    """After a change in static/kiosk `make run` and `make test` pack it again."""
    shipped = {path.name: path.read_text(encoding="utf-8") for path in page.SHIPPED.iterdir()}
    assert shipped == page.packed()


def test_modules_share_no_name_and_no_circle(tmp_path: Path) -> None:
    (tmp_path / "main.js").write_text('import { a } from "./other.js";\nconst one = 1, two = 2;\n', encoding="utf-8")
    (tmp_path / "other.js").write_text("export const a = 1;\n", encoding="utf-8")
    assert page.bundle(tmp_path, "main.js").index("const a") < page.bundle(tmp_path, "main.js").index("const one")
    (tmp_path / "other.js").write_text("export const a = 1, two = 3;\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"main\.js and other\.js both declare two"):
        page.bundle(tmp_path, "main.js")
    (tmp_path / "other.js").write_text('import { one } from "./main.js";\nexport const a = 1;\n', encoding="utf-8")
    with pytest.raises(ValueError, match=r"import each other: main\.js other\.js main\.js"):
        page.bundle(tmp_path, "main.js")
