"""What a site adds to papers it shares with others, and the revision of that."""

from __future__ import annotations

from kiosk.model.site import Site
from posters import plates, spec


def describe_site(site: Site) -> spec.SiteHead:
    """Name and contacts of a site, empty where the office has none filled in."""
    return spec.SiteHead(code=site.code, name=site.name, address=site.address, hotline=site.hotline, hours=site.hours)


def name_head(site: Site) -> str:
    """The id that the site's mark bears: its code, and a revision of its name and contacts."""
    return str(plates.identify_site(describe_site(site)))
