"""Clients that read while releases are published get whole files and nothing else. No time is judged here."""

from __future__ import annotations

from tests.proof.load import put_under_load
from tests.proof.trials import Bench


def test_every_answer_is_whole_while_releases_are_published(bench: Bench) -> None:
    idle, busy = put_under_load(bench, clients=12, seconds=1.0)
    assert idle.wrong == busy.wrong == []
    assert busy.published >= 1
    assert min(len(idle.seconds), len(busy.seconds)) > 12
