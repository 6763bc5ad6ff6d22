"""Why a procedure hangs here today, answered from the register."""

from __future__ import annotations

from datetime import date

import pytest

from kiosk.errors import IntakeError
from kiosk.office import editing, history, undoing
from kiosk.office.editing import Edit
from kiosk.settings.config import Config
from kiosk.workspace.store import Store

DAY = date(2026, 11, 24)
CODE, SITE = "1.001193", "10888"


def test_every_statement_is_shown_also_what_was_undone(store: Store, config: Config) -> None:
    for fee in ("1.000 đồng", "2.000 đồng"):
        editing.edit_procedure(store, config, Edit(CODE, {"fee": fee}, fee, by="lan"), DAY)
    undoing.undo_import(store, config, 2, DAY)
    told = history.tell_history(store, config, CODE, DAY, SITE)
    assert [(s.number, s.by, s.stands, s.fields) for s in told.statements] == [
        (1, "lan", True, ("fee",)),
        (2, "lan", False, ("fee",)),
    ]
    assert told.ground
    (reason,) = told.sites
    assert (reason.site, reason.posted, bool(reason.reason)) == (SITE, True, True)


def test_every_site_has_its_reason(store: Store, config: Config) -> None:
    told = history.tell_history(store, config, CODE, DAY)
    assert len(told.sites) > 1
    assert all(s.reason for s in told.sites)


def test_what_nobody_spoke_of_is_refused(store: Store, config: Config) -> None:
    with pytest.raises(IntakeError, match="chưa tệp nào nói về mã này"):
        history.tell_history(store, config, "9.999999", DAY)
    with pytest.raises(IntakeError, match="không có điểm này"):
        history.tell_history(store, config, CODE, DAY, "00000")
