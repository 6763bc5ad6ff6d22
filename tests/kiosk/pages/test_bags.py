"""Everyday words reach the procedures that they mean, once, and none that the page does not list."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from kiosk.model.catalogue import Procedure
from kiosk.pages import bags
from kiosk.pages.content import Content, PageEntry
from kiosk.settings.matters import EverydayNames, LifeEvent, Matter, Sayings

BIRTH = Procedure("1.000001", "Thủ tục đăng ký khai sinh", "Hộ tịch")
WEDDING = Procedure("1.000002", "Thủ tục đăng ký kết hôn", "Hộ tịch")


def spread(*listed: Procedure, **more: object) -> tuple[list[Procedure], list[list[str]]]:
    entries = tuple(PageEntry(p, "ho-tich", "", False) for p in listed)
    content = Content((), entries, **more)  # type: ignore[arg-type]
    return bags.spread_words(content, listed)


def names(by_code: dict[str, str] | None = None, words: dict[str, tuple[str, ...]] | None = None) -> Sayings:
    return Sayings(names=EverydayNames(by_code or {}, (), words or {}))


def test_an_everyday_word_for_few_procedures_stands_in_their_bags() -> None:
    (birth, wedding), rows = spread(BIRTH, WEDDING, aliases=(("đẻ con", ("khai sinh",)), ("sổ đỏ", ("đất",))))
    assert birth.keywords == ("con", "đẻ")
    assert wedding.keywords == ()
    assert rows == []


def test_an_everyday_word_for_many_stays_an_alias() -> None:
    many = [Procedure(f"1.00000{n}", "Cấp lại giấy", "Đất đai") for n in range(bags.MOST_MEANT + 1)]
    listed, rows = spread(*many, aliases=(("mất", ("cấp lại",)),))
    assert rows == [["cấp lại", "mất"]]
    assert all(p.keywords == () for p in listed)


def test_a_word_of_the_name_is_not_said_twice() -> None:
    (birth,), _ = spread(BIRTH, sayings=names({}, {BIRTH.code: ("đăng ký cho Bé",)}))
    assert birth.keywords == ("bé", "cho")


def test_the_name_that_the_office_gives_wins_over_the_table() -> None:
    own = Procedure("1.000003", "Thủ tục đăng ký khai tử", "Hộ tịch", everyday="Báo tử")
    listed, _ = spread(BIRTH, own, sayings=names({BIRTH.code: "Khai sinh", own.code: "Khai tử"}))
    assert [p.everyday for p in listed] == ["Khai sinh", "Báo tử"]


def test_what_a_matter_says_is_left_to_the_matter() -> None:
    matter = Matter("Khai sinh", ("đẻ con",), (), (BIRTH.code,), False, False)
    event = LifeEvent("sinh-con", "Sinh con", "Birth", (matter,))
    words = EverydayNames({}, (), {BIRTH.code: ("đẻ", "bé")})
    (birth,), _ = spread(BIRTH, sayings=Sayings((event,), words))
    assert birth.keywords == ("bé",)


@given(st.lists(st.text("aăâbcđe ", min_size=1, max_size=9), max_size=6))
def test_a_bag_holds_each_word_once_and_in_order(sayings: list[str]) -> None:
    (birth,), _ = spread(BIRTH, sayings=names({}, {BIRTH.code: tuple(sayings)}))
    assert list(birth.keywords) == sorted(set(birth.keywords))
    assert set(birth.keywords) == {word for saying in sayings for word in saying.split()}
