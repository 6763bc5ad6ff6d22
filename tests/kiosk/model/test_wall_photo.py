"""Sightings and answers have words for people, and names that tell copies apart."""

from __future__ import annotations

from kiosk.model.wall_photo import SheetSighting, SightingAnswer, SightingKind


def test_every_kind_and_answer_has_a_word() -> None:
    assert len({kind.label for kind in SightingKind}) == len(SightingKind)
    assert len({answer.label for answer in SightingAnswer}) == len(SightingAnswer)
    assert SightingKind.RIGHT.label == "treo đúng" and SightingKind.UNSEEN.label == "chưa thấy"


def test_two_copies_of_a_sheet_have_two_names() -> None:
    own = SheetSighting("1-1", SightingKind.RIGHT, "1-1-ABCDEF")
    theirs = SheetSighting("1-1", SightingKind.ELSEWHERE, "1-1-ABCDEF", owner="10888")
    assert own.name == "1-1@1-1-ABCDEF" and theirs.name == "1-1@1-1-ABCDEF@10888"
