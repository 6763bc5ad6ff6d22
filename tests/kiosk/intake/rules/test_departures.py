"""What leaves with a snapshot, and the guard against losing too much."""

from __future__ import annotations

import pytest

from kiosk.errors import IntakeError
from kiosk.intake.rows import Doubt, FileKind, Mode, Reading, Row
from kiosk.intake.rules import departures
from kiosk.intake.rules.departures import Part, Scope
from kiosk.model.catalogue import Level, PostingList, Procedure, Source
from kiosk.model.site import SiteKind

AT = Source("a.csv", 2)


def reading(*rows: Row, kind: FileKind = FileKind.TABLE) -> Reading:
    return Reading("a.csv", "", kind, Mode.SNAPSHOT, rows, rows)


def row(code: str, promulgator: str = "Bộ A", level: Level = Level.COMMUNE) -> Row:
    return Row(AT, Procedure(code, f"Thủ tục {code}", promulgator=promulgator, levels=(level,)))


def test_a_snapshot_speaks_for_the_agency_and_the_level_that_its_rows_share() -> None:
    assert departures.find_scope(reading(row("1.000001"), row("1.000002"))) == Scope(frozenset({"bo a"}), Level.COMMUNE)
    mixed = reading(row("1.000001"), row("1.000002", "Bộ B", Level.PROVINCE))
    assert departures.find_scope(mixed) == Scope(frozenset({"bo a", "bo b"}))
    assert departures.find_scope(reading(row("1.000001"), kind=FileKind.CODE_LIST)) == Scope()


def test_a_stray_row_of_another_agency_does_not_hide_the_agency() -> None:
    rows = [row(f"1.{n:06d}") for n in range(39)] + [row("1.999999", "Bộ B")]
    assert departures.find_scope(reading(*rows)).agencies == {"bo a"}


def test_a_row_in_doubt_is_no_departure() -> None:
    doubted = Row(AT, Procedure("2.00161", "Thủ tục 1.000001"), doubt=Doubt.LOST_ZEROS)
    spoken = departures.find_spoken((reading(doubted),))
    in_force = {code: Procedure(code, f"Thủ tục {code}") for code in ("1.000001", "1.000002")}
    (part,) = departures.find_missing(in_force, [("danh mục", Scope())], spoken)
    assert part == Part("danh mục", 2, ("1.000002",))
    assert departures.find_doubted((reading(doubted),)) == {"2.00161"}


def test_what_is_no_longer_on_a_list_is_found_but_for_doubts() -> None:
    before = PostingList(SiteKind.COMMUNE, ("1.000001", "1.000002", "1.000003"), "a")
    after = PostingList(SiteKind.COMMUNE, ("1.000001",), "b")
    (part,) = departures.find_unlisted((before,), (after,), frozenset(("1.000002",)))
    assert (part.size, part.lost) == (3, ("1.000003",))


@pytest.mark.parametrize(("lost", "refused"), [(0, False), (2, False), (3, True), (100, True)])
def test_losing_more_than_two_in_a_hundred_is_refused_with_examples(lost: int, refused: bool) -> None:
    part = Part("danh mục", 100, tuple(f"1.{n:06d}" for n in range(lost)))
    if refused:
        with pytest.raises(IntakeError, match=rf"mất {lost} trong 100 thủ tục.*1\.000000 Thủ tục số không"):
            departures.refuse_losses((part,), {"1.000000": "Thủ tục số không"})
    else:
        departures.refuse_losses((part,), {})


def test_an_empty_part_loses_nothing() -> None:
    assert Part("danh mục", 0, ()).share == 0
