"""Laws of placement: nothing missing, nothing foreign, no cell twice, and as little paper as possible."""

from __future__ import annotations

from itertools import chain

from hypothesis import given, settings
from hypothesis import strategies as st

from kiosk.model.placement import CellGrid, Item, Placement
from kiosk.paper.placement import place

GRID = CellGrid(2, 6)


def item(code: int, group: str = "A", field: str = "f", span: int = 1, face: str = "x") -> Item:
    return Item(f"{code:04d}", group, field, span, face, (field, f"{code:04d}"))


items = st.lists(
    st.builds(
        item,
        st.integers(0, 400),
        st.sampled_from("AB"),
        st.sampled_from("fgh"),
        st.sampled_from((1, 1, 1, 1, 2, 4, 6)),
        st.sampled_from("xyz"),
    ),
    unique_by=lambda i: i.code,
    max_size=120,
).map(lambda found: sorted(found, key=lambda i: (i.group, i.order)))


def cells(placement: Placement) -> list[str]:
    return sorted(c.code for s in placement.sheets for c in s.cells)


def check_sound(placement: Placement, wanted: list[Item]) -> None:
    by_code = {i.code: i for i in wanted}
    assert cells(placement) == sorted(by_code)
    for sheet in placement.sheets:
        taken = list(chain.from_iterable(range(c.slot, c.slot + c.span) for c in sheet.cells))
        assert len(taken) == len(set(taken))
        assert all(0 <= t < GRID.capacity for t in taken)
        for c in sheet.cells:
            assert by_code[c.code].group == sheet.group
            assert (c.span, c.face) == (by_code[c.code].span, by_code[c.code].face)
            assert c.span == 1 or c.slot % GRID.columns == 0, "a wide card starts a row"
    keys = [(s.group, s.number) for s in placement.sheets]
    assert len(keys) == len(set(keys))


@given(items)
@settings(deadline=None)
def test_fresh_layout_is_sound(wanted: list[Item]) -> None:
    check_sound(place(None, wanted, GRID), wanted)


@given(items, items)
@settings(max_examples=200, deadline=None)
def test_any_change_stays_sound(before: list[Item], after: list[Item]) -> None:
    check_sound(place(place(None, before, GRID), after, GRID), after)


@given(items)
@settings(deadline=None)
def test_no_change_changes_nothing(wanted: list[Item]) -> None:
    first = place(None, wanted, GRID)
    assert place(first, wanted, GRID) == first


@given(items, items)
@settings(max_examples=200, deadline=None)
def test_same_history_same_placement(before: list[Item], after: list[Item]) -> None:
    assert place(place(None, before, GRID), after, GRID) == place(place(None, before, GRID), after, GRID)


@given(items, st.data())
@settings(max_examples=200, deadline=None)
def test_a_procedure_moves_only_when_it_no_longer_fits(wanted: list[Item], data: st.DataObject) -> None:
    first = place(None, wanted, GRID)
    gone = data.draw(st.sets(st.sampled_from([i.code for i in wanted]), max_size=3)) if wanted else set()
    rest = [i for i in wanted if i.code not in gone]
    second = place(first, rest, GRID)
    was = {c.code: (s.group, s.number, c.slot) for s in first.sheets for c in s.cells}
    now = {c.code: (s.group, s.number, c.slot) for s in second.sheets for c in s.cells}
    for group in {i.group for i in rest}:
        fresh = place(None, [i for i in rest if i.group == group], GRID)
        kept = len(second.of(group))
        relaid = len(first.of(group)) >= 2 * len(fresh.sheets) and len(first.of(group)) - len(fresh.sheets) >= 2
        if not relaid:
            assert all(was[i.code] == now[i.code] for i in rest if i.group == group), kept


def test_newcomers_cost_one_sheet_of_a_group() -> None:
    wanted = [item(n) for n in range(100)]
    first = place(None, wanted, GRID)
    second = place(first, [*wanted, item(300), item(301), item(302)], GRID)
    assert len(set(second.sheets) - set(first.sheets)) == 1


def test_newcomers_take_the_cells_of_those_who_left() -> None:
    wanted = [item(n) for n in range(100)]
    first = place(None, wanted, GRID)
    after = [i for i in wanted if i.code not in ("0003", "0005")] + [item(300), item(301)]
    second = place(first, after, GRID)
    changed = set(second.sheets) - set(first.sheets)
    assert len(changed) == 1
    assert {c.code for c in changed.pop().cells} >= {"0300", "0301"}


def test_an_amended_name_changes_its_own_sheet_only() -> None:
    wanted = [item(n) for n in range(100)]
    first = place(None, wanted, GRID)
    after = [item(40, face="new") if i.code == "0040" else i for i in wanted]
    changed = set(place(first, after, GRID).sheets) - set(first.sheets)
    assert [s.number for s in changed] == [4]


def test_mostly_empty_paper_is_laid_out_afresh() -> None:
    wanted = [item(n) for n in range(100)]
    first = place(None, wanted, GRID)
    few = [i for i in wanted if int(i.code) % 10 == 0]
    assert place(first, few, GRID) == place(None, few, GRID)


def test_a_field_that_fills_a_sheet_starts_on_a_new_one_if_the_last_is_half_full() -> None:
    big = [item(n, field="b") for n in range(100, 130)]
    half = place(None, [*(item(n, field="a") for n in range(6)), *big], GRID).sheets
    assert half[1].cells[0].code == "0100"
    little = place(None, [*(item(n, field="a") for n in range(3)), *big], GRID).sheets
    assert [c.code for c in little[0].cells][2:4] == ["0002", "0100"]


def test_fields_begin_a_sheet_where_that_needs_no_further_one() -> None:
    wanted = [item(n, field="a") for n in range(8)] + [item(n, field="b") for n in range(20, 28)]
    _, second = place(None, wanted, GRID).sheets
    assert [c.code for c in second.cells] == [f"{n:04d}" for n in range(20, 28)]
    crowded = wanted + [item(n, field="c") for n in range(40, 48)]
    assert len(place(None, crowded, GRID).sheets) == 2, "but not where it would need a third"


def test_the_largest_field_is_asked_first() -> None:
    wanted = [item(n, field="a") for n in range(6)]
    wanted += [item(n, field="b") for n in range(20, 24)] + [item(n, field="c") for n in range(40, 49)]
    first, second = place(None, wanted, GRID).sheets
    assert [len(first.cells), len(second.cells)] == [10, 9]
    assert second.cells[0].code == "0040"


def test_a_cell_stays_free_on_every_sheet_where_that_needs_no_further_one() -> None:
    roomy = [item(n) for n in range(30)]
    assert [len(s.cells) for s in place(None, roomy, GRID).sheets] == [11, 11, 8]
    full = [item(n) for n in range(36)]
    assert [len(s.cells) for s in place(None, full, GRID).sheets] == [12, 12, 12]


@given(items)
@settings(deadline=None)
def test_room_for_newcomers_costs_no_sheet(wanted: list[Item]) -> None:
    """A sheet holds at least a row less than it has, because a wide card begins a row; one more for each field that
    fills a sheet."""
    for group in {i.group for i in wanted}:
        mine = [i for i in wanted if i.group == group]
        big = sum(sum(i.span for i in mine if i.field == f) >= GRID.capacity for f in {i.field for i in mine})
        least = -(-sum(i.span for i in mine) // (GRID.capacity - 5))
        assert len(place(None, mine, GRID).sheets) <= least + big


@given(items, items)
@settings(max_examples=300, deadline=None)
def test_newcomers_cost_at_most_one_sheet_a_group(before: list[Item], drawn: list[Item]) -> None:
    known = {i.code for i in before}
    for group in "AB":
        first = place(None, [i for i in before if i.group == group], GRID)
        comers, room = [], GRID.capacity
        for one in (i for i in drawn if i.group == group and i.code not in known):
            if one.span <= room:
                comers.append(one)
                room -= one.span
        after = sorted([i for i in before if i.group == group] + comers, key=lambda i: i.order)
        second = place(first, after, GRID)
        assert len(set(first.sheets) ^ set(second.sheets)) <= (2 if first.sheets else 20)
        assert len({s.number for s in set(first.sheets) ^ set(second.sheets)}) <= 1 or not first.sheets


def test_newcomers_squeeze_onto_sheets_that_change_anyway() -> None:
    wanted = [item(n) for n in range(36)]
    first = place(None, wanted, GRID)
    amended = [item(int(i.code), face="new") if i.code in ("0004", "0015") else i for i in wanted]
    after = [i for i in amended if i.code not in ("0003", "0017")]
    wide = item(300, span=2)
    second = place(first, [*after, wide], GRID)
    changed = {s.number for s in set(second.sheets) - set(first.sheets)}
    assert changed == {1, 2}, "one narrow card goes over to the other sheet, and the wide one fits"
