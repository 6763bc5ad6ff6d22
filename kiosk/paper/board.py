"""The facts of an index board."""

from __future__ import annotations

from kiosk.paper import plan
from kiosk.paper.plan import SitePlan
from kiosk.settings.inputs import Inputs
from posters import spec


def describe_board(s: SitePlan, inputs: Inputs, url: str) -> spec.Board:
    """The index board of a site: groups and fields with counts, and the sheets they stand on."""
    where: dict[str, dict[str, list[str]]] = {}
    for sheet in s.layout.drawn:
        for cell in sheet.cells:
            where.setdefault(sheet.group, {}).setdefault(cell.card.field, []).append(sheet.label)
    groups = tuple(
        spec.BoardGroup(
            title=group.title,
            everyday=group.everyday,
            fields=tuple(
                spec.BoardField(name, len(labels), tuple(dict.fromkeys(labels)))
                for name, labels in where[group.title].items()
            ),
        )
        for group in inputs.groups.groups
        if group.title in where
    )
    emblem = plan.load_emblem(inputs)
    newest = max(s.layout.sheets, key=lambda e: e.release)
    return spec.Board(
        paper="A3",
        groups=groups,
        kiosk_url=url,
        release=newest.release,
        released=newest.released,
        sample=inputs.catalogue.sample,
        wording=plan.read_wording(inputs),
        emblem=emblem.mark if emblem else None,
    )
