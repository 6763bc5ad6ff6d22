"""What comes with the program is found in a checkout and in an installed wheel alike."""

from __future__ import annotations

from pathlib import Path

import pytest

from kiosk import resources
from kiosk.settings import config, tables


def test_in_a_checkout_the_files_stand_beside_the_packages(root: Path) -> None:
    assert resources.find_static() == root / "static"
    assert resources.find_default_config() == root / "config.yaml"
    assert resources.find_default_data() == root / "data"
    assert list(resources.find_templates().glob("*.html*"))


def test_the_settings_that_come_along_name_tables_that_come_along() -> None:
    shipped = config.load(resources.find_default_config())
    sites = shipped.path(shipped.sites)
    assert sites.is_relative_to(resources.find_default_data())
    assert len(tables.read_sites(sites).sites) > 100


def test_in_a_wheel_they_stand_in_the_package_and_a_checkout_around_it_is_not_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    package = tmp_path / "kiosk"
    (package / "_bundle" / "data").mkdir(parents=True)
    (tmp_path / "data").mkdir()
    monkeypatch.setattr(resources, "_PACKAGE", package)
    assert resources.find_default_data() == package / "_bundle" / "data"
    assert resources.find_static() == package / "_bundle" / "static"
    assert resources.find_templates() == package / "templates"
