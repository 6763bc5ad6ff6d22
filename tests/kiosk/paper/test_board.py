"""What an index board says: groups, fields, how many procedures each has and where they stand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from kiosk.catalogue import listing
from kiosk.model.site import Site, SiteKind
from kiosk.office import catalogues
from kiosk.paper import plan as planning
from kiosk.paper.board import describe_board, list_planned
from kiosk.paper.plan import Plan
from kiosk.paper.site_head import describe_site
from kiosk.settings import config, matters
from kiosk.settings import inputs as gathered
from kiosk.settings.inputs import Inputs
from kiosk.workspace.store import Store
from tests.kiosk.commands import Office

DAY = date(2026, 11, 24)


@pytest.fixture
def inputs(older_office: Office) -> Inputs:
    settings = config.load(older_office.folder / "config.yaml")
    return gathered.gather(settings, catalogues.load_in_force(Store(older_office.folder / "var"), settings).catalogue)


@pytest.fixture
def plan(inputs: Inputs) -> Plan:
    listed = listing.list_postings(inputs.catalogue, inputs.sites, inputs.config.listing, DAY)
    return planning.make_plan(inputs, listed, None, 7, "recipe")


def test_every_procedure_is_counted_on_a_sheet_that_exists(inputs: Inputs, plan: Plan) -> None:
    for s in plan.sites:
        board = describe_board(list_planned(s), s.listing, inputs, "https://example.gov.vn/")
        counted = sum(field.count for group in board.groups for field in group.fields)
        assert counted == len(s.listing.posted)
        labels = {label for group in board.groups for field in group.fields for label in field.sheets}
        assert labels == {entry.label for entry in s.layout.sheets}
        assert (board.release, board.released, board.kiosk_url) == (7, DAY, "https://example.gov.vn/")


def test_groups_stand_in_the_order_of_the_table_and_empty_ones_do_not_stand(inputs: Inputs, plan: Plan) -> None:
    s = plan.sites[0]
    titles = [group.title for group in describe_board(list_planned(s), s.listing, inputs, "https://x").groups]
    known = [group.title for group in inputs.groups.groups]
    assert titles == [title for title in known if title in titles]
    assert 0 < len(titles) < len(known)


def test_a_board_prints_the_release_of_its_newest_sheet(inputs: Inputs, plan: Plan) -> None:
    s = plan.sites[0]
    older = replace(s.layout.sheets[0], release=3, released=date(2026, 1, 1))
    layout = replace(s.layout, sheets=(older, *s.layout.sheets[1:]))
    newest = max(layout.sheets, key=lambda e: e.release)
    board = describe_board(list_planned(replace(s, layout=layout)), s.listing, inputs, "https://x")
    assert (board.release, board.released) == (newest.release, newest.released)


def test_every_matter_of_the_board_has_the_one_sheet_on_which_it_is_found(inputs: Inputs, plan: Plan) -> None:
    s = plan.sites[0]
    events = matters.read_life_events(Path("data/matters.csv"))
    told = replace(inputs, sayings=replace(inputs.sayings, events=events))
    board = describe_board(list_planned(s), s.listing, told, "https://x")
    labels = {code: sheet.entry.label for sheet in list_planned(s) for code in sheet.codes}
    known = {m.name: m for event in events for m in event.matters}
    assert board.matters
    for matter in board.matters:
        codes = [code for code in known[matter.name].codes if code in labels]
        assert known[matter.name].on_board and matter.sheet == labels[codes[0]]
    assert board.seed is not None and describe_board(list_planned(s), s.listing, inputs, "https://x").seed != board.seed


def test_a_head_leaves_out_what_the_office_has_not_filled_in() -> None:
    head = describe_site(Site("10507", SiteKind.COMMUNE, "Trung tâm", hotline="0225 3 123 456"))
    assert (head.code, head.name, head.hotline, head.address, head.hours) == (
        "10507",
        "Trung tâm",
        "0225 3 123 456",
        "",
        "",
    )
