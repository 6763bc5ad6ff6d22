"""What jobs and pages work with: the workspace, the settings, the database."""

from __future__ import annotations

from dataclasses import dataclass

from kiosk.office.database.engine import Database
from kiosk.settings.config import Config
from kiosk.workspace.store import Store


@dataclass(frozen=True, slots=True)
class Workplace:
    """One office: what it keeps, how it is set up, who works in it."""

    store: Store
    config: Config
    database: Database
