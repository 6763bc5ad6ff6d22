"""Any sequence of the office's acts, as a state machine: import, build, publish, go back, hold, gc, confirm, damage,
heal.

After every act the disk is whole unless it was harmed, numbers of releases only grow, and what was said is so.
"""

from __future__ import annotations

import random
import shutil
from typing import ClassVar

from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.proof.damage import HARMS, TARGETS
from tests.proof.sentences import check_sentences
from tests.proof.trials import Bench
from tests.proof.wholeness import State, look_at
from tests.proof.workplace import DAY, SITES, copy_tree

HEALED = ("page object", "sheet object", "page in the tree", "sheet in the tree")
"""What `heal` is known to heal where it was removed."""


class Office(RuleBasedStateMachine):
    """One office, from its first published release on. `bench` is given by `machine_for`."""

    bench: ClassVar[Bench]

    @initialize()
    def begin(self) -> None:
        self.folder = self.bench.workplace.scratch / "machine"
        copy_tree(self.bench.workplace.state("first"), self.folder)
        self.harmed = False
        self.complaints: list[str] = []
        self.now: State = look_at(self.folder)

    def act(self, *words: str) -> int:
        before = self.now
        run = self.bench.injector.run(self.folder, words)
        self.now = look_at(self.folder)
        said = check_sentences(run, before, self.now)
        self.complaints += [f"kiosk {' '.join(words)}: {x}" for x in said if "it is not said" not in x or run.code]
        if (self.now.number or 0) < (before.number or 0):
            self.complaints.append(f"kiosk {' '.join(words)}: the number of the published release falls")
        return run.code

    @rule(name=st.sampled_from(("data/tthc-mau.csv", "ca-hai.csv", "ca-ba.csv", "ca-bon.csv", "ca-nam.csv")))
    def take_catalogue(self, name: str) -> None:
        self.act("import", name, "--apply")

    @rule()
    def undo(self) -> None:
        self.act("import", "--undo", "1")

    @rule()
    def build(self) -> None:
        self.act("build", "--as-of", DAY)

    @rule()
    def publish(self) -> None:
        self.act("publish")

    @rule()
    def rollback(self) -> None:
        self.act("rollback")

    @rule()
    def hold(self) -> None:
        self.act("hold", "--reason", "kiểm tra lại")

    @rule()
    def resume(self) -> None:
        self.act("resume")

    @rule()
    def nightly(self) -> None:
        """What a timer runs: after a rollback or a hold it changes nothing that is live, and ends with 1."""
        before, held = self.now, "ĐANG TẠM DỪNG" in self.bench.injector.run(self.folder, ("status",)).out
        code = self.act("regenerate", "--as-of", DAY)
        if held and (code == 0 or before.number != self.now.number):
            self.complaints.append("what is held was published by itself")

    @rule()
    def collect(self) -> None:
        self.act("gc")

    @rule(site=st.sampled_from(SITES))
    def order(self, site: str) -> None:
        self.act("order", "make", "--site", site)

    @rule(number=st.integers(1, 3))
    def confirm(self, number: int) -> None:
        self.act("confirm", "--order", str(number), "--on", DAY)

    @precondition(lambda self: not self.harmed)
    @rule(kind=st.sampled_from(HEALED))
    def harm(self, kind: str) -> None:
        HARMS["removed"](self.folder / TARGETS[kind](self.folder), self.folder, random.Random(1))
        self.harmed = True
        self.now = look_at(self.folder)

    @rule()
    def heal(self) -> None:
        """Make everything anew for the catalogue in force; a person lets publishing go on first."""
        self.act("resume")
        code = self.act("regenerate", "--as-of", DAY)
        if code == 0:
            wrong = [x for x in self.now.damage if x.startswith(f"release {self.now.number},")]
            self.complaints += [f"regenerate has succeeded: {x}" for x in wrong]
        else:
            self.complaints.append("regenerate does not heal")

    @rule()
    def doctor(self) -> None:
        """With consent it leaves nothing damaged."""
        if self.act("doctor", "--yes"):
            self.complaints.append("the doctor does not heal")
        self.harmed = False

    @invariant()
    def whole(self) -> None:
        if hasattr(self, "complaints"):
            damage = () if self.harmed else self.now.damage
            if self.complaints or damage:
                raise AssertionError("; ".join([*self.complaints, *damage]))

    def teardown(self) -> None:
        if hasattr(self, "folder"):
            shutil.rmtree(self.folder)


def machine_for(bench: Bench) -> type[RuleBasedStateMachine]:
    """The machine over this bench."""
    return type("OfficeOfBench", (Office,), {"bench": bench})
