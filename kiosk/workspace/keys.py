"""Names of cached results. A key says everything that the result depends on: same key, same bytes, on every machine.

A key is made of what the result was made from, which the caller gives, and of the recipe of the module that made it.
The modules are named as text, because this room may not import them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.model.manifest import Manifest
from kiosk.workspace.recipes import make_recipe


def make_drawing_recipe() -> str:
    """The recipe of posting sheets and boards, from their facts to the finished file."""
    return make_recipe("kiosk.release.drawing", "kiosk.paper.board")


def make_paging_recipe() -> str:
    """The recipe of kiosk pages in both forms."""
    return make_recipe("kiosk.pages.site_pages", "kiosk.pages.encoding")


def make_indexing_recipe() -> str:
    """The recipe of the files that name a release as a whole: its start page and `release.json`."""
    return make_recipe("kiosk.release.expected")


def name_symbol(payload: str) -> str:
    """A payload's symbol."""
    return f"qr/{make_recipe('posters.qr')}/{payload}"


def name_body(key: str) -> str:
    """A drawn body; its own key holds the recipe."""
    return f"body/{key}"


def name_data(content: str) -> str:
    """A page's data file."""
    return f"data/{make_recipe('kiosk.pages.encoding')}/{content}"


def name_font(name: str, drawn: str) -> str:
    """A face cut down to some characters."""
    return f"font/{make_recipe('posters.fonts')}/{name}/{drawn}"


def name_spans() -> str:
    """All measured cards."""
    return f"spans/{make_recipe('posters.cards')}"


def name_artefact(key: str) -> str:
    """The object that was made from these inputs."""
    return f"art/{key}"


def name_reading(content: str) -> str:
    """What an independent reader found on a page with this content."""
    return f"read/{make_recipe('kiosk.gate.reading')}/{content}"


def name_proof(content: str) -> str:
    """That pages made from this content by our code were read and found right."""
    return f"proof/{make_recipe('kiosk.gate.proof')}/{make_recipe('kiosk.press.printing')}/{content}"


def list_keys(manifest: Manifest) -> Iterator[str]:
    """Every cached result that a release still profits from; readings are made again where they are wanted again."""
    yield name_spans()
    for entry in manifest.files:
        yield name_artefact(entry.key)
    for key, codes in manifest.bodies.items():
        yield name_body(key)
        for code in codes:
            yield name_symbol(code.payload)
