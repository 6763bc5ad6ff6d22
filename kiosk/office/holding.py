"""Holding and resuming: a person keeps publishing back, or one decision out of what is built.

In come who, why and which decision; out goes what is in force now and what could not be done afterwards. The record is
`release.hold`; what is built from what is kept is said here, because every command must build from the same. Nothing is
printed.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date

from kiosk.catalogue.withheld import leave_out, list_coming, name_decision
from kiosk.clock import stamp_now
from kiosk.errors import ReleaseError
from kiosk.model.catalogue import Catalogue
from kiosk.office import catalogues
from kiosk.office.words import check_words
from kiosk.release import lifecycle, lineage
from kiosk.release.hold import Held, HeldDecision, Hold, read_hold, recall_hold, write_hold
from kiosk.settings import inputs
from kiosk.settings.config import Config
from kiosk.settings.inputs import Inputs, load_catalogue
from kiosk.workspace.disk import Shortfall
from kiosk.workspace.store import Store

_PLACE = "kiosk hold"


@dataclass(frozen=True, slots=True)
class HoldChange:
    """What is held after a person's act, and what could not be done afterwards. `is_live`: the published pages carry
    the coming change of a decision that is held, so that a release without it must be published."""

    hold: Hold
    shortfalls: tuple[Shortfall, ...] = ()
    is_live: bool = False


def gather_build_inputs(store: Store, config: Config) -> Inputs:
    """Everything that a release is built from: settings, tables and the catalogue in force without what is held."""
    return inputs.gather(config, _leave_out_held(catalogues.load_in_force(store, config).catalogue, read_hold(store)))


def _leave_out_held(catalogue: Catalogue, hold: Hold) -> Catalogue:
    for each in hold.decisions:
        catalogue = leave_out(catalogue, each.decision, each.since)
    return catalogue


def hold_publishing(store: Store, reason: str, by: str = "") -> HoldChange:
    """Let nothing be published by itself until a person resumes it. Raises `ReleaseError` for words that cannot be
    kept."""
    publishing = Held(check_words(reason, "--reason"), stamp_now(), check_words(by, "--by", needed=False))
    with store.writing():
        hold = read_hold(store)
        if hold.publishing and (hold.publishing.reason, hold.publishing.by) == (publishing.reason, publishing.by):
            return HoldChange(hold)
        fresh = replace(hold, publishing=publishing)
        event = {"at": publishing.at, "held": publishing.reason, "by": publishing.by}
        return HoldChange(fresh, write_hold(store, fresh, event))


def hold_decision(store: Store, config: Config, decision: str, reason: str, day: date, by: str = "") -> HoldChange:
    """Leave out what a decision is to bring after `day`, until a person resumes it.

    Raises `ReleaseError` where that is nothing, in the catalogue in force and in what is published.
    """
    number = check_words(decision, "--decision")
    words, person = check_words(reason, "--reason"), check_words(by, "--by", needed=False)
    with store.writing():
        hold = read_hold(store)
        standing = next((d for d in hold.decisions if name_decision(d.decision) == name_decision(number)), None)
        since = standing.since if standing else day
        _require_coming(store, config, number, since)
        is_live = _is_live(store, number, since)
        release = None if is_live else (standing.release if standing else None) or store.current()
        held_decision = HeldDecision(number, since, words, stamp_now(), person, release)
        if standing and (standing.reason, standing.by) == (words, person):
            return HoldChange(hold, is_live=is_live)
        fresh = replace(hold, decisions=(*(d for d in hold.decisions if d is not standing), held_decision))
        event = {"at": held_decision.at, "held": words, "by": person, "decision": number}
        return HoldChange(fresh, write_hold(store, fresh, event), is_live)


def _require_coming(store: Store, config: Config, decision: str, since: date) -> None:
    catalogue = catalogues.load_in_force(store, config).catalogue
    if leave_out(catalogue, decision, since) != catalogue or _is_live(store, decision, since):
        return
    coming = ", ".join(list_coming(catalogue, since)[:10]) or "không có quyết định nào"
    raise ReleaseError(
        f"sau ngày {since:%d/%m/%Y} không có thay đổi nào theo quyết định này, không giữ lại gì",
        place=_PLACE,
        value=decision,
        way_out=f"các quyết định còn sắp có thay đổi: {coming}; với thay đổi đã có hiệu lực thì dùng kiosk rollback",
    )


def _is_live(store: Store, decision: str, since: date) -> bool:
    """Whether the published release carries what the decision brings after `since`."""
    published = lifecycle.load_current(store)
    if published is None:
        return False
    catalogue = load_catalogue(store.get(published.inputs["catalogue"]))
    return leave_out(catalogue, decision, since) != catalogue


def resume(store: Store, decision: str = "", by: str = "") -> HoldChange:
    """Let publishing go on, or take a decision in again. Raises `ReleaseError` where nothing of the kind is held."""
    number, person = check_words(decision, "--decision", needed=False), check_words(by, "--by", needed=False)
    with store.writing():
        hold = read_hold(store)
        event = {"at": stamp_now(), "resumed": number or "publishing", "by": person}
        fresh = _drop_decision(hold, number) if number else _let_publish(store, hold)
        return HoldChange(fresh, write_hold(store, fresh, event))


def _drop_decision(hold: Hold, number: str) -> Hold:
    decisions = tuple(d for d in hold.decisions if name_decision(d.decision) != name_decision(number))
    if decisions == hold.decisions:
        numbers = ", ".join(d.decision for d in hold.decisions) or "không có quyết định nào"
        raise ReleaseError(
            "quyết định này không bị giữ lại, không đổi gì",
            place="kiosk resume",
            value=number,
            way_out=f"đang giữ lại: {numbers}",
        )
    return replace(hold, decisions=decisions)


def _let_publish(store: Store, hold: Hold) -> Hold:
    if hold.find_held(lifecycle.load_current(store)) is None:
        decisions = ", ".join(f"kiosk resume --decision {d.decision}" for d in hold.decisions)
        raise ReleaseError(
            "không có gì đang tạm dừng công bố, không đổi gì",
            place="kiosk resume",
            way_out=decisions or "không cần làm gì",
        )
    return replace(hold, publishing=None, resumed=store.current())


def restore_hold(store: Store) -> HoldChange:
    """Hold again what the history says is held, in place of a record that is lost. The caller holds the workspace."""
    recalled = recall_hold(lineage.read_events(store))
    published = store.current()
    decisions = tuple(
        replace(d, release=None if _is_live(store, d.decision, d.since) else published) for d in recalled.decisions
    )
    fresh = replace(recalled, decisions=decisions)
    return HoldChange(fresh, write_hold(store, fresh, {"at": stamp_now(), "hold_restored": len(decisions)}))


def note_published(store: Store) -> tuple[Shortfall, ...]:
    """Remember for each held decision the first release that went live without it, none where the one that is live
    carries it. The caller holds the workspace."""
    hold, published = read_hold(store), store.current()
    noted = tuple(
        replace(d, release=None if _is_live(store, d.decision, d.since) else d.release or published)
        for d in hold.decisions
    )
    if noted == hold.decisions:
        return ()
    event = {"at": stamp_now(), "noted": ", ".join(d.decision for d in noted), "release": published}
    return write_hold(store, replace(hold, decisions=noted), event)
