"""Kill -9 at calls that write: the old or the new state is whole, readers see nothing half, the next command works."""

from __future__ import annotations

import os

import pytest

from tests.proof.commands import BY_NAME
from tests.proof.injector import Fault, points
from tests.proof.trials import Bench, disturb, reading
from tests.proof.wholeness import check_workspace, look_at

POINTS = 2
"""Kills per command here; `make proof` takes every call."""


@pytest.mark.parametrize("name", BY_NAME)
def test_a_killed_command_leaves_the_old_or_the_new(bench: Bench, name: str) -> None:
    command = BY_NAME[name]
    calls = bench.ends(command).calls
    complaints = [x for at in points(calls, POINTS, name) for x in disturb(bench, command, Fault("kill", at))]
    assert complaints == []


@pytest.mark.parametrize("name", ["publish checked", "confirm"])
def test_a_write_torn_in_the_middle_swallows_nothing(bench: Bench, name: str) -> None:
    """Half of the last write is done, then the command dies; the next command's line stands by itself."""
    command = BY_NAME[name]
    _, calls = bench.injector.record(bench.workplace.fresh(command.state), command.words)
    writes = sum(call.op == "write" for call in calls)
    assert disturb(bench, command, Fault("tear", writes, only=("write",))) == []


def test_the_library_counts_the_calls_of_workers_too(bench: Bench) -> None:
    """A build writes most of its files in worker processes."""
    folder = bench.workplace.fresh("empty")
    command = BY_NAME["first build"]
    run, calls = bench.injector.record(folder, command.words)
    assert run.code == 0
    made = [c.path for c in calls if c.op == "rename" and c.other.startswith("var/objects/")]
    assert len({path.rsplit(".", 1)[1] for path in made}) >= min(2, os.cpu_count() or 1)
    assert len(calls) > 3 * len(made) > 30


def test_publishing_in_place_would_be_caught(bench: Bench) -> None:
    """The proof can fail: a pointer that is taken away and set anew, seen in between, is not whole."""
    ends = bench.ends(BY_NAME["publish checked"])
    folder = bench.workplace.fresh("checked")
    (folder / "var/current").unlink()
    complaints = check_workspace(ends.before, ends.after, look_at(folder))
    assert any("published release is neither" in x for x in complaints)


def test_a_tree_that_is_filled_in_place_would_be_caught(bench: Bench) -> None:
    """The proof can fail: a release that has its name before its files, and a reader of the published one."""
    ends = bench.ends(BY_NAME["publish checked"])
    folder = bench.workplace.fresh("checked")
    number = ends.before.number
    with reading(folder) as broken:
        page = folder / f"var/releases/{number}/index.html"
        page.unlink()
        page.write_bytes(b"<html>")
        while not broken:
            pass
    assert "other bytes for index.html" in broken[0]
    assert any("index.html, in its tree: 6 other bytes" in x for x in look_at(folder).damage)
