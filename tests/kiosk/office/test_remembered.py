"""Answers that hold for later files: kept with who said them, listed, forgotten by number."""

from __future__ import annotations

import pytest

from kiosk.errors import StoreError
from kiosk.intake.rules.answers import make_refusal_key
from kiosk.model.catalogue import Source
from kiosk.model.problem import Problem
from kiosk.office import remembered
from kiosk.workspace.store import Store

REFUSED = Problem(Source("a.csv", 2), "mã", "1.00", "mã sai", "sửa mã")


def test_what_is_remembered_answers_and_can_be_forgotten(store: Store) -> None:
    with store.writing():
        remembered.remember_wordings(store, {"loại thay đổi|tthc moi": "new"}, "lan")
        remembered.accept_refusals(store, (REFUSED,), "trùng", "hoa")
    answers = remembered.gather_answers(store, {})
    assert (answers.wordings, answers.accepted) == ({"loại thay đổi|tthc moi": "new"}, {make_refusal_key(REFUSED)})
    (_, wording), (_, refusal) = remembered.read_remembered(store).numbered()
    assert (wording.about, wording.by) == ("tthc moi", "lan")
    assert (refusal.about, refusal.answer, refusal.by) == ("1.00: mã sai", "trùng", "hoa")
    with store.writing():
        assert remembered.forget_answer(store, 1) == wording
        with pytest.raises(StoreError, match="không có câu trả lời này"):
            remembered.forget_answer(store, 2)
    assert remembered.gather_answers(store, {}).wordings == {}


def test_an_answer_said_again_keeps_who_said_it_first(store: Store) -> None:
    with store.writing():
        remembered.remember_wordings(store, {"loại|x": "new"}, "lan")
        remembered.remember_wordings(store, {"loại|x": "new"}, "hoa")
        ((_, kept),) = remembered.read_remembered(store).numbered()
        assert kept.by == "lan"
        remembered.remember_wordings(store, {"loại|x": "repealed"}, "hoa")
    ((_, kept),) = remembered.read_remembered(store).numbered()
    assert (kept.answer, kept.by) == ("repealed", "hoa")


@pytest.mark.parametrize(("content", "message"), [('{"wordings": 3}', "bị hỏng"), ('{"format": 99}', "phiên bản mới")])
def test_a_damaged_or_newer_record_is_refused(store: Store, content: str, message: str) -> None:
    store.prepare()
    (store.root / remembered.FILE).write_text(content, encoding="utf-8")
    with pytest.raises(StoreError, match=message):
        remembered.read_remembered(store)
