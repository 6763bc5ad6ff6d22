"""The tables of the declared kiosks. What was done with them are events; the last word of a device is a state here."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, String, Table

from kiosk.office.database.schema import METADATA

DEVICE = Table(
    "device",
    METADATA,
    Column("number", Integer, primary_key=True, autoincrement=False),
    Column("site", String(16), nullable=False),
    Column("name", String(80), nullable=False),
    Column("key", String(32), nullable=False),
    Column("by_code", Boolean, nullable=False),
    Column("added", String(10), nullable=False),
    Column("event", Integer, nullable=False),
    Column("removed_event", Integer),
    Column("release", Integer),
    Column("counter", Integer, nullable=False),
    Column("heard", Integer),
    Column("silent_event", Integer),
    Index("ix_device_site", "site"),
)
"""`key` is "" once the device is removed; `counter`: of its last word that stands here, 0 under a new key;
`silent_event`: that it is silent stands in the log already."""

KIOSK_ABSENCE = Table(
    "kiosk_absence",
    METADATA,
    Column("site", String(16), primary_key=True),
    Column("day", String(10), nullable=False),
    Column("event", Integer, nullable=False),
)
"""Sites of which the office says that they have no kiosk."""
