"""Which delivery note a browser holds: a code that this office signed, while a line of its order is open.

In comes a visit, out goes the parcel or nothing. Only what was signed here counts: a guess would pass by the count of
attempts.
"""

from __future__ import annotations

import hmac

from kiosk.errors import OfficeError
from kiosk.office import note_access
from kiosk.office.note_access import NoteHolder
from kiosk.web.office import cookies, forms
from kiosk.web.office.visit import Visit


def find_holder(visit: Visit) -> NoteHolder | None:
    """The delivery note that this browser holds; None where it holds none that is open."""
    code, _, signature = (cookies.note_cookie(visit.desk, visit.request) or "").partition(".")
    if not code or not hmac.compare_digest(signature.encode(), _sign(visit, code).encode()):
        return None
    with visit.desk.here.database.reading() as connection:
        return note_access.find_note(connection, code)


def require_holder(visit: Visit) -> NoteHolder:
    """The same, of a page that the guard let pass. Raises `OfficeError` where the last line was confirmed by somebody
    else at this very moment."""
    holder = find_holder(visit)
    if holder is None:
        raise OfficeError("phiếu giao này đã xong", place="phiếu giao", way_out="không phải làm gì thêm")
    return holder


def write_cookie(visit: Visit, holder: NoteHolder) -> str:
    """What the browser of a holder keeps."""
    return f"{holder.code}.{_sign(visit, holder.code)}"


def _sign(visit: Visit, code: str) -> str:
    return forms.make_token(visit.desk.form_key, f"note {code}")
