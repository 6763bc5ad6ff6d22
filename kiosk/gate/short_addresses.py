"""Checks that printed short addresses lead where they must.

In come a release and the inputs recorded with it; out go sentences on what is wrong. The map of the release must say
what the inputs say, and following each printed address in it must end at the entry of its procedure.
"""

from __future__ import annotations

from pydantic import ValidationError

from kiosk.errors import StoreError
from kiosk.model.manifest import Manifest
from kiosk.pages import redirects
from kiosk.settings.inputs import Inputs
from kiosk.settings.links import make_link, make_procedure_address
from kiosk.workspace.store import Store


def find_redirect_faults(store: Store, manifest: Manifest, inputs: Inputs) -> list[str]:
    """What is wrong with where printed short addresses lead: the map must be what the inputs say, and every printed
    address must be followed to the entry that its procedure has."""
    if not inputs.config.links.has_own:
        return []
    entry = next((f for f in manifest.files if f.path == redirects.FILE), None)
    expected = redirects.make_redirects(inputs, manifest.as_of)
    try:
        redirects_found = redirects.read_redirects(store.get(entry.sha256), entry.path) if entry else {}
    except (StoreError, ValidationError):
        redirects_found = {}
    if redirects_found != expected:
        return [f"{redirects.FILE} không dẫn đúng như danh mục"]
    in_force = inputs.catalogue.on(manifest.as_of)
    lost_codes = {
        code.code
        for codes in manifest.bodies.values()
        for code in codes
        if code.code in in_force
        and code.payload == make_procedure_address(code.code, inputs.config)
        and redirects.follow_address(code.payload, redirects_found)
        != make_link(in_force[code.code], inputs.config.links).url
    }
    return [f"địa chỉ in của thủ tục {code} không dẫn đến mục của nó" for code in sorted(lost_codes)]
