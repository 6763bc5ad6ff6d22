"""A page's parts without a release around them."""

from __future__ import annotations

import pytest

from kiosk.pages import assets, data_file
from kiosk.pages.assets import SharedFiles
from kiosk.pages.content import Asset, PageInput
from tests.browser import making


@pytest.fixture
def page() -> PageInput:
    """The small list at one commune, release 7."""
    return making.page(making.small())


@pytest.fixture(scope="session")
def shared() -> SharedFiles:
    """The files that all pages share."""
    return assets.read_shared_files()


@pytest.fixture
def data(page: PageInput) -> Asset:
    """The data file of `page`."""
    return data_file.encode(page.content)
