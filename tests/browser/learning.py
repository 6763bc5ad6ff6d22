"""Learn from questions when the page of a commune must doubt its own answer, and write `static/kiosk/doubts.json`.

`python -m tests.browser.learning DATA` asks the page's own modules (static/kiosk, of the real lists in DATA) all
questions of `tests/golden/` but those that are asked once, and fits two models, one on the other (docs/adr/0073):

1. the words of a question, single and in pairs, fitted to whether a commune does what was asked; whole numbers, few;
2. that sum, for each writer's questions from a model that did not see them, with signs of how the search fared.

Needs scikit-learn (`pip install --group learn`); nothing else of the project does.
"""

from __future__ import annotations

import json
import sys
import tempfile
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
from playwright.sync_api import Page, sync_playwright
from sklearn.feature_extraction import DictVectorizer
from sklearn.linear_model import LogisticRegression
from sklearn.model_selection import GroupKFold

from kiosk.pages.doubts import BOUNDS, SIGNS
from tests.browser import asking, making

WORDS, LEVELS, LARGEST, LEAST = 1800, 15, 3.0, 2
"""Words and pairs in the table; steps of a weight on each side; the log-odds of the last; questions that hold one."""
DRAWN = (-1.5, -1.0, 0.5, 2.5, -0.7)
"""The bounds, in the order of `BOUNDS`: of questions that the models had not seen (docs/adr/0073)."""
PLACE = making.ROOT / "static/kiosk/doubts.json"
ASKED = ("people_unseen", "stranger_unseen")
"""Asked once, and no table was tuned by them; now they teach too."""
OLDER = ("work", "unseen", "seen", "fresh", "fresh_unseen", "voices_work", "words_work")
SETS = ("learning", "people_work", *ASKED, *OLDER)
_MODULES = """async (questions) => {
  const read = (id) => JSON.parse(document.getElementById(id).textContent);
  const from = (name) => import(`/static/kiosk/${name}.js`);
  const english = read("english"), names = ["data", "search", "answer", "doubts"];
  const [data, search, answers, doubts] = await Promise.all(names.map(from));
  const glossary = kioskGlossary.open(english, { ...(await from("text")), ...search });
  const run = (steps) => { for (let step = steps.next(); ; step = steps.next()) if (step.done) return step.value; };
  const all = data.open(read("list"), GROUPS), today = data.on(all, DAY);
  const ready = answers.readied(all.elsewhere, english.awayWords), matters = all.matters.flat();
  const index = run(search.indexed(today.list, all.aliases, matters, ready));
  const other = data.openIndex(read("index"));
  const beyond = run(search.indexed(other.list.filter((e) => !today.here.has(e.code)), all.aliases, other.matters));
  glossary.learnt(index, matters, { ...english.awayWords, ...english.hereWords });
  glossary.learnt(beyond, other.matters, english.hereWords);
  return questions.map((text) => {
    const answered = answers.answer({ index, beyond, ready, glossary }, text);
    const codes = answered.found.slice(0, 5).map(({ entry }) => entry.code);
    return { codes, ...doubts.telling(index, glossary.inVietnamese(text) || text, answered) };
  });
}"""


@dataclass(frozen=True, slots=True)
class Lesson:
    """A question: who wrote it, whether a commune does it, whether one of the first five answers it, what tells,
    and whether it stood aside when the tables were tuned: what a sign is worth shows on such alone."""

    writer: str
    is_done_here: bool
    is_answered: bool
    words: tuple[str, ...]
    signs: tuple[float, ...]
    is_aside: bool


def list_lessons(page: Page) -> Iterator[Lesson]:
    """All questions of `SETS` with what the page finds telling in them."""
    for name in SETS:
        for side in ("inside", "outside"):
            rows = asking.read_questions(f"questions_{side}_{name}")
            for at, (row, told) in enumerate(
                zip(rows, page.evaluate(_MODULES, [r["query"] for r in rows]), strict=True)
            ):
                right = set((row.get("codes") or row.get("near") or "").split())
                writer = row.get("writer") or f"older {at % 8}"
                yield Lesson(
                    writer,
                    side == "inside",
                    bool(right & set(told["codes"])),
                    tuple(told["words"]),
                    tuple(told["signs"]),
                    bool(row.get("aside")) or name in ASKED,
                )


def weigh_words(matrix: Any, outside: Any, counts: Any) -> Any:
    """Whole weights of the words and pairs that tell most, nought for all others."""
    weights = np.zeros(matrix.shape[1])
    chosen = np.flatnonzero(counts >= LEAST)
    for _ in range(2):
        model = LogisticRegression(C=3, max_iter=3000).fit(matrix[:, chosen], outside)
        weights[:] = 0
        weights[chosen] = model.coef_[0]
        chosen = np.sort(np.argsort(-np.abs(weights) * np.sqrt(counts), kind="stable")[:WORDS])
    return np.clip(np.round(weights * LEVELS / LARGEST), -LEVELS, LEVELS)


def learn(lessons: list[Lesson]) -> dict[str, Any]:
    """Both models as the table that pages carry."""
    told = [x for x in lessons if x.words]
    outside = np.array([not x.is_done_here and not x.is_answered for x in told])
    vectors = DictVectorizer()
    matrix = vectors.fit_transform([dict.fromkeys(x.words, 1) for x in told]).tocsr()
    counts = np.asarray((matrix > 0).sum(axis=0)).ravel()
    sums = np.zeros(len(told))
    for others, own in GroupKFold(8).split(matrix, outside, [x.writer for x in told]):
        sums[own] = matrix[own] @ weigh_words(matrix[others], outside[others], counts)
    # What stands wrongly on the screen teaches nothing about when to believe it.
    taught = np.array([x.is_aside and (not x.is_done_here or x.is_answered) for x in told])
    seen = np.column_stack([sums, np.array([x.signs for x in told])])
    model = LogisticRegression(C=10, max_iter=5000).fit(seen[taught], outside[taught])
    tell_shares([(x, odds) for x, odds in zip(told, model.decision_function(seen), strict=True) if x.is_aside])
    weights = weigh_words(matrix, outside, counts)
    words = {str(w): int(weights[i]) for i, w in enumerate(vectors.get_feature_names_out()) if weights[i]}
    signs = [round(float(x), 3) for x in (model.intercept_[0], *model.coef_[0])]
    return {
        "signs": dict(zip(SIGNS, signs, strict=True)),
        "bounds": dict(zip(BOUNDS, DRAWN, strict=True)),
        "words": dict(sorted(words.items())),
    }


def judge(lesson: Lesson, odds: float) -> str:
    """What the page says of it with these log-odds, as `static/kiosk/doubts.js` decides."""
    place, beyond, none = (lesson.signs[SIGNS.index(name) - 2] for name in ("place", "beyond", "none"))
    to_place, to_beyond, to_none, against, unsure = DRAWN
    if (place and odds > to_place) or (beyond and odds > to_beyond):
        return "not here"
    return "not found" if odds > (to_none if none else against) else "asked back" if odds > unsure else "sure"


def tell_shares(odds_of: list[tuple[Lesson, float]]) -> None:
    """Print what would be said of questions of which neither the tables nor the words were taught."""
    for is_done_here in (True, False):
        verdicts = [judge(x, odds) for x, odds in odds_of if x.is_done_here is is_done_here]
        shares = {said: round(verdicts.count(said) / len(verdicts), 3) for said in sorted(set(verdicts))}
        print("inside" if is_done_here else "outside", len(verdicts), shares)


def open_modules(page: Page, folder: Path, data: Path) -> None:
    """A page with the data of a commune's finished single file, beside the modules of the checkout."""
    lists = making.helping(data / "catalogue/commune.csv", other=data / "catalogue/province.csv")
    making.write(folder, lists)
    whole = next((folder / "sites").rglob("kiosk-*.html")).read_text(encoding="utf-8")
    parts = "".join(piece for piece in whole.split("\n") if piece.startswith('<script type="application/json"'))
    used = {e.group for e in lists.content.entries}
    listed = (g for g in lists.content.groups if g.id in used)
    groups = [{"id": g.id, "title": g.title, "at": i} for i, g in enumerate(listed)]
    parts += "<script src='/static/kiosk/glossary.js'></script>"
    constants = f"<script>const GROUPS = {json.dumps(groups)}, DAY = '{making.DAY.isoformat()}';</script>"
    page.route(
        "http://page.test/",
        lambda route: route.fulfill(body=parts + constants, content_type="text/html; charset=utf-8"),
    )
    page.route(
        "http://page.test/static/**",
        lambda route: route.fulfill(path=making.ROOT / route.request.url.removeprefix("http://page.test/")),
    )
    page.goto("http://page.test/")


def write_table(table: dict[str, Any]) -> None:
    """The table as it is shipped, a word a line."""
    PLACE.write_text(json.dumps(table, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", encoding="utf-8")


def main(data: Path) -> None:
    """Learn and write. The pages that are asked carry the table of before, whole with bounds that are new."""
    write_table(json.loads(PLACE.read_bytes()) | {"bounds": dict(zip(BOUNDS, DRAWN, strict=True))})
    with sync_playwright() as play, tempfile.TemporaryDirectory() as folder:
        browser = asking.launch(play)
        page = browser.new_page()
        open_modules(page, Path(folder), data)
        table = learn(list(list_lessons(page)))
        browser.close()
    write_table(table)
    print(f"{PLACE.name}: {len(table['words'])} words and pairs; {table['signs']}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
