"""The tables of the office's database, in portable SQL.

Times are whole seconds since 1970, days ISO 8601, structured values canonical JSON as text. Events hold the ids of
persons and no foreign key: a person may be removed, what was done stays. How tables change is left to `migrations`.
"""

from __future__ import annotations

from sqlalchemy import Boolean, Column, ForeignKey, Index, Integer, MetaData, String, Table, Text, UniqueConstraint

METADATA = MetaData(
    naming_convention={
        "ix": "ix_%(table_name)s_%(column_0_name)s",
        "uq": "uq_%(table_name)s_%(column_0_name)s",
        "ck": "ck_%(table_name)s_%(constraint_name)s",
        "fk": "fk_%(table_name)s_%(column_0_name)s_%(referred_table_name)s",
        "pk": "pk_%(table_name)s",
    }
)
"""Every constraint has a name, so that a later step can change it on any engine (Alembic, issue 1195)."""

PERSON = Table(
    "person",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("name", String(64), nullable=False, unique=True),
    Column("label", String(120), nullable=False),
    Column("role", String(16), nullable=False),
    Column("site", String(16)),
    Column("password", String(255)),
    Column("totp", String(64)),
    Column("totp_step", Integer, nullable=False, server_default="0"),
    Column("disabled", Boolean, nullable=False, server_default="0"),
    Column("created_at", Integer, nullable=False),
    sqlite_autoincrement=True,
)

SESSION = Table(
    "session",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("full", Boolean, nullable=False),
    Column("address", String(64), nullable=False),
    Column("agent", String(200), nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("seen_at", Integer, nullable=False),
    Column("ended_at", Integer),
)

INVITATION = Table(
    "invitation",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("ends_at", Integer, nullable=False),
    Column("used_at", Integer),
)

RECOVERY_CODE = Table(
    "recovery_code",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("person", ForeignKey("person.id"), nullable=False, index=True),
    Column("code_hash", String(64), nullable=False),
    Column("used_at", Integer),
)

ATTEMPT = Table(
    "attempt",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("scope", String(160), nullable=False, index=True),
    Column("at", Integer, nullable=False),
)
"""Failed attempts to sign in, by account, by address, and by both."""

FAMILIAR = Table(
    "familiar",
    METADATA,
    Column("scope", String(160), primary_key=True),
    Column("at", Integer, nullable=False),
)
"""Pairs of account and address at which somebody has signed in."""

JOB = Table(
    "job",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("kind", String(32), nullable=False),
    Column("order", Text, nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("active_key", String(200), unique=True),
    Column("asked_by", Integer),
    Column("asked_at", Integer, nullable=False),
    Column("started_at", Integer),
    Column("ended_at", Integer),
    Column("attempts", Integer, nullable=False, server_default="0"),
    Column("stage", String(200), nullable=False, server_default=""),
    Column("done", Integer, nullable=False, server_default="0"),
    Column("total", Integer, nullable=False, server_default="0"),
    Column("outcome", Text, nullable=False, server_default=""),
    sqlite_autoincrement=True,
)
"""`active_key` is what the job does, while it waits or runs: the same work cannot wait twice."""

JOB_LINE = Table(
    "job_line",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("job", ForeignKey("job.id"), nullable=False, index=True),
    Column("at", Integer, nullable=False),
    Column("text", Text, nullable=False),
)

DRAFT = Table(
    "draft",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("title", String(200), nullable=False),
    Column("state", String(16), nullable=False, index=True),
    Column("revision", Integer, nullable=False, server_default="1"),
    Column("base_number", Integer),
    Column("base_digest", String(64), nullable=False),
    Column("decision", String(120), nullable=False, server_default=""),
    Column("effective", String(10)),
    Column("allow_drop", Boolean, nullable=False, server_default="0"),
    Column("created_by", Integer, nullable=False),
    Column("created_at", Integer, nullable=False),
    Column("preview", Text),
    Column("approved_digest", String(64)),
    Column("decided_by", Integer),
    Column("decided_at", Integer),
    Column("reason", Text, nullable=False, server_default=""),
    Column("publish_on", String(10)),
    Column("kind", String(16), nullable=False, server_default="import"),
    Column("options", Text, nullable=False, server_default="{}"),
    sqlite_autoincrement=True,
)

DRAFT_FILE = Table(
    "draft_file",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("draft", ForeignKey("draft.id"), nullable=False, index=True),
    Column("name", String(255), nullable=False),
    Column("sha256", String(64), nullable=False),
    Column("size", Integer, nullable=False),
    Column("part", String(16), nullable=False),
    UniqueConstraint("draft", "name"),
)

DRAFT_ANSWER = Table(
    "draft_answer",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("draft", ForeignKey("draft.id"), nullable=False, index=True),
    Column("question", String(64), nullable=False),
    Column("accepted", Boolean, nullable=False),
    Column("person", Integer, nullable=False),
    Column("at", Integer, nullable=False),
    Column("answer", Text, nullable=False, server_default=""),
    Column("reason", Text, nullable=False, server_default=""),
    Column("problem", Text, nullable=False, server_default=""),
    UniqueConstraint("draft", "question"),
)
"""`answer` to a question, `reason` why a refused row may stay out, `problem` as it was shown."""

DRAFT_EDIT = Table(
    "draft_edit",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("draft", ForeignKey("draft.id"), nullable=False, index=True),
    Column("edit", Text, nullable=False),
    Column("person", Integer, nullable=False),
    Column("at", Integer, nullable=False),
)
"""One change of a draft of settings, in the order in which they are made."""

SETTINGS_SEEN = Table(
    "settings_seen",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("content", Text, nullable=False),
)
"""Each file of settings as the office saw it last: what differs at the next look was changed by hand."""

CONTRIBUTION = Table(
    "contribution",
    METADATA,
    Column("draft", ForeignKey("draft.id"), primary_key=True),
    Column("person", Integer, primary_key=True),
)
"""Who has touched a draft, and may therefore not approve it."""

EVENT = Table(
    "event",
    METADATA,
    Column("id", Integer, primary_key=True, autoincrement=False),
    Column("act", String(32), nullable=False),
    Column("at", Integer, nullable=False),
    Column("person", Integer),
    Column("what", String(64), nullable=False),
    Column("subject", String(200), nullable=False),
    Column("before", Text, nullable=False),
    Column("after", Text, nullable=False),
    Column("previous", String(64), nullable=False),
    Column("digest", String(64), nullable=False, unique=True),
    Index("ix_event_act", "act"),
    Index("ix_event_subject", "subject"),
)
"""What was done, appended only (triggers hold it); `digest` covers the row and the digest of the one before."""

LINK_CHECK = Table(
    "link_check",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("url", String(2000), nullable=False),
    Column("code", String(64), nullable=False),
    Column("state", String(16), nullable=False),
    Column("evidence", String(400), nullable=False),
    Column("at", Integer, nullable=False),
    Column("person", Integer),
    Index("ix_link_check_url", "url"),
)
"""What was seen behind printed links, by the program (no person) and by people; added to, never changed."""

CHOICE = Table(
    "choice",
    METADATA,
    Column("name", String(64), primary_key=True),
    Column("value", Text, nullable=False),
)
"""What the office has chosen for itself, such as whether a second person approves."""

API_TOKEN = Table(
    "api_token",
    METADATA,
    Column("id", Integer, primary_key=True),
    Column("label", String(120), nullable=False),
    Column("scopes", Text, nullable=False),
    Column("token_hash", String(64), nullable=False, unique=True),
    Column("created_by", Integer),
    Column("created_at", Integer, nullable=False),
    Column("used_at", Integer),
    Column("revoked_at", Integer),
    sqlite_autoincrement=True,
)
"""Other systems that may read; a revoked one stays, so that the log's numbers keep their meaning."""
