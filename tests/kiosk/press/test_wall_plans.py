"""What hangs at a site, in the order of its file, and what is hung anew."""

from __future__ import annotations

from pathlib import Path

from kiosk.press.wall_plans import describe_wall
from kiosk.workspace.store import Store
from tests.kiosk.made import draw
from tests.kiosk.pages.planning import gather


def test_the_wall_of_a_site_is_that_of_its_file(tmp_path: Path) -> None:
    manifest = draw(Store(tmp_path), gather())
    site = manifest.sites[0]
    labels = [e.label for e in manifest.sheets(site)]
    wall = describe_wall(manifest, site.code)
    assert wall is not None
    assert [sheet.label for sheet in wall.sheets] == labels and all(sheet.anew for sheet in wall.sheets)
    assert [sheet.group for sheet in wall.sheets] == [int(label.partition("-")[0]) for label in labels]
    some = describe_wall(manifest, site.code, labels[:1], ("9-9",))
    assert some is not None and [sheet.anew for sheet in some.sheets] == [label == labels[0] for label in labels]
    assert some.gone == ("9-9",)
    assert describe_wall(manifest, "99999") is None
