"""Names of cached results. A key says everything that the result depends on: same key, same bytes, on every machine.

A key is made of what the result was made from, which the caller gives, and of the recipe of the module that made it.
The modules are named as text, because this room may not import them.
"""

from __future__ import annotations

from collections.abc import Iterator

from kiosk.model.manifest import Manifest
from kiosk.workspace.recipes import recipe


def drawing() -> str:
    """The recipe of posting sheets and boards, from their facts to the finished file."""
    return recipe("kiosk.release.drawing", "kiosk.paper.board")


def paging() -> str:
    """The recipe of kiosk pages in both forms."""
    return recipe("kiosk.pages.site_pages", "kiosk.pages.encoding")


def indexing() -> str:
    """The recipe of the files that name a release as a whole: its start page and `release.json`."""
    return recipe("kiosk.release.expected")


def encoded(payload: str) -> str:
    """A payload's symbol."""
    return f"qr/{recipe('posters.qr')}/{payload}"


def body(key: str) -> str:
    """A drawn body; its own key holds the recipe."""
    return f"body/{key}"


def data(content: str) -> str:
    """A page's data file."""
    return f"data/{recipe('kiosk.pages.encoding')}/{content}"


def font(name: str, drawn: str) -> str:
    """A face cut down to some characters."""
    return f"font/{recipe('posters.fonts')}/{name}/{drawn}"


def spans() -> str:
    """All measured cards."""
    return f"spans/{recipe('posters.cards')}"


def artefact(key: str) -> str:
    """The object that was made from these inputs."""
    return f"art/{key}"


def reading(content: str) -> str:
    """What an independent reader found on a page with this content."""
    return f"read/{recipe('kiosk.gate.reading')}/{content}"


def proof(content: str) -> str:
    """That pages made from this content by our code were read and found right."""
    return f"proof/{recipe('kiosk.gate.proof')}/{recipe('kiosk.press.printing')}/{content}"


def of(manifest: Manifest) -> Iterator[str]:
    """Every cached result that a release still profits from; readings are made again where they are wanted again."""
    yield spans()
    for entry in manifest.files:
        yield artefact(entry.key)
    for key, codes in manifest.bodies.items():
        yield body(key)
        for code in codes:
            yield encoded(code.payload)
