"""The instruction page of an exported folder: how to start the kiosk from a USB stick, in Chromium and in Edge.

A site and the number of a release come in, one HTML page goes out; writing the folder is left to `release.export`.
"""

from __future__ import annotations

from base64 import b64encode
from hashlib import sha256

from kiosk.model.site import Site
from kiosk.pages.templates import render

_STYLE = (
    "body{font:1.15rem/1.6 system-ui,sans-serif;max-width:48rem;margin:2rem auto;padding:0 1rem;color:#1b1b1b}"
    "code{background:#eef2f5;padding:.15em .4em;overflow-wrap:anywhere}pre{background:#eef2f5;padding:1em;"
    "white-space:pre-wrap;overflow-wrap:anywhere}h1,h2{line-height:1.25}a{color:#0b3d5c}li{margin:.4em 0}"
)


def render_instructions(site: Site, release: int) -> bytes:
    """HTML of the instructions for one site's folder."""
    style_hash = b64encode(sha256(_STYLE.encode()).digest()).decode()
    return render("usb.html", {"site": site, "release": release, "style": _STYLE, "style_hash": style_hash})
