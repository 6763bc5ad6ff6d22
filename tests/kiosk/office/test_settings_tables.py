"""What people call the tables and values, all of them."""

from __future__ import annotations

from dataclasses import fields

from kiosk.model.site import SiteKind
from kiosk.office.settings_tables import TABLES, VALUES, parse_value, read_value
from kiosk.settings.config import Config, LinkSettings
from kiosk.settings.matters import OfficeKind
from posters.spec import Wording


def test_every_table_has_a_label_for_every_column_and_stands_somewhere(config: Config) -> None:
    for table in TABLES.values():
        assert set(table.labels) == set(table.form.columns) and set(table.key) <= set(table.form.columns)
        assert table.path(config) is not None


def test_every_printed_sentence_can_be_read(config: Config) -> None:
    words = {key.removeprefix("wording.") for key in VALUES if key.startswith("wording.")}
    elsewhere = {"feedback_url", "feedback_address", "hotline"}
    assert words == {f.name for f in fields(Wording)} - elsewhere
    assert read_value(config, VALUES["feedback.hotline"]) == "18001096"
    assert read_value(config, VALUES["wording.steps"]).count("\n") == 2
    assert read_value(config, VALUES["publisher"]) == config.publisher


def test_where_codes_lead_is_one_choice_for_all_sites_or_by_kind(config: Config) -> None:
    assert "{uuid}" in read_value(config, VALUES["links.entry"])
    mode = VALUES["links.mode"]
    assert read_value(config, mode) == "portal"
    for choice in mode.choices:
        links = LinkSettings.model_validate({"mode": parse_value("links.mode", choice)})
        assert read_value(config.model_copy(update={"links": links}), mode) == choice
    own = LinkSettings.model_validate({"mode": parse_value("links.mode", "commune=own")})
    assert [own.mode_of(kind).value for kind in (SiteKind.COMMUNE, SiteKind.CITY)] == ["own", "portal"]


def test_what_a_column_may_hold_is_said_in_words() -> None:
    assert TABLES["sites"].show("kind", "commune") == "cấp xã" and TABLES["sites"].show("name", "commune") == "commune"
    kinds = TABLES["elsewhere"].choices["kind"]
    assert list(kinds) == [kind.value for kind in OfficeKind] and not set(kinds.values()) & set(kinds)
