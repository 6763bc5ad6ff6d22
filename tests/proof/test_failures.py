"""Every write fails once: the old or the new state is whole, the sentence printed is true, running again is right."""

from __future__ import annotations

from dataclasses import replace

import pytest

from tests.proof.commands import BY_NAME
from tests.proof.injector import ERRORS, Fault, Run, points
from tests.proof.known import with_known
from tests.proof.sentences import check_sentences
from tests.proof.trials import Bench, disturb

POINTS = 2
"""Failing calls per command here; `make proof` takes every call with every errno."""
QUOTAS = (0, 700, 9_000, 60_000, 400_000)
KNOWN = {
    "import": 2,
    "undo": 2,
    "publish": 2,
    "publish checked": 2,
    "first publish": 2,
    "regenerate": 2,
    "rollback": 2,
    "confirm": 2,
    "take down": 2,
    "export": 6,
}


@pytest.mark.parametrize("name", with_known(BY_NAME, KNOWN))
def test_a_failing_call_is_told_truly(bench: Bench, name: str) -> None:
    command = BY_NAME[name]
    kinds = list(ERRORS)
    chosen = enumerate(points(bench.ends(command).calls, POINTS, name), len(name))
    complaints = [x for i, at in chosen for x in disturb(bench, command, Fault(kinds[i % len(kinds)], at))]
    assert complaints == []


@pytest.mark.parametrize("size", QUOTAS)
def test_a_full_disk_is_told_truly(bench: Bench, size: int) -> None:
    assert disturb(bench, BY_NAME["regenerate"], Fault("ENOSPC", quota=size)) == []


def _told(words: str, code: int = 1) -> Run:
    return Run(("publish",), code, "", words, 0)


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        ("Lỗi: không ghi được, bản đang công bố không đổi.", "it is not so"),
        ("Lỗi: không ghi được.", "it is not said"),
        ("Đã công bố bản phát hành 77.", "it is not so"),
        ("Traceback (most recent call last):", "traceback"),
        ("", "without a word"),
    ],
)
def test_an_untrue_sentence_is_caught(bench: Bench, words: str, complaint: str) -> None:
    """The proof can fail: sentences that are not so after a release was published."""
    ends = bench.ends(BY_NAME["publish checked"])
    assert any(complaint in x for x in check_sentences(_told(words), ends.before, ends.after))


def test_a_true_sentence_is_not_complained_about(bench: Bench) -> None:
    ends = bench.ends(BY_NAME["publish checked"])
    said = f"Đã công bố bản phát hành {ends.after.number}; chưa ghi được nhật ký."
    assert check_sentences(_told(said), ends.before, ends.after) == []
    assert check_sentences(_told("bản đang công bố không đổi"), ends.before, replace(ends.before)) == []
