"""Clients that read while releases are published get whole files and nothing else. No time is judged here."""

from __future__ import annotations

from tests.proof.load import judge_answers, put_under_load
from tests.proof.trials import Bench


def test_every_answer_is_whole_while_releases_are_published(bench: Bench) -> None:
    idle, busy = put_under_load(bench, clients=12, seconds=1.0)
    assert idle.wrong == busy.wrong == []
    assert busy.published >= 1
    assert min(len(idle.seconds), len(busy.seconds)) > 12


def test_a_file_that_is_replaced_under_its_readers_is_caught() -> None:
    """The proof can fail: half of the old and half of the new page, or a page cut off, is no file of any release."""
    old, new = b"<p>old</p>" * 9, b"<p>new</p>" * 9
    assert judge_answers({old: "/", new: "/"}, {old, new}) == []
    assert len(judge_answers({old[:45] + new[45:]: "/", new[:-1]: "/", b"": "/"}, {old, new})) == 3
