"""What the night's run does beside publishing, and whom it tells."""

from __future__ import annotations

from enum import StrEnum
from pathlib import Path
from typing import Annotated

from pydantic import Field

from kiosk.settings.strict import Settings

MailAddress = Annotated[str, Field(pattern=r"^[^\s@<>,;]+@[^\s@<>,;]+$", max_length=254)]


class MailSecurity(StrEnum):
    """How the conversation with a mail server is kept from others: not at all, from its first word, after asking."""

    NONE = "none"
    TLS = "tls"
    STARTTLS = "starttls"


class MailSettings(Settings):
    """The server that takes the night's message, who sends it and to whom. `password_file`: a file with one line."""

    to: Annotated[tuple[MailAddress, ...], Field(min_length=1)]
    sender: MailAddress
    host: Annotated[str, Field(pattern=r"^[A-Za-z0-9.:-]+$")] = "localhost"
    port: Annotated[int, Field(ge=1, le=65535)] = 25
    security: MailSecurity = MailSecurity.NONE
    user: str = ""
    password_file: Path | None = None


class NightSettings(Settings):
    """What `kiosk nightly` does where it is set. `backup`: the folder of backups, of which the `backups_kept` newest
    stay; `sync`: ask the portal for its whole list; `links`: check printed links that are due; `mail` and `webhook`:
    where the night's message goes."""

    backup: Path | None = None
    backups_kept: Annotated[int, Field(ge=1, le=10_000)] = 30
    sync: bool = False
    links: bool = False
    mail: MailSettings | None = None
    webhook: Annotated[str, Field(pattern=r"^(https?://[!-~]+)?$", max_length=2000)] = ""
