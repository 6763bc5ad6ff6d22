"""What the command line shows: tables and progress on a terminal, plain lines otherwise, JSON when asked."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

from rich.console import Console
from rich.markup import escape
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TaskID, TextColumn, TimeElapsedColumn
from rich.table import Table

from kiosk.progress import Progress as Report
from kiosk.progress import report_nothing
from kiosk.text import show_hidden

out = Console(highlight=False, soft_wrap=True)
err = Console(stderr=True, highlight=False, soft_wrap=True)


def say(text: str) -> None:
    """A line of result; data in it is data, never markup."""
    out.print(_make_visible(text), markup=False)


def warn(text: str) -> None:
    """A line for the person, not for the pipe."""
    err.print(_make_visible(text), markup=False)


def _make_visible(text: str) -> str:
    """A path that a person named may hold what a terminal obeys; tabs and ends of lines are ours."""
    return "\n".join("\t".join(map(show_hidden, line.split("\t"))) for line in text.split("\n"))


def print_json(value: object) -> None:
    """Machine-readable result on standard output."""
    text = json.dumps(value, ensure_ascii=False, indent=2, sort_keys=True, default=str)
    try:
        text.encode(sys.stdout.encoding or "utf-8")
    except UnicodeEncodeError:
        # Data keeps its letters, whatever the encoding of the stream: escaped where it cannot carry them.
        text = json.dumps(value, indent=2, sort_keys=True, default=str)
    sys.stdout.write(text + "\n")


def print_table(title: str, columns: Sequence[str], rows: Sequence[Sequence[object]]) -> None:
    """A table on a terminal; tab-separated lines with a heading otherwise."""
    if not out.is_terminal:
        say(title)
        for row in (columns, *rows):
            # Not through the library, which turns tabs into blanks.
            sys.stdout.write("\t".join(str(cell) for cell in row) + "\n")
        return
    grid = Table(title=escape(title), title_justify="left")
    for column in columns:
        grid.add_column(escape(column), overflow="fold")
    for row in rows:
        grid.add_row(*(escape(str(cell)) for cell in row))
    out.print(grid)


@contextmanager
def show_progress(quiet: bool = False) -> Iterator[Report]:
    """A reporter: a bar per stage on a terminal, one line per finished stage otherwise."""
    if quiet:
        yield report_nothing
    elif err.is_terminal:
        with _make_bars() as bars:
            yield _report_on_bars(bars)
    else:
        yield _tell_finished


def _tell_finished(stage: str, done: int, total: int) -> None:
    if done == total:
        warn(f"{stage}: {done}/{total}")


def _make_bars() -> Progress:
    return Progress(
        TextColumn("{task.description:<34}"),
        BarColumn(),
        MofNCompleteColumn(),
        TimeElapsedColumn(),
        console=err,
    )


def _report_on_bars(bars: Progress) -> Report:
    tasks: dict[str, TaskID] = {}

    def report(stage: str, done: int, total: int) -> None:
        if stage not in tasks:
            tasks[stage] = bars.add_task(stage, total=total)
        bars.update(tasks[stage], completed=done, total=total)

    return report
