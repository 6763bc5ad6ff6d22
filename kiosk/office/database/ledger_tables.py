"""The tables of the ledger of the walls: what follows from its events, kept beside them in the same transaction.

Nothing here is the truth: every row can be made again from `event`. The rows exist so that no answer reads the whole
log: what hangs is one row a sheet, what hung on a day is one seek a sheet, what is open is an index of its own.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table, Text

from kiosk.office.database.schema import METADATA

MOVED_IN = Table(
    "moved_in",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("lines", Integer, nullable=False),
    Column("sha256", String(64), nullable=False),
)
"""Records of the time before the ledger, and how much of each stands in it."""

PUBLICATION = Table(
    "publication",
    METADATA,
    Column("release", Integer, primary_key=True, autoincrement=False),
    Column("as_of", String(10)),
    Column("day", String(10), nullable=False),
    Column("sample", Boolean, nullable=False),
    Column("event", Integer, nullable=False),
)
"""Releases that were live, and since which day."""

SHEET_REVISION = Table(
    "sheet_revision",
    METADATA,
    Column("digest", String(64), primary_key=True),
    Column("sheet", String(32), nullable=False),
    Column("product", String(16), nullable=False),
    Column("facts", Text, nullable=False),
    Column("event", Integer, nullable=False),
)
"""What stood on a revision: it outlives every file of its release."""

SHEET_MARK = Table(
    "sheet_mark",
    METADATA,
    Column("mark", String(64), primary_key=True),
    Column("digest", String(64), nullable=False),
    Column("release", Integer, nullable=False),
    Column("released", String(10), nullable=False),
    Index("ix_sheet_mark_digest", "digest"),
)
"""Ids as they are printed: a revision that comes back later prints another release, and bears another id."""

REQUIRED_SHEET = Table(
    "required_sheet",
    METADATA,
    Column("site", String(16), primary_key=True),
    Column("sheet", String(32), primary_key=True),
    Column("product", String(16), nullable=False),
    Column("group_id", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("revision", String(140), nullable=False),
    Column("release", Integer, nullable=False),
    Column("since", String(10), nullable=False),
)
"""What the release that is live asks of every wall, and since which day it asks for this revision."""

ASKED_SHEET = Table(
    "asked_sheet",
    METADATA,
    Column("site", String(16), primary_key=True),
    Column("sheet", String(32), primary_key=True),
    Column("event", Integer, primary_key=True, autoincrement=False),
    Column("product", String(16), nullable=False),
    Column("group_id", String(64), nullable=False),
    Column("position", Integer, nullable=False),
    Column("revision", String(140), nullable=False),
    Column("release", Integer, nullable=False),
    Column("since", String(10), nullable=False),
    Column("until_event", Integer),
    Index("ix_asked_sheet_until", "until_event"),
)
"""What was asked of every wall: each sheet in each revision, from the event of one release to that of another."""

PAPER = Table(
    "paper",
    METADATA,
    Column("event", Integer, primary_key=True, autoincrement=False),
    Column("site", String(16), nullable=False),
    Column("sheet", String(32), nullable=False),
    Column("act", String(16), nullable=False),
    Column("day", String(10), nullable=False),
    Column("revision", String(140), nullable=False),
    Column("order_number", Integer),
    Column("undone_by", Integer),
    Index("ix_paper_site", "site", "sheet", "day", "event"),
    Index("ix_paper_day", "day"),
)
"""What was done with paper, by the day on which it was done."""

WALL = Table(
    "wall",
    METADATA,
    Column("site", String(16), primary_key=True),
    Column("sheet", String(32), primary_key=True),
    Column("act", String(16), nullable=False),
    Column("revision", String(140), nullable=False),
    Column("day", String(10), nullable=False),
    Column("event", Integer, nullable=False),
    Column("checked", String(10)),
)
"""The last word of every sheet that ever hung: `revision` is "" where nothing hangs."""

EVENT_KEY = Table(
    "event_key",
    METADATA,
    Column("key", String(64), primary_key=True),
    Column("event", Integer, nullable=False),
    Column("says", String(64), nullable=False),
)
"""Keys that devices and lists give to what they send: the same twice is one event; `says` is the digest of what."""

PRINT_ORDER = Table(
    "print_order",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("day", String(10), nullable=False),
    Column("release", Integer, nullable=False),
    Column("hang_from", String(10)),
    Column("options", Text, nullable=False),
    Column("event", Integer, nullable=False),
)
"""A frozen order. `hang_from`: the day before which its sheets may not hang, where it was made for a coming day."""

ORDER_SITE = Table(
    "order_site",
    METADATA,
    Column("order_number", Integer, primary_key=True, autoincrement=False),
    Column("site", String(16), primary_key=True),
    Column("code", String(16), nullable=False),
    Column("sent", String(10)),
    Column("delivered", String(10)),
    Column("sent_event", Integer),
    Column("delivered_event", Integer),
    Index("ix_order_site_code", "code"),
)
"""How far the parcel of one site has come; `code` stands on its delivery note."""

ORDER_LINE = Table(
    "order_line",
    METADATA,
    Column("order_number", Integer, primary_key=True, autoincrement=False),
    Column("site", String(16), primary_key=True),
    Column("sheet", String(32), primary_key=True),
    Column("product", String(16), nullable=False),
    Column("position", Integer, nullable=False),
    Column("revision", String(140), nullable=False),
    Column("paper", String(8), nullable=False),
    Column("copies", Integer, nullable=False),
    Column("cause", String(200), nullable=False),
    Column("open", Boolean, nullable=False),
    Column("hung_event", Integer),
    Column("cancelled_event", Integer),
    Index("ix_order_line_open", "open", "site", "sheet"),
)
"""A sheet that an order brings; `open` until it hangs or is cancelled."""

INCIDENT = Table(
    "incident",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("site", String(16), nullable=False),
    Column("sheet", String(32), nullable=False),
    Column("kind", String(16), nullable=False),
    Column("text", Text, nullable=False),
    Column("day", String(10), nullable=False),
    Column("open", Boolean, nullable=False),
    Column("event", Integer, nullable=False),
    Column("closed_event", Integer),
    Column("reports", Integer, nullable=False, server_default="0"),
    Index("ix_incident_open", "open", "site"),
)
"""What is wrong on a wall, until a person closes it; `reports`: how often citizens said so."""

WALL_PHOTO = Table(
    "wall_photo",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("series", Integer, nullable=False),
    Column("site", String(16), nullable=False),
    Column("upload", String(64), nullable=False),
    Column("photo", String(64), nullable=False),
    Column("reading", Text, nullable=False),
    Column("trouble", Text, nullable=False),
    Column("job", Integer),
    Column("person", Integer),
    Column("at", Integer, nullable=False),
    Column("event", Integer),
    Index("ix_wall_photo_series", "site", "series"),
    Index("ix_wall_photo_photo", "photo"),
)
"""A photo of a wall: `upload` is the digest of what was sent, `photo` that of the copy that is kept, `reading` what was
read (an event says the same), `trouble` why it could not be. Photos of one visit are a series; 0: left out."""
