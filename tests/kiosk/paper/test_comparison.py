"""What happens to each sheet of a site: printed, taken down or kept, and which procedures cause it."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from kiosk.model.placement import Seat
from kiosk.paper.comparison import SheetAction, SheetChange, SheetFacts, compare_sheets

CODES = [f"1.00000{i}" for i in range(6)]


def sheet(label: str, *codes: str, words: str = "", first: int = 0) -> SheetFacts:
    """A sheet whose revision covers its cells and `words`, as a plan makes it."""
    seats = tuple(Seat(first + i, 1, code, f"face of {code}") for i, code in enumerate(codes))
    return SheetFacts(label, "ho-tich", repr((seats, words)), 1, seats)


def only(before: list[SheetFacts], after: list[SheetFacts]) -> SheetChange:
    (change,) = [c for c in compare_sheets(before, after) if c.action is not SheetAction.KEEP]
    return change


def test_an_equal_sheet_is_kept() -> None:
    (change,) = compare_sheets([sheet("HT-01", *CODES)], [replace(sheet("HT-01", *CODES), release=7)])
    assert change == SheetChange("HT-01", "ho-tich", 7, SheetAction.KEEP)


def test_a_newcomer_and_one_that_leaves() -> None:
    change = only([sheet("HT-01", CODES[0], CODES[1])], [sheet("HT-01", CODES[0], CODES[2])])
    assert (change.action, change.came, change.left) == (SheetAction.PRINT, (CODES[2],), (CODES[1],))
    assert not (change.joined or change.shifted or change.changed or change.fresh or change.reworded)


def test_a_procedure_from_another_sheet_joined_and_did_not_come() -> None:
    before = [sheet("HT-01", CODES[0], CODES[1]), sheet("HT-02", CODES[2])]
    first, second = compare_sheets(before, [sheet("HT-01", CODES[0]), sheet("HT-02", CODES[2], CODES[1])])
    assert (first.left, second.joined, second.came) == ((CODES[1],), (CODES[1],), ())


def test_other_cells_and_other_print_are_told_apart() -> None:
    old = sheet("HT-01", CODES[0])
    assert only([old], [sheet("HT-01", CODES[0], first=3)]).shifted == (CODES[0],)
    renamed = replace(old, revision="other", seats=(Seat(0, 1, CODES[0], "another face"),))
    assert (only([old], [renamed]).changed, only([old], [renamed]).shifted) == ((CODES[0],), ())


def test_only_the_common_words_changed() -> None:
    change = only([sheet("HT-01", *CODES)], [sheet("HT-01", *CODES, words="hotline")])
    assert change.reworded
    assert change.action is SheetAction.PRINT
    assert not change.fresh


def test_a_new_sheet_and_one_that_is_taken_down() -> None:
    fresh, gone = compare_sheets([sheet("HT-01", CODES[0])], [sheet("HT-02", CODES[1])])
    assert (fresh.action, fresh.fresh, fresh.came) == (SheetAction.PRINT, True, (CODES[1],))
    assert (gone.action, gone.label, gone.left) == (SheetAction.TAKE_DOWN, "HT-01", (CODES[0],))


def test_what_stood_on_a_sheet_of_a_lost_release_is_not_guessed() -> None:
    lost = replace(sheet("HT-01", CODES[0]), seats=None, revision="lost")
    change = only([lost], [sheet("HT-01", CODES[1])])
    assert change.unexplained
    assert not (change.came or change.left or change.reworded or change.fresh)
    assert only([lost], []).unexplained


SIDE = st.lists(st.sampled_from(CODES), unique=True).map(
    lambda codes: [sheet(f"HT-0{n}", *codes[n - 1 :: 3]) for n in (1, 2, 3) if codes[n - 1 :: 3]]
)


@given(SIDE, SIDE)
def test_every_sheet_of_either_side_is_told_once_and_applying_the_changes_gives_the_new_side(
    before: list[SheetFacts], after: list[SheetFacts]
) -> None:
    changes = compare_sheets(before, after)
    assert sorted(c.label for c in changes) == sorted({s.label for s in (*before, *after)})
    codes = {s.label: {seat.code for seat in s.seats or ()} for s in before}
    for c in changes:
        standing = codes.setdefault(c.label, set())
        assert set(c.left) <= standing
        standing -= set(c.left)
        standing |= {*c.came, *c.joined}
        if c.action is SheetAction.TAKE_DOWN:
            del codes[c.label]
    assert codes == {s.label: {seat.code for seat in s.seats or ()} for s in after}
