"""Matters and what others do stand in the file by what the list holds, and come out as they were put in."""

from __future__ import annotations

from kiosk.pages import spoken
from kiosk.pages.pack import Packer, unpack_numbers, unpack_text
from kiosk.settings.matters import EverydayNames, LifeEvent, Matter, Office, OfficeKind, OutsideMatter, Sayings


def matter(name: str, *codes: str, words: tuple[str, ...] = ()) -> Matter:
    return Matter(name, words, (), codes, False, False)


POLICE = Office(OfficeKind.POLICE, "Công an xã", "Công an xã làm căn cước.")
TAX = Office(OfficeKind.TAX, "Thuế", "Cơ quan thuế thu thuế.")
SAYINGS = Sayings(
    (
        LifeEvent("a", "A", "A", (matter("Khai sinh", "1.2", "1.1"), matter("Vắng", "9.9"))),
        LifeEvent("b", "B", "B", (matter("Cũng vắng", "9.8"),)),
    ),
    EverydayNames({}, ()),
    (
        OutsideMatter("Thẻ căn cước", POLICE, ("căn cước", "làm căn cước"), ("sao y",), (), "https://a.gov.vn"),
        OutsideMatter("Mã số thuế", TAX, ("mã số thuế",), (), (), ""),
        OutsideMatter("Tạm trú", POLICE, ("tạm trú",), (), (), "https://a.gov.vn", ("7.1", "7.2")),
    ),
)


def test_codes_become_places_in_their_own_order_and_strangers_are_left_out() -> None:
    assert spoken.find_places(("1.2", "9.9", "1.1"), ["1.1", "1.2", "1.2"]) == [1, 0]


def test_an_event_of_which_nothing_is_listed_is_left_out() -> None:
    assert [(e.id, [m.name for m in some]) for e, some in spoken.select_matters(SAYINGS.events, ["1.1"])] == [
        ("a", ["Khai sinh"])
    ]


def test_the_matters_of_an_office_stand_together() -> None:
    part = spoken.list_elsewhere(SAYINGS, ["1.1"])
    assert part["office"] == ["Công an xã", "Thuế"]
    assert unpack_numbers(part["counts"]) == [2, 1]
    assert part["name"] == ["Thẻ căn cước", "Tạm trú", "Mã số thuế"]


def test_what_the_list_holds_is_never_elsewhere_but_a_matter_of_its_own() -> None:
    held = spoken.list_matters(spoken.select_own(SAYINGS, ["1.1", "7.2"]), ["1.1", "7.2"])
    assert held["name"] == ["Khai sinh", "Tạm trú"]
    assert held["words"][1] == []
    assert (unpack_numbers(held["counts"]), held["codes"]) == ([1, 1], [[0], [1]])
    assert spoken.list_elsewhere(SAYINGS, ["1.1", "7.2"])["name"] == ["Thẻ căn cước", "Mã số thuế"]


def test_what_the_city_does_for_all_is_asked_for_most_there() -> None:
    asked = Sayings(SAYINGS.events, EverydayNames({"1.1": "Khai sinh"}, ("1.1", "5.5")), SAYINGS.outside)
    assert spoken.pick_asked(asked, ["1.1", "7.2"]) == {"1.1": "Khai sinh", "7.2": "Tạm trú"}
    assert spoken.pick_asked(asked, ["1.2"]) == {}


def test_a_saying_that_holds_another_says_nothing_more() -> None:
    assert spoken.drop_longer(("căn cước", "làm căn cước", "CAN CUOC gắn chip", "căn hộ")) == ["căn cước", "căn hộ"]


def test_a_saying_that_holds_the_name_of_its_matter_says_nothing_more() -> None:
    assert spoken.drop_longer(("hộ chiếu", "mất hộ chiếu", "hộ chi", "passport"), name="Hộ chiếu") == [
        "hộ chi",
        "passport",
    ]


def test_what_is_packed_is_read_again() -> None:
    part = spoken.list_elsewhere(SAYINGS, ["1.1"])
    packer = Packer(spoken.list_texts(part))
    packed = spoken.pack(part, packer)
    assert [unpack_text(t, packer.vocabulary) for t in packed["name"].split(" ")] == part["name"]
    assert [len(row.split(" ")) if row else 0 for row in packed["unless"].split("  ")] == [1, 0, 0]
    assert unpack_numbers(packed["link"]) == [1, 1, 0]
