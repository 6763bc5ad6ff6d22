"""What hung at a site on a day, with the event and the witness of each sheet; also when the files are gone."""

from __future__ import annotations

import shutil
from datetime import timedelta

import pypdfium2
import pytest

from kiosk.errors import OfficeError
from kiosk.model.ledger import PaperAct
from kiosk.office.ledger.acting import look_into_ledger
from kiosk.office.ledger.opening import open_ledger
from kiosk.reports.evidence import describe_evidence, draw_evidence, find_evidence, list_tables
from kiosk.workspace.store import Store
from tests.kiosk.office.ledger.conftest import SITE, TODAY, labels, publish_next, revisions, tell
from tests.kiosk.pages.planning import CONFIG


def test_evidence_of_a_day_outlives_its_release(city: Store) -> None:
    label = labels(city)[0]
    hung = tell(city, PaperAct.HUNG, label, revisions(city)[label])
    with look_into_ledger(city) as connection:
        before = find_evidence(connection, SITE, TODAY, None, TODAY)
    publish_next(city, {label: "f" * 64})
    open_ledger(city).close()
    shutil.rmtree(city.root / "releases" / "1", ignore_errors=True)
    with look_into_ledger(city) as connection:
        again = find_evidence(connection, SITE, TODAY, before.scope.upto, TODAY)
        now = find_evidence(connection, SITE, TODAY, None, TODAY)
    assert describe_evidence(again) == describe_evidence(before)
    assert draw_evidence(again, CONFIG) == draw_evidence(before, CONFIG)
    sheets = {row[0]: row for row in list_tables(before)[0].rows}
    assert sheets[label][2:5] == ("treo đúng bản", f"{TODAY:%d/%m/%Y}", "Lan")
    assert sheets[label][-1] == f"sự kiện {hung.event}"
    assert {row[0]: row[2] for row in list_tables(now)[0].rows}[label] == "đang treo bản khác"


def test_the_paper_names_release_digest_event_and_chain(city: Store) -> None:
    with look_into_ledger(city) as connection:
        shown = find_evidence(connection, SITE, TODAY, None, TODAY)
    page = pypdfium2.PdfDocument(draw_evidence(shown, CONFIG))[0]
    words = " ".join(page.get_textpage().get_text_range().split())
    assert shown.live.manifest in words and shown.scope.head in words and "chưa ai ghi là đã treo" in words


def test_a_day_before_the_first_release_has_no_evidence(city: Store) -> None:
    with look_into_ledger(city) as connection, pytest.raises(OfficeError, match="không ghi bản công bố"):
        find_evidence(connection, SITE, TODAY - timedelta(4000), None, TODAY)
