"""The emblem that is configured reaches every sheet and board, and a new one is a change in print."""

from __future__ import annotations

import io
from pathlib import Path

import pikepdf
import pytest

from kiosk.gate.verify import verify
from kiosk.model.files import BOARD_FILE, SHEETS_FILE
from kiosk.model.manifest import Manifest
from kiosk.office import catalogues
from kiosk.press.batch import Order, Product
from kiosk.progress import report_nothing
from kiosk.release import lifecycle
from kiosk.release.build import build_release, plan_release
from kiosk.settings import config, inputs
from kiosk.workspace.store import Store
from tests.kiosk.commands import SITES, Office
from tests.kiosk.hanging import compare_releases, write_whole
from tests.posters.test_emblem import png, svg

BEFORE = "# emblem: data/bieu-trung.svg"


@pytest.fixture
def office(small_office: Office) -> Office:
    """An emblem is the same on the sheets of thirty procedures."""
    return small_office


def configured(office: Office, content: bytes) -> inputs.Inputs:
    """What `office` builds from once it has supplied an emblem."""
    path = office.folder / "config.yaml"
    path.write_text(path.read_text(encoding="utf-8").replace(BEFORE, BEFORE.removeprefix("# ")), encoding="utf-8")
    (office.folder / "data/bieu-trung.svg").write_bytes(content)
    settings = config.load(path)
    return inputs.gather(settings, catalogues.load_in_force(Store(office.folder / "var"), settings).catalogue)


def revisions(made: Manifest) -> dict[tuple[str, str], str]:
    return {(s.code, sheet.label): sheet.revision for s in made.sites for sheet in made.sheets(s)}


def emblems(content: bytes) -> set[bytes]:
    """The pixels of the emblems that the pages of a file show."""
    with pikepdf.open(io.BytesIO(content)) as document:
        shown = [page.Contents[1].read_bytes().count(b"/Emblem Do") for page in document.pages]
        assert shown == [1] * len(shown)
        return {page.Resources.XObject.Emblem.read_bytes() for page in document.pages}


def test_an_emblem_reaches_every_sheet_and_makes_each_new(office: Office, office_store: Store) -> None:
    old = lifecycle.load_current(office_store)
    assert old is not None
    found = configured(office, svg())
    with office_store.writing():
        made, new = build_release(office_store, found, old.as_of, report_nothing)
    assert new
    assert verify(office_store, made, report_nothing).passed
    was, now = revisions(old), revisions(made)
    assert was.keys() == now.keys()
    assert not set(was.values()) & set(now.values())
    tree = office_store.tree(made.number)
    shown = [
        emblems((tree / "sites" / code / name).read_bytes()) for code in SITES for name in (SHEETS_FILE, BOARD_FILE)
    ]
    assert len(set.union(*shown)) == 1
    told = {str(r) for site in compare_releases(made, found, old, found) for a in site.actions for r in a.reasons}
    assert told == {" đổi lời in chung, biểu trưng hoặc tiêu đề của tờ"}


def test_what_is_drawn_on_demand_carries_it_and_a_new_one_is_a_change(office: Office, tmp_path: Path) -> None:
    configured(office, svg())
    office.ok("regenerate", "--as-of", "2026-11-24")
    write_whole(Store(office.folder / "var"), Order((Product.BOOKLET, Product.SINGLE), ("10888",)), tmp_path / "lo")
    files = sorted((tmp_path / "lo").glob("*/10888-*.pdf"))
    assert [path.name for path in files] == ["10888-danh-muc-A4.pdf", "10888-to-thu-tuc-A5.pdf"]
    for path in files:
        with pikepdf.open(path) as document:
            assert document.pages[0].Contents[1].read_bytes().count(b"/Emblem Do") == 1


def test_each_emblem_has_revisions_of_its_own_and_none_is_as_before(office: Office, office_store: Store) -> None:
    old = lifecycle.load_current(office_store)
    assert old is not None
    settings = config.load(office.folder / "config.yaml")
    without = inputs.gather(settings, catalogues.load_in_force(office_store, settings).catalogue)
    seen = [
        {sheet.revision for layout in plan_release(office_store, found, old.as_of).layouts() for sheet in layout.sheets}
        for found in (without, configured(office, svg()), configured(office, png()), configured(office, svg()))
    ]
    assert seen[0] == set(revisions(old).values())
    assert seen[1] == seen[3]
    assert not (seen[0] & seen[1] or seen[0] & seen[2] or seen[1] & seen[2])


def test_a_dangerous_emblem_is_refused_in_words_before_anything_is_built(office: Office) -> None:
    configured(office, svg('<image href="file:///etc/passwd" width="9" height="9"/>'))
    told = office.refused("build", "--as-of", "2026-11-24")
    for part in ("khóa emblem", "data/bieu-trung.svg", "<image>", "PNG"):
        assert part in told


def test_an_emblem_that_is_not_there_is_refused(office: Office) -> None:
    configured(office, svg())
    Path(office.folder / "data/bieu-trung.svg").unlink()
    assert "không đọc được tệp biểu trưng" in office.refused("build", "--as-of", "2026-11-24")
