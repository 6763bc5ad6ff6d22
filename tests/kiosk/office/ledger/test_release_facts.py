"""What a report says of a release is written into its event, and read back as it was."""

from __future__ import annotations

import json
from dataclasses import replace
from datetime import timedelta

from kiosk.canonical import dump_canonical
from kiosk.model.catalogue import Ending
from kiosk.model.manifest import Manifest
from kiosk.office.ledger.release_facts import BEGUN, dump_facts, gather_facts, read_facts
from kiosk.settings.config import SiteRule
from kiosk.workspace.store import Store
from tests.kiosk.pages import planning


def test_counts_effects_and_rules_of_what_was_built(drawn_city: tuple[Store, Manifest]) -> None:
    day = planning.DAY
    first, second, third = planning.PROCEDURES
    ended = replace(
        first, effective_to=day - timedelta(1), ending=Ending.REPEALED, ended_by="12/QĐ-UBND", decision="1/QĐ"
    )
    begun = replace(second, decision="13/QĐ-UBND", effective_from=day)
    rule = SiteRule(extra=("1.000003",), documents={"1.000003": "5/TB"})
    listing = planning.CONFIG.listing.model_copy(update={"sites": {"11824": rule}})
    config = planning.CONFIG.model_copy(update={"listing": listing})
    facts = gather_facts(drawn_city[1], planning.gather(ended, begun, third, config=config), None)
    assert sum(c.count for c in facts.procedures) == 2
    assert [(e.code, e.decision, e.what) for e in facts.effects] == [
        (first.code, "12/QĐ-UBND", "bãi bỏ"),
        (second.code, "13/QĐ-UBND", BEGUN),
    ]
    assert [(r.site, r.code, r.effect, r.document) for r in facts.rules] == [("11824", "1.000003", "thêm", "5/TB")]
    assert [s.was_read for s in facts.sites] == [False] * 4, "no verdict, no claim"
    assert read_facts(json.loads(dump_canonical(dump_facts(facts)))) == facts
    assert read_facts({"day": "2026-11-24"}) is None
