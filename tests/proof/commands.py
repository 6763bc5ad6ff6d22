"""The commands that write, one line each: where they start, what is run, and what running them again must give."""

from __future__ import annotations

from dataclasses import dataclass

from tests.proof.workplace import DAY, SITES

SITE = SITES[0]
RESTORE = ("restore", "sao-luu", "--to", "moi")


@dataclass(frozen=True, slots=True)
class Command:
    """`state`: the folder it starts in; `words`: what is run; `again`: what is run after a disturbance and must lead to
    the end of an undisturbed run (empty: a second run is another deed, only the workspace must be usable);
    `once`: where that end is reached already, a second run may be refused."""

    name: str
    state: str
    words: tuple[str, ...]
    again: tuple[str, ...] = ()
    once: bool = False


def _safe(name: str, state: str, *words: str) -> Command:
    """A command that may simply be run again."""
    return Command(name, state, words, words)


WRITING = (
    _safe("import", "live", "import", "ca-nam.csv", "--apply"),
    Command("undo", "live", ("import", "--undo", "1")),
    _safe("first build", "empty", "build", "--as-of", DAY),
    _safe("build", "imported", "build", "--as-of", DAY),
    _safe("verify", "waiting", "verify"),
    _safe("publish", "waiting", "publish"),
    _safe("publish checked", "checked", "publish"),
    _safe("first publish", "first-waiting", "publish"),
    _safe("regenerate", "live", "regenerate", "ca-nam.csv", "--as-of", DAY),
    Command("rollback", "live", ("rollback",)),
    _safe("hold", "live", "hold", "--reason", "kiểm tra lại"),
    Command("resume", "rolled-back", ("resume",)),
    _safe("confirm", "live", "confirm", "--order", "2", "--on", DAY),
    Command("take down", "live", ("confirm", SITE, "1-1", "--down")),
    _safe("gc", "live", "gc"),
    _safe("export", "live", "export", SITE, "usb"),
    Command("order", "second", ("order", "make", "--site", SITE)),
    Command("batch", "live", ("batch", "2", "--out", "lo-in")),
    _safe("doctor", "harmed", "doctor"),
    _safe("backup", "live", "backup", "sao-luu"),
    Command("restore", "backed-up", RESTORE, RESTORE, once=True),
    _safe("relayout", "live", "relayout", "--all", "--apply", "--as-of", DAY),
)
BY_NAME = {command.name: command for command in WRITING}
USABLE = ("status", "--json")
"""What must work in any workspace after any disturbance."""
