"""Malformed and hostile catalogues: every row is accounted for, every refusal is told, all in bounded work.

Goes out: files made from the small catalogue by number (the same number, the same bytes), and complaints about what
`kiosk check` says of them.
"""

from __future__ import annotations

import json
import random
import time
from collections.abc import Callable, Iterable

from tests.proof.trials import Bench
from tests.proof.workplace import small_catalogue, write_catalogue

SLOWEST = 10.0
"""Seconds that one small file may take on the average."""
_STRANGE = (
    "\u0301" * 3000,
    "\u0628\u062a",
    "Ａ１＋",
    "\ud7ff\u200b",
    "x" * 3610,
    "\x0b\x0c",
    '"',
    "\u202e",
    "\ufeff",
    "𝔗",
)


def _flip(content: bytearray, chosen: random.Random) -> bytes:
    for _ in range(chosen.choice((1, 5, 50))):
        content[chosen.randrange(len(content))] = chosen.randrange(256)
    return bytes(content)


def _cut(content: bytearray, chosen: random.Random) -> bytes:
    return bytes(content[: chosen.randrange(len(content))])


def _repeat(content: bytearray, chosen: random.Random) -> bytes:
    lines = bytes(content).splitlines(keepends=True)
    return b"".join(line * chosen.choice((1, 1, 1, 2, 7)) for line in lines)


def _shuffle(content: bytearray, chosen: random.Random) -> bytes:
    lines = bytes(content).splitlines(keepends=True)
    chosen.shuffle(lines)
    return b"".join(lines)


def _insert(content: bytearray, chosen: random.Random) -> bytes:
    at = chosen.randrange(len(content))
    return bytes(content[:at]) + chosen.choice(_STRANGE).encode("utf-8", "surrogatepass") + bytes(content[at:])


def _swap_separator(content: bytearray, chosen: random.Random) -> bytes:
    return bytes(content).replace(b",", chosen.choice((b";", b"\t", b"|", b",,")))


def _recode(content: bytearray, chosen: random.Random) -> bytes:
    coding = chosen.choice(("utf-16", "utf-16-le", "utf-32", "cp1252", "utf-7"))
    return bytes(content).decode().encode(coding, "replace")


def _random_bytes(_: bytearray, chosen: random.Random) -> bytes:
    return chosen.randbytes(chosen.choice((0, 1, 100, 5000)))


_MAKERS: tuple[Callable[[bytearray, random.Random], bytes], ...] = (
    _flip,
    _cut,
    _repeat,
    _shuffle,
    _insert,
    _swap_separator,
    _recode,
    _random_bytes,
)


def make_catalogue(content: bytes, number: int) -> bytes:
    """Hostile catalogue number `number`."""
    chosen = random.Random(number)
    for _ in range(chosen.choice((1, 1, 2))):
        try:
            content = chosen.choice(_MAKERS)(bytearray(content or b"x"), chosen)
        except UnicodeDecodeError:
            continue
    return content


def check_catalogues(bench: Bench, numbers: Iterable[int]) -> tuple[list[str], int]:
    """Complaints, and how many files were looked at: all in one command."""
    folder = bench.workplace.fresh("empty")
    head, rows = small_catalogue()
    write_catalogue(folder / "good.csv", head, rows)
    good = (folder / "good.csv").read_bytes()
    names = []
    for number in numbers:
        names.append(f"{number:06d}.csv")
        (folder / names[-1]).write_bytes(make_catalogue(good, number))
    started = time.monotonic()
    run = bench.injector.run(folder, ("check", "--json", *names))
    spent = (time.monotonic() - started) / max(1, len(names))
    complaints = [f"it takes {spent:.1f} s a file"] if spent > SLOWEST else []
    return [*complaints, *judge_report(run.out, run.err, names)], len(names)


def judge_report(out: str, err: str, names: list[str]) -> list[str]:
    """Complaints about what was said of these files: each is read or refused, and rows add up."""
    if "Traceback" in err:
        return [f"it ends with a traceback: {err.strip().splitlines()[-1]} ({names[0]}…{names[-1]})"]
    report = json.loads(out)
    told = {one["file"]: one for one in report["files"]} | {one["file"]: one for one in report["refused"]}
    complaints = [f"{name} is not told of" for name in names if name not in told]
    for name, one in told.items():
        rows = one.get("tally")
        if rows is None:
            complaints += [] if one["message"].strip() else [f"{name} is refused without a word"]
        elif rows["rows"] != rows["procedures"] + rows["headings"] + rows["problems"]:
            complaints.append(f"{name}: rows do not add up, {rows}")
        elif rows["problems"] and not one["problems"]:
            complaints.append(f"{name}: problems are counted and not told")
    return complaints
