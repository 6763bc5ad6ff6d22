"""What an opened code was on its day, for people and for bounds."""

from __future__ import annotations

from kiosk.model.scan import ScanState


def test_every_state_has_its_own_words() -> None:
    assert len({state.label for state in ScanState}) == len(ScanState)


def test_names_from_outside_are_those_that_no_record_of_ours_holds() -> None:
    ours = {state for state in ScanState if not state.is_strange}
    assert ours == {ScanState.LIVE, ScanState.RETIRED, ScanState.COMING}
