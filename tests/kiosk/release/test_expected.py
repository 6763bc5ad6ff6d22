"""What a release must hold is known before anything is drawn: paths, keys, and the drawing that each file needs."""

from __future__ import annotations

import json
from dataclasses import replace

import pytest

from kiosk.model.catalogue import Procedure
from kiosk.model.files import BOARD_FILE, SHEETS_FILE
from kiosk.pages import data_file
from kiosk.pages.site_pages import Pages, list_contents
from kiosk.paper.artefact import Artefact
from kiosk.paper.plan import Plan
from kiosk.release.expected import PaperFiles, expect_papers, expect_release
from kiosk.settings.inputs import Inputs
from posters.spec import SiteHead
from tests.kiosk.pages.planning import CITY, COMMUNES, PROCEDURES, draft, gather


def papers_of(inputs: Inputs) -> PaperFiles:
    return expect_papers(inputs, draft(inputs))


def keys_of(papers: PaperFiles, *codes: str) -> dict[str, str]:
    """Keys by path, of some sites or all."""
    return {a.path: a.key for a in papers.artefacts if not codes or a.path.split("/")[1] in codes}


def release_of(inputs: Inputs, plan: Plan) -> dict[str, Artefact]:
    listed = list_contents(inputs, plan)
    pages = Pages(inputs, plan, listed, [data_file.encode(content) for content in listed.distinct])
    return {a.path: a for a in expect_release(inputs, plan, expect_papers(inputs, plan), pages)}


def test_every_site_gets_its_sheets_and_its_board() -> None:
    inputs = gather()
    papers = papers_of(inputs)
    assert [a.path for a in papers.artefacts] == [
        f"sites/{s.code}/{name}" for s in inputs.sites for name in (SHEETS_FILE, BOARD_FILE)
    ]
    assert {a.template for a in papers.artefacts} == papers.layouts.keys() | papers.boards.keys()


def test_asking_again_gives_the_same_and_no_two_files_share_a_key() -> None:
    inputs = gather()
    assert keys_of(papers_of(inputs)) == keys_of(papers_of(inputs))
    keys = keys_of(papers_of(inputs)).values()
    assert len(set(keys)) == len(keys)


def test_sites_that_post_the_same_share_every_drawing() -> None:
    papers = papers_of(gather())
    used = {a.path: a.template for a in papers.artefacts}
    for name in (SHEETS_FILE, BOARD_FILE):
        assert len({used[f"sites/{s.code}/{name}"] for s in COMMUNES}) == 1
        assert used[f"sites/{CITY.code}/{name}"] != used[f"sites/{COMMUNES[0].code}/{name}"]
    assert (len(papers.layouts), len(papers.boards)) == (2, 2)


def test_a_board_with_the_sites_own_address_is_drawn_for_it_alone() -> None:
    inputs = gather()
    own = inputs.config.model_copy(update={"public_url": "https://tthc.haiphong.gov.vn"})
    papers = papers_of(replace(inputs, config=own))
    assert (len(papers.layouts), len(papers.boards)) == (2, 4)
    assert {b.kiosk_url for b in papers.boards.values()} == {
        f"https://tthc.haiphong.gov.vn/sites/{s.code}/" for s in inputs.sites
    }


@pytest.mark.parametrize(("fact", "value"), [("hotline", "0225 3 888 888"), ("address", "Số 1"), ("name", "Tên mới")])
def test_a_contact_changes_the_files_of_its_site_and_no_drawing(fact: str, value: str) -> None:
    before = papers_of(gather())
    moved = replace(COMMUNES[0], **{fact: value})  # type: ignore[arg-type]
    after = papers_of(gather(sites=(moved, *COMMUNES[1:], CITY)))
    mine = {path for path in keys_of(before) if f"/{moved.code}/" in path}
    assert {path for path, key in keys_of(before).items() if keys_of(after)[path] != key} == mine
    assert (after.layouts.keys(), after.boards.keys()) == (before.layouts.keys(), before.boards.keys())


def test_a_procedure_changes_the_files_of_the_sites_that_post_it() -> None:
    renamed = (replace(PROCEDURES[0], name="Đăng ký khai sinh lưu động"), *PROCEDURES[1:])
    before, after = papers_of(gather(*PROCEDURES)), papers_of(gather(*renamed))
    communes = [s.code for s in COMMUNES]
    assert keys_of(after, CITY.code) == keys_of(before, CITY.code)
    assert not set(keys_of(after, *communes).values()) & set(keys_of(before, *communes).values())


def test_another_recipe_is_another_key_of_every_paper() -> None:
    inputs = gather()
    plan = draft(inputs)
    other = expect_papers(inputs, replace(plan, recipe="another"))
    assert not set(keys_of(other).values()) & set(keys_of(expect_papers(inputs, plan)).values())


def test_a_file_is_its_template_with_the_head_of_the_site(monkeypatch: pytest.MonkeyPatch) -> None:
    made: list[tuple[object, SiteHead]] = []
    monkeypatch.setattr("posters.pdf.address_file", lambda template, head: made.append((template, head)) or b"%PDF")
    papers = papers_of(gather())
    templates = dict.fromkeys(papers.layouts.keys() | papers.boards.keys())
    sheets = papers.artefacts[0]
    assert sheets.make({**templates, sheets.template: "mine"}) == b"%PDF"  # type: ignore[arg-type]
    ((template, head),) = made
    assert (template, head.code, head.name) == ("mine", COMMUNES[0].code, COMMUNES[0].name)


def test_a_release_is_papers_pages_and_the_two_files_that_name_it() -> None:
    inputs = gather()
    files = release_of(inputs, draft(inputs))
    assert list(files) == sorted(files)
    assert {
        "index.html",
        "release.json",
        f"sites/{CITY.code}/{SHEETS_FILE}",
        f"sites/{CITY.code}/index.html",
    } <= files.keys()
    news = json.loads(files["release.json"].make({}))
    assert news == {"release": 1, "sites": {s.code: 1 for s in inputs.sites}}


def test_the_files_that_name_the_release_are_new_where_any_other_is() -> None:
    one = gather(*PROCEDURES)
    other = gather(
        *PROCEDURES[:2], Procedure("1.000003", "Tên khác", "Hoạt động xây dựng", levels=PROCEDURES[2].levels)
    )
    first, again, second = (release_of(inputs, draft(inputs)) for inputs in (one, one, other))
    for name in ("index.html", "release.json"):
        assert first[name].key == again[name].key != second[name].key
