"""What the page's script reads out of list and details is what the catalogue says: every row, every fact."""

from __future__ import annotations

import json
from base64 import b64encode
from dataclasses import replace
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from kiosk.pages import bags, data_file
from kiosk.pages.content import Content
from tests.browser import making
from tests.browser.making import Server

pytestmark = pytest.mark.browser

READ = """async ([list, details, meanings]) => {
  const { open, detail } = await import("/static/kiosk/data.js");
  const { unsqueezed } = await import("/static/kiosk/squeezed.js");
  const { spelling, words } = await import("/static/kiosk/text.js");
  const read = (packed) => {
    const steps = unsqueezed(Uint8Array.from(atob(packed), (letter) => letter.charCodeAt(0)));
    for (;;) {
      const step = steps.next();
      if (step.done) return JSON.parse(step.value);
    }
  };
  const all = open(read(list), Array.from({ length: 40 }, (_, at) => ({ at })));
  for (const _ of detail(all, read(details)));
  const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);
  const compared = (texts) => texts.map((text) => words(text || "").map(spelling));
  const keywords = (e) => all.unpack(e.packed.keywords);
  return {
    rows: all.entries.map((e) => {
      const { packed, ...own } = e;
      return { ...own, field: e.field.name, name: e.name, everyday: e.everyday, keywords: keywords(e) };
    }),
    aliases: same(all.aliases.map((row) => row.words), meanings.map(compared)),
    // What is searched without being read is what the text says.
    compared: all.entries.every((e) => same(
      [e.words("name"), e.words("everyday"), e.words("keywords")], compared([e.name, e.everyday, keywords(e)]),
    )),
  };
}"""


def read(browser: Browser, content: Content) -> None:
    """Compare what the script makes of `content` with `content`."""
    server = Server(making.ROOT)
    server.start()
    page = browser.new_page()
    page.goto(f"http://127.0.0.1:{server.port}/README.md")
    made = data_file.encode(content)
    packed = [b64encode(part).decode() for part in (made.content, made.details)]
    ordered = data_file.order_entries(content)
    procedures, meanings = bags.spread_words(content, [e.procedure for e in ordered])
    found = page.evaluate(READ, [*packed, meanings or [[]]])
    page.close()
    server.stop()
    facts = data_file.LISTED | data_file.DETAILS
    assert found["aliases"] and found["compared"]
    rows = [{name: said for name, said in row.items() if said is not None} for row in found["rows"]]
    assert [json.dumps(row, sort_keys=True) for row in rows] == [
        json.dumps(
            {"code": e.procedure.code, "name": e.procedure.name, "field": e.procedure.field}
            | {"url": e.url, "direct": e.entry_link}
            | {name: of(p) for name, of in facts.items() if of(p)},
            sort_keys=True,
        )
        for e, p in zip(ordered, procedures, strict=True)
    ]


def test_every_kind_of_entry(browser: Browser) -> None:
    content = making.small()
    first, second, *rest = content.entries
    odd = replace(first, procedure=replace(first.procedure, code="1.0133611", name="hoà giải, thuý (Ủy ban)"))
    elsewhere = replace(second, url="https://dichvucong.gov.vn/thu-tuc-hanh-chinh/0190-not-an-id")
    read(browser, replace(content, entries=(first, odd, elsewhere, *rest)))


@pytest.mark.real
@pytest.mark.parametrize("lists", [("commune",), ("province", "commune")])
def test_the_real_lists(browser: Browser, real_data: Path, lists: tuple[str, ...]) -> None:
    read(browser, making.listed(*(real_data / f"catalogue/{name}.csv" for name in lists)))
