"""Ask the finished page a set of questions and say what it answered, as a visitor sees it.

`python -m tests.browser.asking HALF DATA` (`voices_work` or `voices_unseen`, before these `work` or `unseen`) asks
the sets of `tests/golden/questions_*_HALF.csv`, of a commune's page made of the real lists in DATA and, where there
are such sets, of the city's, and records the counts with the digest of all that decides them in
`tests/golden/questions_HALF_result.json`. An unseen half is asked once, when the code is frozen.
"""

from __future__ import annotations

import csv
import json
import shutil
import sys
import tempfile
from collections.abc import Iterable
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path

from playwright.sync_api import Browser, Page, Playwright, sync_playwright

from kiosk.pages.content import PageInput
from kiosk.settings.matters import OfficeKind
from tests.browser import making


@dataclass(frozen=True, slots=True)
class Shown:
    """What stands on the screen: the first codes while somebody types, and when the typing has rested the first codes,
    the offices named, whether others are said to do this, whether nothing was found, and whether the page asks back."""

    typed: tuple[str, ...]
    codes: tuple[str, ...]
    offices: tuple[str, ...]
    is_elsewhere: bool
    is_nothing: bool
    is_unsure: bool


def launch(play: Playwright) -> Browser:
    """Debian's chromium."""
    return play.chromium.launch(executable_path=shutil.which("chromium"), args=["--no-sandbox"])


def open_page(browser: Browser, folder: Path, lists: PageInput) -> Page:
    """The single file of a page with these lists, ready, the other level's list too, its time in our hands."""
    making.write(folder, lists)
    page = browser.new_page(viewport={"width": 1920, "height": 1080})
    page.add_init_script(path=Path(__file__).with_suffix(".js"))
    page.goto(next((folder / "sites").rglob("kiosk-*.html")).as_uri())
    page.wait_for_selector("html[data-ready]", state="attached")
    page.evaluate("pass(2_000)")
    return page


def ask(page: Page, questions: Iterable[str]) -> list[Shown]:
    """What the page shows for each question, as one visitor follows another."""
    return [
        Shown(
            tuple(screen["first"]),
            tuple(screen["codes"]),
            tuple(screen["offices"]),
            screen["title"] == "Việc này không làm ở đây",
            screen["title"].startswith("Chưa tìm thấy"),
            screen["title"] == "Có phải một trong các việc sau?",
        )
        for screen in page.evaluate("(questions) => ask(questions)", list(questions))
    ]


def read_questions(name: str) -> list[dict[str, str]]:
    """The rows of a set of `tests/golden/`."""
    with (making.ROOT / "tests/golden" / f"{name}.csv").open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def digest_code() -> str:
    """Of all that decides what a question gets: the page's sources, the tables, and what packs them."""
    folders = ("static/kiosk", "data", "kiosk/pages")
    files = sorted(path for folder in folders for path in (making.ROOT / folder).glob("*.*"))
    return sha256(b"".join(path.name.encode() + path.read_bytes() for path in files)).hexdigest()


def count_inside(rows: list[dict[str, str]], shown: list[Shown]) -> dict[str, object]:
    """Questions about what the list holds: a right answer among the first five, and «chưa tìm thấy»."""
    right = [
        bool(set(r["codes"].split()) & set(s.codes)) and not s.is_nothing for r, s in zip(rows, shown, strict=True)
    ]
    nothing = sum(s.is_nothing for s in shown)
    return {
        "questions": len(rows),
        "right": sum(right),
        "right share": round(sum(right) / len(rows), 4),
        "not found": nothing,
        "not found share": round(nothing / len(rows), 4),
        "sent elsewhere": sum(s.is_elsewhere for s in shown),
        "asked back": sum(s.is_unsure for s in shown),
    }


def count_outside(rows: list[dict[str, str]], shown: list[Shown]) -> dict[str, object]:
    """Questions about what it does not hold: said not to be done here, or not found; else nonsense."""
    nobody = (OfficeKind.LOBBY, OfficeKind.PRIVATE)
    kinds = {m.office.name: "nobody" if m.office.kind in nobody else m.office.kind for m in making.sayings().outside}
    honest = [
        s.is_elsewhere or s.is_nothing or bool(set(r["near"].split()) & set(s.codes))
        for r, s in zip(rows, shown, strict=True)
    ]
    told = [(r, s) for r, s in zip(rows, shown, strict=True) if s.is_elsewhere and s.offices]
    right = sum(r["office"] in {kinds.get(name, "city") for name in s.offices} for r, s in told)
    unsure = sum(s.is_unsure and not right for s, right in zip(shown, honest, strict=True))
    nonsense = len(rows) - sum(honest) - unsure
    return {
        "questions": len(rows),
        "honest": sum(honest),
        "honest share": round(sum(honest) / len(rows), 4),
        "asked back": unsure,
        "asked back share": round(unsure / len(rows), 4),
        "nonsense": nonsense,
        "nonsense share": round(nonsense / len(rows), 4),
        "office named": len(told),
        "right office": right,
    }


PAGES = (("commune", "inside", "outside"), ("province", "cityown", "citycommune"))
"""Pages by their list, with the questions that it answers and those that it does not."""


def main(half: str, data: Path) -> None:
    """Ask all sets of a half and record what came."""
    lists = {name: data / f"catalogue/{name}.csv" for name, *_ in PAGES}
    result: dict[str, object] = {"half": half, "code": digest_code()}
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = launch(play)
        for (name, *sides), (other, *_) in zip(PAGES, reversed(PAGES), strict=True):
            page = open_page(browser, Path(folder, name), making.helping(lists[name], other=lists[other]))
            for side, count in zip(sides, (count_inside, count_outside), strict=True):
                if not (making.ROOT / f"tests/golden/questions_{side}_{half}.csv").exists():
                    continue
                rows = read_questions(f"questions_{side}_{half}")
                result[side] = count(rows, ask(page, (row["query"] for row in rows)))
        browser.close()
    place = making.ROOT / "tests/golden" / f"questions_{half}_result.json"
    place.write_text(json.dumps(result, indent=2) + "\n", encoding="utf-8")
    print(place.read_text(encoding="utf-8"))


if __name__ == "__main__":
    main(sys.argv[1], Path(sys.argv[2]))
