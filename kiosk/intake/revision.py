"""A catalogue without new files: an import is undone, or a person states a field by hand. Pure."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from kiosk.catalogue.diff import diff
from kiosk.intake.rules.state import (
    ImportState,
    Options,
    Proposal,
    derive_codes,
    drop_shared_ids,
    finish_catalogue,
    group_versions,
    set_places,
)
from kiosk.model.catalogue import Catalogue, PostingList
from kiosk.model.problem import Problem
from kiosk.model.statement import Past, Statement


def rebuild(
    current: Catalogue, past: Past, lists: tuple[PostingList, ...], today: date, codes: frozenset[str] | None = None
) -> Proposal:
    """The catalogue that follows from `past` alone, compared with the one in force: an import was undone.

    `codes`: those of which that import spoke; without them everything is derived anew.
    """
    ground = group_versions(past.ground)
    touched = codes if codes is not None else frozenset(ground) | {s.code for s in past.statements}
    timelines = {} if codes is None else group_versions(current)
    timelines |= {code: ground.get(code, ()) for code in touched}
    state = ImportState(Options(today=today), past.ground, (), timelines, past)
    derive_codes(state, touched)
    drop_shared_ids(state)
    catalogue = replace(finish_catalogue(state, set_places(state, lists)), data_date=today)
    catalogue = catalogue if past.statements else past.ground
    changes = diff(current, catalogue)
    waiting, derived = tuple(dict.fromkeys(state.waiting)), state.derived
    return Proposal(catalogue, changes, _sort_problems(state), (), (), 0, 0.0, waiting=waiting, derived=derived)


def amend_by_hand(current: Catalogue, past: Past, statement: Statement, today: date) -> Proposal:
    """The catalogue in which what a person states acts like a decision signed today."""
    state = ImportState(Options(today=today), current, (), group_versions(current), past)
    state.statements.append(statement)
    derive_codes(state)
    drop_shared_ids(state)
    catalogue = finish_catalogue(state, set_places(state, current.lists))
    changes = diff(current, catalogue)
    return Proposal(
        catalogue=replace(catalogue, data_date=today) if changes else current,
        changes=changes,
        problems=_sort_problems(state),
        repairs=(),
        tallies=(),
        lost=0,
        lost_share=0.0,
        statements=(statement,),
        waiting=tuple(dict.fromkeys(state.waiting)),
        derived=state.derived,
    )


def _sort_problems(state: ImportState) -> tuple[Problem, ...]:
    return tuple(sorted(set(state.problems), key=lambda p: (p.source, p.column, p.value, p.message)))
