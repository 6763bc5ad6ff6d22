"""Both forms of a page carry the same data, allow nothing but their own parts, and say which worker they want."""

from __future__ import annotations

import json
import re
from base64 import b64encode
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import html5lib
import pytest

from kiosk.errors import VerifyError
from kiosk.pages import data_file, forms
from kiosk.pages.assets import SharedFiles
from kiosk.pages.content import Asset, PageInput
from kiosk.pages.squeezing import unsqueeze


def quoted_hash(text: str) -> str:
    return f"'sha256-{b64encode(sha256(text.encode()).digest()).decode()}'"


def digests(squeezed: bytes) -> str:
    return f"{sha256(squeezed).hexdigest()} {sha256(unsqueeze(squeezed)).hexdigest()}"


def policy_of(html: str) -> str:
    match = re.search(r'Content-Security-Policy" content="([^"]+)"', html)
    assert match
    return match[1]


def test_both_forms_carry_the_same_data(page: PageInput, shared: SharedFiles, data: Asset, tmp_path: Path) -> None:
    site, assets = tmp_path / "sites" / "11824", tmp_path / "assets"
    site.mkdir(parents=True)
    assets.mkdir()
    for name, content in forms.make_split(page, shared, data).items():
        (site / name).write_bytes(content)
    (assets / data.name).write_bytes(data.content)
    split = forms.read_split_data(site, assets)
    assert split == forms.read_single_data(forms.make_single(page, shared, data))
    assert len(data_file.decode(split)) == len(page.content.entries)


def test_a_page_without_data_is_refused(page: PageInput, shared: SharedFiles, data: Asset, tmp_path: Path) -> None:
    (tmp_path / "index.html").write_text("<p>", encoding="utf-8")
    with pytest.raises(VerifyError, match="không dẫn tới"):
        forms.read_split_data(tmp_path, tmp_path)
    with pytest.raises(VerifyError, match="không chứa dữ liệu"):
        forms.read_single_data(b"<p>")


def test_only_what_was_hashed_may_run(page: PageInput, shared: SharedFiles, data: Asset) -> None:
    html = forms.make_single(page, shared, data).decode()
    (style,) = re.findall(r"<style>(.*?)</style>", html, re.DOTALL)
    guard, *parts, script = re.findall(r"<script>(.*?)</script>", html, re.DOTALL)
    policy = policy_of(html)
    hashes = " ".join(map(quoted_hash, (*parts, script, guard)))
    assert len(parts) == len(shared.parts) and f"script-src {hashes};" in policy
    assert f"style-src {quoted_hash(style)};" in policy
    assert "unsafe" not in policy


@pytest.mark.parametrize("text", ["<img src=x onerror=alert(1)>", "{{ 7 * 7 }}", '"><script>', "&amp; & <b>"])
def test_a_name_with_markup_is_text(page: PageInput, shared: SharedFiles, text: str) -> None:
    site = replace(page.site, name=text, hours=text)
    odd = replace(page, site=site, publisher=text)
    for html in (
        forms.make_split(odd, shared, data_file.encode(odd.content))["index.html"],
        forms.make_single(odd, shared, data_file.encode(odd.content)),
    ):
        tree = html5lib.parse(html.decode(), namespaceHTMLElements=False)
        assert tree.find(".//header/p[@class='site']").text == text
        assert tree.find(".//header/p[@class='publisher']").text == text


def test_everything_on_a_page_changes_what_it_is_known_by(page: PageInput, shared: SharedFiles, data: Asset) -> None:
    changed = [
        page,
        replace(page, release=8),
        replace(page, publisher="Khác"),
        replace(page, worker=False),
        replace(page, site=replace(page.site, hotline="0225")),
        replace(page, site=replace(page.site, hours="7:30")),
        replace(page, contact=replace(page.contact, address="Số 18")),
    ]
    revisions = [json.loads(forms.make_split(p, shared, data)["release.json"])["revision"] for p in changed]
    assert len(set(revisions)) == len(changed)


def test_the_worker_knows_every_file_by_its_digest(page: PageInput, shared: SharedFiles, data: Asset) -> None:
    files = forms.make_split(page, shared, data)
    (line,) = re.findall(r"^const FILES = (.+);$", files["sw.js"].decode(), re.MULTILINE)
    known = json.loads(line)
    assert known.pop("./") == sha256(files["index.html"]).hexdigest()
    assert known.pop(forms.DETAILS) == digests(data.details)
    assert known.pop(f"../../assets/{data.name}") == digests(data.content)
    assert known.pop(f"../../assets/{shared.doubts.name}") == digests(shared.doubts.content)
    assert known == {f"../../assets/{a.name}": sha256(a.content).hexdigest() for a in shared.stored}


def test_without_the_worker_its_file_removes_it(page: PageInput, shared: SharedFiles, data: Asset) -> None:
    worker = forms.make_split(replace(page, worker=False), shared, data)["sw.js"].decode()
    assert worker == f'const SITE = "{page.site.code}";\n' + shared.worker_off
    assert "FILES" not in worker


def test_everyday_words_below_a_group_are_whole_words() -> None:
    assert forms.shorten("khai sinh, kết hôn") == "khai sinh, kết hôn"
    assert forms.shorten(", ".join(["khai sinh"] * 9)) == "khai sinh, khai sinh, khai sinh"
    assert forms.shorten("x" * 90) == "x" * 90
    assert forms.shorten("") == ""
