"""Declared kiosks, and the words that they say, for tests of what follows from them."""

from __future__ import annotations

from kiosk import signing
from kiosk.model.ledger import Witness
from kiosk.office import inbox
from kiosk.office.inbox import Inbox
from kiosk.office.ledger import box, devices
from kiosk.office.ledger.acting import act_in_ledger
from kiosk.workspace.device_table import DeviceTable
from kiosk.workspace.store import Store


def declare(store: Store, site: str, name: str = "Sảnh", *, by_code: bool = False) -> tuple[int, str]:
    """Number and key of a new kiosk."""
    witness = Witness("Lan")
    with act_in_ledger(store, witness) as doing:
        device, token = devices.add_device(doing.connection, doing.act, witness, site, name, by_code=by_code)
        box.write_keys(store, doing.connection)
    known = signing.read_token(token)
    assert known is not None and known[0] == device.number
    return known


def say(store: Store, number: int, release: int, counter: int = 1) -> int | None:
    """Have a kiosk say what it shows, as the public server takes it once the signature holds."""
    declared = DeviceTable(store.root).find(number)
    assert declared is not None
    return Inbox(store.root / inbox.FILE).hear_device(declared, release, counter)
