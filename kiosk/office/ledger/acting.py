"""One act of a person on the ledger: a transaction that writes, under the person's name, on the ledger as it is now.

In come the workspace and who acts; out go a connection, an act and the witness. A person of the office is named by
number, anybody else by the name given with `--by`, else by the system's user.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from sqlalchemy import Connection

from kiosk.model.ledger import Witness
from kiosk.office import events, people
from kiosk.office.events import Act
from kiosk.office.ledger.opening import open_ledger
from kiosk.office.register import name_user
from kiosk.office.words import check_words
from kiosk.workspace.store import Store

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class LedgerAct:
    """What an act is done with."""

    connection: Connection
    act: Act
    witness: Witness


@contextmanager
def act_in_ledger(store: Store, witness: Witness, person: int | None = None) -> Iterator[LedgerAct]:
    """Write into the ledger of `store`, whole or not at all; `person`: who acts, where the office knows.

    Raises `ReleaseError` for words with hidden characters.
    """
    for option, text in (("--note", witness.note), ("--evidence", witness.evidence), ("--by", witness.by)):
        check_words(text, option, needed=False)
    named_by = witness.by.strip()
    database = open_ledger(store)
    try:
        with database.writing() as connection:
            named_person = people.find_person_by_name(connection, named_by) if named_by else None
            number = named_person.id if named_person else person
            known_as = "" if number is not None else (named_by or name_user())[:_LONGEST_NAME]
            yield LedgerAct(connection, events.begin_act(number), replace(witness, by=known_as))
    finally:
        database.close()


@contextmanager
def look_into_ledger(store: Store) -> Iterator[Connection]:
    """Read the ledger of `store` as it is at one moment."""
    database = open_ledger(store)
    try:
        with database.reading() as connection:
            yield connection
    finally:
        database.close()
