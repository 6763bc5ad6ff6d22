"""What leads to the wall: common matters that a site posts, each once, and a banner for each group that hangs."""

from __future__ import annotations

from dataclasses import replace

from kiosk.catalogue import listing
from kiosk.model.listing import Listing
from kiosk.paper.entrance import describe_banners, describe_everyday
from kiosk.settings.inputs import Inputs
from kiosk.settings.matters import LifeEvent, Matter, Sayings
from posters import marks
from tests.kiosk.pages.planning import DAY, gather


def _matter(name: str, *codes: str, common: bool = True) -> Matter:
    return Matter(name, (), (), codes, on_board=False, is_common=common)


def _listed(inputs: Inputs) -> Listing:
    return listing.list_postings(inputs.catalogue, inputs.sites, inputs.config.listing, DAY)[0]


def test_common_matters_stand_once_under_their_everyday_names() -> None:
    inputs = gather()
    posted = [x.procedure.code for x in _listed(inputs).posted]
    first, second = posted[:2]
    matters = (
        _matter("Một", "9.999999", first),
        _matter("Một lần nữa", first, second),
        _matter("Đã có cả", first, second),
        _matter("Không thường", *posted, common=False),
    )
    inputs = replace(inputs, sayings=Sayings(events=(LifeEvent("e", "E", "E", matters),)))
    (sheet,) = describe_everyday(_listed(inputs), inputs, 1)
    assert [(c.slot, c.card.code, c.card.field) for c in sheet.cells] == [(0, first, "Một"), (1, second, "Một lần nữa")]
    assert (sheet.label, sheet.group_number) == ("0-1", 0)
    assert sheet.mark is not None
    assert marks.read_id(marks.SHEET, sheet.mark.id) is not None
    assert describe_everyday(_listed(gather()), gather(), 1) == ()


def test_a_banner_for_each_group_of_which_something_hangs() -> None:
    inputs = gather()
    listed = _listed(inputs)
    banners = describe_banners(listed, inputs, 1)
    there = {inputs.groups.of(x.procedure.field).number for x in listed.posted}
    assert [banner.number for banner in banners] == sorted(there)
    assert banners[0].label == f"B-{banners[0].number}"
