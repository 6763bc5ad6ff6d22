"""Files as pdf.js reads them, the reader inside browsers: text, links, tags, outline, labels; every operator known."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from pathlib import Path
from typing import Any

import pytest

from posters import pdf
from posters.body import Body
from posters.spec import SiteHead
from tests.posters.conftest import card, draw_sheet, pack_sheets

ROOT = Path(__file__).parents[2]
PACKAGE = Path(os.environ.get("PDFJS_DIST", ROOT / "node_modules" / "pdfjs-dist"))
SCRIPT = Path(__file__).with_name("pdfjs.mjs")
CARDS = tuple(card(f"Thủ tục số {i} về hộ tịch có yếu tố nước ngoài", i) for i in range(14))

pytestmark = [
    pytest.mark.skipif(shutil.which("node") is None, reason="node is not installed"),
    pytest.mark.skipif(not (PACKAGE / "legacy").is_dir(), reason="pdf.js is not installed (`make pdfjs`)"),
]


@pytest.fixture(scope="module")
def bodies() -> list[Body]:
    return [draw_sheet(sheet) for sheet in pack_sheets(CARDS)]


@pytest.fixture(scope="module")
def seen(bodies: list[Body], tmp_path_factory: pytest.TempPathFactory) -> dict[str, Any]:
    path = tmp_path_factory.mktemp("pdfjs") / "sheets.pdf"
    path.write_bytes(pdf.address_file(pdf.make_template(bodies), SiteHead("11824", "Trung tâm xã Vĩnh Bảo")))
    command = ("node", str(SCRIPT), str(PACKAGE.resolve()), str(path))
    done = subprocess.run(command, capture_output=True, text=True, check=True, timeout=60)
    read: dict[str, Any] = json.loads(done.stdout)
    return read


def test_every_name_and_code_is_found_by_search(seen: dict[str, Any]) -> None:
    text = "".join("".join(page["text"] for page in seen["pages"]).split())
    assert [each.code for each in CARDS if each.code not in text] == []
    assert [each.name for each in CARDS if "".join(each.name.split()) not in text] == []
    assert "TrungtâmxãVĩnhBảo" in text


def test_links_lead_where_codes_lead(seen: dict[str, Any], bodies: list[Body]) -> None:
    for page, body in zip(seen["pages"], bodies, strict=True):
        assert {code.payload for code in body.codes} <= set(page["links"])


def test_tags_outline_and_labels_are_understood(seen: dict[str, Any], bodies: list[Body]) -> None:
    for page, body in zip(seen["pages"], bodies, strict=True):
        assert page["roles"].count("LI") == page["roles"].count("LBody") == len(body.codes)
        assert page["roles"].count("Figure") >= len(body.codes)
        assert "H1" in page["roles"] and page["operators"] > 100
    assert seen["outline"] and seen["labels"] == [f"11824-{body.label}" for body in bodies]
