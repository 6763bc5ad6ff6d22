"""Sentences against the disk: what a command has said, and whether it is so.

Comes in: what was printed, the states before and now. Goes out: complaints. A sentence about the state of the world is
true at the moment it is printed, and what has changed is said.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass

from tests.proof.injector import Run
from tests.proof.wholeness import State

Judge = Callable[[re.Match[str], State, State], bool]


@dataclass(frozen=True, slots=True)
class Claim:
    """A pattern in what is printed, what it claims, and the judge of (match, before, now)."""

    pattern: re.Pattern[str]
    meaning: str
    holds: Judge


def _claim(pattern: str, meaning: str, holds: Judge) -> Claim:
    return Claim(re.compile(pattern, re.IGNORECASE), meaning, holds)


def _same_published(_: re.Match[str], before: State, now: State) -> bool:
    return (before.number, before.content) == (now.number, now.content)


def _same_all(_: re.Match[str], before: State, now: State) -> bool:
    return before.parts() == now.parts()


CLAIMS = (
    _claim(
        r"bản đang công bố (vẫn )?không đổi|bản cũ (vẫn )?giữ nguyên", "the published release stands", _same_published
    ),
    _claim(
        r"danh mục (đang áp dụng )?(vẫn )?không (thay )?đổi",
        "the catalogue in force stands",
        lambda _, before, now: before.catalogue == now.catalogue,
    ),
    _claim(r"chưa (làm|đổi|áp dụng|ghi) gì|không có gì (thay )?đổi(?!:)", "nothing has changed", _same_all),
    _claim(
        r"đã công bố bản (?:phát hành )?(?:số )?(\d+)",
        "that release is published",
        lambda match, _, now: now.number == int(match[1]),
    ),
    _claim(
        r"đã áp dụng .*?ghi là lần nhập (\d+)",
        "that catalogue is in force",
        lambda match, _, now: now.catalogue_number == int(match[1]),
    ),
    _claim(
        r"đã ghi nhận (\d+) tờ đã treo tại điểm (\S+)",
        "the ledger has them",
        lambda match, _, now: len(json.loads(now.posted or "{}").get(match[2], {})) >= int(match[1]),
    ),
    _claim(r"đã lập lệnh in (\d+)", "that order is in the ledger", lambda match, _, now: now.orders == int(match[1])),
    _claim(
        r"đã ghi bản sao lưu (\d+)",
        "that backup is there and whole",
        lambda match, _, now: int(match[1]) in now.backups and not any(x.startswith("backup") for x in now.damage),
    ),
    _claim(r"không có gì hỏng|đã sửa hết", "nothing is damaged", lambda _, __, now: not now.damage),
    _claim(r"đã khôi phục bản sao lưu", "the folder is there", lambda _, __, now: "moi" in now.outside),
    _claim(
        r"đã ghi nhận [1-9]\d* tờ đã gỡ", "the ledger no longer has them", lambda _, old, now: old.posted != now.posted
    ),
    _claim(r"đã chép (?!lại từ)|đã lập lô in", "the folder is there", lambda _, __, now: bool(now.outside)),
)
REPORTS = ("status", "doctor")
"""What these find wrong is their answer, and stands where answers stand."""
CHANGES = (
    ("published release", re.compile(r"đã công bố|đang công bố bản \d+|chỗ hỏng, đã sửa", re.IGNORECASE)),
    ("catalogue in force", re.compile(r"đã áp dụng|đã hoàn tác lần nhập|chỗ hỏng, đã sửa", re.IGNORECASE)),
    ("confirmed sheets", re.compile(r"đã ghi|chỗ hỏng, đã sửa", re.IGNORECASE)),
    ("print orders", re.compile(r"đã lập lệnh in \d+", re.IGNORECASE)),
)
"""What must be said where this part has changed."""


def check_sentences(run: Run, before: State, now: State) -> list[str]:
    """Complaints about what a command that came to its end has printed."""
    complaints = []
    if "Traceback (most recent call last)" in run.text:
        complaints.append("it ends with a traceback")
    if run.code not in (0, 1):
        complaints.append(f"it ends with exit code {run.code}")
    answer = run.text if run.words[0] in REPORTS else run.err
    if run.code == 1 and not answer.strip():
        complaints.append("it fails without a word")
    for claim in CLAIMS:
        for match in claim.pattern.finditer(run.text):
            if not claim.holds(match, before, now):
                complaints.append(f"«{match[0]}» is said ({claim.meaning}), and it is not so")
    old, new = before.parts(), now.parts()
    for part, words in CHANGES:
        if old[part] != new[part] and not words.search(run.text):
            complaints.append(f"{part} has changed, and it is not said")
    return complaints
