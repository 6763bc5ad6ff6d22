"""What a change to one site costs in paper, before it is made.

In come the workspace, the settings, a site and new values; out goes what the next build would do with the site's sheets
then. Nothing is written: the change itself is `settings.site_changes`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from kiosk.model.site import Site
from kiosk.office import holding, releases
from kiosk.office.releases import SiteForecast
from kiosk.release import build
from kiosk.settings.config import Config
from kiosk.settings.site_changes import preview_sites
from kiosk.workspace.store import Store


def foresee_change(
    store: Store, config: Config, day: date, code: str, values: Mapping[str, str]
) -> SiteForecast | None:
    """What the next build would print, keep and take down at a site if `values` stood in its row; None where nothing
    was published yet, so that nothing hangs. Raises `ConfigError` as changing would."""
    sites = preview_sites(config.path(config.sites), code, values)
    return forecast_site(store, config, day, sites, code)


def forecast_site(store: Store, config: Config, day: date, sites: tuple[Site, ...], code: str) -> SiteForecast | None:
    """The same for a whole table of `sites`, in which the site of `code` stands."""
    if store.current() is None:
        return None
    inputs = replace(holding.gather_build_inputs(store, config), sites=sites)
    (forecast,) = releases.forecast_sites(build.plan_release(store, inputs, day, only=(code,)))
    return forecast
