"""What the kiosk page is compared with: a plain page with the same list and a naive filter, from a plain server."""

from __future__ import annotations

import threading
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from functools import partial
from html import escape
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

from kiosk.catalogue import listing
from kiosk.model.site import Site
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import make_link
from tests.bench.material import DAY
from tests.bench.naive import Line

_SCRIPT = r"""
const bare = (text) => text.normalize("NFD").replace(/\p{M}/gu, "").toLowerCase().replaceAll("đ", "d");
const rows = [...document.querySelectorAll("li")].map((row) => ({ row, text: bare(row.textContent) }));
document.getElementById("q").addEventListener("input", (event) => {
  const asked = bare(event.target.value);
  for (const { row, text } of rows) row.hidden = !text.includes(asked);
});
document.documentElement.dataset.ready = "";
"""
"""Everything as a user would write it: marks are stripped, each key goes through the whole list and hides what does not
match. It ranks nothing, corrects nothing and shows no code."""


def posted_lines(inputs: Inputs, site: Site) -> list[Line]:
    """What a site posts."""
    (posting,) = listing.list_postings(inputs.catalogue, (site,), inputs.config.listing, DAY)
    procedures = [x.procedure for x in posting.posted]
    return [Line(p.code, p.name, p.field, make_link(p, inputs.config.links).url) for p in procedures]


def page(title: str, lines: Sequence[Line]) -> str:
    """The plain page with this list."""
    items = "\n".join(f'<li><a href="{escape(x.url)}">{escape(x.code)} {escape(x.name)}</a></li>' for x in lines)
    head = f'<!doctype html>\n<html lang="vi">\n<meta charset="utf-8">\n<title>{escape(title)}</title>'
    return (
        f'{head}\n<h1>{escape(title)}</h1>\n<input id="q">\n<ul>\n{items}\n</ul>\n<script>{_SCRIPT}</script>\n</html>\n'
    )


class _Silent(SimpleHTTPRequestHandler):
    """Writes no log."""

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@contextmanager
def serve_folder(folder: Path) -> Iterator[int]:
    """The files of a folder on a free port of this machine."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(_Silent, directory=str(folder)))
    thread = threading.Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield server.server_address[1]
    finally:
        server.shutdown()
        server.server_close()
        thread.join()
