"""What other systems may read is what is published."""

from __future__ import annotations

from datetime import date

from kiosk.office.published import require_published
from kiosk.office.release_history import list_releases
from kiosk.reports import open_facts
from kiosk.reports.coverage import report_coverage
from kiosk.workspace.store import Store


def test_a_listing_is_what_the_site_posts_on_that_day(office_store: Store) -> None:
    release = require_published(office_store)
    day = release.manifest.as_of
    posted = open_facts.list_posted(release, "10507", day)
    (expected,) = [x.posted for x in release.listings if x.site.code == "10507"]
    assert [p.code for p in posted] == [p.procedure.code for p in expected]
    assert all(p.reason and p.address.startswith("https://") for p in posted)
    assert open_facts.list_posted(release, "10507", date(2027, 3, 2)) != posted
    assert open_facts.list_posted(release, "99999", day) == ()


def test_procedures_are_those_in_force_with_the_address_that_is_printed(office_store: Store) -> None:
    release = require_published(office_store)
    procedures = open_facts.list_procedures(release, release.manifest.as_of)
    facts = [open_facts.describe_procedure(p, release.inputs.config.links) for p in procedures]
    assert [f.code for f in facts] == sorted(f.code for f in facts)
    assert {f.link for f in facts} == {"entry", "search"}
    assert not any(p.internal for p in procedures)


def test_sites_releases_and_coverage_say_what_the_office_sees(office_store: Store) -> None:
    release = require_published(office_store)
    assert open_facts.describe_site(release.sites[0]).code == release.sites[0].code
    (only,) = open_facts.describe_releases(list_releases(office_store))
    assert (only.number, only.live, only.checked, only.sites) == (1, True, True, 4)
    row = report_coverage(office_store, release.manifest).sites[0]
    facts = open_facts.describe_coverage(row)
    assert (facts.required, facts.published_on_paper, facts.sheets_confirmed) == (row.required, row.on_paper, 0)
