"""Crash states over recorded calls: old or new is whole, what was said to be done lasts, every flush is needed."""

from __future__ import annotations

import random
import shutil
from dataclasses import replace

import pytest

from tests.proof.commands import BY_NAME, USABLE
from tests.proof.crash import Journal, Tree, crashes, load_tree, write_disk
from tests.proof.crashtrials import CRASHED, Record, judge_crashes, record, unnoticed_flushes
from tests.proof.injector import Call
from tests.proof.trials import Bench
from tests.proof.wholeness import look_at
from tests.proof.workplace import DAY

PER_MOMENT = {
    "publish": 12,
    "publish checked": 20,
    "import": 16,
    "confirm": 20,
    "rollback": 1,
    "gc": 0,
    "regenerate": 0,
}
"""States by chance after every call, besides the extremes; together with both file systems above 5,000."""


@pytest.fixture(scope="session")
def records(bench: Bench) -> dict[str, Record]:
    """Every command whose crashes are simulated, recorded once."""
    return {name: record(bench, BY_NAME[name]) for name in CRASHED}


@pytest.mark.parametrize("name", CRASHED)
def test_a_crash_on_an_ordered_journal(records: dict[str, Record], name: str) -> None:
    findings = judge_crashes(records[name], 1, PER_MOMENT[name], strict=False)
    assert findings.complaints == []
    assert findings.states > 100


@pytest.mark.parametrize("name", CRASHED)
def test_a_crash_under_strict_posix(records: dict[str, Record], name: str) -> None:
    findings = judge_crashes(records[name], 1, PER_MOMENT[name], strict=True, enough=20)
    assert findings.complaints == []
    assert findings.states > 100


def test_removing_any_one_kind_of_flush_is_caught(records: dict[str, Record]) -> None:
    """The proof can fail, for every single flush; and no flush is there for nothing."""
    assert list(unnoticed_flushes(list(records.values()), 1)) == []


def test_publishing_in_place_is_caught(records: dict[str, Record]) -> None:
    """The proof can fail: the pointer removed and made again instead of renamed."""
    run = records["publish checked"]
    in_place: list[Call] = []
    for call in run.calls:
        if call.op == "rename" and call.other == "var/current":
            target = next(c.other for c in run.calls if c.op == "symlink")
            in_place += [Call("unlink", "var/current"), Call("symlink", "var/current", target)]
        else:
            in_place.append(call)
    findings = judge_crashes(replace(run, calls=tuple(in_place)), 1, 4, strict=False)
    assert any("published release is neither as before nor as after" in x for x in findings.complaints)


def test_a_flushed_file_without_its_folder_may_be_lost() -> None:
    """The simulator by itself: what POSIX promises, and what not."""
    calls = (Call("mkdir", "a"), Call("create", "a/x"), Call("write", "a/x", data=b"1"), Call("fsync", "a/x"))
    strict = [disk.read("a/x") for _, disk in crashes(Tree(), calls, 1, 20, strict=True)]
    assert {None, b"", b"1"} <= set(strict)
    lasting = Journal(Tree(), strict=True)
    for call in (*calls, Call("fsync", "a"), Call("fsync", "")):
        lasting.play(call)
    assert lasting.crash(random.Random(1), 0).read("a/x") == b"1"


def test_a_page_written_in_place_harms_no_other_page() -> None:
    """Any part of what was written may be lost, by itself; what was flushed before and not touched since may not."""
    start = Tree({0: {"x": 1}}, {1: b"aabbcc"})
    calls = (Call("write", "x", offset=2, data=b"BB"), Call("write", "x", offset=4, data=b"CCDD"))
    disks = [disk.read("x") or b"" for _, disk in crashes(start, calls, 1, 60, strict=True)]
    assert {b"aabbcc", b"aa\0\0\0\0\0\0", b"aaBBCCDD", b"aabbCCDD", b"aaBBcc\0\0"} <= set(disks)
    assert all(content.startswith(b"aa") and len(content) >= 6 for content in disks)


def test_a_rename_never_loses_a_file() -> None:
    start = Tree()
    start.folders = {0: {"a": 1, "b": 2}, 1: {"x": 3}, 2: {}}
    start.files = {3: b"1"}
    for strict in (True, False):
        for _, disk in crashes(start, (Call("rename", "a/x", "b/x"),), 1, 30, strict=strict):
            assert b"1" in (disk.read("a/x"), disk.read("b/x"))


def test_the_played_calls_give_the_tree_that_the_command_left(bench: Bench) -> None:
    """What is simulated is what happened: all calls played and kept equal the disk, but for what is not simulated."""
    for name in ("rollback", "gc", "import"):
        command = BY_NAME[name]
        folder = bench.workplace.fresh(command.state)
        start = load_tree(folder)
        _, calls = bench.injector.record(folder, command.words)
        journal = Journal(start, strict=True)
        for call in calls:
            journal.play(call)
        played = bench.workplace.scratch / "played"
        write_disk(journal.crash(random.Random(1), 3), played)
        try:
            assert look_at(played).parts().items() <= look_at(folder).parts().items()
            assert look_at(played).damage == ()
        finally:
            shutil.rmtree(played)


@pytest.mark.parametrize("name", ["rollback", "publish"])
def test_the_next_commands_work_on_a_disk_after_a_crash(bench: Bench, name: str) -> None:
    """States put on the real disk: the worst for bytes near the end, and one by chance. Where the rollback has come
    through it holds all publishing, so a person lets it go on first."""
    run = record(bench, BY_NAME[name])
    chosen = random.Random(name)
    states = [disk for number, disk in crashes(run.start, run.calls, 1, 1, strict=True) if number > len(run.calls) // 2]
    folder = bench.workplace.scratch / "crashed"
    for disk in (states[2], chosen.choice(states)):
        write_disk(disk, folder)
        try:
            for words in (USABLE, ("resume",), ("regenerate", "--as-of", DAY)):
                done = bench.injector.run(folder, words)
                # Where nothing was held there is nothing to let go on, and `resume` says so.
                assert done.code == 0 or words == ("resume",), done.text
            assert look_at(folder).damage == ()
        finally:
            shutil.rmtree(folder)


def test_a_build_that_crashed_blocks_no_later_one(bench: Bench) -> None:
    """Every name has come, no byte has: objects of the right size full of zeros, before the first flush."""
    run = record(bench, BY_NAME["build"])
    first = next(i for i, c in enumerate(run.calls) if c.op == "fsync" and c.path.startswith("var/objects"))
    journal = Journal(run.start, strict=True)
    for call in run.calls[:first]:
        journal.play(call)
    folder = bench.workplace.scratch / "crashed"
    write_disk(journal.crash(random.Random(1), 2), folder)
    try:
        done = bench.injector.run(folder, ("regenerate", "--as-of", DAY))
        assert done.code == 0, done.text
        assert look_at(folder).damage == ()
    finally:
        shutil.rmtree(folder)
