"""The kiosk page in Debian's chromium with the processor slowed down four times, against its budgets."""

from __future__ import annotations

import json
import re
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.error import URLError
from urllib.request import urlopen

from playwright.sync_api import Browser, BrowserContext, CDPSession, Page, Playwright, Request, sync_playwright

from kiosk.model.site import SiteKind
from tests.bench import plain
from tests.bench.figures import Section, Target, at_most, percentile, ratios, slope
from tests.bench.material import Material
from tests.bench.run import ROOT, BenchError, kiosk

SLOWER = 4
LOADS, RACES, TYPINGS, VISITS, EVERY, WARM = 2, 9, 5, 150, 10, 50
"""First loads that are weighed; races of both pages until they can be used, after one that only warms up; rounds of
typing; visits for the heap, how often it is read, and from which visit on it must be flat."""
KILOBYTES = {SiteKind.COMMUNE: 70, SiteKind.CITY: 125}
"""Budget of a first load, gzip, in kB (1,000 bytes)."""
PAINT = {SiteKind.COMMUNE: 3.0, SiteKind.CITY: 3.0}
READY = {SiteKind.COMMUNE: 1.1, SiteKind.CITY: 0.9}
KEY = {SiteKind.COMMUNE: 1.1, SiteKind.CITY: 0.7}
"""Largest paint, searchable and key to paint, each as a multiple of what the plain page takes in the same round: a
helper should be ready no later than a list that only hides lines."""
PLAIN = "kiosk.test"
"""A name for this machine by which the browser takes it for another one: over plain http it unpacks gzip only, for
`127.0.0.1`, as over https, brotli too."""
_APART = ("index", "Font")
"""Kinds of answers that are counted apart where they come once the list can be used."""
QUERIES = ("khai sinh", "dang ky ket hon", "giay phep xay dung", "ho kinh doanh", "1.00009", "chungs thuwcj")
"""What is typed: without marks, a code, raw Telex."""
_OBSERVE = """
globalThis.bench = { paint: 0, first: 0, shift: 0, ready: 0, keys: {} };
const watch = (type, note, more) => new PerformanceObserver((l) => l.getEntries().forEach(note))
  .observe({ type, buffered: true, ...more });
watch("largest-contentful-paint", (e) => { bench.paint = e.startTime; });
watch("paint", (e) => { if (e.name === "first-contentful-paint") bench.first = e.startTime; });
watch("layout-shift", (e) => { if (!e.hadRecentInput) bench.shift += e.value; });
watch("event", ({ interactionId: id, name, duration }) => {
  if (id && name.startsWith("key")) bench.keys[id] = Math.max(bench.keys[id] || 0, duration);
}, { durationThreshold: 16 });
new MutationObserver(() => {
  if (bench.ready || !("ready" in document.documentElement.dataset)) return;
  bench.ready = performance.now();
  console.debug("bench ready");
}).observe(document, { attributes: true, subtree: true, attributeFilter: ["data-ready"] });
"""


@dataclass(frozen=True, slots=True)
class Load:
    """A first load: everything that the page asked for (`usable`: until its list could be used) but, after that,
    `index`, the other level's with the table of doubts, and `face`, where the machine has no good one of its own;
    `again`: what its worker fetched to work offline. Bytes compressed, with headers; times in seconds from the start of
    navigation."""

    total: int
    index: int
    face: int
    usable: int
    scripts: int
    requests: int
    again: int
    paint: float
    ready: float
    shift: float


def run(material: Material, section: Section) -> None:
    """Measure."""
    chromium = shutil.which("chromium")
    if chromium is None:
        section.skip("the kiosk page", "chromium is not installed")
        return
    with served(published(material)) as address, plain_pages(material) as port, sync_playwright() as play:
        browser = launched(play, chromium, address)
        section.add("chromium", float(browser.version.split(".")[0]), "", note=f"{SLOWER} times slower, 1920 x 1080")
        for kind in SiteKind:
            site = next(s for s in material.inputs.sites if s.kind is kind)
            far = f"{address.replace('127.0.0.1', PLAIN)}/sites/{site.code}/"
            other = f"http://{PLAIN}:{port}/{site.code}.html"
            _weights(section, kind, [loaded(browser, far) for _ in range(LOADS)])
            _race_times(section, kind, _races(browser, far, other))
            _key_times(
                section, kind, [(key_to_paint(browser, far), key_to_paint(browser, other)) for _ in range(TYPINGS)]
            )
            _heap_use(section, kind, _visited(browser, far))
            packed = loaded(browser, f"{address}/sites/{site.code}/")
            section.add(f"{kind}: first load, brotli, as over https", packed.total / 1000, "kB")
        browser.close()


def launched(play: Playwright, chromium: str, *addresses: str) -> Browser:
    """A browser that takes `PLAIN` for another machine and trusts these servers there, so that pages have their
    workers."""
    trusted = ",".join(address.replace("127.0.0.1", PLAIN) for address in addresses)
    arguments = [
        f"--host-resolver-rules=MAP {PLAIN} 127.0.0.1",
        f"--unsafely-treat-insecure-origin-as-secure={trusted}",
    ]
    return play.chromium.launch(executable_path=chromium, args=arguments)


@contextmanager
def plain_pages(material: Material) -> Iterator[int]:
    """Plain pages (`plain.page`) of one site of each kind, served as CODE.html; yields the port."""
    folder = material.folder / "plain"
    folder.mkdir(exist_ok=True)
    for kind in SiteKind:
        site = next(s for s in material.inputs.sites if s.kind is kind)
        lines = plain.posted_lines(material.inputs, site)
        (folder / f"{site.code}.html").write_text(plain.page(site.name, lines), encoding="utf-8")
    with plain.serve_folder(folder) as port:
        yield port


@dataclass(frozen=True, slots=True)
class Start:
    """One start of a page, in seconds from navigation: largest paint, first paint and when its script was ready, and
    the processor time of the page's thread until then (not slowed down, so that other work on the machine hardly
    counts)."""

    paint: float
    first: float
    ready: float
    cpu: float

    @property
    def searchable(self) -> float:
        """Nobody searches what is not on the screen: ready, and painted."""
        return max(self.first, self.ready)


@dataclass(frozen=True, slots=True)
class Race:
    """Our page and the plain page, started in turns."""

    page: Start
    plain: Start


def _races(browser: Browser, url: str, other: str) -> list[Race]:
    """Who goes first changes from race to race; the first race warms up server, disk and browser and is left out."""
    races = []
    for turn in range(RACES + 1):
        first, second = (url, other) if turn % 2 else (other, url)
        starts = {address: _started(browser, address) for address in (first, second)}
        races.append(Race(starts[url], starts[other]))
    return races[1:]


def _started(browser: Browser, url: str) -> Start:
    with _opened(browser, SLOWER) as (_, page, _session):
        _go(page, url)
        seen = _painted(page)
    with _opened(browser, 1) as (_, page, session):
        # Counts the thread's own ticks instead of the clock's.
        session.send("Performance.enable", {"timeDomain": "threadTicks"})
        _go(page, url)
        cpu = _metric(session, "TaskDuration")
    return Start(seen["paint"] / 1000, seen["first"] / 1000, seen["ready"] / 1000, cpu)


def _weights(section: Section, kind: SiteKind, loads: list[Load]) -> None:
    def middle(name: str, value: Callable[[Load], float], unit: str, target: Target | None) -> None:
        section.add_all(f"{kind}: {name}", [value(load) for load in loads], unit, target)

    middle("first load, gzip", lambda x: x.total / 1000, "kB", at_most(KILOBYTES[kind]))
    middle(
        "the other level's index and the table of doubts, when the list can be used",
        lambda x: x.index / 1000,
        "kB",
        at_most(40),
    )
    middle("its own face, then too, where the machine has none as good", lambda x: x.face / 1000, "kB", at_most(10.5))
    middle("until its list can be used", lambda x: x.usable / 1000, "kB", None)
    middle("requests", lambda x: x.requests, "", at_most(6))
    middle("JavaScript, gzip", lambda x: x.scripts / 1000, "kB", at_most(22))
    middle("fetched by the worker to work offline", lambda x: x.again / 1000, "kB", None)
    middle("layout shift", lambda x: x.shift, "", at_most(0.02))


def _painted(page: Page) -> dict[str, float]:
    """What the page was seen to do, once it has told of a paint. Raises `BenchError` after ten seconds."""
    for _ in range(50):
        page.wait_for_timeout(200)
        seen: dict[str, float] = page.evaluate("bench")
        if seen["paint"]:
            return seen
    raise BenchError(f"{page.url} tells of no paint")


def _race_times(section: Section, kind: SiteKind, races: list[Race]) -> None:
    pairs = (
        ("largest contentful paint", [(x.page.paint, x.plain.paint) for x in races], PAINT[kind]),
        ("searchable", [(x.page.searchable, x.plain.searchable) for x in races], READY[kind]),
        ("script ready, painted or not", [(x.page.ready, x.plain.ready) for x in races], None),
        ("script ready, processor time of the page's thread", [(x.page.cpu, x.plain.cpu) for x in races], None),
    )
    for name, values, most in pairs:
        _against_plain(section, f"{kind}: {name}", "s", values, most)
        # What disturbs a start makes it longer, never shorter: the least of each is the quietest that was had.
        least = min(a for a, _ in values) / min(b for _, b in values)
        section.add(f"{kind}: {name}, least over the plain page's least", least, "x")


def _key_times(section: Section, kind: SiteKind, typed: list[tuple[float, float]]) -> None:
    _against_plain(section, f"{kind}: key to paint, p95", "ms", typed, KEY[kind])


def _against_plain(
    section: Section, name: str, unit: str, values: list[tuple[float, float]], most: float | None
) -> None:
    ours, other = [a for a, _ in values], [b for _, b in values]
    section.add_all(name, ours, unit)
    section.add_all(f"{name}, plain page", other, unit, note="same list, naive filter")
    section.add_all(f"{name}, over the plain page", ratios(ours, other), "x", at_most(most) if most else None)


def _heap_use(section: Section, kind: SiteKind, heap: list[float]) -> None:
    section.add(f"{kind}: heap, largest over {VISITS} visits", max(heap), "MB", at_most(12))
    warm = heap[WARM // EVERY :]
    growth = 100 * slope(warm) * (len(warm) - 1) / warm[0]
    section.add(f"{kind}: heap, growth from visit {WARM} to {VISITS}", growth, "%", at_most(5), "least squares")


@contextmanager
def _opened(browser: Browser, rate: int) -> Iterator[tuple[BrowserContext, Page, CDPSession]]:
    context = browser.new_context(viewport={"width": 1920, "height": 1080})
    page = context.new_page()
    page.add_init_script(_OBSERVE)
    session = context.new_cdp_session(page)
    session.send("Emulation.setCPUThrottlingRate", {"rate": rate})
    try:
        yield context, page, session
    finally:
        context.close()


def _go(page: Page, url: str) -> None:
    """Open `url` and wait until it is searchable, which the page itself tells: whoever asks for an element puts a
    script of the driver's own into the page, and slowed down that takes 50 ms of the very time that is measured."""
    with page.expect_console_message(lambda message: message.text == "bench ready"):
        page.goto(url, wait_until="commit")


def loaded(browser: Browser, url: str) -> Load:
    """One first load in a new context, until the page is searchable and its worker, if any, has had three seconds."""
    with _opened(browser, SLOWER) as (context, page, session):
        kinds: dict[str, str] = {}
        sizes: dict[str, int] = {}
        again: list[int] = []
        session.send("Network.enable")
        session.on("Network.responseReceived", lambda e: kinds.update({e["requestId"]: _kind(e)}))
        session.on("Network.loadingFinished", lambda e: sizes.update({e["requestId"]: int(e["encodedDataLength"])}))
        context.on("requestfinished", lambda r: again.append(_size(r)) if r.service_worker else None)
        _go(page, url)
        usable = dict(sizes)
        page.wait_for_timeout(3000)
        seen = page.evaluate("bench")
    # What comes before the list can be used is part of the first load, whatever it is.
    later = {key: kinds.get(key) for key in sizes.keys() - usable.keys() if kinds.get(key) in _APART}
    return Load(
        total=sum(size for key, size in sizes.items() if key not in later),
        index=sum(sizes[key] for key, kind in later.items() if kind == "index"),
        face=sum(sizes[key] for key, kind in later.items() if kind == "Font"),
        usable=sum(usable.values()),
        scripts=sum(size for key, size in sizes.items() if kinds.get(key) == "Script"),
        requests=sum(size > 0 for key, size in sizes.items() if key not in later),
        again=sum(again),
        paint=seen["paint"] / 1000,
        ready=seen["ready"] / 1000,
        shift=seen["shift"],
    )


def _kind(received: dict[str, Any]) -> str:
    of_index = re.search(r"/assets/(index|doubts)-", received["response"]["url"])
    return "index" if of_index else str(received["type"])


def _size(request: Request) -> int:
    sizes = request.sizes()
    return sizes["responseBodySize"] + sizes["responseHeadersSize"]


def key_to_paint(browser: Browser, url: str) -> float:
    """The 95th percentile over all keys of `QUERIES`, in ms."""
    return percentile(_typed(browser, url), 0.95)


def _typed(browser: Browser, url: str) -> list[float]:
    """Milliseconds from each key to the paint after it, as the browser's Event Timing measures them."""
    with _opened(browser, SLOWER) as (_, page, _session):
        _go(page, url)
        page.click("#q")
        page.evaluate("bench.keys = {}")
        pressed = 0
        for query in QUERIES:
            page.keyboard.type(query, delay=120)
            pressed += len(query)
            page.evaluate("document.getElementById('q').value = ''")
            page.wait_for_timeout(300)
        found = [float(ms) for ms in page.evaluate("Object.values(bench.keys)")]
    if len(found) > pressed:
        raise BenchError(f"{len(found)} keys measured, {pressed} pressed")
    # Event Timing leaves out what took less than its threshold of 16 ms.
    return found + [16.0] * (pressed - len(found))


def _visited(browser: Browser, url: str) -> list[float]:
    """Heap in MB after a collection, at every `EVERY`th visit: search, entry with its code, back to the start."""
    with _opened(browser, 1) as (_, page, session):
        session.send("Performance.enable")
        _go(page, url)
        heap = []
        for visit in range(VISITS + 1):
            if visit % EVERY == 0:
                heap.append(_heap(session))
            page.fill("#q", QUERIES[visit % len(QUERIES)])
            # By script: a screen takes no touch for 700 ms, and 150 visits would take minutes.
            page.evaluate("document.querySelector('#view .entry[data-code]').click()")
            page.wait_for_selector("html[data-view=entry]", state="attached")
            page.evaluate("document.getElementById('home').click()")
            page.wait_for_selector("html[data-view=start]", state="attached")
    return heap


def _heap(session: CDPSession) -> float:
    session.send("HeapProfiler.collectGarbage")
    return _metric(session, "JSHeapUsedSize") / 1e6


def _metric(session: CDPSession, name: str) -> float:
    metrics = {m["name"]: m["value"] for m in session.send("Performance.getMetrics")["metrics"]}
    return float(metrics[name])


# Serving.


def published(material: Material) -> Path:
    """The workspace that the city section published, else one made now."""
    workspace = material.folder / "a" / "var"
    if not (workspace / "current").exists():
        kiosk(workspace, "regenerate", *material.lists.arguments(), "--allow-drop")
    return workspace


@contextmanager
def served(workspace: Path, root: Path = ROOT, command: str = "serve") -> Iterator[str]:
    """A server of the product in the checkout `root`, on a free port: the public one, or another `command`."""
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port = probe.getsockname()[1]
    start = ("-c", "from kiosk.cli import main; main()", "--workspace", str(workspace), command, "--port", str(port))
    server = subprocess.Popen([sys.executable, *start], cwd=root, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    address = f"http://127.0.0.1:{port}"
    try:
        for _ in range(100):
            try:
                with urlopen(f"{address}/healthz") as answer:  # noqa: S310 - our own server
                    json.load(answer)
                break
            except URLError:
                time.sleep(0.1)
        else:
            raise BenchError(f"kiosk {command} did not answer within 10 s")
        yield address
    finally:
        server.terminate()
        server.wait(timeout=10)
