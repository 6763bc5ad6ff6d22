"""Lighthouse on the kiosk page as the product's own server sends it, with its own slowed-down telephone."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
from statistics import median

from kiosk.model.site import SiteKind
from tests.bench.figures import Section, at_least
from tests.bench.material import Material
from tests.bench.page import published, served
from tests.bench.run import BenchError

ROUNDS = 3
CATEGORIES = ("performance", "accessibility", "best-practices")


def run(material: Material, section: Section) -> None:
    """Measure; skipped where Lighthouse or Chromium is not installed."""
    lighthouse, chromium = shutil.which("lighthouse"), shutil.which("chromium")
    if lighthouse is None or chromium is None:
        section.skip("Lighthouse", "needs chromium and lighthouse (npm install --global lighthouse@12)")
        return
    with served(published(material)) as address:
        for kind in SiteKind:
            site = next(s for s in material.inputs.sites if s.kind is kind)
            rounds = [_scores(lighthouse, chromium, f"{address}/sites/{site.code}/") for _ in range(ROUNDS)]
            for category in CATEGORIES:
                value = median(scores[category] for scores in rounds)
                section.add(f"{kind}: {category}", value, "", at_least(100), f"median of {ROUNDS}")


def _scores(lighthouse: str, chromium: str, url: str) -> dict[str, float]:
    """0 to 100 by category."""
    command = [lighthouse, url, "--quiet", "--output=json", f"--only-categories={','.join(CATEGORIES)}"]
    flags = "--chrome-flags=--headless=new --no-sandbox"
    environment = {**os.environ, "CHROME_PATH": chromium}
    done = subprocess.run([*command, flags], capture_output=True, text=True, check=False, env=environment)
    if done.returncode:
        raise BenchError(done.stderr.strip() or "lighthouse failed")
    found = json.loads(done.stdout)["categories"]
    return {category: round(100 * found[category]["score"]) for category in CATEGORIES}
